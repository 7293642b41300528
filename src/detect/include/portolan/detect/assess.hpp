#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/detect/concentration.hpp"
#include "portolan/detect/family_move.hpp"
#include "portolan/detect/home_market.hpp"
#include "portolan/detect/lead.hpp"

namespace portolan::detect {

/// What a cell is compared with, beyond its own series.
struct References {
  /// Changes of the hub's uncontrolled families over the same window, by leg; empty where the data
  /// hold none. Sorted or not: only medians and spreads are used.
  std::vector<double> hub_inflow_changes;
  std::vector<double> hub_outflow_changes;
  /// Says in words what these are ("412 uncontrolled families", "headings to the world").
  std::string hub_inflow_label;
  std::string hub_outflow_label;
  /// What the hub's families did in a year before anything was controlled, by leg.
  std::vector<PastChange> past_inflow;
  std::vector<PastChange> past_outflow;
  /// How many families the hub reported a year, before and after; nothing where it reports none.
  std::optional<double> hub_families_before;
  std::optional<double> hub_families_after;
  /// What gaps of this hub and product are before the date; nothing where too few are known.
  std::optional<GapPrior> gap_prior;
  /// The gap of all goods between the cell's stated origins and the hub, where a source states it.
  std::optional<EvidenceItem> totals_gap;
  /// The hub's own market for the goods; nothing where it was not looked at.
  std::optional<HomeMarket> home;
  /// What the hub's families did over the window. Borrowed: must live as long as the references.
  std::span<const FamilyMove> moves;
  /// Whether the hub's surge sits in the goods of the question, by leg.
  std::optional<Concentration> inflow_concentration;
  std::optional<Concentration> outflow_concentration;
};

/// What came of one cell: a lead or surge of any score, or why there is none.
struct Assessment {
  std::optional<Lead> lead;
  bool is_too_small = false;
  std::string missing;  ///< Not empty: not enough data, and what is missing.
};

/// Weighs one cell. Pure: the same values give the same answer, whatever else is in the panel.
/// `goods` and the options' destination are copied into the lead. The kind is kLead where the
/// onward leg is seen, or where both reports of the inflow are and the gap speaks for a lead;
/// kSurge otherwise.
[[nodiscard]] Assessment assess_cell(
    const CellSeries& cell,
    const Goods& goods,
    const References& references,
    const Window& window,
    const DetectOptions& options
);

}  // namespace portolan::detect
