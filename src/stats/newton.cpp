// Symbols: y, mu, w (weight); W = w mu; v = (y - mu) / mu, the working residual; x a column of the
// design, D the effects. The step s of log mu is the W-projection of v on [D, x]: with v~ and x~
// off the effects, delta solves x~'W x~ delta = x~'W v~ and s = v - (v~ - x~ delta). Near the
// solution D'W v = D'w (y - mu) is nearly 0, and x~ barely changes, so both projections start from
// where they will end.
#include "newton.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"
#include "proportional_fit.hpp"
#include "small_cholesky.hpp"

namespace portolan::stats {

namespace {

constexpr double kSmallestMean = 1e-200;  // keeps weights and their sums above 0
constexpr int kMaxHalvings = 30;
constexpr int kMaxSweeps = 200;
constexpr double kSweepTolerance = 1e-10;
constexpr double kLoosest = 1e-2;  // tolerances of the projections
constexpr double kTightest = 1e-11;
constexpr double kSettled = 1e-3;  // root mean square step from which convergence is quadratic
constexpr double kLinear = 0.3;    // ratio of steps that is not: a separated mean falls by e, and
                                   // the step with its root
constexpr int kManyLinear = 3;
constexpr double kSafety = 100.0;  // by which a mean must exceed its bound to be trusted
constexpr std::size_t kRowsAChunk = 16'384;

template <typename Term>
void for_each_row(std::size_t count, unsigned threads, const Term& term) {
  parallel_for_chunks(
      count,
      kRowsAChunk,
      threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row) {
          term(row);
        }
      }
  );
}

void exponentiate(unsigned threads, NewtonState& state) {
  state.mu.resize(state.eta.size());
  for_each_row(state.eta.size(), threads, [&](std::size_t row) {
    state.mu[row] = std::max(std::exp(state.eta[row]), kSmallestMean);
  });
}

double deviance_of(const FitSample& sample, const NewtonState& state) {
  return chunked_sum(sample.size(), [&](std::size_t row) {
    const double y = sample.y[row];
    const double log_ratio = y > 0.0 ? y * (std::log(y) - state.eta[row]) : 0.0;
    return 2.0 * sample.weight[row] * (log_ratio - (y - state.mu[row]));
  });
}

/// The W-inner products of `columns` among each other and with `right`.
std::vector<double> step_coefficients(
    std::span<const std::vector<double>> columns,
    std::span<const double> weights,
    std::span<const double> right
) {
  const std::size_t size = columns.size();
  std::vector<double> matrix(size * size);
  std::vector<double> products(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      matrix[i * size + j] = chunked_sum(weights.size(), [&](std::size_t row) {
        return weights[row] * columns[i][row] * columns[j][row];
      });
      matrix[j * size + i] = matrix[i * size + j];
    }
    products[i] = chunked_sum(weights.size(), [&](std::size_t row) {
      return weights[row] * columns[i][row] * right[row];
    });
  }
  return SmallCholesky(std::move(matrix), size).solve(products);
}

/// One fit in progress.
class Steps {
 public:
  Steps(
      const FitSample& sample,
      const Design& design,
      Absorber& absorber,
      unsigned threads,
      NewtonState& state
  )
      : sample_(sample),
        design_(design),
        absorber_(absorber),
        threads_(threads),
        state_(state),
        weights_(sample.size()),
        change_(sample.size()) {}

  /// Weighs by the present means and finds the change of log mu and of beta. `is_in_span`: log mu
  /// less the offset is in the span of the model, as after every step.
  void find_step(bool is_in_span, double tolerance) {
    for_each_row(sample_.size(), threads_, [&](std::size_t row) {
      weights_[row] = sample_.weight[row] * state_.mu[row];
      const double residual = sample_.y[row] / state_.mu[row] - 1.0;
      change_[row] = is_in_span ? residual : residual + state_.eta[row] - sample_.offset[row];
    });
    absorber_.set_weights(weights_);
    rest_ = change_;
    const double scale = absorber_.norm(change_);
    const double error = scale * absorber_.project_out(rest_, tolerance, scale);
    absorb_columns(tolerance);
    delta_ = step_coefficients(state_.within, weights_, rest_);
    for_each_row(sample_.size(), threads_, [&](std::size_t row) {
      double unexplained = rest_[row];
      for (std::size_t j = 0; j < delta_.size(); ++j) {
        unexplained -= delta_[j] * state_.within[j][row];
      }
      change_[row] -= unexplained;
    });
    judge_means(error);
    if (!is_in_span) {
      for (std::size_t row = 0; row < change_.size(); ++row) {
        change_[row] += sample_.offset[row] - state_.eta[row];
      }
      for (std::size_t j = 0; j < delta_.size(); ++j) {
        delta_[j] -= state_.beta[j];
      }
    }
    ++state_.iterations;
  }

  /// Moves by `share` of the step found.
  void move(double share) {
    for_each_row(sample_.size(), threads_, [&](std::size_t row) {
      state_.eta[row] += share * change_[row];
      state_.mu[row] = std::max(std::exp(state_.eta[row]), kSmallestMean);
    });
    for (std::size_t j = 0; j < delta_.size(); ++j) {
      state_.beta[j] += share * delta_[j];
    }
    state_.deviance = deviance_of(sample_, state_);
  }

  /// Moves by the step, or by half of it as often as the deviance rises.
  void move_downhill() {
    const double before = state_.deviance;
    move(1.0);
    double share = 1.0;
    for (int halving = 0; halving < kMaxHalvings && !is_downhill(before); ++halving) {
      share /= 2.0;
      move(-share);
    }
  }

  [[nodiscard]] const std::vector<double>& change() const noexcept { return change_; }

  [[nodiscard]] double largest_delta() const {
    double largest = 0.0;
    for (const double delta : delta_) {
      largest = std::max(largest, std::abs(delta));
    }
    return largest;
  }

 private:
  [[nodiscard]] bool is_downhill(double before) const {
    const double slack = 1e-12 * (1.0 + before + static_cast<double>(sample_.size()));
    return state_.deviance <= before + slack;
  }

  void absorb_columns(double tolerance) {
    if (state_.within.empty()) {
      state_.within = design_.columns;
    }
    for (auto& column : state_.within) {
      (void)absorber_.project_out(column, tolerance, absorber_.norm(column));
    }
  }

  void judge_means(double projection_error) {
    const double step = absorber_.norm(change_);
    const double total =
        chunked_sum(weights_.size(), [&](std::size_t row) { return weights_[row]; });
    state_.last_step = step / std::sqrt(total);
    state_.decrement = (step + projection_error) * (step + projection_error);
    state_.smallest_zero_before = std::numeric_limits<double>::infinity();
    for (std::size_t row = 0; row < weights_.size(); ++row) {
      if (sample_.y[row] == 0.0) {
        state_.smallest_zero_before = std::min(state_.smallest_zero_before, weights_[row]);
      }
    }
  }

  const FitSample& sample_;
  const Design& design_;
  Absorber& absorber_;
  unsigned threads_;
  NewtonState& state_;
  std::vector<double> weights_;
  std::vector<double> change_;
  std::vector<double> rest_;
  std::vector<double> delta_;
};

}  // namespace

double separation_margin(const NewtonState& state) {
  if (std::isinf(state.smallest_zero_before)) {
    return state.smallest_zero_before;
  }
  return state.decrement > 0.0 ? state.smallest_zero_before / state.decrement
                               : std::numeric_limits<double>::infinity();
}

NewtonState start_newton(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    const PoissonOptions& options
) {
  const unsigned threads = options.threads;
  NewtonState state;
  state.beta.assign(design.columns.size(), 0.0);
  state.eta.resize(sample.size());
  if (design.columns.empty()) {
    const auto mu = fit_proportionally(sample, kSweepTolerance, kMaxSweeps, options.progress);
    for (std::size_t row = 0; row < sample.size(); ++row) {
      state.eta[row] = std::log(std::max(mu[row], kSmallestMean));
    }
    exponentiate(threads, state);
    state.deviance = deviance_of(sample, state);
    return state;
  }
  for (std::size_t row = 0; row < sample.size(); ++row) {
    state.eta[row] = std::log((sample.y[row] + 1.0) / 2.0);
  }
  exponentiate(threads, state);
  state.deviance = std::numeric_limits<double>::infinity();
  Steps steps(sample, design, absorber, threads, state);
  steps.find_step(false, kLoosest);
  steps.move(1.0);
  if (!std::isfinite(state.deviance)) {
    // The constant model is in the span and finite; every later step goes downhill from it.
    state.beta.assign(state.beta.size(), 0.0);
    state.eta = sample.offset;
    exponentiate(threads, state);
    state.deviance = deviance_of(sample, state);
  }
  return state;
}

void take_steps(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    const PoissonOptions& options,
    StopWhen stop,
    NewtonState& state
) {
  Steps steps(sample, design, absorber, options.threads, state);
  state.is_converged = false;
  double tolerance = kLoosest;
  int linear_steps = 0;
  while (state.iterations < options.max_iterations) {
    if (options.progress != nullptr) {
      options.progress->check();  // without effects nothing else asks
    }
    const double previous_step = state.last_step;
    steps.find_step(true, tolerance);
    const bool is_tightest = tolerance <= kTightest;
    const bool is_small = state.last_step <= options.tolerance;
    steps.move_downhill();
    // The next step is about the square of this one; it should not be lost in its projection.
    // Never looser than before: a step may be small only because its projection ended early.
    tolerance = std::clamp(0.1 * state.last_step * state.last_step, kTightest, tolerance);
    const bool is_doubtful = separation_margin(state) <= kSafety;
    if (is_small && is_doubtful && !is_tightest) {
      continue;  // the error of the projection may be all that is in doubt
    }
    state.is_converged = is_small && steps.largest_delta() <= options.tolerance;
    const bool is_linear = state.last_step <= kSettled && state.last_step > kLinear * previous_step;
    linear_steps = is_linear ? linear_steps + 1 : 0;
    const bool is_stuck = stop == StopWhen::kLinear && linear_steps >= kManyLinear;
    const bool is_settled = stop != StopWhen::kNever && is_small;
    if (state.is_converged || (is_doubtful && (is_stuck || is_settled))) {
      break;
    }
  }
  state.change = steps.change();
}

}  // namespace portolan::stats
