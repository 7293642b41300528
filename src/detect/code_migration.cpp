#include "portolan/detect/code_migration.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "panel_frame.hpp"
#include "portolan/detect/measures.hpp"

namespace portolan::detect {
namespace {

double rise_of(const LegChange& change) {
  return change.after_usd - change.before_usd;
}

std::optional<LegChange> change_of_sum(
    std::span<const PairOfCodes> pairs,
    Values PairOfCodes::*part,
    const IndexWindow& window
) {
  std::vector<const Values*> parts;
  for (const PairOfCodes& pair : pairs) {
    parts.push_back(&(pair.*part));
  }
  return leg_change(sum_of_series(parts), window);
}

}  // namespace

std::optional<CodeMigration>
code_migration(std::span<const PairOfCodes> pairs, const IndexWindow& window) {
  CodeMigration result;
  double moved_at_all = 0.0;
  for (const PairOfCodes& pair : pairs) {
    const auto family = leg_change(pair.family_usd, window);
    const auto siblings = leg_change(pair.siblings_usd, window);
    if (!family || !siblings) {
      continue;
    }
    ++result.pairs;
    const double family_rise = rise_of(*family);
    const double siblings_rise = rise_of(*siblings);
    const double matched = std::min(std::abs(family_rise), std::abs(siblings_rise));
    moved_at_all += std::abs(family_rise);
    if (family_rise < 0.0) {
      result.lost_usd -= family_rise;
      result.siblings_usd += siblings_rise;
    }
    if (family->change <= -kLeastMove && siblings->change >= kLeastMove && family_rise < 0.0 &&
        siblings_rise > 0.0) {
      result.moved_out_usd += matched;
    }
    if (family->change >= kLeastMove && siblings->change <= -kLeastMove && family_rise > 0.0 &&
        siblings_rise < 0.0) {
      result.moved_in_usd += matched;
    }
  }
  if (result.pairs == 0 || !(moved_at_all > 0.0)) {
    return std::nullopt;
  }
  result.share = (result.moved_out_usd - result.moved_in_usd) / moved_at_all;
  return result;
}

std::optional<MigratedCodes> migrated_codes(
    std::span<const PairOfCodes> inflow,
    std::span<const PairOfCodes> onward,
    const IndexWindow& window,
    double min_value_usd
) {
  const auto moved = code_migration(inflow, window);
  if (!moved || moved->moved_out_usd < 0.5 * moved->lost_usd || !(moved->moved_out_usd > 0.0)) {
    return std::nullopt;
  }
  const auto family = change_of_sum(inflow, &PairOfCodes::family_usd, window);
  const auto sibling = change_of_sum(inflow, &PairOfCodes::siblings_usd, window);
  if (!family || !sibling || family->change > -kLeastMove || sibling->change < kLeastMove) {
    return std::nullopt;
  }
  const double years =
      static_cast<double>(window.end - window.treated) / static_cast<double>(window.season);
  if (rise_of(*sibling) < min_value_usd * years) {
    return std::nullopt;
  }
  MigratedCodes result;
  result.inflow = *moved;
  if (const auto way_on = change_of_sum(onward, &PairOfCodes::siblings_usd, window)) {
    if (way_on->change < kLeastMove) {
      return std::nullopt;  // what came in stayed
    }
    result.onward_usd = rise_of(*way_on);
  }
  return result;
}

}  // namespace portolan::detect
