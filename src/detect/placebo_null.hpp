#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "leg_score.hpp"
#include "portolan/stats/conformal_tail.hpp"

namespace portolan::detect {

/// Where one score lies among those of placebos.
struct PlaceboVerdict {
  double p_value = 1.0;
  double rise = 0.0;            ///< The own score, as a log.
  double placebo_median = 0.0;  ///< Of placebos of like size and steadiness, on the same scale.
  double placebo_high = 0.0;    ///< 95 % of them lie below.
  std::size_t placebos = 0;     ///< All that were compared with.
  std::size_t clusters = 0;     ///< Hubs and chapters that these come from.
};

/// The scores of placebos, made comparable over sizes. A score is divided by the cell's own spread
/// (the spread of its logs before, drawn towards the usual one of its size with the weight of eight
/// blocks), then centred and scaled by median and deviation of the 100 placebos nearest in size;
/// all placebos are compared with on that scale. A small flow is lumpy: without this its every
/// shipment would be a surge, or a large flow's surge would be lost among small ones.
class PlaceboNull {
 public:
  /// Scores of cells that were predicted out of sample; any order, the answer does not depend on
  /// it.
  explicit PlaceboNull(std::vector<LegScore> placebos);

  /// Fewer placebos than this give no p-values.
  static constexpr std::size_t kLeast = 40;

  [[nodiscard]] std::size_t size() const noexcept { return by_size_.size(); }
  /// P-value of a rise at least this large (`stats::ConformalTail`); nothing where there are too
  /// few placebos.
  [[nodiscard]] std::optional<PlaceboVerdict> ask(const LegScore& own) const;

  /// What could have been observed where this score's sum was expected, USD: 2.5 % and 97.5 %
  /// quantiles of (observed + floor) / (expected + floor) among the 100 placebos nearest in size,
  /// applied to the own expected sum and floor. Never negative.
  struct Range {
    double low = 0.0;
    double high = 0.0;
  };
  [[nodiscard]] std::optional<Range> expected_range(const LegScore& own) const;

 private:
  struct Scale {
    double center = 0.0;
    double width = 1.0;
  };
  /// Where a score of this size would stand among the placebos.
  [[nodiscard]] std::size_t position_of(double log_size) const;
  /// Begin and end of the placebos nearest in size to one that would stand at `position`.
  [[nodiscard]] std::pair<std::size_t, std::size_t> nearest_to(std::size_t position) const;
  [[nodiscard]] double own_spread(const LegScore& score, std::size_t position) const;

  std::vector<LegScore> by_size_;
  std::size_t clusters_ = 0;
  std::vector<double> usual_spread_;                  ///< At each placebo, of its neighbours.
  std::vector<Scale> scales_;                         ///< The same.
  std::optional<stats::ConformalTail> standardised_;  ///< The placebos' scores.
};

}  // namespace portolan::detect
