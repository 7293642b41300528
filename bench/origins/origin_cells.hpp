#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/trace/family_trade.hpp"
#include "portolan/trace/origins.hpp"
#include "portolan/world/world.hpp"

namespace portolan::bench {

/// Whose part of what a hub sent to the destination was. The diverted goods' origins are known;
/// those of the hub's other sales are not, so a share is between `low` and `high`.
struct TrueOrigin {
  std::string country;
  double low = 0.0;
  double high = 0.0;
};

/// The true trade of one family while goods were diverted through one hub.
struct OriginCell {
  world::EventKind kind = world::EventKind::kTransit;
  std::string hub;
  std::string destination;
  trace::FamilyTrade trade;
  std::vector<TrueOrigin> origins;
};

enum class Measure : std::uint8_t { kUsd, kKilograms };

/// Returns the cells of a world's diversions in which goods really passed the hub, from the first
/// month in which they went on. Makers are all countries but hubs and the destination that sell the
/// family without any event, and the origins of the diverted goods; nobody knows their outputs.
/// Cells in which more than `max_other_share` of the leg was no diversion are left out.
[[nodiscard]] std::vector<OriginCell>
origin_cells(const world::World& world, Measure measure, double max_other_share = 0.05);

/// Makes each value a report with an error of `deviation` (of its logarithm), and gives the range
/// that holds the true value with 95 %: two deviations to either side.
[[nodiscard]] trace::FamilyTrade
reported(const trace::FamilyTrade& trade, double deviation, Random& random);

/// How near the answers are to the truth.
struct OriginScore {
  int cells = 0;
  int origins = 0;
  int within_bounds = 0;
  double absolute_error = 0.0;  ///< Of the point, summed over the origins.
  double width = 0.0;           ///< Most less least share, summed.

  /// Asks for the origins of a cell, by `trade` instead of its own.
  void add(const OriginCell& cell, const trace::FamilyTrade& trade);
};

}  // namespace portolan::bench
