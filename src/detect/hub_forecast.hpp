#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cell_legs.hpp"

namespace portolan::detect {

/// One leg of many families of one hub, with what each family does elsewhere.
struct HubLeg {
  struct Row {
    const Series* values = nullptr;
    const Series* exposure = nullptr;  ///< Positive; relative to the mean before. Null: 1.
    IndexWindow window;
    bool is_control = false;
    /// Controls of one group are masked together; goods have none. Chapters are not divided.
    std::size_t group = 0;
    std::size_t chapter = 0;  ///< Of controls, as a number.
  };
  std::vector<Row> rows;
};

/// What would have been: for each row the expected series from the row's `window.begin` to
/// `window.end`, NaN outside and where nothing identifies it. In the order of the rows.
struct HubForecast {
  std::vector<Series> expected;
  std::size_t controls = 0;
  bool is_identified = false;  ///< By controls enough, of enough chapters and several groups.
  double residual = 0.0;       ///< Worst certificate of the fits.
};

/// Fewer uncontrolled families, or of fewer chapters, give no trend. That twelve make an unsure one
/// is no harm to the error rate: placebos are predicted from as few.
inline constexpr std::size_t kLeastControlFamilies = 12;
inline constexpr std::size_t kLeastControlChapters = 5;
inline constexpr std::size_t kPlaceboGroups = 5;

/// The counterfactual of section 4 of docs/methods/detection.md:
///
///     E[y_pt] = a_p * b_t * e_pt
///
/// with a_p the family's own level before the date, b_t what the hub's uncontrolled families do and
/// e_pt what the family does in countries that are not suspected. Goods after the date never enter
/// a fit. Each control is predicted by a fit in which the rest of its group is masked after the
/// date as well, just as all goods are: out of sample. Large families count less (weight
/// k / (k + mean), a variance that grows with the square), and a jump of one control moves b_t by
/// at most what three times its expectation would. O(groups x iterations x rows x periods).
[[nodiscard]] HubForecast forecast_hub(const HubLeg& leg);

/// The same with b_t = 1: each family's level before goes on as the family does elsewhere. Needs no
/// controls; for series that only serve as a comparison.
[[nodiscard]] std::vector<Series> forecast_by_own_past(const HubLeg& leg);

/// Returns for each chapter (first two digits) a group below `kPlaceboGroups`: the chapters in a
/// random order dealt to the group that holds the fewest families so far. Same seed, same groups.
[[nodiscard]] std::vector<std::size_t>
placebo_groups(std::span<const std::string> families, std::uint64_t seed);

}  // namespace portolan::detect
