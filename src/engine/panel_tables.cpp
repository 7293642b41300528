#include "panel_tables.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "lead_runs.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/json_value.hpp"
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

store::Value text_value(const formats::JsonValue* value) {
  return value == nullptr || value->as_string() == nullptr ? store::Value()
                                                           : store::Value(*value->as_string());
}

store::Value number_value(const formats::JsonValue* value) {
  const auto number = value == nullptr ? std::nullopt : value->as_number();
  return number ? store::Value(*number) : store::Value();
}

// Lets questions read the leads and surges of the latest run, if there is one.
void show_leads_table(store::Database& database, const store::Workspace& workspace) {
  database.execute(
      "CREATE TEMP TABLE leads (id VARCHAR, kind VARCHAR, hub VARCHAR, destination VARCHAR, "
      "family VARCHAR, label VARCHAR, since VARCHAR, inflow_excess_usd DOUBLE, "
      "outflow_excess_usd DOUBLE, went_on_share DOUBLE, p_value DOUBLE, q_value DOUBLE, "
      "score_db DOUBLE, against VARCHAR, band VARCHAR)"
  );
  if (list_runs(workspace).empty()) {
    return;
  }
  for (const auto& lead : read_run(workspace, "").leads) {
    const auto within = [&](std::string_view part, std::string_view key) {
      const auto* object = lead.find(part);
      return object == nullptr ? nullptr : object->find(key);
    };
    database.execute(
        "INSERT INTO leads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {text_value(lead.find("id")),
         text_value(lead.find("kind")),
         text_value(lead.find("hub")),
         text_value(lead.find("destination")),
         text_value(within("goods", "family")),
         text_value(within("goods", "label")),
         text_value(lead.find("since")),
         number_value(within("inflow_usd", "excess")),
         number_value(within("outflow_usd", "excess")),
         number_value(within("went_on_share", "value")),
         number_value(lead.find("p_value")),
         number_value(lead.find("q_value")),
         number_value(lead.find("score_db")),
         text_value(lead.find("against")),
         text_value(lead.find("band"))}
    );
  }
}

}  // namespace

store::Database open_with_panel(const store::Workspace& workspace, unsigned threads) {
  store::Database database = store::open_catalogue(
      workspace, {.allowed_folders = {workspace.cache_folder()}, .threads = threads}
  );
  show_panel_tables(database, workspace);
  show_leads_table(database, workspace);
  return database;
}

}  // namespace portolan::engine
