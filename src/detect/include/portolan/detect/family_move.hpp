#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "portolan/detect/cell.hpp"
#include "portolan/detect/measures.hpp"

namespace portolan::detect {

/// What one family of a hub did over a window, controlled or not: what cells are held against when
/// they are asked whether the rest of the hub's trade moved too. A leg is there if it can be
/// compared and comes to the least value a year before or after.
struct FamilyMove {
  std::string family;
  bool is_controlled = false;
  std::optional<LegChange> inflow;     ///< From everyone but the destination.
  std::optional<LegChange> outflow;    ///< To the destination.
  std::optional<LegChange> elsewhere;  ///< The hub's exports to everyone else.
  /// By how much the gap between what was sent and what arrived opened; negative: it closed.
  std::optional<double> gap_change;
  bool sees_outflow = false;  ///< The way to the destination is reported, however little it is.
};

/// Returns the move of a cell's family; nothing if no leg is there. `window` is cut to the cell's
/// reports, its floor set.
[[nodiscard]] std::optional<FamilyMove>
family_move(const CellSeries& cell, bool is_controlled, const IndexWindow& window);

}  // namespace portolan::detect
