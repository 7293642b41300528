#pragma once

#include <string>
#include <vector>

namespace portolan::engine {

/// A part of the program and its version.
struct VersionedPart {
  std::string part;
  std::string version;
};

/// Returns the versions of Portolan itself, first, and of what it is built on.
[[nodiscard]] std::vector<VersionedPart> version();

}  // namespace portolan::engine
