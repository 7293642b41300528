#include "portolan/engine/version.hpp"

#include "portolan/store/database.hpp"

namespace portolan::engine {

std::vector<VersionedPart> version() {
  std::string duckdb = store::database_version();
  if (duckdb.starts_with('v')) {
    duckdb.erase(0, 1);
  }
  return {{"portolan", PORTOLAN_VERSION}, {"duckdb", duckdb}};
}

}  // namespace portolan::engine
