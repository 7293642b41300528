#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/detect/detect.hpp"
#include "world_series.hpp"

namespace portolan::bench {

/// What a detector says of a cell that it could test.
struct Verdict {
  CellName cell;
  /// Ranks the cells of all worlds: higher is more suspicious.
  double suspicion = 0.0;
  /// The least nominal false-discovery rate at which the cell is a lead; detectors with a fixed
  /// rule say 0 or 1.
  double q_value = 1.0;
};

struct Verdicts {
  std::vector<Verdict> leads;   ///< All cells tested as leads, flagged or not.
  std::vector<Verdict> surges;  ///< Half-seen cells, for detectors that keep them apart.
  std::string notice;           ///< What a reader of the table must know; empty: nothing.
};

/// A world as detectors get it. `detected` is what this program's own detection says of every cell
/// that it tests, whatever its score.
struct TestedWorld {
  const WorldSeries* series = nullptr;
  const detect::DetectResult* detected = nullptr;
};

struct Detector {
  std::string_view name;
  std::string_view what;          ///< One line for the table.
  bool has_nominal_level = true;  ///< It takes a nominal false-discovery rate.
  bool reads_detection = false;   ///< It reads `TestedWorld::detected`, else `series`.
  std::function<Verdicts(const TestedWorld&)> run;
};

/// Returns all detectors: this program's, then the rivals.
[[nodiscard]] std::span<const Detector> all_detectors();

/// Returns verdicts for cells with one p-value each: q-values by Benjamini and Hochberg.
[[nodiscard]] std::vector<Verdict>
verdicts_of_p_values(std::span<const CellName> cells, std::span<const double> p_values);

// The rivals, one file each.
[[nodiscard]] Verdicts year_on_year(const TestedWorld& world);
[[nodiscard]] Verdicts growth_z_score(const TestedWorld& world);
[[nodiscard]] Verdicts mirror_gap_alone(const TestedWorld& world);
[[nodiscard]] Verdicts difference_of_logs(const TestedWorld& world);
[[nodiscard]] Verdicts poisson_without_placebo(const TestedWorld& world);
[[nodiscard]] Verdicts prototype(const TestedWorld& world);

}  // namespace portolan::bench
