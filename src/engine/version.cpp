#include "portolan/engine/version.hpp"

namespace portolan::engine {

std::vector<VersionedPart> version() {
  return {{"portolan", PORTOLAN_VERSION}};
}

}  // namespace portolan::engine
