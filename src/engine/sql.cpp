#include "portolan/engine/sql.hpp"

#include <string_view>
#include <vector>

#include "open_workspace.hpp"
#include "panel_tables.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "result_table.hpp"

namespace portolan::engine {
namespace {

// The names that a question may be about, for one that asks about another.
std::string table_names(store::Database& database) {
  const store::Result tables = database.query("SHOW TABLES");
  std::vector<std::string> names;
  for (std::size_t row = 0; row < tables.num_rows(); ++row) {
    names.push_back(tables.text(row, 0).value_or(""));
  }
  return "the tables are " + join(names, ", ");
}

bool is_reading(store::Database& database, const std::string& sql) {
  // An unknown table is a fault of the question; the database guesses names of its own there.
  try {
    return database.is_reading(sql);
  } catch (const Error& error) {
    const std::string_view message = error.what();
    if (error.code() == ErrorCode::kInvalidArgument &&
        message.find("Table with name") != std::string_view::npos) {
      throw error.with_hint(table_names(database));
    }
    throw;
  }
}

}  // namespace

SqlResult sql(const SqlRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  store::Database database = open_with_panel(workspace, request.threads);
  if (!is_reading(database, request.sql)) {
    throw invalid_argument("sql: expected one statement that only reads, got \"{}\"", request.sql)
        .with_hint("SELECT, FROM, VALUES, DESCRIBE, SHOW and EXPLAIN read");
  }
  constexpr std::int64_t kWhole = 10'000;  // the database tells hundredths of a percent
  progress.begin("querying", "", kWhole);
  SqlResult result;
  const auto columns = database.for_each_chunk(
      request.sql,
      {},
      [&](const store::Chunk& chunk) {
        append_rows(result.table, chunk, request.max_rows);
        result.num_rows += static_cast<std::int64_t>(chunk.num_rows());
      },
      &progress
  );
  progress.end();
  result.table.columns = table_columns(columns);
  return result;
}

}  // namespace portolan::engine
