#include "family_context.hpp"

#include <algorithm>

#include "code_pairs.hpp"

namespace portolan::detect {
namespace {

bool sells_to_anyone(const FamilyTrade& trade, std::uint16_t exporter) {
  return std::ranges::any_of(trade.pairs, [&](const PairTrade& pair) {
    return pair.exporter == exporter;
  });
}

}  // namespace

FamilyContext context_of_family(
    const PanelFrame& frame,
    std::span<const FamilyTrade> heading,
    std::size_t position,
    const std::function<bool(const FamilyTrade&)>& is_controlled,
    const Roles& roles
) {
  FamilyContext context;
  context.trade = &heading[position];
  for (std::size_t other = 0; other < heading.size(); ++other) {
    if (other != position) {
      context.siblings.push_back(&heading[other]);
      if (!is_controlled(heading[other])) {
        context.uncontrolled.push_back(&heading[other]);
      }
    }
  }
  context.sums = sums_of_family(frame, *context.trade, roles);
  context.prices = BuyerPrices(frame, *context.trade, roles);
  context.direct_codes = code_pairs(
      frame,
      *context.trade,
      context.uncontrolled,
      roles.destination,
      [&](std::uint16_t exporter) { return roles.is_controlling[exporter]; }
  );
  return context;
}

std::vector<MigratedCodes> find_migrated_codes(
    const PanelFrame& frame,
    const FamilyContext& context,
    const CellSeries& cell,
    std::uint16_t hub,
    const Roles& roles,
    const IndexWindow& window
) {
  std::vector<MigratedCodes> found;
  const auto all = code_migration(cell.inflow_codes, window);
  if (!all || !(all->lost_usd > 0.0)) {
    return found;
  }
  for (const FamilyTrade* const sibling : context.uncontrolled) {
    const std::vector<const FamilyTrade*> one = {sibling};
    const auto inflow = code_pairs(frame, *context.trade, one, hub, [&](std::uint16_t exporter) {
      return exporter != roles.destination;
    });
    const auto onward =
        code_pairs(frame, *sibling, one, roles.destination, [&](std::uint16_t exporter) {
          return exporter == hub;
        });
    if (onward.empty() && frame.reports_many_partners(hub) && sells_to_anyone(*sibling, hub)) {
      continue;  // the hub reports its sales of these goods, and none to the destination
    }
    if (auto moved = migrated_codes(
            inflow, onward, window, window.floor_usd * static_cast<double>(window.season)
        )) {
      moved->hub = cell.hub;
      moved->heading = cell.family.substr(0, 4);
      moved->family = cell.family;
      moved->sibling = frame.panel().families()[sibling->family];
      found.push_back(std::move(*moved));
    }
  }
  return found;
}

}  // namespace portolan::detect
