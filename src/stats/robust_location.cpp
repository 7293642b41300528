#include "portolan/stats/robust_location.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::stats {
namespace {

constexpr double kNormalConsistency = 1.4826;

void keep_finite(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
}

/// Median of values that are there; reorders them.
double median_of(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) {
    return *middle;
  }
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

}  // namespace

std::optional<RobustLocation> robust_location(std::vector<double> values) {
  keep_finite(values);
  if (values.empty()) {
    return std::nullopt;
  }
  RobustLocation result;
  result.count = values.size();
  result.center = median_of(values);
  for (double& value : values) {
    value = std::abs(value - result.center);
  }
  result.spread = kNormalConsistency * median_of(values);
  return result;
}

double robust_z(double value, const RobustLocation& others, double least_spread) noexcept {
  return (value - others.center) / std::max(others.spread, least_spread);
}

std::optional<double>
weighted_median(std::span<const double> values, std::span<const double> weights) {
  if (values.size() != weights.size()) {
    throw invalid_argument("weights: expected {}, got {}", values.size(), weights.size());
  }
  std::vector<std::pair<double, double>> sorted;
  double total = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && weights[i] > 0.0) {
      sorted.emplace_back(values[i], weights[i]);
      total += weights[i];
    }
  }
  std::sort(sorted.begin(), sorted.end());
  double below = 0.0;
  for (const auto& [value, weight] : sorted) {
    below += weight;
    if (2.0 * below >= total) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<double> quantile(std::vector<double> values, double share) {
  if (!(share >= 0.0 && share <= 1.0)) {
    throw invalid_argument("share: expected a number from 0 to 1, got {}", share);
  }
  keep_finite(values);
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const double position = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (position - static_cast<double>(below)) * (values[above] - values[below]);
}

}  // namespace portolan::stats
