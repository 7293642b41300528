#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace portolan::stats {

/// The Cholesky factor of a small symmetric positive definite matrix, given row by row.
class SmallCholesky {
 public:
  /// Throws `Error` (kBadData) where the matrix is not positive definite to working precision: its
  /// columns are to be checked for collinearity before.
  SmallCholesky(std::vector<double> matrix, std::size_t size);

  [[nodiscard]] std::vector<double> solve(std::span<const double> right) const;
  /// Row by row.
  [[nodiscard]] std::vector<double> inverse() const;

 private:
  std::vector<double> factor_;
  std::size_t size_;
};

/// Returns A B A for symmetric A, row by row.
[[nodiscard]] std::vector<double>
sandwich(std::span<const double> bread, std::span<const double> meat, std::size_t size);

}  // namespace portolan::stats
