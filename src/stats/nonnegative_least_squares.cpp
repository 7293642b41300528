// Symbols of Lawson and Hanson: A the matrix (E in the book), y the right-hand side (f), x the
// weights, P the columns in use (passive set), w = A'(y - A x) the negative gradient.
#include "portolan/stats/nonnegative_least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "portolan/base/error.hpp"

namespace portolan::stats {
namespace {

/// A gradient or pivot below this part of what went into it is zero.
constexpr double kTolerance = 1e-12;
constexpr std::size_t kStepsPerColumn = 100;

using Column = std::vector<double>;

double norm(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value * value;
  }
  return std::sqrt(sum);
}

double product(std::span<const double> a, std::span<const double> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

/// Takes from `target` twice its part along the unit vector `v`, which begins at row `from`.
void reflect(std::span<const double> v, std::size_t from, Column& target) {
  const auto tail = std::span<double>(target).subspan(from);
  const double along = 2.0 * product(v, tail);
  for (std::size_t i = 0; i < tail.size(); ++i) {
    tail[i] -= along * v[i];
  }
}

/// Brings `columns` to upper triangular form by reflections, and `y` along with them. A column that
/// those before it span has 0 on the diagonal.
void triangularise(std::vector<Column>& columns, Column& y) {
  for (std::size_t j = 0; j < columns.size() && j < y.size(); ++j) {
    const std::span<double> below = std::span<double>(columns[j]).subspan(j);
    const double length = norm(below);
    if (length <= kTolerance * norm(columns[j])) {
      std::fill(below.begin(), below.end(), 0.0);
      continue;
    }
    Column v(below.begin(), below.end());
    v[0] += v[0] >= 0.0 ? length : -length;
    const double size = norm(v);
    for (double& value : v) {
      value /= size;
    }
    for (std::size_t c = j; c < columns.size(); ++c) {
      reflect(v, j, columns[c]);
    }
    reflect(v, j, y);
  }
}

/// A problem of k rows and columns at most.
class ActiveSet {
 public:
  ActiveSet(std::vector<Column> columns, Column y)
      : columns_(std::move(columns)),
        y_(std::move(y)),
        x_(columns_.size(), 0.0),
        is_used_(columns_.size(), false),
        is_refused_(columns_.size(), false) {}

  std::vector<double> solve() {
    const std::size_t most = kStepsPerColumn * (columns_.size() + 1);
    for (std::size_t step = 0; step < most; ++step) {
      const std::size_t entering = steepest();
      if (entering == columns_.size()) {
        return x_;
      }
      is_used_[entering] = true;
      if (!(fit_of_used()[entering] > 0.0)) {
        // Rounding alone made the gradient positive: the column would leave at once.
        is_used_[entering] = false;
        is_refused_[entering] = true;
        continue;
      }
      descend();
      is_refused_.assign(columns_.size(), false);
    }
    throw bad_data("nonnegative_least_squares: expected an end within {} steps, got none", most);
  }

 private:
  /// The unused column along which the fit improves most; the number of columns if none does.
  [[nodiscard]] std::size_t steepest() const {
    Column residual = y_;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      for (std::size_t i = 0; i < residual.size(); ++i) {
        residual[i] -= columns_[j][i] * x_[j];
      }
    }
    std::size_t best = columns_.size();
    double largest = 0.0;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      const double w = product(columns_[j], residual);
      const double least = kTolerance * norm(columns_[j]) * norm(y_);
      if (!is_used_[j] && !is_refused_[j] && w > least && w > largest) {
        largest = w;
        best = j;
      }
    }
    return best;
  }

  /// Least squares on the columns in use, without bounds; 0 elsewhere and for dependent columns.
  [[nodiscard]] std::vector<double> fit_of_used() const {
    std::vector<std::size_t> used;
    std::vector<Column> columns;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      if (is_used_[j]) {
        used.push_back(j);
        columns.push_back(columns_[j]);
      }
    }
    Column y = y_;
    triangularise(columns, y);
    std::vector<double> z(columns_.size(), 0.0);
    for (std::size_t p = used.size(); p-- > 0;) {
      double rest = p < y.size() ? y[p] : 0.0;
      for (std::size_t q = p + 1; q < used.size() && p < y.size(); ++q) {
        rest -= columns[q][p] * z[used[q]];
      }
      const double pivot = p < y.size() ? columns[p][p] : 0.0;
      z[used[p]] = pivot != 0.0 ? rest / pivot : 0.0;
    }
    return z;
  }

  /// How far x_j goes on its way to z_j <= 0 before it is 0, as a part of the way.
  [[nodiscard]] double way_to_zero(std::size_t j, const std::vector<double>& z) const {
    return x_[j] > 0.0 ? x_[j] / (x_[j] - z[j]) : 0.0;
  }

  /// The part of the way to `z` on which no weight in use becomes negative; 1 for all of it.
  [[nodiscard]] double longest_step(const std::vector<double>& z) const {
    double step = 1.0;
    for (std::size_t j = 0; j < z.size(); ++j) {
      if (is_used_[j] && z[j] <= 0.0) {
        step = std::min(step, way_to_zero(j, z));
      }
    }
    return step;
  }

  /// Goes a part of the way to `z`; weights that become 0 leave. Returns whether any did.
  bool move(const std::vector<double>& z, double step) {
    bool has_left = false;
    for (std::size_t j = 0; j < z.size(); ++j) {
      if (!is_used_[j]) {
        continue;
      }
      const bool leaves = z[j] <= 0.0 && way_to_zero(j, z) <= step;
      x_[j] = leaves ? 0.0 : x_[j] + step * (z[j] - x_[j]);
      is_used_[j] = !leaves;
      has_left = has_left || leaves;
    }
    return has_left;
  }

  /// Moves to the fit of the columns in use, leaving out those that would become negative.
  void descend() {
    bool has_left = true;
    while (has_left) {
      const std::vector<double> z = fit_of_used();
      has_left = move(z, longest_step(z));
    }
  }

  std::vector<Column> columns_;
  Column y_;
  std::vector<double> x_;
  std::vector<bool> is_used_;
  std::vector<bool> is_refused_;
};

bool is_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) {
    return std::isfinite(value);
  });
}

void check(std::span<const std::span<const double>> columns, std::span<const double> y) {
  for (const auto& column : columns) {
    if (column.size() != y.size()) {
      throw invalid_argument(
          "columns: expected {} values, one for each of y, got {}", y.size(), column.size()
      );
    }
    if (!is_finite(column)) {
      throw invalid_argument("columns: expected finite values, got others");
    }
  }
  if (!is_finite(y)) {
    throw invalid_argument("y: expected finite values, got others");
  }
}

double residual_norm_of(
    std::span<const std::span<const double>> columns,
    std::span<const double> y,
    std::span<const double> weights
) {
  Column residual(y.begin(), y.end());
  for (std::size_t j = 0; j < columns.size(); ++j) {
    for (std::size_t i = 0; i < residual.size(); ++i) {
      residual[i] -= columns[j][i] * weights[j];
    }
  }
  return norm(residual);
}

std::vector<double> weights_of(std::vector<Column> columns, Column y) {
  triangularise(columns, y);
  const std::size_t rows = std::min(columns.size(), y.size());
  y.resize(rows);
  for (Column& column : columns) {
    column.resize(rows);
  }
  return ActiveSet(std::move(columns), std::move(y)).solve();
}

}  // namespace

NonnegativeFit nonnegative_least_squares(
    std::span<const std::span<const double>> columns,
    std::span<const double> y
) {
  check(columns, y);
  std::vector<Column> copies;
  copies.reserve(columns.size());
  for (const auto& column : columns) {
    copies.emplace_back(column.begin(), column.end());
  }
  NonnegativeFit fit;
  fit.weights = weights_of(std::move(copies), Column(y.begin(), y.end()));
  fit.residual_norm = residual_norm_of(columns, y, fit.weights);
  return fit;
}

NonnegativeFit nonnegative_least_squares(
    std::span<const std::span<const double>> columns,
    std::span<const double> y,
    double most_sum
) {
  if (!(most_sum > 0.0)) {
    throw invalid_argument("most_sum: expected a positive number, got {}", most_sum);
  }
  NonnegativeFit fit = nonnegative_least_squares(columns, y);
  double sum = 0.0;
  for (const double weight : fit.weights) {
    sum += weight;
  }
  if (sum <= most_sum) {
    return fit;
  }
  std::vector<Column> hull;
  double largest = 0.0;
  for (const auto& column : columns) {
    Column& b = hull.emplace_back(column.begin(), column.end());
    for (std::size_t i = 0; i < b.size(); ++i) {
      b[i] = most_sum * b[i] - y[i];
    }
    largest = std::max(largest, norm(b));
  }
  // The scale moves no minimum and keeps both terms alike.
  for (Column& b : hull) {
    for (double& value : b) {
      value /= largest > 0.0 ? largest : 1.0;
    }
    b.push_back(1.0);
  }
  Column target(y.size(), 0.0);
  target.push_back(1.0);
  fit.weights = weights_of(std::move(hull), std::move(target));
  sum = 0.0;
  for (const double weight : fit.weights) {
    sum += weight;
  }
  for (double& weight : fit.weights) {
    weight *= most_sum / sum;
  }
  fit.residual_norm = residual_norm_of(columns, y, fit.weights);
  return fit;
}

}  // namespace portolan::stats
