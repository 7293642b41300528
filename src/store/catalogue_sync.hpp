#pragma once

#include "portolan/store/database.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::store {

/// Makes the tables of migration 0001 say what the lake holds; tells whether they did not.
bool synchronise(Database& database, const Workspace& workspace);

/// Notes how long the journal is and what its last line's hash is, so that `verify` sees when lines
/// are missing from its end.
void record_journal(Database& database, const Workspace& workspace);

}  // namespace portolan::store
