#include "portolan/world/score.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace portolan::world {
namespace {

bool has_code_in_common(std::span<const std::string> a, std::span<const std::string> b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& code) {
    return std::any_of(b.begin(), b.end(), [&](const std::string& other) {
      const std::size_t digits = std::min(code.size(), other.size());
      return digits > 0 && code.compare(0, digits, other, 0, digits) == 0;
    });
  });
}

bool has_hub(const TruthEvent& event, CountryCode hub) {
  return event.hubs.empty() ||
         std::find(event.hubs.begin(), event.hubs.end(), hub) != event.hubs.end();
}

bool is_cell_of(const TruthCell& cell, const FoundLead& lead) {
  return cell.hub == lead.hub && has_code_in_common(cell.hs, lead.hs);
}

/// Events with cells are found by a cell, the others by hub and goods.
bool finds(const FoundLead& lead, const TruthEvent& event) {
  if (lead.destination != event.destination) {
    return false;
  }
  if (!event.cells.empty()) {
    return std::any_of(event.cells.begin(), event.cells.end(), [&](const TruthCell& cell) {
      return is_cell_of(cell, lead);
    });
  }
  return has_hub(event, lead.hub) && (event.hs.empty() || has_code_in_common(event.hs, lead.hs));
}

/// Whether more of the lead's goods truly came into its hub.
bool brings_in(const TruthEvent& event, const FoundLead& lead) {
  if (event.cells.empty()) {
    return event.kind == EventKind::kWholeTradeGrows;
  }
  return std::any_of(event.cells.begin(), event.cells.end(), [&](const TruthCell& cell) {
    return is_cell_of(cell, lead) && cell.in_usd() > 0;
  });
}

std::optional<double> log_ratio(std::optional<double> estimated, std::int64_t truth) {
  if (!estimated || !(*estimated > 0.0) || truth <= 0) {
    return std::nullopt;
  }
  return std::log(*estimated / static_cast<double>(truth));
}

LeadMatch match_of(const FoundLead& lead, const TruthEvent& event, Period last_month) {
  LeadMatch match;
  match.lead_id = lead.id;
  match.lead_kind = lead.kind;
  match.event = event.number;
  match.kind = event.kind;
  match.size = event.size;
  const Period from = lead.from.value_or(lead.since.value_or(event.start));
  const Period until = lead.until.value_or(last_month);
  for (const TruthCell& cell : event.cells) {
    if (!is_cell_of(cell, lead)) {
      continue;
    }
    for (const TruthMonth& month : cell.months) {
      if (month.month >= from && month.month <= until) {
        match.true_inflow_usd += month.in_usd;
        match.true_outflow_usd += month.out_usd;
      }
    }
  }
  match.inflow_log_ratio = log_ratio(lead.inflow_excess_usd, match.true_inflow_usd);
  match.outflow_log_ratio = log_ratio(lead.outflow_excess_usd, match.true_outflow_usd);
  if (lead.since && lead.since->frequency() == Frequency::kMonthly) {
    match.start_error_months = lead.since->steps_since(event.start);
  }
  return match;
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

ErrorSummary summary_of(const std::vector<double>& errors) {
  std::vector<double> absolute(errors);
  for (double& error : absolute) {
    error = std::abs(error);
  }
  return {
      .count = static_cast<int>(errors.size()),
      .median = median(errors),
      .median_absolute = median(std::move(absolute)),
  };
}

void summarise_errors(WorldScore& score) {
  std::vector<double> inflow;
  std::vector<double> outflow;
  std::vector<double> start;
  for (const LeadMatch& match : score.matches) {
    if (match.lead_kind == LeadKind::kSurge || is_decoy(match.kind)) {
      continue;
    }
    if (match.inflow_log_ratio) {
      inflow.push_back(*match.inflow_log_ratio);
    }
    if (match.outflow_log_ratio) {
      outflow.push_back(*match.outflow_log_ratio);
    }
    if (match.start_error_months) {
      start.push_back(static_cast<double>(*match.start_error_months));
    }
  }
  score.inflow_log_ratio = summary_of(inflow);
  score.outflow_log_ratio = summary_of(outflow);
  score.start_months = summary_of(start);
}

/// Counts events by kind and size from the matches.
void count_recall(WorldScore& score, const Truth& truth) {
  std::set<int> as_lead;
  std::set<int> as_surge;
  for (const LeadMatch& match : score.matches) {
    (match.lead_kind == LeadKind::kLead ? as_lead : as_surge).insert(match.event);
  }
  std::map<std::pair<EventKind, SizeClass>, RecallRow> rows;
  for (const TruthEvent& event : truth.events) {
    RecallRow& row = rows[{event.kind, event.size}];
    const bool is_lead = as_lead.contains(event.number);
    row.kind = event.kind;
    row.size = event.size;
    row.events += 1;
    row.found_as_lead += is_lead ? 1 : 0;
    row.found_as_surge_only += !is_lead && as_surge.contains(event.number) ? 1 : 0;
    score.diversions += is_decoy(event.kind) ? 0 : 1;
    score.diversions_found += !is_decoy(event.kind) && is_lead ? 1 : 0;
  }
  for (const auto& [key, row] : rows) {
    (is_decoy(key.first) ? score.flagged_decoys : score.recall).push_back(row);
  }
}

/// What a lead found: is there a diversion, a decoy, and did goods come in.
struct Finding {
  bool diversion = false;
  bool decoy = false;
  bool inflow = false;
};

void count_lead(WorldScore& score, const FoundLead& lead, const Finding& finding) {
  if (lead.kind == LeadKind::kLead) {
    ++score.leads;
    score.false_leads += finding.diversion ? 0 : 1;
    score.leads_on_decoys += !finding.diversion && finding.decoy ? 1 : 0;
    return;
  }
  ++score.surges;
  if (finding.diversion) {
    ++score.surges_on_diversions;
  } else if (finding.inflow) {
    ++score.surges_on_decoys;
  } else {
    ++score.surges_on_nothing;
  }
}

std::vector<CalibrationRow>
calibration_of(std::span<const FoundLead> found, const std::vector<Finding>& findings) {
  constexpr std::array kEdges = {0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 1.01};
  std::vector<CalibrationRow> rows;
  for (std::size_t edge = 0; edge + 1 < kEdges.size(); ++edge) {
    CalibrationRow row;
    row.q_from = kEdges[edge];
    row.q_to = kEdges[edge + 1];
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::optional<double> q = found[i].q_value;
      if (found[i].kind == LeadKind::kLead && q && *q >= row.q_from && *q < row.q_to) {
        ++row.leads;
        row.false_leads += findings[i].diversion ? 0 : 1;
      }
    }
    if (row.leads > 0) {
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace

WorldScore score_world(const Truth& truth, std::span<const FoundLead> found) {
  WorldScore score;
  std::vector<Finding> findings;
  for (const FoundLead& lead : found) {
    Finding finding;
    for (const TruthEvent& event : truth.events) {
      if (!finds(lead, event)) {
        continue;
      }
      (is_decoy(event.kind) ? finding.decoy : finding.diversion) = true;
      finding.inflow = finding.inflow || brings_in(event, lead);
      score.matches.push_back(match_of(lead, event, truth.last_month));
    }
    count_lead(score, lead, finding);
    findings.push_back(finding);
  }
  if (score.leads > 0) {
    score.false_lead_share = static_cast<double>(score.false_leads) / score.leads;
  }
  count_recall(score, truth);
  summarise_errors(score);
  score.calibration = calibration_of(found, findings);
  return score;
}

WorldScore score_world_files(const ScoreWorldRequest& request) {
  const Truth truth = read_truth(request.folder);
  const std::vector<FoundLead> found = read_found_leads(request.leads);
  return score_world(truth, found);
}

}  // namespace portolan::world
