#include "hub_controls.hpp"

namespace portolan::bench {

std::vector<std::vector<const CellMonths*>> unlisted_by_hub(const WorldSeries& series, Leg leg) {
  std::vector<std::vector<const CellMonths*>> cells(series.hubs.size());
  for (const CellMonths& cell : series.cells) {
    if (!cell.is_listed && sees(cell, leg)) {
      cells[cell.hub].push_back(&cell);
    }
  }
  return cells;
}

}  // namespace portolan::bench
