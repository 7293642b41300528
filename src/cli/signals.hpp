#pragma once

#include "portolan/base/progress.hpp"

namespace portolan::cli {

/// While it lives, SIGINT and SIGTERM ask `progress` to stop, a second one ends the process at
/// once, and writing into a closed pipe is an error of the write instead of a signal. One at a
/// time.
class SignalGuard {
 public:
  explicit SignalGuard(Progress& progress);
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard();

  /// The exit code for the signal that came last: 130 for SIGINT or none, 143 for SIGTERM.
  [[nodiscard]] static int exit_code();
};

}  // namespace portolan::cli
