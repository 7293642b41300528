#include "migrations.hpp"

#include <array>

#include "embedded/store.hpp"
#include "portolan/base/error.hpp"

namespace portolan::store {
namespace {

constexpr std::array kMigrations{
    Migration{1, embedded::sql_0001_add_imports_sql},
};

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

int schema_version(Database& database) {
  const Result known = database.query(
      "SELECT count(*) FROM duckdb_tables() "
      "WHERE database_name = current_database() AND table_name = 'migrations'"
  );
  if (known.integer(0, 0) == 0) {
    return 0;
  }
  const Result newest = database.query("SELECT coalesce(max(number), 0) FROM migrations");
  return static_cast<int>(newest.integer(0, 0).value_or(0));
}

bool migrate(Database& database) {
  const int have = schema_version(database);
  if (have > kMigrations.back().number) {
    throw Error(
        ErrorCode::kUnavailable,
        fmt::format(
            "catalogue: expected schema {} at most, got {}", kMigrations.back().number, have
        ),
        "it was written by a newer portolan: use that, or `portolan rebuild`"
    );
  }
  if (have == kMigrations.back().number) {
    return false;
  }
  if (have == 0) {
    database.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY)");
  }
  for (const Migration& migration : kMigrations) {
    if (migration.number > have) {
      database.execute_script(migration.sql);
      database.execute("INSERT INTO migrations VALUES (?)", {migration.number});
    }
  }
  return true;
}

}  // namespace portolan::store
