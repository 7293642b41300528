#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "portolan/base/progress.hpp"

namespace portolan::server {

/// Cancels work that takes too long, or that nobody waits for any more. Safe to call concurrently.
class TimeLimits {
 public:
  using Clock = std::chrono::steady_clock;

  struct Entry {
    Progress* progress;
    Clock::time_point end;
    std::function<bool()> is_wanted;
  };

  TimeLimits();
  TimeLimits(const TimeLimits&) = delete;
  TimeLimits& operator=(const TimeLimits&) = delete;
  ~TimeLimits();

  /// While it lives, `progress` is cancelled once `time` has passed, or `is_wanted` says no; it is
  /// asked about ten times a second by another thread.
  class Limit {
   public:
    Limit(
        TimeLimits& limits,
        Progress& progress,
        std::chrono::milliseconds time,
        std::function<bool()> is_wanted
    );
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;
    ~Limit();

   private:
    TimeLimits& limits_;
    std::list<Entry>::iterator entry_;
  };

  /// Cancels all that is being watched, and what will be.
  void cancel_all();

 private:
  void watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> entries_;
  bool is_stopped_ = false;
  bool cancels_all_ = false;
  std::jthread watcher_;
};

}  // namespace portolan::server
