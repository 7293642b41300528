#pragma once

#include <optional>
#include <span>

#include "portolan/detect/cell.hpp"

namespace portolan::detect {

/// How far a leg lies above what was expected of it. Formed in the same way for a tested cell and
/// for a placebo; docs/methods/detection.md argues each choice.
struct LegScore {
  /// Of the blocks after, ln((observed + floor) / (expected + floor)): the larger of the low median
  /// over all of them and the low median over those of the last year. A one-off moves neither.
  double rise = 0.0;
  /// 1.4826 times the median absolute deviation of the same logs over the blocks before.
  double spread_before = 0.0;
  std::size_t blocks_before = 0;
  std::size_t blocks_after = 0;
  double observed_usd = 0.0;  ///< Over the known periods after.
  double expected_usd = 0.0;
  double floor_usd = 0.0;  ///< The floor of the same periods.
  double log_size = 0.0;   ///< ln(expected USD a year + floor of a year).
  /// Scores of one hub and chapter share its shocks: one number for them, told by who scores.
  std::size_t cluster = 0;
};

/// Returns the score; nothing where fewer than two blocks after (one in annual data) are known on
/// both sides. `expected` has NaN where nothing can be expected.
[[nodiscard]] std::optional<LegScore> score_leg(
    std::span<const float> observed,
    std::span<const float> expected,
    const IndexWindow& window
);

/// The ghost gap's: ln((sent + floor) / (arrived + floor)) after, as above, less its median before.
[[nodiscard]] std::optional<LegScore>
score_gap(std::span<const float> sent, std::span<const float> arrived, const IndexWindow& window);

}  // namespace portolan::detect
