#pragma once

#include <span>
#include <vector>

namespace portolan::stats {

/// A least-squares fit with weights of at least 0.
struct NonnegativeFit {
  std::vector<double> weights;  ///< One for each column.
  double residual_norm = 0.0;   ///< Square root of the sum of squared residuals.
};

/// Returns the x that minimises |A x - y| with every x_j at least 0, by the active-set method of
/// Lawson and Hanson: at the solution the gradient A'(A x - y) is 0 where x_j > 0 and at least 0
/// where x_j = 0. A column that those in use already span stays at 0, so the fit is one of the
/// best, and the best fitted values are unique.
///
/// `columns` are those of A, each as long as `y`, all finite. Takes O(n k^2) time for n values and
/// k columns, then O(k^3) a step, k steps as a rule.
///
/// Throws `Error`: kInvalidArgument for lengths that differ or values that are not finite; kBadData
/// where 100 k steps do not end it.
///
/// Source: Lawson and Hanson (1974, reprinted 1995), Solving Least Squares Problems, SIAM, chapter
/// 23, doi:10.1137/1.9781611971217. The problem is first reduced to a triangle.
[[nodiscard]] NonnegativeFit nonnegative_least_squares(
    std::span<const std::span<const double>> columns,
    std::span<const double> y
);

/// The same with weights that also sum to at most `most_sum`, positive.
///
/// Where that bound is active, x / most_sum lies in the simplex and |A x - y| is the distance of
/// the origin from the convex hull of the b_j = most_sum a_j - y. With |B v|^2 + (1'v - 1)^2 at its
/// least over v >= 0, that point is v / 1'v: one more problem of the first kind.
[[nodiscard]] NonnegativeFit nonnegative_least_squares(
    std::span<const std::span<const double>> columns,
    std::span<const double> y,
    double most_sum
);

}  // namespace portolan::stats
