#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/engine/panel.hpp"

namespace portolan::engine {

struct CorridorRequest {
  std::filesystem::path workspace = {};
  /// "CHN:KAZ:RUS": origin, hub and destination; each as for `ShowPanelRequest::corridor`.
  std::string corridor;
  std::string goods = "TOTAL";
  std::string from;
  std::string until;
};

/// Both legs of a corridor in one period, and what of the goods that came in can have gone on.
struct CorridorPoint {
  /// Empty for the sum over the window.
  std::string period;
  std::string freq;
  int level = 6;
  std::string basis;
  /// Each leg with both reports; nothing where nobody reports it.
  std::optional<PanelPoint> inflow;
  std::optional<PanelPoint> outflow;
  /// What came in by the hub's report, else by the origin's; what went on by the hub's, else by the
  /// destination's.
  std::optional<Decimal3> inflow_usd;
  std::optional<Decimal3> outflow_usd;
  /// outflow_usd / inflow_usd, and what the totals alone allow: at least 0, since other supply is
  /// not known, at most all that came in. Goods of years or months, as reported: CIF against FOB is
  /// not corrected. Nothing unless both are known and something came in.
  std::optional<double> went_on_share;
  std::optional<double> logical_low;
  std::optional<double> logical_high;
};

struct CorridorResult {
  std::string origin;
  std::string hub;
  std::string destination;
  /// By frequency, level, basis and period, the sum of each series behind its periods.
  std::vector<CorridorPoint> points;
  std::vector<std::string> notices;
};

/// Returns the two legs of a corridor side by side. Throws `Error` as `show_panel` does.
[[nodiscard]] CorridorResult corridor(const CorridorRequest& request);

}  // namespace portolan::engine
