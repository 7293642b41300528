#include "proportional_fit.hpp"

#include <algorithm>
#include <cmath>

namespace portolan::stats {

std::vector<double> fit_proportionally(
    const FitSample& sample,
    double tolerance,
    int max_sweeps,
    const Progress* progress
) {
  std::vector<double> mu(sample.size());
  std::transform(sample.offset.begin(), sample.offset.end(), mu.begin(), [](double offset) {
    return std::exp(offset);
  });
  std::vector<std::vector<double>> observed;
  for (std::size_t effect = 0; effect < sample.levels.size(); ++effect) {
    auto& sums = observed.emplace_back(sample.given_levels[effect].size(), 0.0);
    for (std::size_t row = 0; row < sample.size(); ++row) {
      sums[sample.levels[effect][row]] += sample.weight[row] * sample.y[row];
    }
  }
  std::vector<double> factors;
  for (int sweep = 0; sweep < max_sweeps; ++sweep) {
    if (progress != nullptr) {
      progress->check();
    }
    double error = 0.0;
    for (std::size_t effect = 0; effect < sample.levels.size(); ++effect) {
      const auto& levels = sample.levels[effect];
      factors.assign(observed[effect].size(), 0.0);
      for (std::size_t row = 0; row < sample.size(); ++row) {
        factors[levels[row]] += sample.weight[row] * mu[row];
      }
      for (std::size_t level = 0; level < factors.size(); ++level) {
        factors[level] = observed[effect][level] / factors[level];
        error = std::max(error, std::abs(factors[level] - 1.0));
      }
      for (std::size_t row = 0; row < sample.size(); ++row) {
        mu[row] *= factors[levels[row]];
      }
    }
    if (error <= tolerance) {
      break;
    }
  }
  return mu;
}

}  // namespace portolan::stats
