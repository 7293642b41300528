#include "dense_poisson.hpp"

#include <cmath>
#include <cstdint>
#include <map>

namespace portolan::reference {

namespace {

using Matrix = std::vector<std::vector<double>>;

/// The model of the rows in use: covariates first, then dummies (or the constant).
struct Rows {
  Matrix x;
  std::vector<double> y;
  std::vector<double> weight;
  std::vector<double> offset;
  std::vector<std::size_t> observations;
};

Rows rows_of(const stats::PoissonData& data, const std::vector<bool>& is_used) {
  Rows rows;
  for (std::size_t i = 0; i < data.y.size(); ++i) {
    if (!is_used[i]) {
      continue;
    }
    auto& x = rows.x.emplace_back();
    for (const auto& covariate : data.covariates) {
      x.push_back(covariate[i]);
    }
    for (const auto& effect : data.effects) {
      for (std::uint32_t level = 0; level < effect.num_levels; ++level) {
        x.push_back(effect.levels[i] == level ? 1.0 : 0.0);
      }
    }
    if (data.effects.empty()) {
      x.push_back(1.0);
    }
    rows.y.push_back(data.y[i]);
    rows.weight.push_back(data.weights.empty() ? 1.0 : data.weights[i]);
    rows.offset.push_back(data.offset.empty() ? 0.0 : data.offset[i]);
    rows.observations.push_back(i);
  }
  return rows;
}

/// Solves by Gauss-Jordan elimination in order; columns without a pivot get zeros throughout.
Matrix pseudo_inverse(Matrix a, std::size_t& rank) {
  const std::size_t n = a.size();
  Matrix inverse(n, std::vector<double>(n, 0.0));
  std::vector<double> diagonal(n);
  for (std::size_t i = 0; i < n; ++i) {
    inverse[i][i] = 1.0;
    diagonal[i] = a[i][i];
  }
  rank = 0;
  std::vector<bool> is_kept(n, false);
  for (std::size_t k = 0; k < n; ++k) {
    if (!(a[k][k] > 1e-9 * diagonal[k])) {
      continue;
    }
    is_kept[k] = true;
    ++rank;
    const double pivot = a[k][k];
    for (std::size_t j = 0; j < n; ++j) {
      a[k][j] /= pivot;
      inverse[k][j] /= pivot;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double factor = i == k ? 0.0 : a[i][k];
      for (std::size_t j = 0; j < n; ++j) {
        a[i][j] -= factor * a[k][j];
        inverse[i][j] -= factor * inverse[k][j];
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      inverse[i][j] = is_kept[i] && is_kept[j] ? inverse[i][j] : 0.0;
    }
  }
  return inverse;
}

Matrix information(const Rows& rows, const std::vector<double>& mu) {
  const std::size_t n = rows.x.front().size();
  Matrix result(n, std::vector<double>(n, 0.0));
  for (std::size_t row = 0; row < rows.y.size(); ++row) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        result[i][j] += rows.weight[row] * mu[row] * rows.x[row][i] * rows.x[row][j];
      }
    }
  }
  return result;
}

std::vector<double> means(const Rows& rows, const std::vector<double>& beta) {
  std::vector<double> mu;
  for (std::size_t row = 0; row < rows.y.size(); ++row) {
    double eta = rows.offset[row];
    for (std::size_t j = 0; j < beta.size(); ++j) {
      eta += rows.x[row][j] * beta[j];
    }
    mu.push_back(std::exp(eta));
  }
  return mu;
}

double likelihood(const Rows& rows, const std::vector<double>& mu) {
  double sum = 0.0;
  for (std::size_t row = 0; row < rows.y.size(); ++row) {
    const double y = rows.y[row];
    sum += rows.weight[row] * ((y > 0.0 ? y * std::log(mu[row]) : 0.0) - mu[row]);
  }
  return sum;
}

/// Sums of the scores by key, multiplied out.
template <typename Key>
void add_products(
    const Rows& rows,
    const std::vector<double>& mu,
    double sign,
    const Key& key,
    Matrix& meat
) {
  std::map<std::uint64_t, std::vector<double>> sums;
  for (std::size_t row = 0; row < rows.y.size(); ++row) {
    auto& sum = sums[key(rows.observations[row])];
    sum.resize(meat.size(), 0.0);
    for (std::size_t j = 0; j < meat.size(); ++j) {
      sum[j] += rows.x[row][j] * rows.weight[row] * (rows.y[row] - mu[row]);
    }
  }
  for (const auto& [name, sum] : sums) {
    for (std::size_t i = 0; i < meat.size(); ++i) {
      for (std::size_t j = 0; j < meat.size(); ++j) {
        meat[i][j] += sign * sum[i] * sum[j];
      }
    }
  }
}

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix result(a.size(), std::vector<double>(a.size(), 0.0));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t k = 0; k < a.size(); ++k) {
      for (std::size_t j = 0; j < a.size(); ++j) {
        result[i][j] += a[i][k] * b[k][j];
      }
    }
  }
  return result;
}

Matrix meat_of(
    const Rows& rows,
    const std::vector<double>& mu,
    const stats::PoissonData& data,
    stats::PoissonErrors errors
) {
  Matrix meat(rows.x.front().size(), std::vector<double>(rows.x.front().size(), 0.0));
  if (errors == stats::PoissonErrors::kRobust) {
    add_products(
        rows, mu, 1.0, [](std::size_t i) { return std::uint64_t{i}; }, meat
    );
    return meat;
  }
  for (const auto& way : data.clusters) {
    add_products(
        rows, mu, 1.0, [&](std::size_t i) { return std::uint64_t{way.levels[i]}; }, meat
    );
  }
  if (data.clusters.size() == 2) {
    const auto both = [&](std::size_t i) {
      return std::uint64_t{data.clusters[0].levels[i]} * 100'000 + data.clusters[1].levels[i];
    };
    add_products(rows, mu, -1.0, both, meat);
  }
  return meat;
}

}  // namespace

DensePoisson fit_dense(
    const stats::PoissonData& data,
    const std::vector<bool>& is_used,
    stats::PoissonErrors errors,
    int steps
) {
  const Rows rows = rows_of(data, is_used);
  std::vector<double> beta(rows.x.front().size(), 0.0);
  DensePoisson result;
  result.mu = means(rows, beta);
  for (int step = 0; step < steps; ++step) {
    const Matrix inverse = pseudo_inverse(information(rows, result.mu), result.rank);
    std::vector<double> change(beta.size(), 0.0);
    for (std::size_t row = 0; row < rows.y.size(); ++row) {
      const double residual = rows.weight[row] * (rows.y[row] - result.mu[row]);
      for (std::size_t i = 0; i < beta.size(); ++i) {
        for (std::size_t j = 0; j < beta.size() && residual != 0.0; ++j) {
          change[i] += inverse[i][j] * rows.x[row][j] * residual;
        }
      }
    }
    const double before = likelihood(rows, result.mu);
    double share = 1.0;
    for (int halving = 0; halving < 40; ++halving, share /= 2.0) {
      auto moved = beta;
      for (std::size_t j = 0; j < beta.size(); ++j) {
        moved[j] += share * change[j];
      }
      const auto mu = means(rows, moved);
      if (likelihood(rows, mu) >= before - 1e-12 * std::abs(before)) {
        beta = moved;
        result.mu = mu;
        break;
      }
    }
  }
  const Matrix bread = pseudo_inverse(information(rows, result.mu), result.rank);
  const Matrix covariance =
      errors == stats::PoissonErrors::kIid
          ? bread
          : product(product(bread, meat_of(rows, result.mu, data, errors)), bread);
  const std::size_t num_covariates = data.covariates.size();
  result.coefficients.assign(
      beta.begin(), beta.begin() + static_cast<std::ptrdiff_t>(num_covariates)
  );
  for (std::size_t i = 0; i < num_covariates; ++i) {
    for (std::size_t j = 0; j < num_covariates; ++j) {
      result.covariance.push_back(covariance[i][j]);
    }
  }
  return result;
}

}  // namespace portolan::reference
