#include "portolan/base/error.hpp"

#include <algorithm>
#include <utility>

namespace portolan {
namespace {

// Messages quote what stands in files: line ends and control characters of it become blanks.
std::string on_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' '
  );
  return text;
}

}  // namespace

Error::Error(ErrorCode code, const std::string& message, std::string hint)
    : std::runtime_error(on_one_line(message)), code_(code), hint_(std::move(hint)) {}

Error Error::with_hint(std::string hint) const {
  return {code_, what(), std::move(hint)};
}

void ensure(bool condition, std::string_view message) {
  if (!condition) {
    throw Error(ErrorCode::kInternal, std::string(message));
  }
}

}  // namespace portolan
