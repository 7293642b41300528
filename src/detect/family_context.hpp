#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "buyer_prices.hpp"
#include "panel_frame.hpp"
#include "portolan/detect/code_migration.hpp"

namespace portolan::detect {

/// What the cells of one family share, whatever the hub. Borrows the trades.
struct FamilyContext {
  const FamilyTrade* trade = nullptr;
  std::vector<const FamilyTrade*> siblings;      ///< The heading's other families …
  std::vector<const FamilyTrade*> uncontrolled;  ///< … and those of them that no list names.
  FamilySums sums;
  BuyerPrices prices;
  std::vector<PairOfCodes> direct_codes;
};

/// Returns the context of `heading[position]`. O(pairs x periods) of the heading.
[[nodiscard]] FamilyContext context_of_family(
    const PanelFrame& frame,
    std::span<const FamilyTrade> heading,
    std::size_t position,
    const std::function<bool(const FamilyTrade&)>& is_controlled,
    const Roles& roles
);

/// Returns the whole cell of the hub whose legs are given.
[[nodiscard]] CellSeries make_cell(
    CellSeries legs,
    const PanelFrame& frame,
    const FamilyContext& context,
    std::uint16_t hub,
    const Roles& roles
);

/// Returns the uncontrolled siblings to which the family's inflow seems to have moved, in the order
/// of the panel; see `migrated_codes`. `window` is the cell's own.
[[nodiscard]] std::vector<MigratedCodes> find_migrated_codes(
    const PanelFrame& frame,
    const FamilyContext& context,
    const CellSeries& cell,
    std::uint16_t hub,
    const Roles& roles,
    const IndexWindow& window
);

}  // namespace portolan::detect
