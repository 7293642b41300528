#pragma once

#include <vector>

#include "world_series.hpp"

namespace portolan::bench {

enum class Leg { kInflow, kOutflow };

[[nodiscard]] inline const Months& leg_of(const CellMonths& cell, Leg leg) {
  return leg == Leg::kInflow ? cell.inflow : cell.outflow;
}
[[nodiscard]] inline bool sees(const CellMonths& cell, Leg leg) {
  return leg == Leg::kInflow ? cell.sees_inflow : cell.sees_outflow;
}

/// Returns the cells of unlisted families in which `leg` is seen, by hub.
[[nodiscard]] std::vector<std::vector<const CellMonths*>>
unlisted_by_hub(const WorldSeries& series, Leg leg);

}  // namespace portolan::bench
