#pragma once

#include "portolan/base/error.hpp"

namespace portolan::cli {

/// What the program ends with besides the codes of errors.
inline constexpr int kSuccess = 0;
inline constexpr int kInternalError = 1;
inline constexpr int kInvalidCommandLine = 2;
inline constexpr int kNotEnoughData = 5;
inline constexpr int kLeadsFound = 10;
inline constexpr int kInterruptedByUser = 130;
inline constexpr int kInterruptedBySystem = 143;

/// Returns the exit code of an error; an interruption counts as the user's.
[[nodiscard]] int exit_code_of(ErrorCode code);

}  // namespace portolan::cli
