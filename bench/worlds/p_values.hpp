#pragma once

#include <span>
#include <vector>

namespace portolan::bench {

/// Returns the chance that a standard normal number is at least `z`.
[[nodiscard]] double normal_upper_tail(double z);

/// Returns the chance that Student's t with `degrees` (more than 0) of freedom is at least `t`.
[[nodiscard]] double student_upper_tail(double t, double degrees);

/// Returns the q-values of Benjamini and Hochberg (1995): the least level at which each p-value is
/// among the discoveries. In the order given.
[[nodiscard]] std::vector<double> benjamini_hochberg(std::span<const double> p_values);

/// Mean and variance (divided by n - 1) of values; zero without any.
struct Moments {
  double mean = 0.0;
  double variance = 0.0;
  double count = 0.0;
};
[[nodiscard]] Moments moments_of(std::span<const double> values);

}  // namespace portolan::bench
