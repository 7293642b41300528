// Poisson difference in differences without placebo: the ratio of the cell's totals over the ratio
// of the hub's unlisted goods, with a standard error that is robust to overdispersion of months but
// takes months as independent.
#include <algorithm>
#include <cmath>
#include <vector>

#include "detector.hpp"
#include "hub_controls.hpp"
#include "p_values.hpp"

namespace portolan::bench {
namespace {

constexpr std::size_t kLeastControls = 3;
constexpr double kFloorUsd = 1'000.0;

/// Logarithm of a mean and the variance of that.
struct LogMean {
  double value = 0.0;
  double variance = 0.0;
};

LogMean log_mean(const Months& usd, std::size_t begin, std::size_t end) {
  std::vector<double> known;
  for (std::size_t t = begin; t < end; ++t) {
    if (!std::isnan(usd[t])) {
      known.push_back(usd[t]);
    }
  }
  const Moments moments = moments_of(known);
  const double mean = moments.mean + kFloorUsd;
  return {
      .value = std::log(mean),
      .variance = known.empty() ? 0.0 : moments.variance / (moments.count * mean * mean)};
}

LogMean change(const Months& usd, const Split& split) {
  const LogMean before = log_mean(usd, split.begin, split.treated);
  const LogMean after = log_mean(usd, split.treated, split.end);
  return {.value = after.value - before.value, .variance = after.variance + before.variance};
}

Months total(const std::vector<const CellMonths*>& cells, Leg leg, std::size_t num_months) {
  Months sum(num_months, 0.0);
  for (const CellMonths* cell : cells) {
    for (std::size_t t = 0; t < num_months; ++t) {
      const double usd = leg_of(*cell, leg)[t];
      sum[t] += std::isnan(usd) ? 0.0 : usd;
    }
  }
  return sum;
}

double p_value(const Months& usd, const Months& controls, const Split& split) {
  const LogMean own = change(usd, split);
  const LogMean others = change(controls, split);
  const double error = std::sqrt(own.variance + others.variance);
  return error > 0.0 ? normal_upper_tail((own.value - others.value) / error) : 1.0;
}

}  // namespace

Verdicts poisson_without_placebo(const TestedWorld& world) {
  const WorldSeries& series = *world.series;
  const auto inflow_controls = unlisted_by_hub(series, Leg::kInflow);
  const auto outflow_controls = unlisted_by_hub(series, Leg::kOutflow);
  std::vector<CellName> cells;
  std::vector<double> p_values;
  for (const CellMonths& cell : series.cells) {
    const auto& in = inflow_controls[cell.hub];
    const auto& out = outflow_controls[cell.hub];
    if (!cell.is_listed || !cell.sees_inflow || !cell.sees_outflow || in.size() < kLeastControls ||
        out.size() < kLeastControls) {
      continue;
    }
    cells.push_back(cell.name);
    p_values.push_back(std::max(
        p_value(cell.inflow, total(in, Leg::kInflow, series.num_months), cell.split),
        p_value(cell.outflow, total(out, Leg::kOutflow, series.num_months), cell.split)
    ));
  }
  return {.leads = verdicts_of_p_values(cells, p_values), .surges = {}, .notice = {}};
}

}  // namespace portolan::bench
