#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "portolan/base/error.hpp"

namespace portolan::fuzz {

/// The bytes of one input: the first ones choose settings, the rest is the text.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  /// Takes the next byte as a choice; 0 when none are left.
  unsigned choice() {
    if (rest_.empty()) {
      return 0;
    }
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  [[nodiscard]] std::string_view text() const { return rest_; }

 private:
  std::string_view rest_;
};

/// Ends the run as a finding unless `condition` holds.
inline void require(bool condition, const char* what) {
  if (!condition) {
    std::fprintf(stderr, "finding: %s\n", what);
    std::abort();
  }
}

/// Runs `work`. An `Error` is a good answer to bad input, but a bug (kInternal) is a finding, and
/// so is a message of several lines or with a NUL byte.
template <typename Work>
void expect_answer(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    const std::string message = error.what();
    require(error.code() != ErrorCode::kInternal, message.c_str());
    require(!message.empty(), "an error without message");
    require(message.find('\n') == std::string::npos, "a message of several lines");
  }
}

}  // namespace portolan::fuzz
