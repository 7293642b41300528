// The z-score of growth: growth over the same month of the year before, its mean over the months
// after the date against its mean and spread over the months before.
#include <algorithm>
#include <cmath>
#include <vector>

#include "detector.hpp"
#include "p_values.hpp"

namespace portolan::bench {
namespace {

constexpr std::size_t kYear = 12;
constexpr double kFloorUsd = 1'000.0;

std::vector<double> growths(const Months& leg, std::size_t begin, std::size_t end) {
  std::vector<double> result;
  for (std::size_t t = std::max(begin, kYear); t < end; ++t) {
    if (!std::isnan(leg[t]) && !std::isnan(leg[t - kYear])) {
      result.push_back(std::log((leg[t] + kFloorUsd) / (leg[t - kYear] + kFloorUsd)));
    }
  }
  return result;
}

/// Growth is a matter of the first year: after it, the year before is a surge too.
double p_value(const Months& leg, const Split& split) {
  const Moments before = moments_of(growths(leg, 0, split.treated));
  const Moments after =
      moments_of(growths(leg, split.treated, std::min(split.end, split.treated + kYear)));
  if (before.count < 3 || after.count < 1 || before.variance <= 0.0) {
    return 1.0;
  }
  const double error = std::sqrt(before.variance * (1.0 / before.count + 1.0 / after.count));
  return normal_upper_tail((after.mean - before.mean) / error);
}

}  // namespace

Verdicts growth_z_score(const TestedWorld& world) {
  std::vector<CellName> cells;
  std::vector<double> p_values;
  for (const CellMonths& cell : world.series->cells) {
    if (cell.is_listed && cell.sees_inflow && cell.sees_outflow) {
      cells.push_back(cell.name);
      p_values.push_back(
          std::max(p_value(cell.inflow, cell.split), p_value(cell.outflow, cell.split))
      );
    }
  }
  return {.leads = verdicts_of_p_values(cells, p_values), .surges = {}, .notice = {}};
}

}  // namespace portolan::bench
