#include "portolan/stats/two_way_poisson.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "portolan/base/error.hpp"

namespace portolan::stats {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double ratio(double observed, double fitted) {
  return fitted > 0.0 ? observed / fitted : 0.0;
}

/// How many rows are summed side by side: a sum in a fixed order is a chain of additions that wait
/// for each other, so several chains at a time keep the processor busy. The order within each sum,
/// and with it every bit, is that of one row after the other.
constexpr std::size_t kRowsAtATime = 4;

/// One table with what does not change from round to round: the rows that have something to fit,
/// each with its weighted exposures, 0 where a cell is not used.
class Fit {
 public:
  explicit Fit(const TwoWayTable& table)
      : table_(table),
        is_row_used_(table.num_rows, 0),
        is_column_used_(table.num_columns, 0),
        column_observed_(table.num_columns, 0.0),
        column_fitted_(table.num_columns, 0.0) {
    effects_.rows.assign(table.num_rows, 1.0);
    effects_.columns.assign(table.num_columns, 1.0);
    std::vector<double> exposures(table.num_columns);
    for (std::size_t row = 0; row < table.num_rows; ++row) {
      if (const double observed = read_row(row, exposures); observed > 0.0) {
        add_row(row, observed, exposures);
      }
    }
    // Rows of zeros, which add nothing, fill the last group.
    rows_.assign(exposures_.size() / std::max<std::size_t>(1, table.num_columns), 0.0);
    row_observed_.resize(rows_.size(), 0.0);
  }

  TwoWayEffects run(double tolerance, int max_iterations) {
    for (effects_.iterations = 0; effects_.iterations < max_iterations;) {
      ++effects_.iterations;
      scale_rows_and_sum_columns();
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
    if (effects_.iterations > 0) {
      tell_rows();
    }
    forget_unused();
    return std::move(effects_);
  }

 private:
  using RowSums = std::array<double, kRowsAtATime>;

  /// Adds a row to the observed sums of its columns and returns its own; fills its exposures.
  double read_row(std::size_t row, std::vector<double>& exposures) {
    const double weight = table_.row_weights.empty() ? 1.0 : table_.row_weights[row];
    double observed = 0.0;
    for (std::size_t column = 0; column < table_.num_columns; ++column) {
      const std::size_t cell = row * table_.num_columns + column;
      exposures[column] = 0.0;
      if (table_.is_used[cell] != 0) {
        const double value = weight * static_cast<double>(table_.values[cell]);
        observed += value;
        column_observed_[column] += value;
        exposures[column] =
            weight * (table_.exposures.empty() ? 1.0 : static_cast<double>(table_.exposures[cell]));
        is_row_used_[row] = 1;
        is_column_used_[column] = 1;
      }
    }
    return observed;
  }

  void add_row(std::size_t row, double observed, const std::vector<double>& exposures) {
    const std::size_t k = fitted_rows_.size() % kRowsAtATime;
    if (k == 0) {
      exposures_.resize(exposures_.size() + kRowsAtATime * exposures.size(), 0.0);
    }
    double* exposure = exposures_.data() + exposures_.size() - kRowsAtATime * exposures.size() + k;
    for (const double value : exposures) {
      *exposure = value;
      exposure += kRowsAtATime;
    }
    fitted_rows_.push_back(row);
    row_observed_.push_back(observed);
  }

  /// Fitted sums of the group of rows that begins with `first`, before their effects.
  [[nodiscard]] RowSums sums_of_rows(std::size_t first) const {
    const double* exposure = exposures_.data() + first * table_.num_columns;
    // Four names rather than an array, so that each stays in a register.
    double a = 0.0;
    double b = 0.0;
    double c = 0.0;
    double d = 0.0;
    for (const double effect : effects_.columns) {
      a += exposure[0] * effect;
      b += exposure[1] * effect;
      c += exposure[2] * effect;
      d += exposure[3] * effect;
      exposure += kRowsAtATime;
    }
    return {a, b, c, d};
  }

  void scale_rows_and_sum_columns() {
    std::fill(column_fitted_.begin(), column_fitted_.end(), 0.0);
    for (std::size_t first = 0; first < rows_.size(); first += kRowsAtATime) {
      const RowSums sums = sums_of_rows(first);
      for (std::size_t k = 0; k < kRowsAtATime; ++k) {
        rows_[first + k] = ratio(row_observed_[first + k], sums[k]);
      }
      const double a = rows_[first];
      const double b = rows_[first + 1];
      const double c = rows_[first + 2];
      const double d = rows_[first + 3];
      const double* exposure = exposures_.data() + first * table_.num_columns;
      for (double& fitted : column_fitted_) {
        // In the order of the rows.
        fitted = fitted + exposure[0] * a + exposure[1] * b + exposure[2] * c + exposure[3] * d;
        exposure += kRowsAtATime;
      }
    }
  }

  /// Returns how far the columns were from their sums before they were scaled.
  double scale_columns() {
    double largest = 0.0;
    for (std::size_t column = 0; column < table_.num_columns; ++column) {
      const double before = effects_.columns[column];
      const double now = ratio(column_observed_[column], column_fitted_[column]);
      effects_.columns[column] = now;
      if (now > 0.0) {
        largest = std::max(largest, std::abs(now - before) / now);
      } else if (before > 0.0 && is_column_used_[column] != 0) {
        largest = 1.0;
      }
    }
    return largest;
  }

  [[nodiscard]] double residual_of_rows() const {
    double largest = 0.0;
    for (std::size_t first = 0; first < rows_.size(); first += kRowsAtATime) {
      const RowSums sums = sums_of_rows(first);
      for (std::size_t k = 0; k < kRowsAtATime; ++k) {
        const double observed = row_observed_[first + k];
        if (observed > 0.0) {
          const double fitted = sums[k] * rows_[first + k];
          largest = std::max(largest, std::abs(observed - fitted) / observed);
        }
      }
    }
    return largest;
  }

  /// Rows without anything observed have no effect: 0.
  void tell_rows() {
    std::fill(effects_.rows.begin(), effects_.rows.end(), 0.0);
    for (std::size_t i = 0; i < fitted_rows_.size(); ++i) {
      effects_.rows[fitted_rows_[i]] = rows_[i];
    }
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
  std::vector<std::uint8_t> is_row_used_;
  std::vector<std::uint8_t> is_column_used_;
  std::vector<std::size_t> fitted_rows_;  ///< Of the table.
  std::vector<double> rows_;              ///< Effects of these.
  std::vector<double> row_observed_;
  std::vector<double> exposures_;  ///< By group of rows, column, and row of the group.
  std::vector<double> column_observed_;
  std::vector<double> column_fitted_;
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
