// Difference in differences on logarithms: the cell less the mean of the hub's unlisted goods,
// months after against months before, by Welch's t-test, as if months were independent.
#include <algorithm>
#include <cmath>
#include <vector>

#include "detector.hpp"
#include "hub_controls.hpp"
#include "p_values.hpp"

namespace portolan::bench {
namespace {

constexpr std::size_t kLeastControls = 3;

double log_usd(double usd) {
  return std::log1p(usd);
}

/// The mean logarithm over the control goods that are known, by month; NaN without any.
Months mean_logs(const std::vector<const CellMonths*>& controls, Leg leg, std::size_t num_months) {
  Months means(num_months, 0.0);
  for (std::size_t t = 0; t < num_months; ++t) {
    double count = 0.0;
    for (const CellMonths* control : controls) {
      if (const double usd = leg_of(*control, leg)[t]; !std::isnan(usd)) {
        means[t] += log_usd(usd);
        count += 1.0;
      }
    }
    means[t] /= count;
  }
  return means;
}

double p_value(const Months& usd, const Months& controls, const Split& split) {
  const auto differences = [&](std::size_t begin, std::size_t end) {
    std::vector<double> result;
    for (std::size_t t = begin; t < end; ++t) {
      if (const double difference = log_usd(usd[t]) - controls[t]; !std::isnan(difference)) {
        result.push_back(difference);
      }
    }
    return moments_of(result);
  };
  const Moments before = differences(split.begin, split.treated);
  const Moments after = differences(split.treated, split.end);
  const double a = before.variance / before.count;
  const double b = after.variance / after.count;
  if (before.count < 3 || after.count < 3 || a + b <= 0.0) {
    return 1.0;
  }
  const double degrees =
      (a + b) * (a + b) / (a * a / (before.count - 1.0) + b * b / (after.count - 1.0));
  return student_upper_tail((after.mean - before.mean) / std::sqrt(a + b), degrees);
}

}  // namespace

Verdicts difference_of_logs(const TestedWorld& world) {
  const WorldSeries& series = *world.series;
  std::vector<std::vector<Months>> controls;  // by leg, hub
  std::vector<std::vector<bool>> has_controls;
  for (const Leg leg : {Leg::kInflow, Leg::kOutflow}) {
    controls.emplace_back();
    has_controls.emplace_back();
    for (const auto& cells : unlisted_by_hub(series, leg)) {
      controls.back().push_back(mean_logs(cells, leg, series.num_months));
      has_controls.back().push_back(cells.size() >= kLeastControls);
    }
  }
  std::vector<CellName> cells;
  std::vector<double> p_values;
  for (const CellMonths& cell : series.cells) {
    if (!cell.is_listed || !cell.sees_inflow || !cell.sees_outflow || !has_controls[0][cell.hub] ||
        !has_controls[1][cell.hub]) {
      continue;
    }
    cells.push_back(cell.name);
    p_values.push_back(std::max(
        p_value(cell.inflow, controls[0][cell.hub], cell.split),
        p_value(cell.outflow, controls[1][cell.hub], cell.split)
    ));
  }
  return {.leads = verdicts_of_p_values(cells, p_values), .surges = {}, .notice = {}};
}

}  // namespace portolan::bench
