#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/trace/family_trade.hpp"
#include "portolan/trace/origins.hpp"

namespace portolan::trace {

/// What comes to a destination over its last leg, from one exporter, in one family.
struct Arrival {
  std::string family;
  std::string exporter;
  /// Goods of the origins asked about that go over the leg, under mixing.
  double asked = 0.0;
  /// All that goes over the leg.
  double over_leg = 0.0;
  /// All that the exporter sends of the family, to whomever.
  double sent = 0.0;
  /// The most that could go over the leg, where the rows say so.
  std::optional<double> capacity = {};
};

/// Which of the goods count.
enum class Ways {
  kAll,
  /// Without what an exporter made itself: only goods that another country made pass a third one.
  kThroughThirdPlaces
};

struct Arrivals {
  /// By family, then exporter; only legs with at least a thousandth of the goods asked about.
  std::vector<Arrival> legs;
  /// All that comes to the destination, asked about or not.
  double over_all_legs = 0.0;
  /// Origins asked about of which nothing arrives.
  std::vector<std::string> unconnected;
};

/// Returns by which legs the goods of `origins` (empty: of every producer but the destination) come
/// to `destination`, if every place mixes all that it has (docs/methods/origins.md). Each amount is
/// counted on its last leg, so nothing is counted twice; goods that leave the destination and come
/// back arrive again.
///
/// Takes one solve a family, and for ways through third places one for each of its exporters that
/// makes the goods. Throws `Error` (kInvalidArgument) for a destination or an origin that
/// no row names, with the nearest names.
[[nodiscard]] Arrivals arrivals_of(
    std::span<const FamilyTrade> families,
    const std::string& destination,
    std::span<const PlaceSet> origins,
    Ways ways = Ways::kAll
);

}  // namespace portolan::trace
