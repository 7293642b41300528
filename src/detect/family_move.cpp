#include "portolan/detect/family_move.hpp"

#include <algorithm>

namespace portolan::detect {
namespace {

std::optional<LegChange> large_change(const Values& usd, const IndexWindow& window) {
  auto change = leg_change(usd, window);
  const double years =
      static_cast<double>(window.end - window.treated) / static_cast<double>(window.season);
  const double least = window.floor_usd * static_cast<double>(window.season) * years;
  if (!change || std::max(change->before_usd, change->after_usd) < least) {
    return std::nullopt;
  }
  return change;
}

}  // namespace

std::optional<FamilyMove>
family_move(const CellSeries& cell, bool is_controlled, const IndexWindow& window) {
  FamilyMove move;
  move.family = cell.family;
  move.is_controlled = is_controlled;
  if (const auto inflow = inflow_total(cell, window)) {
    move.inflow = large_change(inflow->usd, window);
  }
  if (const auto outflow = outflow_total(cell, window)) {
    move.outflow = large_change(outflow->usd, window);
    move.sees_outflow = true;
  }
  move.elsewhere = large_change(cell.outflow_elsewhere_usd, window);
  if (const auto gap = gap_change(cell, window)) {
    move.gap_change = static_cast<float>(gap->after - gap->before);
  }
  return move.inflow || move.outflow || move.elsewhere ? std::optional(std::move(move))
                                                       : std::nullopt;
}

}  // namespace portolan::detect
