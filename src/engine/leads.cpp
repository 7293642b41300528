#include "portolan/engine/leads.hpp"

#include <utility>

#include <fmt/format.h>

#include "lead_changes.hpp"
#include "lead_components.hpp"
#include "lead_decisions.hpp"
#include "lead_origins.hpp"
#include "lead_runs.hpp"
#include "open_workspace.hpp"
#include "panel_tables.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/panel/workspace_panel.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/run_files.hpp"
#include "result_table.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

JsonValue text_or_null(const std::string& text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

// Runs one query for the rows behind one measure.
void append_rows_of(
    formats::Table& table,
    store::Database& database,
    const JsonValue& item,
    Progress& progress
) {
  const auto* rows = item.find("rows");
  const std::string sql = rows == nullptr ? "" : text_at(*rows, "lake_query");
  if (sql.empty()) {
    return;
  }
  const formats::Table found = table_of(database.query(sql, {}, &progress));
  if (table.columns.empty()) {
    table.columns = {formats::text_column("measure")};
    table.columns.insert(table.columns.end(), found.columns.begin(), found.columns.end());
  }
  for (const auto& row : found.rows) {
    std::vector<formats::Cell> cells = {text_at(item, "measure")};
    cells.insert(cells.end(), row.begin(), row.end());
    table.rows.push_back(std::move(cells));
  }
}

/// The panel may be gone; the run is not.
JsonValue traced(const store::Workspace& workspace, const JsonValue& lead) {
  try {
    return origins_of_lead(panel::open_workspace_panel(workspace), lead);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kNotFound) {
      throw;
    }
    return {};
  }
}

}  // namespace

LeadRun leads(const LeadsRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  LeadRun run = read_run(workspace, request.run);
  const auto decisions = read_decisions(workspace);
  for (auto& lead : run.leads) {
    const auto found = decisions.find(text_at(lead, "id"));
    const Decisions decided = found == decisions.end() ? Decisions() : found->second;
    lead.set("status", decided.status).set("reopened_at", text_or_null(decided.reopened_at));
  }
  return run;
}

std::vector<LeadRun> lead_runs(const std::filesystem::path& workspace) {
  return list_runs(open_workspace(workspace));
}

std::string forget_run(const ForgetRunRequest& request) {
  if (trim(request.reason).empty()) {
    throw invalid_argument("--reason: expected why the run goes, got none");
  }
  const store::Workspace workspace = open_workspace(request.workspace);
  const std::string id = find_run(workspace, request.run);
  store::remove_run_file(workspace, id, request.reason, request.at);
  return id;
}

JsonValue lead(const LeadRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  JsonValue result = find_lead(read_run(workspace, request.run), request.id);
  const auto decisions = read_decisions(workspace);
  const auto found = decisions.find(text_at(result, "id"));
  const Decisions decided = found == decisions.end() ? Decisions() : found->second;
  result.set("status", decided.status)
      .set("reopened_at", text_or_null(decided.reopened_at))
      .set("decisions", decided.history)
      .set("traced", traced(workspace, result))
      .set("found_in_weapons", components_of_lead(request.workspace, result));
  return result;
}

formats::Table lead_rows(const LeadRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const JsonValue lead = find_lead(read_run(workspace, request.run), request.id);
  store::Database database = open_with_panel(workspace, 0);
  formats::Table table;
  const auto* evidence = lead.find("evidence");
  const auto& items = evidence == nullptr ? JsonValue().elements() : evidence->elements();
  progress.begin("reading rows", "measures", std::ssize(items));
  for (std::size_t i = 0; i < items.size(); ++i) {
    append_rows_of(table, database, items[i], progress);
    progress.advance(static_cast<std::int64_t>(i) + 1);
  }
  progress.end();
  return table;
}

}  // namespace portolan::engine
