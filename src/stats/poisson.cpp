#include "portolan/stats/poisson.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absorb.hpp"
#include "design.hpp"
#include "fit_sample.hpp"
#include "newton.hpp"
#include "poisson_covariance.hpp"
#include "portolan/base/error.hpp"
#include "separation.hpp"

namespace portolan::stats {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kFinalTolerance = 1e-11;  // of the projections that outlive the fit
constexpr double kClearlyPositive = 1e6;   // times its bound: such a mean is no candidate
constexpr double kTrusted = 100.0;         // a margin below it is settled by a search

void check_factor(const Factor& factor, std::size_t size, const char* what) {
  if (factor.levels.size() != size) {
    throw invalid_argument("{}: expected {} levels, got {}", what, size, factor.levels.size());
  }
  for (const std::uint32_t level : factor.levels) {
    if (level >= factor.num_levels) {
      throw invalid_argument(
          "{}: expected levels below {}, got {}", what, factor.num_levels, level
      );
    }
  }
}

void check_column(
    std::span<const double> column,
    std::size_t size,
    bool may_be_negative,
    const char* what
) {
  if (column.size() != size) {
    throw invalid_argument("{}: expected {} values, got {}", what, size, column.size());
  }
  for (const double value : column) {
    if (std::isinf(value) || (!may_be_negative && value < 0.0)) {
      throw invalid_argument(
          "{}: expected {}, got {}",
          what,
          may_be_negative ? "finite values" : "finite values of at least 0",
          value
      );
    }
  }
}

void check(const PoissonData& data, const PoissonOptions& options) {
  const std::size_t size = data.y.size();
  check_column(data.y, size, false, "y");
  for (const auto& covariate : data.covariates) {
    check_column(covariate, size, true, "covariates");
  }
  for (const Factor& effect : data.effects) {
    check_factor(effect, size, "effects");
  }
  if (!data.weights.empty()) {
    check_column(data.weights, size, false, "weights");
  }
  if (!data.offset.empty()) {
    check_column(data.offset, size, true, "offset");
  }
  for (const Factor& way : data.clusters) {
    check_factor(way, size, "clusters");
  }
  if (options.errors == PoissonErrors::kClustered &&
      (data.clusters.empty() || data.clusters.size() > 2)) {
    throw invalid_argument("clusters: expected 1 or 2, got {}", data.clusters.size());
  }
}

/// The rows at y = 0 whose mean fell in the last step: a first guess of the separated ones.
std::vector<bool> falling_rows(const FitSample& sample, const NewtonState& state) {
  constexpr double kFall = -0.1;  // of log mu; a separated mean falls by up to 1 a step
  std::vector<bool> candidates(sample.size());
  for (std::size_t row = 0; row < sample.size(); ++row) {
    candidates[row] = sample.y[row] == 0.0 && state.change[row] < kFall;
  }
  return candidates;
}

/// The rows at y = 0 that the last step does not vouch for, or all of them where the steps did not
/// settle.
std::vector<bool>
doubtful_rows(const FitSample& sample, const NewtonState& state, double tolerance) {
  const bool is_settled = state.last_step <= tolerance;
  const double bound = kClearlyPositive * state.decrement;
  std::vector<bool> candidates(sample.size());
  for (std::size_t row = 0; row < sample.size(); ++row) {
    candidates[row] =
        sample.y[row] == 0.0 && (!is_settled || sample.weight[row] * state.mu[row] <= bound);
  }
  return candidates;
}

/// A fit whose rows are final, with what it was made of.
struct Settled {
  FitSample sample;
  Design design;
  NewtonState state;
  double margin = 0.0;
};

/// Fits what is in use, marks what is separated, and fits again until nothing is.
class Rounds {
 public:
  Rounds(const PoissonData& data, const PoissonOptions& options, PoissonFit& fit)
      : data_(data), options_(options), fit_(fit) {}

  Settled settle() {
    for (;;) {
      mark_unusable(data_, options_.keep_singletons, fit_.rows);
      Settled settled;
      settled.sample = make_sample(data_, fit_.rows);
      if (try_to_settle(settled)) {
        return settled;
      }
    }
  }

 private:
  /// Returns false where rows were found to be separated.
  bool try_to_settle(Settled& settled) {
    Absorber absorber(settled.sample, options_.threads, options_.progress);
    settled.design = make_design(settled.sample, data_.covariates, absorber);
    settled.state = start_newton(settled.sample, settled.design, absorber, options_);
    const bool is_fitted = fit_or_mark(settled, absorber);
    fit_.iterations += settled.state.iterations;
    if (!is_fitted) {
      return false;
    }
    settled.margin = separation_margin(settled.state);
    if (!settled.state.is_converged) {
      throw bad_data(
          "poisson: expected convergence within {} steps, got a last step of {:.3g}",
          options_.max_iterations,
          settled.state.last_step
      );
    }
    finish(settled, absorber);
    return true;
  }

  /// Returns false where rows were marked as separated before the fit came to its end.
  bool fit_or_mark(Settled& settled, Absorber& absorber) {
    const auto& sample = settled.sample;
    const auto& state = settled.state;
    const auto step_until = [&](StopWhen stop) {
      take_steps(sample, settled.design, absorber, options_, stop, settled.state);
      return state.is_converged && separation_margin(state) > kTrusted;
    };
    if (step_until(StopWhen::kLinear)) {
      return true;
    }
    if (mark_separated(settled, absorber, falling_rows(sample, state))) {
      return false;
    }
    if (step_until(StopWhen::kSettled)) {
      return true;
    }
    if (mark_separated(settled, absorber, doubtful_rows(sample, state, options_.tolerance))) {
      return false;
    }
    (void)step_until(StopWhen::kNever);
    return true;
  }

  bool
  mark_separated(const Settled& settled, Absorber& absorber, const std::vector<bool>& candidates) {
    fit_.certificate.searched_separation = true;
    const auto separated = find_separated(settled.sample, settled.design, absorber, candidates);
    bool is_any = false;
    for (std::size_t row = 0; row < separated.size(); ++row) {
      if (separated[row]) {
        fit_.rows[settled.sample.observations[row]] = RowUse::kSeparated;
        is_any = true;
      }
    }
    return is_any;
  }

  /// Takes the covariates off the effects, and the effects apart, in the weights of the fit.
  void finish(Settled& settled, Absorber& absorber) {
    std::vector<double> weights(settled.sample.size());
    for (std::size_t row = 0; row < weights.size(); ++row) {
      weights[row] = settled.sample.weight[row] * settled.state.mu[row];
    }
    absorber.set_weights(weights);
    for (auto& column : settled.state.within) {
      (void)absorber.project_out(column, kFinalTolerance, absorber.norm(column));
    }
    std::vector<double> rest = settled.state.eta;
    for (std::size_t row = 0; row < rest.size(); ++row) {
      rest[row] += std::log(settled.sample.y_scale) - settled.sample.offset[row];
      for (std::size_t j = 0; j < settled.design.columns.size(); ++j) {
        const double x =
            settled.design.columns[j][row] + settled.design.centres[j] / settled.design.scales[j];
        rest[row] -= settled.state.beta[j] * x;
      }
    }
    const auto constants = absorber.decompose(rest, kFinalTolerance);
    for (std::size_t effect = 0; effect < constants.size(); ++effect) {
      const auto& given = settled.sample.given_levels[effect];
      auto& values = fit_.effects.emplace_back(data_.effects[effect].num_levels, kNan);
      for (std::size_t level = 0; level < given.size(); ++level) {
        values[given[level]] = constants[effect][level];
      }
      fit_.num_levels.push_back(static_cast<std::int64_t>(given.size()));
    }
  }

  const PoissonData& data_;
  const PoissonOptions& options_;
  PoissonFit& fit_;
};

double score_error(const Settled& settled) {
  const FitSample& sample = settled.sample;
  double error = 0.0;
  for (std::size_t effect = 0; effect < sample.levels.size(); ++effect) {
    std::vector<double> observed(sample.given_levels[effect].size(), 0.0);
    std::vector<double> fitted(observed.size(), 0.0);
    for (std::size_t row = 0; row < sample.size(); ++row) {
      observed[sample.levels[effect][row]] += sample.weight[row] * sample.y[row];
      fitted[sample.levels[effect][row]] += sample.weight[row] * settled.state.mu[row];
    }
    for (std::size_t level = 0; level < observed.size(); ++level) {
      error = std::max(error, std::abs(observed[level] - fitted[level]) / observed[level]);
    }
  }
  for (const auto& column : settled.design.columns) {
    double score = 0.0;
    double size = 0.0;
    for (std::size_t row = 0; row < sample.size(); ++row) {
      const double weighted = sample.weight[row] * column[row];
      score += weighted * (sample.y[row] - settled.state.mu[row]);
      size += std::abs(weighted) * (sample.y[row] + settled.state.mu[row]);
    }
    error = std::max(error, std::abs(score) / size);
  }
  return error;
}

void summarize(const Settled& settled, PoissonFit& fit) {
  const FitSample& sample = settled.sample;
  const double log_scale = std::log(sample.y_scale);
  const auto sum = [&](const auto& term) {
    return chunked_sum(sample.size(), [&](std::size_t row) {
      return sample.weight[row] * term(row);
    });
  };
  const auto likelihood = [&](const auto& log_mean) {
    return sum([&](std::size_t row) {
      const double y = sample.y[row] * sample.y_scale;
      const double eta = log_mean(row) + log_scale;
      return y * eta - std::exp(eta) - std::lgamma(y + 1.0);
    });
  };
  fit.deviance = settled.state.deviance * sample.y_scale;
  fit.log_likelihood = likelihood([&](std::size_t row) { return settled.state.eta[row]; });
  const double constant =
      std::log(sum([&](std::size_t row) { return sample.y[row]; })) -
      std::log(sum([&](std::size_t row) { return std::exp(sample.offset[row]); }));
  fit.pseudo_r2 = 1.0 - fit.log_likelihood / likelihood([&](std::size_t row) {
                          return constant + sample.offset[row];
                        });
  fit.mu.assign(fit.rows.size(), kNan);
  for (std::size_t row = 0; row < sample.size(); ++row) {
    fit.mu[sample.observations[row]] = settled.state.mu[row] * sample.y_scale;
  }
}

/// From columns of the design, centred and scaled, to covariates as given.
void report_coefficients(
    const Settled& settled,
    const PoissonCovariance& covariance,
    std::size_t num_covariates,
    PoissonFit& fit
) {
  const Design& design = settled.design;
  const std::size_t size = design.columns.size();
  fit.coefficients.assign(num_covariates, {kNan, kNan});
  fit.covariance.assign(num_covariates * num_covariates, kNan);
  // The constant is that of the centred covariates less what the centres contribute.
  std::vector<double> to_constant(size, 0.0);
  double constant = std::log(settled.sample.y_scale);
  for (std::size_t i = 0; i < size; ++i) {
    const bool is_constant = design.covariates[i] == Design::kConstant;
    to_constant[i] = is_constant ? 1.0 : -design.centres[i] / design.scales[i];
    constant += to_constant[i] * settled.state.beta[i];
    if (is_constant) {
      continue;
    }
    const std::size_t row = design.covariates[i];
    fit.coefficients[row] = {
        settled.state.beta[i] / design.scales[i],
        std::sqrt(covariance.matrix[i * size + i]) / design.scales[i]};
    for (std::size_t j = 0; j < size; ++j) {
      if (design.covariates[j] != Design::kConstant) {
        fit.covariance[row * num_covariates + design.covariates[j]] =
            covariance.matrix[i * size + j] / (design.scales[i] * design.scales[j]);
      }
    }
  }
  if (settled.sample.levels.empty()) {
    double variance = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        variance += to_constant[i] * covariance.matrix[i * size + j] * to_constant[j];
      }
    }
    fit.constant = PoissonCoefficient{constant, std::sqrt(variance)};
  }
}

}  // namespace

PoissonFit fit_poisson(const PoissonData& data, const PoissonOptions& options) {
  check(data, options);
  PoissonFit fit;
  fit.rows.assign(data.y.size(), RowUse::kUsed);
  const Settled settled = Rounds(data, options, fit).settle();
  for (const RowUse use : fit.rows) {
    ++fit.num_rows[static_cast<std::size_t>(use)];
  }
  const PoissonCovariance covariance =
      covariance_of(settled.sample, settled.state, data, options.errors);
  fit.small_sample = covariance.small_sample;
  fit.collinear = settled.design.collinear;
  std::sort(fit.collinear.begin(), fit.collinear.end());
  report_coefficients(settled, covariance, data.covariates.size(), fit);
  summarize(settled, fit);
  fit.certificate.score_error = score_error(settled);
  fit.certificate.last_step = settled.state.last_step;
  fit.certificate.separation_margin = settled.margin;
  return fit;
}

}  // namespace portolan::stats
