#include "portolan/engine/worlds.hpp"

#include <iterator>

#include "portolan/world/score.hpp"
#include "portolan/world/world_files.hpp"

namespace portolan::engine {
namespace {

void append_recall(
    std::vector<WorldRecall>& rows,
    const std::vector<world::RecallRow>& recall,
    bool is_decoy
) {
  for (const auto& row : recall) {
    rows.push_back(
        {std::string(to_string(row.kind)),
         std::string(to_string(row.size)),
         is_decoy,
         row.events,
         row.found_as_lead,
         row.found_as_surge_only}
    );
  }
}

WorldErrors errors_of(const std::string& quantity, const world::ErrorSummary& summary) {
  return {quantity, summary.count, summary.median, summary.median_absolute};
}

}  // namespace

MakeWorldResult make_world(const MakeWorldRequest& request, Progress& progress) {
  const world::MakeWorldResult made = world::make_world_files(
      {.folder = request.folder,
       .seed = request.seed,
       .size = request.size,
       .plants = request.plants,
       .decoys = request.decoys},
      progress
  );
  MakeWorldResult result;
  result.num_countries = made.num_countries;
  result.num_goods = made.num_goods;
  result.num_months = made.num_months;
  result.num_flows = made.num_flows;
  result.num_events = std::ssize(made.truth.events);
  for (const auto& file : made.files) {
    result.files.push_back({file.path, file.layout, file.rows});
  }
  return result;
}

ScoreWorldResult score_world(const ScoreWorldRequest& request) {
  const world::WorldScore score =
      world::score_world_files({.folder = request.folder, .leads = request.leads});
  ScoreWorldResult result;
  result.leads = score.leads;
  result.false_leads = score.false_leads;
  result.leads_on_decoys = score.leads_on_decoys;
  result.false_lead_share = score.false_lead_share;
  result.surges = score.surges;
  result.surges_on_diversions = score.surges_on_diversions;
  result.surges_on_decoys = score.surges_on_decoys;
  result.surges_on_nothing = score.surges_on_nothing;
  result.diversions = score.diversions;
  result.diversions_found = score.diversions_found;
  append_recall(result.recall, score.recall, false);
  append_recall(result.recall, score.flagged_decoys, true);
  result.errors = {
      errors_of("inflow_log_ratio", score.inflow_log_ratio),
      errors_of("outflow_log_ratio", score.outflow_log_ratio),
      errors_of("start_months", score.start_months)};
  return result;
}

}  // namespace portolan::engine
