#pragma once

#include <optional>
#include <string>
#include <vector>

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
  /// The gap of all goods between the cell's stated origins and the hub, where a source states it.
  std::optional<EvidenceItem> totals_gap;
  /// The hub's own market for the goods; nothing where it was not looked at.
  std::optional<HomeMarket> home;
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
