#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace portolan::stats {

/// Settings of `coupling`; docs/methods/measures.md argues the defaults.
struct CouplingOptions {
  /// Longest time, in periods, between coming in and going on.
  std::size_t lags = 6;
  /// Periods that must be explained, at least 1.
  std::size_t least_periods = 12;
  /// Periods that are drawn together, at least 1.
  std::size_t block = 3;
  /// Bootstrap replicates; 0: no interval.
  std::size_t replicates = 399;
  /// Nominal coverage of [low, high], between 0 and 1.
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

/// How much of what came in went on, and when.
struct Coupling {
  std::vector<double> weights;  ///< Share of the inflow of l periods ago that went on, l from 0.
  double share = 0.0;           ///< Their sum, between 0 and 1.
  double low = 0.0;             ///< NaN without replicates, as `high`.
  double high = 0.0;
  std::size_t periods = 0;  ///< That were explained.
};

/// Explains an outflow by the inflow of the same and of earlier periods:
///
///     outflow_t = sum over l = 0 … lags of w_l inflow_(t-l) + error,   w_l >= 0,   sum w_l <= 1
///
/// by least squares over the periods from `first` on, and returns the weights and their sum. Both
/// series are excesses over what was expected, so there is no constant; negative values belong to
/// them. Of the weights only the sum is well told apart where the inflow is smooth.
///
/// [low, high] comes from a circular block bootstrap of the rows (outflow, inflow, lagged inflow),
/// which draws errors that last a few periods together (Politis and Romano 1992, in LePage and
/// Billard, Exploring the Limits of Bootstrap, 263-270, Wiley). The block of 3 is n^(1/3) for the
/// 12 to 36 periods there are, the rate of Hall, Horowitz and Jing 1995, Biometrika 82(3), 561-574,
/// doi:10.1093/biomet/82.3.561; lags need no longer one, since a row holds its own. The interval
/// reaches as far to either side as the farther percentile, times sqrt(n / (n - weights in use)),
/// within [0, 1]: the bound at 0 skews the replicates as it skews the share, and plain percentiles
/// hold the truth too seldom. It knows nothing of errors in what was expected.
///
/// A period counts where its outflow and all its lagged inflows are known (not NaN). Nothing where
/// fewer than `least_periods` count, or the inflow over them does not exceed zero in sum. Neither
/// scale matters but their ratio. O(replicates x periods x lags^2).
///
/// Throws `Error` (kInvalidArgument) for lengths that differ or options outside their ranges.
[[nodiscard]] std::optional<Coupling> coupling(
    std::span<const double> inflow,
    std::span<const double> outflow,
    std::size_t first,
    const CouplingOptions& options = {}
);

}  // namespace portolan::stats
