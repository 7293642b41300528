#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "answer.hpp"
#include "panel_frame.hpp"
#include "placebo_study.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/detect/detect.hpp"

namespace portolan::detect {

/// The placebo studies of one run at one frequency: one for each level and window of its goods.
class Calibration {
 public:
  /// `frames`: families first, headings last. All are borrowed.
  Calibration(
      const DetectInput& input,
      const DetectOptions& options,
      std::span<const PanelFrame> frames,
      std::span<const std::uint16_t> hubs,
      const Roles& roles
  );

  /// Makes the study of a level and window unless it is there. Not safe from several threads.
  void prepare(const PanelFrame& frame, const Window& window, Progress& progress);

  /// Returns the verdict on a cell; null where there is none. `prepare` came before.
  [[nodiscard]] const CellVerdict*
  find(int level, const Window& window, std::uint16_t hub, std::uint32_t family) const;

 private:
  [[nodiscard]] LegTable legs(const PanelFrame& frame, const Window& window, Progress& progress)
      const;
  const LegTable& headings(const Window& window, Progress& progress);

  const DetectInput& input_;
  const DetectOptions& options_;
  std::span<const PanelFrame> frames_;
  std::span<const std::uint16_t> hubs_;
  const Roles& roles_;
  Period first_ = Period::of_year(1900);  ///< Of all frames together.
  std::size_t num_periods_ = 0;
  std::map<Window, LegTable> headings_;
  std::map<std::pair<int, Window>, PlaceboStudy> studies_;
};

/// Returns the models that make `assess_cell` read its expectations and p-values from `verdict`.
[[nodiscard]] Models models_of(const CellVerdict& verdict);

/// Returns which tests a cell enters, with its p-values; `is_half_seen` where nobody reports the
/// onward leg and no open gap stands in.
[[nodiscard]] CellTests tests_of(const CellVerdict& verdict, bool is_half_seen);

/// Returns the uncontrolled families to compare each hub with: those of `own`, whose series are
/// moved out of it, or of `headings` where that hub has too few. Of a hub whose uncontrolled
/// families do not tell exports to the destination apart, those to everyone stand in.
[[nodiscard]] LegTable
choose_controls(LegTable& own, const LegTable& headings, std::span<const std::uint16_t> hubs);

}  // namespace portolan::detect
