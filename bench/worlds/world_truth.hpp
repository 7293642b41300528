#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/goods/families.hpp"
#include "portolan/world/world.hpp"
#include "world_series.hpp"

namespace portolan::bench {

/// What of a diversion the reports show, which decides who can find it.
enum class Sight : std::uint8_t {
  kBothLegs,   ///< Goods came in and went on to the destination, and both are reported.
  kHalfSeen,   ///< Nobody reports the onward leg, or less than half of it.
  kGhost,      ///< Declared for the hub, never arrived there: a gap and no onward leg.
  kToNextHub,  ///< The first hub of a chain: what goes on goes to another hub.
  kUnlisted,   ///< Declared as goods that no list names: nobody tests the cell.
};
inline constexpr int kNumSights = 5;
[[nodiscard]] std::string_view to_string(Sight sight);

/// A cell in which goods were diverted.
struct Plant {
  int event = 0;
  world::EventKind kind = world::EventKind::kTransit;
  world::SizeClass size_class = world::SizeClass::kLarge;
  std::string hub;
  std::vector<std::string> families;  ///< Names of the panel.
  Sight sight = Sight::kBothLegs;
  /// What went on, or for ghosts what was declared, in an average month of the event.
  double monthly_usd = 0.0;
  /// `monthly_usd` over 1.4826 median absolute deviations of the months before the date, of the leg
  /// that was the smaller one before; of the inflow where the onward leg is not seen. Over the
  /// standard deviation where more than half of the months are alike, infinite where all are.
  double size = 0.0;
  /// The same by the leg on which the event stands out least.
  double weakest_size = 0.0;
};

/// What a world holds, by cell.
struct CellTruth {
  std::vector<Plant> plants;    ///< By event, hub, family.
  std::set<CellName> diverted;  ///< A lead is true in these cells and nowhere else.
  /// The events brought in a tenth more or above, diverted or not: a surge is right.
  std::set<CellName> brought_in;
};

[[nodiscard]] CellTruth truth_of_cells(
    const world::World& world,
    const goods::FamilyTable& table,
    const WorldSeries& series
);

/// Returns which class of size 0 to 4 a size falls into: below 1, 2, 5, 10, and all above.
[[nodiscard]] std::size_t size_class_of(double size);
inline constexpr std::size_t kNumSizes = 5;
[[nodiscard]] std::string_view name_of_size_class(std::size_t size_class);

}  // namespace portolan::bench
