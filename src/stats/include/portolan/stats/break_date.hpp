#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace portolan::stats {

/// Settings of `break_date`; docs/methods/measures.md argues the defaults.
struct BreakDateOptions {
  /// Known periods that either level must have, at least 1.
  std::size_t least_segment = 3;
  /// Nominal coverage of [low, high], between 0 and 1.
  double confidence = 0.95;
  /// Periods that are moved together when the null is simulated, at least 1.
  std::size_t block = 3;
  /// Rearrangements behind the p-value; its smallest value is 1 / (1 + simulations).
  std::size_t simulations = 199;
  /// So many rearrangements as clear as the series itself end the search: the p-value is large.
  std::size_t most_exceedances = 20;
  std::uint64_t seed = 1;
};

/// Where a series left one level for another.
struct BreakDate {
  std::size_t position = 0;  ///< First period of the new level.
  /// Least and greatest position that the profile likelihood does not reject.
  std::size_t low = 0;
  std::size_t high = 0;
  double ratio_before = 0.0;  ///< a: observed over expected before `position` …
  double ratio_after = 0.0;   ///< b: … and from it on.
  bool is_rise = false;
  double statistic = 0.0;   ///< Largest likelihood ratio over the dispersion.
  double p_value = 1.0;     ///< Of "no break at any date".
  double dispersion = 1.0;  ///< In units of `observed`; long-run, see below.
};

/// Returns the date at which a series changed its level relative to what was expected:
///
///     y_t ~ quasi-Poisson(a m_t) for t < tau,  quasi-Poisson(b m_t) from tau on
///
/// with tau the split of greatest likelihood over all that leave `least_segment` known periods on
/// either side (the earlier of equals). A period that alone makes up more than half of the squared
/// Pearson residuals is first lowered to three standard deviations above the level of the rest of
/// its side, up to three of them: one shipment is no new level. The dispersion is Pearson's at the
/// best split times (1 + r) / (1 - r), r the first autocorrelation of the residuals, between 0 and
/// 0.8: errors that last make a split look better dated than it is.
///
/// [low, high] spans the splits whose likelihood ratio, over the dispersion, lies at most
/// -2 ln(1 - sqrt(confidence)) below the greatest (7.35 for 95 %): the quantile of the ratio's
/// limit for a small shift (Hansen 2000, Econometrica 68(3), 575-603, doi:10.1111/1468-0262.00124,
/// theorem 2; for break dates Eo and Morley 2015, Quant. Econ. 6(2), 463-497, doi:10.3982/QE186),
/// conservative for a large one. A split behind unknown periods reaches back over them.
///
/// The p-value compares the statistic with that of `simulations` rearrangements of y_t / m_t, in
/// blocks of `block` periods from a random start: exact in the sense of a permutation test where
/// such blocks are exchangeable, whatever the tails. Drawing ends early by the rule of Besag and
/// Clifford (1991, Biometrika 78(2), 301-304, doi:10.1093/biomet/78.2.301), which keeps it exact.
///
/// `observed` at least 0 and `expected` positive, of one length, in one unit or not: neither scale
/// matters. A period in which either is NaN is unknown. Nothing where fewer than twice
/// `least_segment` periods are known or fewer than two hold anything. O(simulations x periods).
///
/// Throws `Error` (kInvalidArgument) for lengths that differ, values outside the ranges above, or
/// options outside theirs.
[[nodiscard]] std::optional<BreakDate> break_date(
    std::span<const double> observed,
    std::span<const double> expected,
    const BreakDateOptions& options = {}
);

}  // namespace portolan::stats
