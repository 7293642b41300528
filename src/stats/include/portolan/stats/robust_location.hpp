#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Where most of some values lie, and where one value lies among others, such that a few wild
/// values move neither.
namespace portolan::stats {

/// Median and 1.4826 times the median absolute deviation: of normal values, mean and standard
/// deviation.
struct RobustLocation {
  double center = 0.0;
  double spread = 0.0;
  std::size_t count = 0;
};

/// Returns center and spread of the finite ones of `values`; nothing if there are none. O(n).
///
/// Source: Hampel (1974), The influence curve and its role in robust estimation, J. Am. Stat.
/// Assoc. 69(346), 383-393, doi:10.1080/01621459.1974.10482962.
[[nodiscard]] std::optional<RobustLocation> robust_location(std::vector<double> values);

/// Returns (value - center) / max(spread, least_spread). `least_spread` is above 0: where more than
/// half of the others are equal their spread is 0, and any difference would be infinitely large.
[[nodiscard]] double
robust_z(double value, const RobustLocation& others, double least_spread) noexcept;

/// Returns the smallest of `values` such that values up to it hold at least half of the weight: the
/// lower weighted median. Values that are not finite and weights that are not positive are passed
/// over; nothing if none is left. Equal weights give the lower median. O(n log n).
///
/// Throws `Error` (kInvalidArgument) if the spans differ in length.
[[nodiscard]] std::optional<double>
weighted_median(std::span<const double> values, std::span<const double> weights);

/// Returns the `share` quantile of the finite ones of `values`, interpolated between neighbours
/// (definition 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566); nothing if there are
/// none. O(n log n).
///
/// Throws `Error` (kInvalidArgument) for a share outside [0, 1].
[[nodiscard]] std::optional<double> quantile(std::vector<double> values, double share);

}  // namespace portolan::stats
