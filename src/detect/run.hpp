#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "answer.hpp"
#include "calibration.hpp"
#include "hub_concentrations.hpp"
#include "hub_references.hpp"
#include "market_facts.hpp"
#include "panel_frame.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/detect/code_migration.hpp"
#include "portolan/detect/detect.hpp"
#include "time_placebos.hpp"
#include "totals_gap.hpp"

namespace portolan::detect {

/// The families of one heading that are tested together, since each is the others' sibling.
struct Heading {
  std::string name;
  std::vector<std::uint32_t> families;  ///< All of the heading.
  std::vector<const Goods*> goods;      ///< Those to test, by family.
};

/// The work on one frequency.
class Run {
 public:
  Run(const DetectInput& input,
      const DetectOptions& options,
      Frequency frequency,
      Progress& progress);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Answers for every hub and goods of a level (6 or 4) that have any inflow, by family and hub.
  [[nodiscard]] std::vector<Answer> answers(int level);

  /// Families that fell while an uncontrolled sibling jumped, of all answers so far.
  [[nodiscard]] const std::vector<MigratedCodes>& migrated_codes() const { return migrated_codes_; }

  /// Whether the surge of each hub sits in the goods; empty before the first answers.
  [[nodiscard]] std::vector<HubConcentration> concentrations() const {
    return concentrations_.of_most_goods();
  }

 private:
  [[nodiscard]] Window window_of(const Goods& goods) const;
  [[nodiscard]] std::vector<Window> windows() const;
  void prepare(const PanelFrame& frame);
  using IsControlled = std::function<bool(int level, std::string_view family)>;
  void prepare_in_time(const PanelFrame& frame);
  /// Cells of goods in hubs without uncontrolled ones, each with the window of its goods.
  [[nodiscard]] std::vector<CellLegs> cells_without_placebos(const PanelFrame& frame);
  [[nodiscard]] LegRequest request_for(
      const PanelFrame& frame,
      std::span<const std::uint16_t> hubs,
      std::span<const Goods> goods,
      const Window& window,
      const IsControlled& is_controlled
  ) const;
  [[nodiscard]] References references_of(int level, std::uint16_t hub, const Window& window) const;
  struct HeadingAnswers {
    std::vector<Answer> answers;
    std::vector<MigratedCodes> migrated_codes;
  };
  [[nodiscard]] HeadingAnswers answers_of(const PanelFrame& frame, const Heading& heading) const;
  [[nodiscard]] Answer answer_of(
      const CellSeries& cell,
      const Goods& goods,
      std::uint16_t hub,
      std::uint32_t family,
      const HomeMarket& home
  ) const;
  /// Judges a half-seen cell that has no placebos of its own date by those of earlier dates.
  void judge_in_time(
      Answer& answer,
      const CellSeries& cell,
      const References& references,
      std::uint32_t family
  ) const;
  void add_reexports(Lead& lead, const CellSeries& cell, std::uint16_t hub) const;

  const DetectInput& input_;
  DetectOptions options_;
  Progress& progress_;
  Roles roles_;
  std::vector<std::uint16_t> hubs_;
  std::array<PanelFrame, 2> frames_;
  std::array<ExportTotals, 2> export_totals_;
  PanelFrame totals_;
  TotalsGap totals_gap_;
  std::optional<Period> last_;
  std::vector<HubReferences> references_;
  HubConcentrations concentrations_;
  Calibration calibration_;
  std::vector<MigratedCodes> migrated_codes_;
  std::map<int, TimePlacebos> in_time_;  ///< By level.
};

}  // namespace portolan::detect
