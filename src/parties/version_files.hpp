#pragma once

#include <string>
#include <vector>

#include "portolan/parties/party_lists.hpp"
#include "portolan/store/database.hpp"

namespace portolan::parties {

/// Returns what DuckDB reads in a FROM clause: the parts of a version.
[[nodiscard]] std::string
version_source(const store::Workspace& workspace, const ListVersion& version);

/// Opens a database that may read the lake.
[[nodiscard]] store::Database open_lake(const store::Workspace& workspace);

}  // namespace portolan::parties
