#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace portolan {

/// What kind of failure an `Error` reports. Each kind has one exit code and one HTTP status.
enum class ErrorCode {
  kInvalidArgument,  ///< The request is wrong; sent again unchanged, it fails again.
  kNotFound,         ///< What was asked for is not in the workspace.
  kBadData,          ///< An input file breaks its format.
  kUnavailable,      ///< A file, database or port could not be used; a later try may succeed.
  kInterrupted,      ///< The user or the system stopped the work; nothing half-done is left.
  kInternal,         ///< An invariant of this program is broken: a bug.
};

/// The one exception type of the project.
///
/// `what()` says what was expected, what was found and where, in one line without a full stop.
/// `hint()` says what the reader can do about it; it may be empty.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message, std::string hint = {});

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  [[nodiscard]] std::string_view hint() const noexcept { return hint_; }

  /// Returns the same error with `hint` in place of its own.
  [[nodiscard]] Error with_hint(std::string hint) const;

 private:
  ErrorCode code_;
  std::string hint_;
};

/// Makes an `Error` (kInvalidArgument); `format` reads "SUBJECT: expected WHAT, got WHAT".
template <typename... Args>
[[nodiscard]] Error invalid_argument(fmt::format_string<Args...> format, Args&&... args) {
  return {ErrorCode::kInvalidArgument, fmt::format(format, std::forward<Args>(args)...)};
}

/// Makes an `Error` (kNotFound) of the same form.
template <typename... Args>
[[nodiscard]] Error not_found(fmt::format_string<Args...> format, Args&&... args) {
  return {ErrorCode::kNotFound, fmt::format(format, std::forward<Args>(args)...)};
}

/// Makes an `Error` (kBadData) of the same form; the subject is "FILE:LINE: COLUMN" as far as
/// known.
template <typename... Args>
[[nodiscard]] Error bad_data(fmt::format_string<Args...> format, Args&&... args) {
  return {ErrorCode::kBadData, fmt::format(format, std::forward<Args>(args)...)};
}

/// Makes an `Error` (kUnavailable) of the same form.
template <typename... Args>
[[nodiscard]] Error unavailable(fmt::format_string<Args...> format, Args&&... args) {
  return {ErrorCode::kUnavailable, fmt::format(format, std::forward<Args>(args)...)};
}

/// Throws `Error{kInternal}` with `message` unless `condition` holds.
void ensure(bool condition, std::string_view message);

}  // namespace portolan
