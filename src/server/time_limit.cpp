#include "time_limit.hpp"

#include <utility>

namespace portolan::server {

TimeLimits::TimeLimits() : watcher_([this] { watch(); }) {}

TimeLimits::~TimeLimits() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  changed_.notify_all();
}

void TimeLimits::watch() {
  // How late a limit may be: nobody is woken for an answer that takes less than this.
  constexpr auto kTick = std::chrono::milliseconds(100);
  std::unique_lock lock(mutex_);
  while (!is_stopped_) {
    changed_.wait_for(lock, kTick, [this] { return is_stopped_; });
    const auto now = Clock::now();
    for (const Entry& entry : entries_) {
      if (cancels_all_ || entry.end <= now || !entry.is_wanted()) {
        entry.progress->cancel();
      }
    }
  }
}

void TimeLimits::cancel_all() {
  const std::lock_guard lock(mutex_);
  cancels_all_ = true;
}

TimeLimits::Limit::Limit(
    TimeLimits& limits,
    Progress& progress,
    std::chrono::milliseconds time,
    std::function<bool()> is_wanted
)
    : limits_(limits) {
  const std::lock_guard lock(limits_.mutex_);
  limits_.entries_.push_front(
      {.progress = &progress, .end = Clock::now() + time, .is_wanted = std::move(is_wanted)}
  );
  entry_ = limits_.entries_.begin();
}

TimeLimits::Limit::~Limit() {
  const std::lock_guard lock(limits_.mutex_);
  limits_.entries_.erase(entry_);
}

}  // namespace portolan::server
