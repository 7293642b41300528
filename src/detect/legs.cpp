// One leg from many reports: which report of each origin counts, and what both together tell.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "portolan/detect/measures.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kNeededCoverage = 0.8;
constexpr double kTolerableUnknownShare = 0.05;
/// What the gap's expectation allows for freight and insurance.
constexpr double kCifFactor = 1.06;
/// A hub that records more than this many times what an origin says it sent has other senders too.
constexpr double kMostUnsent = 3.0;
/// Fewer gaps of a hub say nothing about another.
constexpr std::size_t kLeastGaps = 20;
constexpr double kBlocksOfUsual = 8.0;
constexpr double kFarApart = 3.0;

/// Goods that arrived and that the origin never said it sent: it keeps them secret, or another
/// country sent them.
bool is_told_by_origin(const MirrorPair& pair, const IndexWindow& window) {
  double sent = 0.0;
  double arrived = 0.0;
  for (std::size_t i = window.begin; i < window.treated && i < pair.sent.size(); ++i) {
    sent += pair.sent[i];
    arrived += pair.arrived[i];
  }
  return arrived <= kMostUnsent * sent + window.floor_usd * static_cast<double>(window.season);
}

double known_share(const Values& values, std::size_t begin, std::size_t end) {
  if (values.size() < end || begin >= end) {
    return 0.0;
  }
  const auto known = std::count_if(
      values.begin() + static_cast<std::ptrdiff_t>(begin),
      values.begin() + static_cast<std::ptrdiff_t>(end),
      [](double value) { return !std::isnan(value); }
  );
  return static_cast<double>(known) / static_cast<double>(end - begin);
}

/// Known in enough periods both before and after.
bool is_covered(const Report& report, const IndexWindow& window) {
  return known_share(report.usd, window.begin, window.treated) >= kNeededCoverage &&
         known_share(report.usd, window.treated, window.end) >= kNeededCoverage;
}

double mean_known(const Values& values, const IndexWindow& window) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t i = window.begin; i < window.end; ++i) {
    if (!std::isnan(values[i])) {
      sum += values[i];
      count += 1.0;
    }
  }
  return count > 0.0 ? sum / count : 0.0;
}

const Report& counted_report(const CellSeries& cell, const LegTotal& leg, std::size_t k) {
  const OriginFlow& flow = cell.inflow[leg.origins[k]];
  return leg.is_by_hub[k] ? flow.by_hub : flow.by_origin;
}

/// Adds the finite values of `part` to `sum`, NaN standing for nothing yet.
void add_known(Values& sum, const Values& part) {
  for (std::size_t i = 0; i < part.size() && i < sum.size(); ++i) {
    if (!std::isnan(part[i])) {
      sum[i] = std::isnan(sum[i]) ? part[i] : sum[i] + part[i];
    }
  }
}

void choose_reports(const CellSeries& cell, const IndexWindow& window, LegTotal& leg, bool sums) {
  for (std::size_t i = 0; i < cell.inflow.size(); ++i) {
    const OriginFlow& flow = cell.inflow[i];
    if (flow.is_stated_sum != sums) {
      continue;
    }
    const bool origin_covers = is_covered(flow.by_origin, window);
    const bool hub_covers = is_covered(flow.by_hub, window);
    if (!origin_covers && !hub_covers) {
      leg.left_out.push_back(flow.origin);
      continue;
    }
    const double origin_known = known_share(flow.by_origin.usd, window.begin, window.end);
    const double hub_known = known_share(flow.by_hub.usd, window.begin, window.end);
    leg.origins.push_back(i);
    leg.is_by_hub.push_back(!origin_covers || (hub_covers && hub_known > origin_known));
    if (sums) {
      return;  // one stated sum, never two that may overlap
    }
  }
}

}  // namespace

std::optional<LegTotal> inflow_total(const CellSeries& cell, const IndexWindow& window) {
  LegTotal leg;
  choose_reports(cell, window, leg, false);
  if (leg.origins.empty()) {
    leg.left_out.clear();
    choose_reports(cell, window, leg, true);
  }
  if (leg.origins.empty()) {
    return std::nullopt;
  }
  const std::size_t size = counted_report(cell, leg, 0).usd.size();
  leg.usd.assign(size, kUnknown);
  leg.kg.assign(size, kUnknown);
  leg.usd_with_kg.assign(size, kUnknown);
  Values unknown_mean(size, 0.0);
  double mean = 0.0;
  for (std::size_t k = 0; k < leg.origins.size(); ++k) {
    const Report& report = counted_report(cell, leg, k);
    add_known(leg.usd, report.usd);
    add_known(leg.kg, report.kg);
    add_known(leg.usd_with_kg, report.usd_with_kg);
    const double usual = mean_known(report.usd, window);
    mean += usual;
    for (std::size_t i = 0; i < size; ++i) {
      unknown_mean[i] += std::isnan(report.usd[i]) ? usual : 0.0;
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (unknown_mean[i] > kTolerableUnknownShare * mean) {
      leg.usd[i] = kUnknown;
    }
  }
  return leg;
}

std::optional<LegTotal> outflow_total(const CellSeries& cell, const IndexWindow& window) {
  const bool is_by_hub = is_covered(cell.outflow_by_hub, window);
  if (!is_by_hub && !is_covered(cell.outflow_by_destination, window)) {
    return std::nullopt;
  }
  const Report& report = is_by_hub ? cell.outflow_by_hub : cell.outflow_by_destination;
  LegTotal leg;
  leg.usd = report.usd;
  leg.kg = report.kg;
  leg.usd_with_kg = report.usd_with_kg;
  leg.is_outflow_by_hub = is_by_hub;
  return leg;
}

std::vector<MirrorPair> mirror_pairs(const CellSeries& cell, const IndexWindow& window) {
  std::vector<MirrorPair> pairs;
  for (const OriginFlow& flow : cell.inflow) {
    if (flow.is_stated_sum || !is_covered(flow.by_origin, window) ||
        !is_covered(flow.by_hub, window)) {
      continue;
    }
    MirrorPair pair;
    for (std::size_t i = 0; i < flow.by_origin.usd.size(); ++i) {
      const bool is_known = !std::isnan(flow.by_origin.usd[i]) && !std::isnan(flow.by_hub.usd[i]);
      // A period that one side has not published drops out of both sums.
      pair.sent.push_back(is_known ? flow.by_origin.usd[i] : 0.0);
      pair.arrived.push_back(is_known ? flow.by_hub.usd[i] / kCifFactor : 0.0);
    }
    if (is_told_by_origin(pair, window)) {
      pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

MirrorFlows mirror_flows(const CellSeries& cell, const IndexWindow& window) {
  MirrorFlows result;
  for (const MirrorPair& pair : mirror_pairs(cell, window)) {
    ++result.origins;
    result.sent.resize(pair.sent.size(), 0.0);
    result.arrived.resize(pair.sent.size(), 0.0);
    for (std::size_t i = 0; i < result.sent.size(); ++i) {
      result.sent[i] += pair.sent[i];
      result.arrived[i] += pair.arrived[i];
    }
  }
  return result;
}

std::optional<GapChange> gap_change(const CellSeries& cell, const IndexWindow& window) {
  const std::size_t blocks = (window.end - window.begin) / window.block;
  if (window.treated <= window.begin || blocks == 0) {
    return std::nullopt;
  }
  GapChange result;
  const std::vector<MirrorPair> pairs = mirror_pairs(cell, window);
  const auto gap_of_block = [&](std::size_t begin) {
    double sent = 0.0;
    double arrived = 0.0;
    for (const MirrorPair& pair : pairs) {
      for (std::size_t i = begin; i < begin + window.block; ++i) {
        sent += pair.sent[i];
        arrived += pair.arrived[i];
      }
    }
    return sent + arrived > 0.0
               ? bounded_log_change(
                     sent, arrived, window.floor_usd * static_cast<double>(window.block)
                 )
               : kUnknown;
  };
  std::vector<double> before;
  std::vector<double> after;
  const auto collect = [&](std::size_t begin, std::size_t end, std::vector<double>& gaps) {
    for (std::size_t i = begin; i + window.block <= end; i += window.block) {
      if (const double gap = gap_of_block(i); !std::isnan(gap)) {
        gaps.push_back(gap);
      }
    }
  };
  // Blocks before are counted back from the date, so that they never hold a treated period.
  collect(window.begin + (window.treated - window.begin) % window.block, window.treated, before);
  collect(window.treated, window.end, after);
  result.origins = pairs.size();
  result.blocks_before = before.size();
  result.blocks_after = after.size();
  if (pairs.empty() || before.size() < 2 || after.empty() ||
      (window.season > 1 && (before.size() < 4 || after.size() < 2))) {
    return std::nullopt;
  }
  result.before = *median(before);
  result.after = *median(after);
  result.past_spread = robust_spread(before, result.before);
  return result;
}

std::optional<GapPrior> gap_prior(std::span<const GapChange> gaps, double product_offset) {
  if (gaps.size() < kLeastGaps) {
    return std::nullopt;
  }
  std::vector<double> centers;
  std::vector<double> spreads;
  for (const GapChange& gap : gaps) {
    centers.push_back(gap.before);
    spreads.push_back(gap.past_spread);
  }
  GapPrior prior;
  const double usual = *median(centers);
  prior.center = usual + product_offset;
  prior.between = robust_spread(centers, usual);
  prior.within = *median(std::move(spreads));
  prior.cells = gaps.size();
  return prior;
}

GapChange shrunk(const GapChange& own, const GapPrior& prior) {
  GapChange result = own;
  const auto blocks = static_cast<double>(own.blocks_before);
  // Gaps have heavy tails: a cell far from the others is one of its kind, not an error.
  const double apart = std::max(prior.between, std::abs(own.before - prior.center) / kFarApart);
  const double between = apart * apart;
  const double error = std::numbers::pi / 2.0 * prior.within * prior.within / blocks;
  const double weight = between + error > 0.0 ? between / (between + error) : 1.0;
  result.before = weight * own.before + (1.0 - weight) * prior.center;
  result.past_spread = std::sqrt(
      (kBlocksOfUsual * prior.within * prior.within + blocks * own.past_spread * own.past_spread) /
      (kBlocksOfUsual + blocks)
  );
  return result;
}

std::optional<Values> complete_kilograms(const LegTotal& leg, const IndexWindow& window) {
  if (leg.kg.size() < window.end || leg.usd_with_kg.size() < window.end) {
    return std::nullopt;
  }
  Values kilograms = leg.kg;
  const auto is_weighed = [&](std::size_t begin, std::size_t end) {
    double all = 0.0;
    double weighed = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
      if (leg.usd[i] > 0.0) {
        all += leg.usd[i];
        weighed += std::isnan(leg.usd_with_kg[i]) ? 0.0 : leg.usd_with_kg[i];
      }
    }
    return weighed >= 0.8 * all;
  };
  for (std::size_t i = window.begin; i < window.end; ++i) {
    if (leg.usd[i] == 0.0) {
      kilograms[i] = 0.0;
    }
  }
  if (!is_weighed(window.begin, window.treated) || !is_weighed(window.treated, window.end)) {
    return std::nullopt;
  }
  return kilograms;
}

std::optional<UnitValueChange>
unit_value_change(const LegTotal& leg, const CellSeries& cell, const IndexWindow& window) {
  const auto unit_value =
      [&](const Values& usd, const Values& kg, std::size_t begin, std::size_t end) {
        std::vector<double> ratios;
        for (std::size_t i = begin; i < std::min({end, usd.size(), kg.size()}); ++i) {
          if (kg[i] > 0.0 && usd[i] > 0.0) {
            ratios.push_back(usd[i] / kg[i]);
          }
        }
        return ratios.size() >= window.block ? median(std::move(ratios)) : std::nullopt;
      };
  const auto before = unit_value(leg.usd_with_kg, leg.kg, window.begin, window.treated);
  const auto after = unit_value(leg.usd_with_kg, leg.kg, window.treated, window.end);
  if (!before || !after) {
    return std::nullopt;
  }
  UnitValueChange result{.before = *before, .after = *after, .elsewhere_change = kUnknown};
  const auto other_before = unit_value(
      cell.product_elsewhere_usd_with_kg, cell.product_elsewhere_kg, window.begin, window.treated
  );
  const auto other_after = unit_value(
      cell.product_elsewhere_usd_with_kg, cell.product_elsewhere_kg, window.treated, window.end
  );
  if (other_before && other_after) {
    result.elsewhere_change = std::log(*other_after / *other_before);
  }
  for (std::size_t i = window.begin; i < std::min(window.end, leg.kg.size()); ++i) {
    result.periods_without_weight += leg.usd[i] > 0.0 && !(leg.kg[i] > 0.0) ? 1U : 0U;
  }
  return result;
}

std::optional<Counts>
origins_that_rose(const CellSeries& cell, const LegTotal& inflow, const IndexWindow& window) {
  std::vector<LegChange> changes;
  double before = 0.0;
  double after = 0.0;
  for (std::size_t k = 0; k < inflow.origins.size(); ++k) {
    if (cell.inflow[inflow.origins[k]].is_stated_sum) {
      continue;
    }
    if (const auto change = leg_change(counted_report(cell, inflow, k).usd, window)) {
      before += change->before_usd;
      after += change->after_usd;
      changes.push_back(*change);
    }
  }
  Counts result;
  for (const LegChange& change : changes) {
    if (change.after_usd >= 0.01 * after || change.before_usd >= 0.01 * before) {
      if (change.after_usd + change.before_usd > 0.0) {
        ++result.trials;
        result.hits += change.after_usd > change.before_usd ? 1U : 0U;
      }
    }
  }
  if (result.trials < 3) {
    return std::nullopt;
  }
  return result;
}

}  // namespace portolan::detect
