#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "portolan/base/error.hpp"

namespace portolan {

/// Where long work reports how far it is and learns that it shall stop. One object serves one
/// request; `is_cancelled` and `advance` may be called from several threads.
class Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;

  /// A stage begins ("reading exports.csv.gz"); `total` counts `unit`s, 0 where unknown.
  virtual void begin(std::string_view stage, std::string_view unit, std::int64_t total) = 0;
  /// `done` units of the stage are done in all.
  virtual void advance(std::int64_t done) = 0;
  /// The stage is over.
  virtual void end() = 0;

  /// Asks the work to stop; may be called from a signal handler.
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool is_cancelled() const noexcept {
    return cancelled_.load(std::memory_order_relaxed);
  }
  /// Throws `Error` (kInterrupted) if the work shall stop. To be called at least every 50 ms.
  void check() const {
    if (is_cancelled()) {
      throw Error(ErrorCode::kInterrupted, "interrupted: nothing was changed");
    }
  }

 private:
  std::atomic<bool> cancelled_{false};
};

/// Shows nothing; for tests and for callers who do not care.
class SilentProgress final : public Progress {
 public:
  void begin(std::string_view, std::string_view, std::int64_t) override {}
  void advance(std::int64_t) override {}
  void end() override {}
};

}  // namespace portolan
