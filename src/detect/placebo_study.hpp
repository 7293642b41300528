#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cell_legs.hpp"
#include "placebo_null.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::detect {

/// What the placebos say of one tested cell. A verdict is nothing where the leg is not reported or
/// too few placebos exist.
struct CellVerdict {
  std::optional<PlaceboVerdict> inflow;
  std::optional<PlaceboVerdict> outflow;
  std::optional<PlaceboVerdict>
      outflow_beyond_others;  ///< Rise over that of the hub's other sales.
  std::optional<PlaceboVerdict> sent;
  std::optional<PlaceboVerdict> gap;
  /// What was to be expected, with the range that placebos leave.
  struct Expectation {
    double usd = 0.0;
    double low = 0.0;
    double high = 0.0;
    Series by_period;         ///< From before the date on, …
    std::size_t treated = 0;  ///< … which is this position.
  };
  std::optional<Expectation> expected_inflow;
  std::optional<Expectation> expected_outflow;
  std::vector<QualityIssue> caveats;  ///< In what the placebos differ from the cell.
  std::string missing;                ///< Not empty: why there is no verdict at all.
};

/// All cells of one frame and window, judged against placebos: the hub's uncontrolled families,
/// predicted out of sample (docs/methods/detection.md).
class PlaceboStudy {
 public:
  struct Options {
    double min_value_usd = 0.0;
    std::uint64_t seed = 0;
    unsigned threads = 0;
  };

  /// `goods` holds the cells to judge (others are passed over), `controls` those to compare with:
  /// the same table, or the headings' where the goods' own level has no uncontrolled families.
  PlaceboStudy(
      const LegTable& goods,
      const LegTable& controls,
      std::span<const std::string> family_names,
      const Options& options,
      Progress& progress
  );

  /// Returns the verdict on a hub and family; nothing for cells that `goods` does not hold.
  [[nodiscard]] const CellVerdict* find(std::uint16_t hub, std::uint32_t family) const;

 private:
  std::map<std::pair<std::uint16_t, std::uint32_t>, CellVerdict> verdicts_;
};

}  // namespace portolan::detect
