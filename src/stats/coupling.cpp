#include "portolan/stats/coupling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"
#include "portolan/stats/nonnegative_least_squares.hpp"

namespace portolan::stats {
namespace {

/// The periods to explain: one row each, one column a lag.
struct Rows {
  std::vector<std::vector<double>> lagged;
  std::vector<double> outflow;
};

Rows rows_of(
    std::span<const double> inflow,
    std::span<const double> outflow,
    std::size_t first,
    std::size_t lags
) {
  Rows rows;
  rows.lagged.resize(lags + 1);
  for (std::size_t t = std::max(first, lags); t < outflow.size(); ++t) {
    bool is_known = !std::isnan(outflow[t]);
    for (std::size_t lag = 0; lag <= lags; ++lag) {
      is_known = is_known && !std::isnan(inflow[t - lag]);
    }
    if (!is_known) {
      continue;
    }
    rows.outflow.push_back(outflow[t]);
    for (std::size_t lag = 0; lag <= lags; ++lag) {
      rows.lagged[lag].push_back(inflow[t - lag]);
    }
  }
  return rows;
}

std::vector<double> weights_of(const Rows& rows) {
  const std::vector<std::span<const double>> columns(rows.lagged.begin(), rows.lagged.end());
  return nonnegative_least_squares(columns, rows.outflow, 1.0).weights;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

/// Fills `drawn` with blocks of consecutive rows, the last row followed by the first.
void draw_blocks(const Rows& rows, std::size_t block, Random& random, Rows& drawn) {
  const std::size_t count = rows.outflow.size();
  for (std::size_t to = 0; to < count;) {
    const std::size_t begin = random.below(count);
    for (std::size_t i = 0; i < block && to < count; ++i, ++to) {
      const std::size_t from = (begin + i) % count;
      drawn.outflow[to] = rows.outflow[from];
      for (std::size_t lag = 0; lag < rows.lagged.size(); ++lag) {
        drawn.lagged[lag][to] = rows.lagged[lag][from];
      }
    }
  }
}

/// The q-quantile of sorted values, between neighbours by distance.
double quantile(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

void add_interval(Coupling& result, const Rows& rows, const CouplingOptions& options) {
  result.low = std::numeric_limits<double>::quiet_NaN();
  result.high = result.low;
  if (options.replicates == 0) {
    return;
  }
  Random random(options.seed);
  Rows drawn = rows;
  std::vector<double> shares;
  for (std::size_t i = 0; i < options.replicates; ++i) {
    draw_blocks(rows, options.block, random, drawn);
    shares.push_back(sum_of(weights_of(drawn)));
  }
  std::sort(shares.begin(), shares.end());
  const double tail = (1.0 - options.confidence) / 2.0;
  const double below = result.share - quantile(shares, tail);
  const double above = quantile(shares, 1.0 - tail) - result.share;
  // Weights that cannot be negative push the share up, in the replicates once more: hence both the
  // percentiles and their reflection. Weights that were fitted cost degrees of freedom.
  const auto count = static_cast<double>(rows.outflow.size());
  const auto fitted = static_cast<double>(
      std::count_if(result.weights.begin(), result.weights.end(), [](double w) { return w > 0.0; })
  );
  const double stretch = std::sqrt(count / std::max(1.0, count - fitted));
  const double reach = stretch * std::max({0.0, below, above});
  result.low = std::max(0.0, result.share - reach);
  result.high = std::min(1.0, result.share + reach);
}

void check(
    std::span<const double> inflow,
    std::span<const double> outflow,
    const CouplingOptions& options
) {
  if (inflow.size() != outflow.size()) {
    throw invalid_argument(
        "outflow: expected {} values, one for each of the inflow, got {}",
        inflow.size(),
        outflow.size()
    );
  }
  if (options.block == 0 || options.least_periods == 0) {
    throw invalid_argument(
        "block, least_periods: expected at least 1, got {}, {}",
        options.block,
        options.least_periods
    );
  }
  if (!(options.confidence > 0.0 && options.confidence < 1.0)) {
    throw invalid_argument(
        "confidence: expected more than 0 and less than 1, got {}", options.confidence
    );
  }
}

}  // namespace

std::optional<Coupling> coupling(
    std::span<const double> inflow,
    std::span<const double> outflow,
    std::size_t first,
    const CouplingOptions& options
) {
  check(inflow, outflow, options);
  const Rows rows = rows_of(inflow, outflow, first, options.lags);
  if (rows.outflow.size() < options.least_periods || !(sum_of(rows.lagged.front()) > 0.0)) {
    return std::nullopt;
  }
  Coupling result;
  result.periods = rows.outflow.size();
  result.weights = weights_of(rows);
  result.share = std::clamp(sum_of(result.weights), 0.0, 1.0);
  add_interval(result, rows, options);
  return result;
}

}  // namespace portolan::stats
