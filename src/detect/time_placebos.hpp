#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "cell_legs.hpp"
#include "placebo_null.hpp"
#include "portolan/detect/seams.hpp"

namespace portolan::detect {

/// Where the inflow of one cell lies among cells of the same hubs at earlier dates.
struct TimeVerdict {
  PlaceboVerdict inflow;  ///< At the date that gives the largest p-value.
  std::size_t dates = 0;  ///< Earlier dates that were compared with; no two share a period.
  Period first_date = Period::of_year(1900);
  Period last_date = Period::of_year(1900);
};

/// Placebos in time, for hubs without uncontrolled goods: what all goods of these hubs did after
/// earlier dates, over as many periods as the cell has after its own (docs/methods/detection.md).
/// Cells and placebos are scored alike: the own level of the year before the date goes on.
///
/// Placebos of one date share its shocks, so dates do not overlap and a cell's p-value is the
/// largest over them. It tests that nothing happened, and nothing else: growth of all the hub's
/// trade looks the same.
///
/// Immutable; const methods may run concurrently.
class TimePlacebos {
 public:
  struct Options {
    Period first = Period::of_year(1900);  ///< Where all series begin.
    std::size_t earliest = 0;              ///< Periods before this position are not read.
    double min_value_usd = 0.0;            ///< Smaller cells are no placebos: the rule of the test.
  };

  /// `cells` are judged, each by its own window; `pool` gives the placebos: all goods of the hubs,
  /// controlled or not, with the date before which nothing was controlled. Nothing is kept of them.
  TimePlacebos(
      std::span<const CellLegs> cells,
      std::span<const CellLegs> pool,
      const Options& options
  );

  /// Returns the verdict on a hub and family; nothing where there is none.
  [[nodiscard]] const TimeVerdict* find(std::uint16_t hub, std::uint32_t family) const;

  /// Returns in words what is missing for a verdict on a cell with this window.
  [[nodiscard]] std::string missing(const IndexWindow& window) const;

 private:
  std::size_t begin_ = 0;    ///< First period that the pool knows …
  std::size_t treated_ = 0;  ///< … and first that may hold controlled goods.
  std::map<std::pair<std::uint16_t, std::uint32_t>, TimeVerdict> verdicts_;
};

/// Puts a verdict in place of the first form of the evidence for the inflow. It is copied.
[[nodiscard]] Models models_of(const TimeVerdict& verdict);

}  // namespace portolan::detect
