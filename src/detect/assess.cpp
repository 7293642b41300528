#include "portolan/detect/assess.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "case_file.hpp"
#include "displacement.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLeastControls = 30;
constexpr Decibans kStrong = 60;
constexpr Decibans kModerate = 30;
constexpr Decibans kTwoWays = -30;
constexpr std::size_t kMostNamedOrigins = 60;

double a_year(double after_usd, const IndexWindow& window) {
  return after_usd * static_cast<double>(window.season) /
         static_cast<double>(window.end - window.treated);
}

double sum_after(const Values& values, const IndexWindow& window) {
  double sum = 0.0;
  for (std::size_t i = window.treated; i < std::min(window.end, values.size()); ++i) {
    sum += std::isnan(values[i]) ? 0.0 : values[i];
  }
  return sum;
}

/// The expectation of a leg: the counterfactual's, else the same months of the years before, moved
/// by what the hub's uncontrolled goods did where the data hold them.
LegUsd leg_usd(
    const CellSeries& cell,
    Leg leg,
    const LegTotal& total,
    const LegChange& change,
    const NullScale& null,
    const std::vector<double>& controls,
    const Seen& seen,
    const Models& models
) {
  LegUsd result{.before = change.before_usd, .after = change.after_usd};
  if (models.counterfactual) {
    if (const auto told = models.counterfactual(cell, leg, total.usd, seen.window)) {
      result.expected = told->usd;
      result.excess = result.after - told->usd;
      result.low = result.after - told->high;
      result.high = result.after - told->low;
      return result;
    }
  }
  const double shift =
      controls.size() >= kLeastControls ? median(controls).value_or(null.location) : null.location;
  result.expected = change.before_usd * std::exp(shift);
  result.excess = result.after - result.expected;
  result.low = result.after - result.expected * std::exp(kT2Quantile * null.scale);
  result.high = result.after - result.expected * std::exp(-kT2Quantile * null.scale);
  return result;
}

std::vector<OriginShare> shares_of_origins(const CellSeries& cell, const Seen& seen) {
  std::vector<OriginShare> shares;
  std::array<double, 3> totals = {0.0, 0.0, 0.0};
  for (std::size_t k = 0; k < seen.inflow.origins.size(); ++k) {
    const OriginFlow& flow = cell.inflow[seen.inflow.origins[k]];
    const double by_origin = sum_after(flow.by_origin.usd, seen.window);
    const double by_hub = sum_after(flow.by_hub.usd, seen.window);
    const double counted = seen.inflow.is_by_hub[k] ? by_hub : by_origin;
    const double low = flow.by_origin.usd.empty() || flow.by_hub.usd.empty()
                           ? counted
                           : std::min(by_origin, by_hub);
    const double high = std::max(counted, std::max(by_origin, by_hub));
    totals = {totals[0] + counted, totals[1] + low, totals[2] + high};
    if (counted > 0.0) {
      shares.push_back({.iso3 = flow.origin, .share = counted, .low = low, .high = high});
    }
  }
  for (OriginShare& share : shares) {
    const double others_high = totals[2] - share.high;
    const double others_low = totals[1] - share.low;
    share.low = share.low + others_high > 0.0 ? share.low / (share.low + others_high) : 0.0;
    share.high = share.high + others_low > 0.0 ? share.high / (share.high + others_low) : 1.0;
    share.share /= totals[0];
  }
  std::sort(shares.begin(), shares.end(), [](const OriginShare& a, const OriginShare& b) {
    return a.share != b.share ? a.share > b.share : a.iso3 < b.iso3;
  });
  return shares;
}

/// What of the hub's own market the data do not tell.
void add_home_issues(std::vector<QualityIssue>& issues, const HomeMarket& home) {
  if (!home.advantage) {
    issues.push_back(
        {"no_revealed_advantage",
         fmt::format(
             "{} countries with exports to ten others from twenty chapters, the hub {}: twenty are "
             "needed, the hub among them",
             home.exporters,
             home.is_complete ? "among them" : "not among them"
         )}
    );
  }
  if (!home.use) {
    issues.push_back(
        {"no_expected_use",
         home.gdp_usd ? fmt::format(
                            "less than {} other buyers with an output within a factor of {:.0f} of "
                            "the hub's; of {} buyers the output is unknown",
                            kLeastPeers,
                            kPeerFactor,
                            home.peers_without_gdp
                        )
                      : "the output (GDP) of the hub is unknown"}
    );
  }
}

std::vector<QualityIssue> quality_of(
    const CellSeries& cell,
    const Goods& goods,
    const References& references,
    const Seen& seen
) {
  std::vector<QualityIssue> issues;
  const auto add = [&](const char* issue, std::string detail) {
    issues.push_back({issue, std::move(detail)});
  };
  if (!seen.inflow.left_out.empty()) {
    add("origins_left_out",
        fmt::format("reports cover too little of the window: {}", join(seen.inflow.left_out, ", "))
    );
  }
  if (cell.inflow[seen.inflow.origins.front()].is_stated_sum) {
    add("origins_unknown", "the inflow is a sum as stated; the data do not tell its origins");
  }
  if (seen.is_by_gap) {
    add("onward_leg_not_used", "the lead rests on the inflow and the ghost gap");
  } else if (seen.kind == LeadKind::kSurge) {
    add("onward_leg_unseen", "nobody reports what went from the hub to the destination");
  } else if (!seen.outflow->is_outflow_by_hub) {
    add("onward_leg_by_destination", "the onward leg is known from the destination only");
  }
  if (cell.is_in_union_with_destination) {
    add("customs_union", "trade between hub and destination may go unrecorded inside their union");
  }
  if (seen.window.season == 1) {
    add("mixed_year",
        fmt::format("{} holds months before and after the date", seen.periods.since.to_string()));
  } else if (seen.window.treated - seen.window.begin < 24) {
    add("short_past",
        fmt::format("{} months before the date", seen.window.treated - seen.window.begin));
  }
  if (goods.is_partly_controlled) {
    add("partly_controlled", "the family also holds goods that no list names");
  }
  if (references.home) {
    add_home_issues(issues, *references.home);
  }
  if (seen.in_null.cells == 0) {
    add("spread_assumed", "too few past cells of this hub: a spread of 0.5 (log) was assumed");
  }
  return issues;
}

void choose_strongest(Lead& lead, const CaseFile& file, Decibans prior_of_ways) {
  std::optional<std::size_t> strongest;
  for (std::size_t j = 0; j < kNumExplanations; ++j) {
    const ExplanationCase& entry = file.cases[j];
    InnocentExplanation innocent;
    innocent.explanation = kExplanations[j];
    innocent.prior = prior_against(kExplanations[j]) + prior_of_ways;
    innocent.test = entry.test;
    innocent.detail = entry.detail;
    if (entry.is_tested) {
      Decibans score = innocent.prior;
      for (const auto& weight : entry.weights) {
        score += weight.second;
      }
      innocent.score = score;
      innocent.result = score > innocent.prior ? TestResult::kNotSupported : TestResult::kSupported;
      if (!strongest || score < lead.score) {
        strongest = j;
        lead.score = score;
      }
    }
    lead.innocent.push_back(std::move(innocent));
  }
  ensure(strongest.has_value(), "assess_cell: no explanation was tested");
  lead.against = kExplanations[*strongest];
  lead.prior = prior_against(lead.against) + prior_of_ways;
  lead.evidence = file.items;
  for (const auto& weight : file.cases[*strongest].weights) {
    lead.evidence[weight.first].weight += weight.second;
  }
}

Band band_of(const Lead& lead) {
  const auto is_untested = [&](Explanation explanation) {
    return !lead.innocent[static_cast<std::size_t>(explanation)].score.has_value();
  };
  const bool is_complete = !is_untested(Explanation::kHubTradeGrew) &&
                           !is_untested(Explanation::kProductGrewEverywhere) &&
                           !is_untested(Explanation::kHonestReexportHub);
  // A surge leaves demand at home open, whatever else it excludes.
  if (lead.score >= kStrong && is_complete && lead.kind == LeadKind::kLead) {
    return Band::kStrong;
  }
  return lead.score >= kModerate ? Band::kModerate : Band::kWeak;
}

void ask_null_distribution(Seen& seen, const CellSeries& cell, const Models& models) {
  if (!models.null_distribution) {
    return;
  }
  const auto ask = [&](const char* measure, double value) {
    return models.null_distribution(cell, measure, value);
  };
  seen.in_placebos = ask("inflow_excess", seen.in.change);
  if (seen.out) {
    seen.out_placebos = ask("outflow_excess", seen.out->change);
    seen.others_placebos = ask("outflow_vs_others", seen.out->change);
  }
  if (seen.gap) {
    seen.gap_placebos = ask("ghost_gap", seen.gap->after - seen.gap->before);
  }
}

/// Widens the interval of a coupling, which is about months, by what placebos leave open about what
/// was to be expected of either leg.
void widen_by_expectation(Lead& lead, const stats::Coupling& found) {
  const LegUsd& in = *lead.inflow;
  const LegUsd& out = *lead.outflow;
  lead.went_on_low = 0.0;
  lead.went_on_high = 1.0;
  if (in.excess > 0.0 && out.excess > 0.0) {
    lead.went_on_low = found.low * std::max(0.0, out.low / out.excess) * (in.excess / in.high);
    if (in.low > 0.0) {
      const double widest = found.high * (out.high / out.excess) * (in.excess / in.low);
      lead.went_on_high = std::min(1.0, widest);
    }
  }
}

/// The share that went on: by coupling where there are months enough, else by the totals.
void fill_share(Lead& lead, const Seen& seen) {
  lead.went_on = logical_share(seen.in.after_usd, seen.out->after_usd);
  if (!lead.went_on) {
    return;
  }
  if (seen.coupling) {
    const stats::Coupling& found = seen.coupling->found;
    lead.went_on->value = found.share;
    widen_by_expectation(lead, found);
    lead.went_on_lags = found.weights;
    lead.went_on_basis =
        seen.coupling->is_by_weight ? ShareBasis::kCouplingInWeight : ShareBasis::kCouplingInUsd;
    return;
  }
  const double risen = lead.inflow->excess;
  lead.went_on->value = risen > 0.0 ? lead.outflow->excess / risen : kUnknown;
  if (lead.inflow->high > 0.0) {
    lead.went_on_low = std::max(0.0, lead.outflow->low / lead.inflow->high);
  }
  if (lead.inflow->low > 0.0) {
    lead.went_on_high = lead.outflow->high / lead.inflow->low;
  }
}

void fill_dates(Lead& lead, const CellSeries& cell, const Seen& seen) {
  const auto& found = dating_break(seen);
  if (found && is_told(*found, seen.window)) {
    const auto period = [&](std::size_t position) {
      return cell.first.plus(static_cast<int>(position));
    };
    lead.since = period(found->position);
    lead.since_low = period(found->low);
    lead.since_high = period(found->high);
  }
}

void fill_legs(
    Lead& lead,
    const CellSeries& cell,
    const References& references,
    const Seen& seen,
    const Models& models
) {
  lead.inflow = leg_usd(
      cell,
      Leg::kInflow,
      seen.inflow,
      seen.in,
      seen.in_null,
      references.hub_inflow_changes,
      seen,
      models
  );
  lead.went_on_low = kUnknown;
  lead.went_on_high = kUnknown;
  if (!seen.out) {
    return;
  }
  lead.outflow = leg_usd(
      cell,
      Leg::kOutflow,
      *seen.outflow,
      *seen.out,
      seen.out_null,
      references.hub_outflow_changes,
      seen,
      models
  );
  fill_share(lead, seen);
}

bool is_large_enough(const Seen& seen, const DetectOptions& options) {
  return a_year(seen.in.after_usd, seen.window) >= options.min_value_usd &&
         (!seen.out || a_year(seen.out->after_usd, seen.window) >= options.min_value_usd);
}

Lead lead_of(
    const CellSeries& cell,
    const Goods& goods,
    const References& references,
    const Seen& seen,
    const DetectOptions& options
) {
  const CaseFile file = weigh(cell, references, seen);
  Lead lead;
  lead.kind = seen.kind;
  lead.hub = cell.hub;
  lead.destination = cell.destination;
  lead.goods = goods;
  lead.id = lead_id(cell.hub, cell.destination, goods.family);
  lead.window = seen.periods;
  lead.origins = shares_of_origins(cell, seen);
  fill_dates(lead, cell, seen);
  fill_legs(lead, cell, references, seen, options.models);
  choose_strongest(lead, file, seen.prior_of_ways);
  fill_displacement(lead, cell, seen);
  lead.data_quality = quality_of(cell, goods, references, seen);
  lead.band = band_of(lead);
  lead.calibration_method = options.models.method;
  for (const auto* placebos : {&seen.in_placebos, &seen.out_placebos, &seen.gap_placebos}) {
    lead.placebo_cells = std::max(lead.placebo_cells, *placebos ? (*placebos)->placebo_cells : 0);
  }
  return lead;
}

}  // namespace

RowQuery inflow_rows(const CellSeries& cell, const Seen& seen) {
  RowQuery rows;
  rows.frequency = cell.frequency();
  rows.level = cell.level;
  rows.families = {cell.family};
  rows.importers = {cell.hub};
  rows.from = seen.periods.from;
  rows.until = seen.periods.until;
  rows.reads_exports = false;
  for (std::size_t k = 0; k < seen.inflow.origins.size(); ++k) {
    const OriginFlow& flow = cell.inflow[seen.inflow.origins[k]];
    (seen.inflow.is_by_hub[k] ? rows.reads_imports : rows.reads_exports) = true;
    const Values& values = seen.inflow.is_by_hub[k] ? flow.by_hub.usd : flow.by_origin.usd;
    rows.count += std::count_if(
        values.begin() + static_cast<std::ptrdiff_t>(seen.window.begin),
        values.begin() + static_cast<std::ptrdiff_t>(seen.window.end),
        [](double value) { return !std::isnan(value); }
    );
    rows.exporters.push_back(flow.origin);
  }
  if (rows.exporters.size() > kMostNamedOrigins) {
    rows.exporters.clear();
    rows.not_exporters = {"EU27", "WLD", cell.destination};
    std::sort(rows.not_exporters.begin(), rows.not_exporters.end());
  }
  return rows;
}

RowQuery outflow_rows(const CellSeries& cell, const Seen& seen) {
  RowQuery rows;
  rows.frequency = cell.frequency();
  rows.level = cell.level;
  rows.families = {cell.family};
  rows.exporters = {cell.hub};
  rows.importers = {cell.destination};
  rows.from = seen.periods.from;
  rows.until = seen.periods.until;
  rows.reads_exports = seen.outflow && seen.outflow->is_outflow_by_hub;
  rows.reads_imports = !rows.reads_exports;
  if (seen.outflow) {
    for (std::size_t i = seen.window.begin; i < seen.window.end; ++i) {
      rows.count += std::isnan(seen.outflow->usd[i]) ? 0 : 1;
    }
  }
  return rows;
}

Assessment assess_cell(
    const CellSeries& cell,
    const Goods& goods,
    const References& references,
    const Window& window,
    const DetectOptions& options
) {
  Assessment result;
  auto looked = look_at(cell, references, window, options.min_value_usd);
  if (const auto* missing = std::get_if<std::string>(&looked)) {
    result.missing = *missing;
    return result;
  }
  Seen& seen = std::get<Seen>(looked);
  ask_null_distribution(seen, cell, options.models);
  if (is_large_enough(seen, options) || seen.has_open_gap) {
    measure_timing(seen, cell, options.models, options.seed);
  }
  // There are two ways to be a lead: by both legs, or by the inflow and a gap that opened. Where
  // both can be tried, the better one counts, at the price of 3 dB.
  std::optional<Lead> by_gap;
  if (seen.out && seen.has_open_gap) {
    seen.prior_of_ways = kTwoWays;
    Seen other = seen;
    other.is_by_gap = true;
    other.out.reset();
    other.outflow.reset();
    other.out_break.reset();
    other.coupling.reset();
    if (is_large_enough(other, options)) {
      by_gap = lead_of(cell, goods, references, other, options);
    }
  }
  if (is_large_enough(seen, options)) {
    result.lead = lead_of(cell, goods, references, seen, options);
  }
  if (by_gap && (!result.lead || by_gap->score > result.lead->score)) {
    result.lead = std::move(by_gap);
  }
  result.is_too_small = !result.lead;
  return result;
}

}  // namespace portolan::detect
