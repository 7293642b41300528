#include "portolan/stats/robust_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "portolan/base/error.hpp"

namespace portolan::stats {

namespace {

constexpr double kMadToSigma = 0.6744897501960817;  // the normal's third quartile
constexpr double kSmallestScale = 1e-9;             // below, residuals count as none
constexpr double kPivotTolerance = 1e-10;  // share of a column's own square that must be left

/// The model as sparse rows: few coefficients of many are touched by one observation.
class Design {
 public:
  Design(std::span<const std::span<const double>> covariates, std::span<const Factor> factors)
      : covariates_(covariates), factors_(factors), size_(1 + covariates.size()) {
    for (const Factor& factor : factors) {
      std::vector<std::int64_t> counts(factor.num_levels, 0);
      for (const std::uint32_t level : factor.levels) {
        ++counts[level];
      }
      const auto reference =
          static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
      auto& columns = columns_.emplace_back(factor.num_levels, kNoColumn);
      for (std::size_t level = 0; level < counts.size(); ++level) {
        if (level == reference) {
          columns[level] = kReference;
        } else if (counts[level] > 0) {
          columns[level] = size_++;
        }
      }
    }
    indices_.resize(1 + covariates.size() + factors.size());
    values_.resize(indices_.size());
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Loads row `i`; `indices()` and `values()` hold it until the next call. Indices ascend.
  void load(std::size_t i) {
    count_ = 0;
    push(0, 1.0);
    for (std::size_t j = 0; j < covariates_.size(); ++j) {
      push(1 + j, covariates_[j][i]);
    }
    for (std::size_t f = 0; f < factors_.size(); ++f) {
      const std::size_t column = columns_[f][factors_[f].levels[i]];
      if (column < kReference) {
        push(column, 1.0);
      }
    }
  }
  [[nodiscard]] std::span<const std::size_t> indices() const { return {indices_.data(), count_}; }
  [[nodiscard]] std::span<const double> values() const { return {values_.data(), count_}; }

  [[nodiscard]] RobustFit unpack(std::span<const double> coefficients) const {
    RobustFit fit;
    fit.intercept = coefficients[0];
    fit.slopes.assign(
        coefficients.begin() + 1,
        coefficients.begin() + 1 + static_cast<std::ptrdiff_t>(covariates_.size())
    );
    for (const auto& columns : columns_) {
      auto& effects = fit.effects.emplace_back();
      for (const std::size_t column : columns) {
        effects.push_back(
            column == kReference  ? 0.0
            : column == kNoColumn ? std::numeric_limits<double>::quiet_NaN()
                                  : coefficients[column]
        );
      }
    }
    return fit;
  }

 private:
  static constexpr std::size_t kNoColumn = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t kReference = kNoColumn - 1;

  void push(std::size_t index, double value) {
    indices_[count_] = index;
    values_[count_] = value;
    ++count_;
  }

  std::span<const std::span<const double>> covariates_;
  std::span<const Factor> factors_;
  std::vector<std::vector<std::size_t>> columns_;
  std::size_t size_;
  std::vector<std::size_t> indices_;
  std::vector<double> values_;
  std::size_t count_ = 0;
};

/// Solves the normal equations by Cholesky; `matrix` holds the lower triangle by rows. A column
/// whose pivot vanishes gets 0.
std::vector<double> solve(std::vector<double> matrix, std::vector<double> right) {
  const std::size_t n = right.size();
  std::vector<bool> is_dropped(n, false);
  for (std::size_t j = 0; j < n; ++j) {
    const double own = matrix[j * n + j];
    double pivot = own;
    for (std::size_t k = 0; k < j; ++k) {
      pivot -= matrix[j * n + k] * matrix[j * n + k];
    }
    is_dropped[j] = pivot <= kPivotTolerance * own || pivot <= 0.0;
    matrix[j * n + j] = is_dropped[j] ? 0.0 : std::sqrt(pivot);
    for (std::size_t i = j + 1; i < n; ++i) {
      double sum = matrix[i * n + j];
      for (std::size_t k = 0; k < j; ++k) {
        sum -= matrix[i * n + k] * matrix[j * n + k];
      }
      matrix[i * n + j] = is_dropped[j] ? 0.0 : sum / matrix[j * n + j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      right[i] -= matrix[i * n + k] * right[k];
    }
    right[i] = is_dropped[i] ? 0.0 : right[i] / matrix[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) {
      right[i] -= matrix[k * n + i] * right[k];
    }
    right[i] = is_dropped[i] ? 0.0 : right[i] / matrix[i * n + i];
  }
  return right;
}

std::vector<double>
weighted_least_squares(Design& design, std::span<const double> y, std::span<const double> weights) {
  const std::size_t n = design.size();
  std::vector<double> matrix(n * n, 0.0);
  std::vector<double> right(n, 0.0);
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (weights[i] == 0.0) {
      continue;
    }
    design.load(i);
    const auto indices = design.indices();
    const auto values = design.values();
    for (std::size_t a = 0; a < indices.size(); ++a) {
      const double weighted = weights[i] * values[a];
      right[indices[a]] += weighted * y[i];
      for (std::size_t b = 0; b <= a; ++b) {
        matrix[indices[a] * n + indices[b]] += weighted * values[b];
      }
    }
  }
  return solve(std::move(matrix), std::move(right));
}

double robust_scale(std::span<const double> residuals) {
  std::vector<double> sizes(residuals.size());
  std::transform(residuals.begin(), residuals.end(), sizes.begin(), [](double r) {
    return std::abs(r);
  });
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  return std::max(*middle / kMadToSigma, kSmallestScale);
}

/// State of the rounds: coefficients, residuals, weights.
class Rounds {
 public:
  Rounds(Design design, std::span<const double> y)
      : design_(std::move(design)), y_(y), weights_(y.size(), 1.0), residuals_(y.size()) {
    (void)step();
  }

  /// Solves with the present weights and returns the largest change of a fitted value.
  double step() {
    coefficients_ = weighted_least_squares(design_, y_, weights_);
    double change = 0.0;
    for (std::size_t i = 0; i < y_.size(); ++i) {
      design_.load(i);
      double fitted = 0.0;
      for (std::size_t a = 0; a < design_.indices().size(); ++a) {
        fitted += coefficients_[design_.indices()[a]] * design_.values()[a];
      }
      const double residual = y_[i] - fitted;
      change = std::max(change, std::abs(residual - residuals_[i]));
      residuals_[i] = residual;
    }
    return change;
  }

  void weigh_huber(double limit) {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const double size = std::abs(residuals_[i]);
      weights_[i] = size <= limit ? 1.0 : limit / size;
    }
  }

  void weigh_bisquare(double limit) {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const double ratio = residuals_[i] / limit;
      const double kept = 1.0 - ratio * ratio;
      weights_[i] = kept <= 0.0 ? 0.0 : kept * kept;
    }
  }

  [[nodiscard]] double scale() const { return robust_scale(residuals_); }
  [[nodiscard]] RobustFit fit() const { return design_.unpack(coefficients_); }

 private:
  Design design_;
  std::span<const double> y_;
  std::vector<double> weights_;
  std::vector<double> residuals_;
  std::vector<double> coefficients_;
};

void check(
    std::span<const double> y,
    std::span<const std::span<const double>> covariates,
    std::span<const Factor> factors
) {
  if (y.empty()) {
    throw invalid_argument("y: expected at least one observation, got none");
  }
  for (const auto& covariate : covariates) {
    if (covariate.size() != y.size()) {
      throw invalid_argument("covariates: expected {} values, got {}", y.size(), covariate.size());
    }
  }
  for (const Factor& factor : factors) {
    if (factor.levels.size() != y.size()) {
      throw invalid_argument("factors: expected {} levels, got {}", y.size(), factor.levels.size());
    }
    for (const std::uint32_t level : factor.levels) {
      if (level >= factor.num_levels) {
        throw invalid_argument(
            "factors: expected levels below {}, got {}", factor.num_levels, level
        );
      }
    }
  }
}

}  // namespace

RobustFit fit_robust(
    std::span<const double> y,
    std::span<const std::span<const double>> covariates,
    std::span<const Factor> factors,
    const RobustOptions& options
) {
  check(y, covariates, factors);
  Rounds rounds(Design(covariates, factors), y);
  int iteration = 0;
  const auto not_converged = [&] {
    return bad_data("robust regression: expected convergence in {} rounds, got none", iteration);
  };
  for (bool is_converged = false; !is_converged; ++iteration) {
    if (iteration == options.max_iterations) {
      throw not_converged();
    }
    const double scale = rounds.scale();
    rounds.weigh_huber(options.huber_k * scale);
    is_converged = rounds.step() <= options.tolerance * scale;
  }
  const double held_scale = rounds.scale();
  for (bool is_converged = options.bisquare_c <= 0.0; !is_converged; ++iteration) {
    if (iteration == 2 * options.max_iterations) {
      throw not_converged();
    }
    rounds.weigh_bisquare(options.bisquare_c * held_scale);
    is_converged = rounds.step() <= options.tolerance * held_scale;
  }
  RobustFit fit = rounds.fit();
  fit.scale = rounds.scale();
  fit.iterations = iteration;
  return fit;
}

}  // namespace portolan::stats
