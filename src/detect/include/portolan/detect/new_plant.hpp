#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/detect/family_move.hpp"

/// Signs that a hub bought goods for a new plant of its own: it keeps machines that such a plant
/// needs, and sells other goods to everyone that it did not sell before.
namespace portolan::detect {

/// Exports count as begun from this change on (log): three times as much as before.
inline constexpr double kBegun = 1.0986122886681098;  // ln 3
/// They come to at least this share of what the hub's purchases of the goods rose by, since a plant
/// adds to the worth of what it uses.
inline constexpr double kLeastMade = 0.5;
/// Goods whose purchases rose by more than this share of what their exports rose by were not made.
inline constexpr double kMostPassedOn = 0.5;
/// Where more families than this began, the hub's exports grew at large, which no plant explains.
inline constexpr std::size_t kMostMade = 3;
/// Machines come to at least this share of it.
inline constexpr double kLeastMachines = 0.1;
/// Exports of less families to everyone are too few to say what a hub began to make.
inline constexpr std::size_t kLeastExported = 3;

/// Returns the headings of the machines that make goods of a chapter, from data/plant_machines.csv.
[[nodiscard]] std::span<const std::string> machines_of_chapter(std::string_view chapter);

/// Returns the chapters of what may be made with goods of a chapter, from the same table; "any":
/// all.
[[nodiscard]] std::span<const std::string> products_of_chapter(std::string_view chapter);

struct PlantSigns {
  /// Uncontrolled families of other headings that may be made of the goods, whose exports to
  /// everyone but the destination at least tripled, rose by `kLeastMade` of the goods' rise and
  /// were not passed on (`kMostPassedOn`); and those that fell by as much, which is what chance
  /// gives. Nothing where less than `kLeastExported` families are seen.
  std::optional<std::size_t> begun;
  std::size_t ended = 0;
  std::string largest;       ///< The family of these that rose most.
  double largest_usd = 0.0;  ///< By how much.

  /// Uncontrolled machines: bounded log change of what came in, and how much more came in than went
  /// on to the destination. Nothing where none is traded or nobody reports what went on.
  std::optional<double> machines_change;
  double machines_kept_usd = 0.0;

  /// More begun than ended, and no more than `kMostMade`.
  bool has_new_exports = false;
  /// Machines grew by half as much again beyond `usual_change`, and what was kept of the rise comes
  /// to `kLeastMachines` of the goods' rise and to most of the machines' own.
  bool has_new_machines = false;

  [[nodiscard]] bool can_tell() const { return begun || machines_change; }
};

/// Looks for signs of a plant that uses goods of `family`, whose inflow rose by `goods_rise_usd`
/// over the window of `moves`. `usual_change` is the change of the hub's uncontrolled inflows, at
/// least 0. O(moves).
[[nodiscard]] PlantSigns plant_signs(
    std::span<const FamilyMove> moves,
    const std::string& family,
    double goods_rise_usd,
    double usual_change
);

}  // namespace portolan::detect
