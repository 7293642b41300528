#pragma once

#include <span>
#include <vector>

namespace portolan::stats {

/// Conformal p-values that may go below 1 / (n + 1).
///
/// With n placebos the smallest conformal p-value is 1 / (n + 1), however far the own score lies
/// from all of them: in a list of many tests none of them can be convincing. Where fewer than ten
/// placebos reach the own score, the p-value is read from a generalised Pareto tail,
///
///     p = (m + 1) / (n + 1) * (1 + k (own - u) / s)^(-1 / k),
///
/// fitted to the m = min(n / 10, 3 sqrt n) largest placebos above their threshold u by the
/// estimator of Zhang and Stephens (2009, Technometrics 51(3), doi:10.1198/tech.2009.08017), with
/// the shape k drawn towards the heavy tail of 0.5 with the weight of ten placebos (Vehtari,
/// Simpson, Gelman, Yao, Gabry 2024, JMLR 25(72)). The idea is that of Knijnenburg, Wessels,
/// Reinders and Shmulevich (2009, Bioinformatics 25(12), doi:10.1093/bioinformatics/btp211), who
/// extrapolate without a limit; here **a p-value is never below a tenth of 1 / (n + 1)**, and k is
/// at least 0.1, so that no light tail is believed.
///
/// Where ten placebos or more reach the own score, and with fewer than `kLeastForTail` placebos,
/// it is the conformal p-value. Exact validity ends where the tail begins: tests show how far it
/// is kept for tails from the normal to Student's t with two degrees of freedom.
class ConformalTail {
 public:
  static constexpr std::size_t kLeastForTail = 100;

  /// `sorted_placebos` ascend; kept.
  explicit ConformalTail(std::vector<double> sorted_placebos);

  /// Returns the p-value of a score at least as large as `own`; does not grow with `own`. NaN if
  /// `own` is NaN. O(log n).
  [[nodiscard]] double p(double own) const;

  [[nodiscard]] std::span<const double> placebos() const noexcept { return sorted_; }
  /// Shape of the tail; 0 where there is none.
  [[nodiscard]] double shape() const noexcept { return shape_; }

 private:
  std::vector<double> sorted_;
  double threshold_ = 0.0;
  double share_above_ = 0.0;
  double shape_ = 0.0;
  double scale_ = 0.0;  ///< 0: no tail was fitted.
};

/// Shape k and scale s of a generalised Pareto distribution, P(X > x) = (1 + k x / s)^(-1 / k).
struct ParetoTail {
  double shape = 0.0;
  double scale = 0.0;
};

/// Returns the fit of Zhang and Stephens (2009) to `exceedances`, at least 5 values above 0,
/// ascending. O(n sqrt n).
[[nodiscard]] ParetoTail fit_pareto_tail(std::span<const double> exceedances);

}  // namespace portolan::stats
