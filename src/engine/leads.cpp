#include "portolan/engine/leads.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "lead_runs.hpp"
#include "open_workspace.hpp"
#include "panel_tables.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/journal.hpp"
#include "result_table.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

constexpr std::string_view kStatusAction = "leads.status";
constexpr std::string_view kNoteAction = "leads.note";

// What users decided about a lead: the last status, all notes.
struct Decisions {
  std::string status = "open";
  JsonValue history = JsonValue::array();
};

std::map<std::string, Decisions> read_decisions(const store::Workspace& workspace) {
  std::map<std::string, Decisions> decisions;
  for (const auto& entry : store::Journal(workspace.journal_file()).entries()) {
    const bool is_status = entry.action == kStatusAction;
    if (!is_status && entry.action != kNoteAction) {
      continue;
    }
    Decisions& of_lead = decisions[entry.body.string_at("lead")];
    JsonValue item = JsonValue::object({{"at", entry.at}, {"action", entry.action}});
    if (is_status) {
      of_lead.status = entry.body.string_at("status");
      item.set("status", of_lead.status);
    }
    item.set("text", entry.body.string_at("text"));
    of_lead.history.push_back(std::move(item));
  }
  return decisions;
}

std::optional<double> number_at(const JsonValue& lead, std::string_view key) {
  const auto* value = lead.find(key);
  return value == nullptr ? std::nullopt : value->as_number();
}

std::string text_at(const JsonValue& object, std::string_view key) {
  const auto* value = object.find(key);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

// The lead whose id begins with `given`.
const JsonValue& find_lead(const LeadRun& run, const std::string& given) {
  std::vector<const JsonValue*> fitting;
  std::vector<std::string> ids;
  for (const auto& lead : run.leads) {
    ids.push_back(text_at(lead, "id"));
    if (!given.empty() && ids.back().starts_with(given)) {
      fitting.push_back(&lead);
    }
  }
  if (fitting.empty()) {
    const std::string nearest = nearest_hint(given, ids);
    throw not_found("lead: expected the id of one of run {}, got \"{}\"", run.id, given)
        .with_hint(nearest.empty() ? "portolan leads list shows them" : nearest);
  }
  if (fitting.size() > 1) {
    throw invalid_argument("lead: expected the id of one, got \"{}\"", given)
        .with_hint(fmt::format("it fits {} leads; give more of it", fitting.size()));
  }
  return *fitting.front();
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

std::map<std::string, const JsonValue*> by_id(const LeadRun& run) {
  std::map<std::string, const JsonValue*> leads;
  for (const auto& lead : run.leads) {
    leads.emplace(text_at(lead, "id"), &lead);
  }
  return leads;
}

LeadDifference
difference_of(const std::string& id, const JsonValue* before, const JsonValue* after) {
  constexpr double kMoved = 3.0;
  const JsonValue& known = after == nullptr ? *before : *after;
  LeadDifference difference;
  difference.id = id;
  difference.hub = text_at(known, "hub");
  if (const auto* goods = known.find("goods")) {
    difference.goods = text_at(*goods, "family");
  }
  if (before == nullptr || after == nullptr) {
    difference.change = before == nullptr ? "new" : "gone";
  }
  if (before != nullptr) {
    difference.score_before_db = number_at(*before, "score_db");
  }
  if (after != nullptr) {
    difference.score_after_db = number_at(*after, "score_db");
  }
  if (difference.change.empty()) {
    const double moved =
        difference.score_after_db.value_or(0.0) - difference.score_before_db.value_or(0.0);
    if (std::abs(moved) > kMoved) {
      difference.change = "score";
    } else if (text_at(*before, "against") != text_at(*after, "against")) {
      difference.change = "against";
    }
  }
  return difference;
}

}  // namespace

LeadRun leads(const LeadsRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  LeadRun run = read_run(workspace, request.run);
  const auto decisions = read_decisions(workspace);
  for (auto& lead : run.leads) {
    const auto found = decisions.find(text_at(lead, "id"));
    lead.set("status", found == decisions.end() ? Decisions().status : found->second.status);
  }
  return run;
}

std::vector<LeadRun> lead_runs(const std::filesystem::path& workspace) {
  return list_runs(open_workspace(workspace));
}

JsonValue lead(const LeadRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  JsonValue result = find_lead(read_run(workspace, request.run), request.id);
  const auto decisions = read_decisions(workspace);
  const auto found = decisions.find(text_at(result, "id"));
  const Decisions decided = found == decisions.end() ? Decisions() : found->second;
  result.set("status", decided.status).set("decisions", decided.history);
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

std::string decide(const DecideRequest& request) {
  const std::vector<std::string> known = {"open", "checking", "confirmed", "dismissed"};
  if (!request.status.empty() && std::ranges::find(known, request.status) == known.end()) {
    throw invalid_argument("status: expected {}, got \"{}\"", join(known, ", "), request.status)
        .with_hint(nearest_hint(request.status, known));
  }
  if (trim(request.text).empty()) {
    throw invalid_argument(
        "{}: expected a sentence for the journal, got none",
        request.status.empty() ? "note" : "--reason"
    );
  }
  const store::Workspace workspace = open_workspace(request.workspace);
  const std::string id = text_at(find_lead(read_run(workspace, ""), request.id), "id");
  JsonValue body = JsonValue::object({{"lead", id}});
  if (!request.status.empty()) {
    body.set("status", request.status);
  }
  body.set("text", request.text);
  store::Journal(workspace.journal_file())
      .append(request.status.empty() ? kNoteAction : kStatusAction, std::move(body), request.at);
  return id;
}

std::vector<LeadDifference> diff_leads(const LeadsDiffRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const LeadRun before_run = read_run(workspace, request.before);
  const LeadRun after_run = read_run(workspace, request.after);
  const auto before = by_id(before_run);
  const auto after = by_id(after_run);
  std::map<std::string, std::pair<const JsonValue*, const JsonValue*>> both;
  for (const auto& [id, lead] : before) {
    both[id].first = lead;
  }
  for (const auto& [id, lead] : after) {
    both[id].second = lead;
  }
  std::vector<LeadDifference> differences;
  for (const auto& [id, pair] : both) {
    LeadDifference difference = difference_of(id, pair.first, pair.second);
    if (!difference.change.empty()) {
      differences.push_back(std::move(difference));
    }
  }
  return differences;
}

}  // namespace portolan::engine
