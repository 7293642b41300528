#pragma once

#include <span>
#include <vector>

#include "portolan/stats/factor.hpp"

namespace portolan::stats {

/// Settings of `fit_robust`.
struct RobustOptions {
  /// Huber's constant, in robust standard deviations; 1.345 is 95 % efficient under normal errors.
  double huber_k = 1.345;
  /// Tukey's bisquare constant for a second stage from Huber's solution, with its scale held; 4.685
  /// is 95 % efficient. 0: no second stage.
  double bisquare_c = 0.0;
  /// Largest change of a fitted value, in units of the scale, that still counts as converged.
  double tolerance = 1e-8;
  int max_iterations = 500;
};

/// A fitted line: `intercept + sum slopes[j] x_j + sum effects[f][level_f]`.
struct RobustFit {
  double intercept = 0.0;
  std::vector<double> slopes;
  /// By factor and level. The level with most observations (the first of equals) has 0: the
  /// intercept is its own. NaN for a level without observations.
  std::vector<std::vector<double>> effects;
  /// Median absolute residual / 0.6745.
  double scale = 0.0;
  int iterations = 0;
};

/// Fits a linear model by Huber's M-estimator: iteratively reweighted least squares with weights
/// min(1, k s / |r|), s the median absolute residual / 0.6745 of each round.
///
/// `covariates` hold one value for each of `y`, all finite. A column that the columns before it
/// already span gets coefficient 0. Takes O(n (covariates + factors)^2 + p^3) time a round, p the
/// number of coefficients; runs on the calling thread; the same input gives the same bits.
///
/// Throws `Error`: kInvalidArgument where lengths differ, there is no observation, or a level is
/// out of range; kBadData where `max_iterations` rounds do not converge.
///
/// Source: Huber (1981), Robust Statistics, Wiley, section 7.8, doi:10.1002/0471725250; Beaton and
/// Tukey (1974), Technometrics 16(2), 147-185, doi:10.1080/00401706.1974.10489171.
[[nodiscard]] RobustFit fit_robust(
    std::span<const double> y,
    std::span<const std::span<const double>> covariates,
    std::span<const Factor> factors,
    const RobustOptions& options = {}
);

}  // namespace portolan::stats
