#include "gate.hpp"

#include <chrono>

#include "portolan/base/error.hpp"

namespace portolan::server {

Gate::Pass::Pass(Gate& gate, const Progress& progress) : gate_(gate) {
  constexpr auto kTick = std::chrono::milliseconds(50);
  std::unique_lock lock(gate_.mutex_);
  if (gate_.inside_ >= gate_.most_inside_ && gate_.waiting_ >= gate_.most_waiting_) {
    throw unavailable(
        "server: expected room for one more long answer, got {} that wait already", gate_.waiting_
    )
        .with_hint("ask again in a few seconds");
  }
  ++gate_.waiting_;
  while (gate_.inside_ >= gate_.most_inside_ && !progress.is_cancelled()) {
    gate_.left_.wait_for(lock, kTick);
  }
  --gate_.waiting_;
  progress.check();
  ++gate_.inside_;
}

Gate::Pass::~Pass() {
  {
    const std::lock_guard lock(gate_.mutex_);
    --gate_.inside_;
  }
  gate_.left_.notify_one();
}

}  // namespace portolan::server
