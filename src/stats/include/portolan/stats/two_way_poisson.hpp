#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace portolan::stats {

/// A table of rows by columns, row by row, that is explained by one effect a row and one a column.
struct TwoWayTable {
  std::size_t num_rows = 0;
  std::size_t num_columns = 0;
  std::span<const float> values;          ///< At least 0 where used.
  std::span<const float> exposures;       ///< Empty: 1 everywhere. Positive where used.
  std::span<const std::uint8_t> is_used;  ///< 0: not observed, or to be predicted.
  std::span<const double> row_weights;    ///< Empty: 1. Not negative.
};

/// E[y_rc] = row_r * column_c * exposure_rc. NaN for a row or column without a used cell that
/// could tell it; 0 for a row or column whose used values are all 0 (its maximum lies at minus
/// infinity of the logarithm: a separated group).
struct TwoWayEffects {
  std::vector<double> rows;
  std::vector<double> columns;
  int iterations = 0;
  /// Largest relative difference between an observed and a fitted weighted sum of a row or column.
  double residual = 0.0;
  bool has_converged = false;  ///< `residual` is at most the tolerance.
};

/// Maximises the weighted Poisson likelihood over the used cells by iterative proportional fitting:
/// each round sets the row effects, then the column effects, so that fitted sums equal observed
/// sums (Deming and Stephan 1940, doi:10.1214/aoms/1177731829; for the Poisson model with two
/// effects that is block coordinate ascent of a concave likelihood). Effects are determined up to a
/// factor within each connected part; predictions inside it are not affected. Weights scale a row's
/// variance: a heavy-tailed row counts less in the columns, its own effect stays the same.
/// O(iterations x cells). Throws `Error` (kInvalidArgument) where sizes do not fit.
[[nodiscard]] TwoWayEffects
fit_two_way_poisson(const TwoWayTable& table, double tolerance = 1e-8, int max_iterations = 500);

}  // namespace portolan::stats
