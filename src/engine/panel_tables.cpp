#include "panel_tables.hpp"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/panel/workspace_panel.hpp"
#include "portolan/store/catalogue.hpp"

namespace portolan::engine {
namespace {

// Lets questions read the newest panel, if one was built.
void show_panel_tables(store::Database& database, const store::Workspace& workspace) {
  std::filesystem::path folder;
  // A workspace without a panel has a table less; the question may be about another.
  try {
    folder = panel::open_workspace_panel(workspace).folder;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) {
      throw;
    }
    return;
  }
  for (const auto& [view, files] : {
           std::pair("panel", "part-*.parquet"),
           std::pair("panel_coverage", "coverage.parquet"),
           std::pair("panel_duplicates", "duplicates.parquet"),
       }) {
    database.execute(fmt::format(
        "CREATE TEMP VIEW {} AS FROM read_parquet({})",
        view,
        store::quote_literal((folder / files).string())
    ));
  }
}

}  // namespace

store::Database open_with_panel(const store::Workspace& workspace, unsigned threads) {
  store::Database database = store::open_catalogue(
      workspace, {.allowed_folders = {workspace.cache_folder()}, .threads = threads}
  );
  show_panel_tables(database, workspace);
  return database;
}

}  // namespace portolan::engine
