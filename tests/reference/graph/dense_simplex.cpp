#include "dense_simplex.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace portolan::reference {
namespace {

constexpr double kZero = 1e-9;

class Tableau {
 public:
  /// One artificial variable a row behind the programme's own.
  explicit Tableau(const LinearProgramme& programme)
      : num_columns_(programme.objective.size()), rows_(programme.rows), basis_(rows_.size()) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double sign = programme.right[i] < 0.0 ? -1.0 : 1.0;
      for (double& value : rows_[i]) {
        value *= sign;
      }
      rows_[i].resize(num_columns_ + rows_.size() + 1, 0.0);
      rows_[i][num_columns_ + i] = 1.0;
      rows_[i].back() = sign * programme.right[i];
      basis_[i] = num_columns_ + i;
    }
  }

  /// Makes the artificial variables 0; false if that cannot be.
  bool make_feasible() {
    std::vector<double> objective(num_columns_ + rows_.size(), 0.0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      objective[num_columns_ + i] = -1.0;
    }
    if (maximize(objective, num_columns_) < -1e-6) {
      return false;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (std::size_t j = 0; j < num_columns_ && basis_[i] >= num_columns_; ++j) {
        if (std::abs(rows_[i][j]) > 1e-7) {
          pivot(i, j);
        }
      }
    }
    // Rows still held by an artificial variable are sums of others.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (basis_[i] < num_columns_) {
        basis_[kept] = basis_[i];
        rows_[kept++] = rows_[i];
      }
    }
    rows_.resize(kept);
    basis_.resize(kept);
    return true;
  }

  /// Enters columns below `num_entering` until none gains; returns the value reached.
  double maximize(const std::vector<double>& objective, std::size_t num_entering) {
    for (std::size_t step = 0; step < 100'000; ++step) {
      const std::size_t column = entering(objective, num_entering, step > 2'000);
      if (column == num_entering) {
        double value = 0.0;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
          value += objective[basis_[i]] * rows_[i].back();
        }
        return value;
      }
      pivot(leaving(column), column);
    }
    throw std::runtime_error("dense_simplex: expected an end within 100,000 steps, got none");
  }

  [[nodiscard]] std::size_t num_columns() const { return num_columns_; }

 private:
  std::size_t entering(const std::vector<double>& objective, std::size_t num_entering, bool first) {
    std::size_t best = num_entering;
    double largest = kZero;
    for (std::size_t j = 0; j < num_entering; ++j) {
      double gain = objective[j];
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        gain -= objective[basis_[i]] * rows_[i][j];
      }
      if (gain > largest) {
        best = j;
        largest = gain;
        if (first) {
          return best;
        }
      }
    }
    return best;
  }

  std::size_t leaving(std::size_t column) {
    std::size_t best = rows_.size();
    double least = 0.0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i][column] > kZero) {
        const double ratio = rows_[i].back() / rows_[i][column];
        if (best == rows_.size() || ratio < least - 1e-12 ||
            (ratio < least + 1e-12 && basis_[i] < basis_[best])) {
          best = i;
          least = ratio;
        }
      }
    }
    if (best == rows_.size()) {
      throw std::runtime_error("dense_simplex: expected a bounded value, got none");
    }
    return best;
  }

  void pivot(std::size_t row, std::size_t column) {
    const double divisor = rows_[row][column];
    for (double& value : rows_[row]) {
      value /= divisor;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double factor = rows_[i][column];
      if (i != row && factor != 0.0) {
        for (std::size_t j = 0; j < rows_[i].size(); ++j) {
          rows_[i][j] -= factor * rows_[row][j];
        }
      }
    }
    basis_[row] = column;
  }

  std::size_t num_columns_;
  std::vector<std::vector<double>> rows_;
  std::vector<std::size_t> basis_;
};

}  // namespace

std::optional<double> largest_value(const LinearProgramme& programme) {
  Tableau tableau(programme);
  if (!tableau.make_feasible()) {
    return std::nullopt;
  }
  return tableau.maximize(programme.objective, tableau.num_columns());
}

}  // namespace portolan::reference
