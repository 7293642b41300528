#include <algorithm>
#include <cmath>

#include "case_file.hpp"

namespace portolan::detect {
namespace {

/// Spread of a gap's blocks between two customs services that change nothing.
constexpr double kUsualGapScale = 0.3;

/// Last period in which any report of the cell's legs is known, plus one: a comparison does not
/// reach into periods that nobody has published.
std::size_t end_of_reports(const CellSeries& cell, const IndexWindow& window) {
  std::size_t end = window.treated;
  const auto extend = [&](const Values& values) {
    for (std::size_t i = std::min(window.end, values.size()); i > end; --i) {
      if (!std::isnan(values[i - 1])) {
        end = i;
      }
    }
  };
  for (const OriginFlow& flow : cell.inflow) {
    extend(flow.by_origin.usd);
    extend(flow.by_hub.usd);
  }
  return end;
}

/// First period in which any report of the inflow is known: the past begins there.
std::size_t begin_of_reports(const CellSeries& cell, const IndexWindow& window) {
  std::size_t begin = window.treated;
  for (const OriginFlow& flow : cell.inflow) {
    for (const Values* values : {&flow.by_origin.usd, &flow.by_hub.usd}) {
      for (std::size_t i = window.begin; i < std::min(begin, values->size()); ++i) {
        if (!std::isnan((*values)[i])) {
          begin = i;
        }
      }
    }
  }
  return begin;
}

double log_size(const LegChange& change, const IndexWindow& window) {
  const auto periods = static_cast<double>(window.end - window.treated);
  const double a_year = static_cast<double>(window.season) / std::max(1.0, periods);
  // The geometric mean of before and after, floored, so that neither a rise nor a fall by itself
  // moves a cell among larger or smaller ones.
  const double larger = std::max(change.before_usd, change.after_usd);
  const double floor = kFloorShare * larger;
  const double size = std::sqrt((change.before_usd + floor) * (change.after_usd + floor));
  return size > 0.0 ? std::log(size * a_year) : 0.0;
}

NullScale scale_of(
    const Values& values,
    const LegChange& change,
    const std::vector<PastChange>& pool,
    const IndexWindow& window
) {
  const auto past = past_change(values, window);
  return null_scale(
      pool, log_size(change, window), past ? std::optional<double>(past->change) : std::nullopt
  );
}

std::string missing_inflow(const CellSeries& cell, const IndexWindow& window, bool is_covered) {
  if (cell.inflow.empty()) {
    return "no report of any inflow";
  }
  if (window.end <= window.treated) {
    return "no report after the date";
  }
  if (window.treated - window.begin < (window.season == 1 ? 2U : 12U)) {
    return window.season == 1 ? "less than two years before the date"
                              : "less than twelve months before the date";
  }
  if (is_covered) {
    return "too few whole blocks of known periods";
  }
  return "no report of the inflow covers both 80 % of the periods before and of those after";
}

}  // namespace

IndexWindow published_window(const CellSeries& cell, const IndexWindow& window) {
  IndexWindow result = window;
  result.end = end_of_reports(cell, window);
  result.begin = begin_of_reports(cell, window);
  return result;
}

std::variant<Seen, std::string> look_at(
    const CellSeries& cell,
    const References& references,
    const Window& window,
    double min_value_usd
) {
  std::size_t num_periods = 0;
  for (const OriginFlow& flow : cell.inflow) {
    num_periods = std::max({num_periods, flow.by_origin.usd.size(), flow.by_hub.usd.size()});
  }
  Seen seen;
  seen.window = published_window(cell, index_window(window, cell.first, num_periods));
  seen.window.floor_usd = min_value_usd / static_cast<double>(seen.window.season);
  if (seen.window.begin >= seen.window.treated || seen.window.end <= seen.window.treated) {
    return missing_inflow(cell, seen.window, false);
  }
  seen.periods = {
      .from = cell.first.plus(static_cast<int>(seen.window.begin)),
      .since = cell.first.plus(static_cast<int>(seen.window.treated)),
      .until = cell.first.plus(static_cast<int>(seen.window.end) - 1)};
  auto inflow = inflow_total(cell, seen.window);
  const auto change = inflow ? leg_change(inflow->usd, seen.window) : std::nullopt;
  if (!change) {
    return missing_inflow(cell, seen.window, inflow.has_value());
  }
  seen.inflow = std::move(*inflow);
  seen.in = *change;
  seen.in_null = scale_of(seen.inflow.usd, seen.in, references.past_inflow, seen.window);
  if (auto outflow = outflow_total(cell, seen.window)) {
    if (const auto out = leg_change(outflow->usd, seen.window)) {
      seen.out_null = scale_of(outflow->usd, *out, references.past_outflow, seen.window);
      seen.outflow = std::move(outflow);
      seen.out = out;
    }
  }
  seen.elsewhere = leg_change(cell.outflow_elsewhere_usd, seen.window);
  seen.gap = gap_change(cell, seen.window);
  if (seen.gap && references.gap_prior) {
    seen.gap = shrunk(*seen.gap, *references.gap_prior);
  }
  if (seen.gap) {
    const double spread = seen.gap->past_spread;
    seen.gap_null.scale =
        std::sqrt((4.0 * kUsualGapScale * kUsualGapScale + spread * spread) / 5.0);
  }
  seen.has_open_gap =
      seen.gap && weight_of_rise(seen.gap->after - seen.gap->before, seen.gap_null) > 0;
  if (!seen.out) {
    seen.is_by_gap = seen.has_open_gap;
    seen.kind = seen.is_by_gap ? LeadKind::kLead : LeadKind::kSurge;
  }
  return seen;
}

}  // namespace portolan::detect
