#include "portolan/stats/two_way_poisson.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "portolan/base/error.hpp"

namespace portolan::stats {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Observed over fitted sum of each row or column; both sums for the certificate.
struct Sums {
  std::vector<double> observed;
  std::vector<double> fitted;

  explicit Sums(std::size_t size) : observed(size, 0.0), fitted(size, 0.0) {}

  void clear() {
    std::fill(observed.begin(), observed.end(), 0.0);
    std::fill(fitted.begin(), fitted.end(), 0.0);
  }
};

/// One table with what does not change from round to round.
class Fit {
 public:
  explicit Fit(const TwoWayTable& table)
      : table_(table),
        row_sums_(table.num_rows),
        column_sums_(table.num_columns),
        is_row_used_(table.num_rows, 0),
        is_column_used_(table.num_columns, 0) {
    effects_.rows.assign(table.num_rows, 1.0);
    effects_.columns.assign(table.num_columns, 1.0);
    for_each_used([&](std::size_t row, std::size_t column, double, double) {
      is_row_used_[row] = 1;
      is_column_used_[column] = 1;
    });
  }

  TwoWayEffects run(double tolerance, int max_iterations) {
    for (effects_.iterations = 0; effects_.iterations < max_iterations;) {
      ++effects_.iterations;
      scale_rows();
      effects_.residual = scale_columns();
      if (effects_.residual <= tolerance) {
        // Columns fit exactly now; what the rows miss is the certificate.
        effects_.residual = residual_of_rows();
        effects_.has_converged = effects_.residual <= tolerance;
        if (effects_.has_converged) {
          break;
        }
      }
    }
    forget_unused();
    return std::move(effects_);
  }

 private:
  template <typename Work>
  void for_each_used(const Work& work) const {
    for (std::size_t row = 0; row < table_.num_rows; ++row) {
      const double weight = table_.row_weights.empty() ? 1.0 : table_.row_weights[row];
      for (std::size_t column = 0; column < table_.num_columns; ++column) {
        const std::size_t cell = row * table_.num_columns + column;
        if (table_.is_used[cell] != 0) {
          const double exposure =
              table_.exposures.empty() ? 1.0 : static_cast<double>(table_.exposures[cell]);
          work(row, column, weight * static_cast<double>(table_.values[cell]), weight * exposure);
        }
      }
    }
  }

  static double ratio(double observed, double fitted) {
    return fitted > 0.0 ? observed / fitted : 0.0;
  }

  void sum_rows() {
    row_sums_.clear();
    for_each_used([&](std::size_t row, std::size_t column, double value, double exposure) {
      row_sums_.observed[row] += value;
      row_sums_.fitted[row] += exposure * effects_.columns[column];
    });
  }

  void scale_rows() {
    sum_rows();
    for (std::size_t row = 0; row < table_.num_rows; ++row) {
      effects_.rows[row] = ratio(row_sums_.observed[row], row_sums_.fitted[row]);
    }
  }

  /// Returns how far the columns were from their sums before they were scaled.
  double scale_columns() {
    column_sums_.clear();
    for_each_used([&](std::size_t row, std::size_t column, double value, double exposure) {
      column_sums_.observed[column] += value;
      column_sums_.fitted[column] += exposure * effects_.rows[row];
    });
    double largest = 0.0;
    for (std::size_t column = 0; column < table_.num_columns; ++column) {
      const double before = effects_.columns[column];
      const double now = ratio(column_sums_.observed[column], column_sums_.fitted[column]);
      effects_.columns[column] = now;
      if (now > 0.0) {
        largest = std::max(largest, std::abs(now - before) / now);
      } else if (before > 0.0 && is_column_used_[column] != 0) {
        largest = 1.0;
      }
    }
    return largest;
  }

  double residual_of_rows() {
    sum_rows();
    double largest = 0.0;
    for (std::size_t row = 0; row < table_.num_rows; ++row) {
      const double observed = row_sums_.observed[row];
      if (observed > 0.0) {
        const double fitted = row_sums_.fitted[row] * effects_.rows[row];
        largest = std::max(largest, std::abs(observed - fitted) / observed);
      }
    }
    return largest;
  }

  void forget_unused() {
    for (std::size_t row = 0; row < table_.num_rows; ++row) {
      if (is_row_used_[row] == 0) {
        effects_.rows[row] = kNone;
      }
    }
    for (std::size_t column = 0; column < table_.num_columns; ++column) {
      if (is_column_used_[column] == 0) {
        effects_.columns[column] = kNone;
      }
    }
  }

  const TwoWayTable& table_;
  Sums row_sums_;
  Sums column_sums_;
  std::vector<std::uint8_t> is_row_used_;
  std::vector<std::uint8_t> is_column_used_;
  TwoWayEffects effects_;
};

}  // namespace

TwoWayEffects fit_two_way_poisson(const TwoWayTable& table, double tolerance, int max_iterations) {
  const std::size_t cells = table.num_rows * table.num_columns;
  if (table.values.size() != cells || table.is_used.size() != cells ||
      (!table.exposures.empty() && table.exposures.size() != cells) ||
      (!table.row_weights.empty() && table.row_weights.size() != table.num_rows)) {
    throw invalid_argument(
        "fit_two_way_poisson: expected {} values and marks, got {} and {}",
        cells,
        table.values.size(),
        table.is_used.size()
    );
  }
  return Fit(table).run(tolerance, max_iterations);
}

}  // namespace portolan::stats
