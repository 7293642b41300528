#pragma once

#include <vector>

#include "absorb.hpp"
#include "design.hpp"
#include "fit_sample.hpp"
#include "portolan/stats/poisson.hpp"

namespace portolan::stats {

/// Where the steps of a fit stand, in the scale of the sample.
struct NewtonState {
  std::vector<double> eta;  // log mu; less the offset in the span of the model
  std::vector<double> mu;
  std::vector<double> beta;  // by column of the design
  /// Columns of the design off the effects, in the weights of the last step.
  std::vector<std::vector<double>> within;
  double deviance = 0.0;
  /// Squared Newton decrement of the last step, with the error of its projection: the sum of
  /// w mu s^2 over rows, s the step of log mu. `before` are the means that the step began from.
  double decrement = 0.0;
  double smallest_zero_before = 0.0;  // smallest w mu of a row with y = 0; infinite without one
  double last_step = 0.0;
  int iterations = 0;
  bool is_converged = false;
  /// The change of log mu in the last step.
  std::vector<double> change;
};

/// When `take_steps` ends before convergence; each includes those after it.
enum class StopWhen {
  kLinear,   ///< Steps shrink linearly, as where means at y = 0 fall to 0.
  kSettled,  ///< Steps are small, but means at y = 0 are not certain to stay above 0.
  kNever,
};

/// Starts a fit: without covariates by iterative proportional fitting, else from (y + 1) / 2, which
/// one step turns into a fit.
[[nodiscard]] NewtonState start_newton(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    const PoissonOptions& options
);

/// Takes Newton steps until they are within `options.tolerance`, or as `stop` says, or
/// `options.max_iterations` are used up. `absorber` needs new weights after.
void take_steps(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    const PoissonOptions& options,
    StopWhen stop,
    NewtonState& state
);

/// Returns how many times `decrement` the smallest w mu of rows with y = 0 is (see
/// docs/methods/poisson.md): above 1, none is separated.
[[nodiscard]] double separation_margin(const NewtonState& state);

}  // namespace portolan::stats
