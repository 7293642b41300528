#include "portolan/base/error.hpp"

#include <utility>

namespace portolan {

Error::Error(ErrorCode code, const std::string& message, std::string hint)
    : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

Error Error::with_hint(std::string hint) const {
  return {code_, what(), std::move(hint)};
}

void ensure(bool condition, std::string_view message) {
  if (!condition) {
    throw Error(ErrorCode::kInternal, std::string(message));
  }
}

}  // namespace portolan
