#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "detector.hpp"
#include "world_truth.hpp"

namespace portolan::bench {

/// What one detector found in one world at one nominal level.
struct LevelScore {
  std::optional<double> fdr;  ///< None: the detector has a rule of its own.
  int leads = 0;
  int false_leads = 0;
  int surges = 0;
  int false_surges = 0;
  std::vector<bool> found;           ///< By plant: a lead names one of its cells.
  std::vector<bool> found_as_surge;  ///< By plant.

  /// False leads over leads; 0 without leads.
  [[nodiscard]] double false_share() const;
};

/// A cell that was tested as a lead: how suspicious, and whether it is a diversion.
struct Ranked {
  double suspicion = 0.0;
  bool is_true = false;
};

struct DetectorScore {
  std::string detector;
  int tested = 0;
  int tested_surges = 0;
  std::string notice;
  std::vector<LevelScore> levels;
  std::vector<Ranked> ranked;
};

struct WorldResult {
  std::uint64_t seed = 0;
  std::vector<Plant> plants;
  std::vector<DetectorScore> detectors;
};

/// Returns how right `verdicts` are. A lead is one cell; it is true if goods were diverted there.
/// A surge is right if more came in.
[[nodiscard]] DetectorScore score_verdicts(
    const Detector& detector,
    const Verdicts& verdicts,
    const CellTruth& truth,
    std::span<const double> levels
);

/// One row a world, detector and level, with a header.
[[nodiscard]] std::string
csv_of_worlds(const std::string& family, std::span<const WorldResult> results);

/// One row a world, plant, detector and level, with a header.
[[nodiscard]] std::string
csv_of_plants(const std::string& family, std::span<const WorldResult> results);

/// The tables that a reader wants, as Markdown.
[[nodiscard]] std::string
summary_of(const std::string& family, std::span<const WorldResult> results);

}  // namespace portolan::bench
