#pragma once

#include <span>
#include <string_view>

#include "portolan/store/database.hpp"

namespace portolan::store {

/// One step of the catalogue's schema: src/store/sql/migrations/NNNN_what_it_adds.sql.
struct Migration {
  int number;
  std::string_view sql;
};

/// Returns all migrations in order.
[[nodiscard]] std::span<const Migration> migrations();

/// Returns the number of the newest migration in `database`; 0 if it has none.
[[nodiscard]] int schema_version(Database& database);

/// Brings `database` up to the newest migration; says whether it was behind. Throws `Error`
/// (kUnavailable) if it is ahead of this program.
bool migrate(Database& database);

}  // namespace portolan::store
