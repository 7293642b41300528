// Zhang and Stephens (2009): b is their theta; the likelihood profiled over the shape is averaged
// over a grid of b under a prior that the data's lower quartile scales.
#include "portolan/stats/conformal_tail.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "portolan/base/error.hpp"
#include "portolan/stats/multiple_testing.hpp"

namespace portolan::stats {
namespace {

constexpr double kPriorShape = 0.5;
constexpr double kPriorWeight = 10.0;
constexpr double kLeastShape = 0.1;
constexpr double kExtrapolation = 10.0;
constexpr std::ptrdiff_t kLeastReached = 10;

/// Returns the shape at which the likelihood is largest, given b: the mean of ln(1 - b x).
double shape_at(double b, std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += std::log1p(-b * value);
  }
  return sum / static_cast<double>(values.size());
}

}  // namespace

ParetoTail fit_pareto_tail(std::span<const double> exceedances) {
  ensure(exceedances.size() >= 5, "fit_pareto_tail: at least 5 values");
  const auto n = static_cast<double>(exceedances.size());
  const double quartile = exceedances[static_cast<std::size_t>(n / 4.0 + 0.5) - 1];
  const double largest = exceedances.back();
  if (!(quartile > 0.0)) {
    return {};
  }
  const auto grid = static_cast<std::size_t>(30.0 + std::floor(std::sqrt(n)));
  std::vector<double> bs(grid);
  std::vector<double> likelihoods(grid);
  for (std::size_t j = 0; j < grid; ++j) {
    bs[j] =
        1.0 / largest + (1.0 - std::sqrt(static_cast<double>(grid) / (static_cast<double>(j) + 0.5))
                        ) / (3.0 * quartile);
    const double shape = shape_at(bs[j], exceedances);
    likelihoods[j] = n * (std::log(-bs[j] / shape) - shape - 1.0);
  }
  const double highest = *std::max_element(likelihoods.begin(), likelihoods.end());
  double weights = 0.0;
  double b = 0.0;
  for (std::size_t j = 0; j < grid; ++j) {
    const double weight = std::exp(likelihoods[j] - highest);
    if (std::isfinite(weight)) {
      weights += weight;
      b += weight * bs[j];
    }
  }
  b /= weights;
  const double shape = shape_at(b, exceedances);
  return {.shape = shape, .scale = -shape / b};
}

ConformalTail::ConformalTail(std::vector<double> sorted_placebos)
    : sorted_(std::move(sorted_placebos)) {
  const auto n = static_cast<double>(sorted_.size());
  if (sorted_.size() < kLeastForTail) {
    return;
  }
  const auto above = static_cast<std::size_t>(std::min(n / 10.0, 3.0 * std::sqrt(n)));
  threshold_ = sorted_[sorted_.size() - above - 1];
  std::vector<double> exceedances;
  for (std::size_t i = sorted_.size() - above; i < sorted_.size(); ++i) {
    exceedances.push_back(sorted_[i] - threshold_);
  }
  const ParetoTail tail = fit_pareto_tail(exceedances);
  if (!(tail.scale > 0.0)) {
    return;  // ties at the threshold: the placebos' own count must do
  }
  const auto m = static_cast<double>(above);
  shape_ =
      std::max(kLeastShape, (m * tail.shape + kPriorWeight * kPriorShape) / (m + kPriorWeight));
  scale_ = tail.scale;
  share_above_ = (m + 1.0) / (n + 1.0);
}

double ConformalTail::p(double own) const {
  const double counted = conformal_p(own, sorted_);
  const auto reached = sorted_.end() - std::lower_bound(sorted_.begin(), sorted_.end(), own);
  if (std::isnan(own) || scale_ <= 0.0 || reached >= kLeastReached || own <= threshold_) {
    return counted;
  }
  const double tail =
      share_above_ * std::pow(1.0 + shape_ * (own - threshold_) / scale_, -1.0 / shape_);
  const double least = 1.0 / (kExtrapolation * (1.0 + static_cast<double>(sorted_.size())));
  return std::min(counted, std::max(tail, least));
}

}  // namespace portolan::stats
