#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "panel_frame.hpp"
#include "portolan/detect/evidence.hpp"

namespace portolan::detect {

/// The gap of all goods between the EU27 and a hub. Reads the sums over all goods once; const
/// methods may run concurrently. Borrows the frame.
class TotalsGap {
 public:
  explicit TotalsGap(const PanelFrame& totals);

  /// Returns how far the EU27's exports of all goods to the hub and the hub's imports from them lie
  /// apart in the last year that both report, against the last year before `since`. Shown beside
  /// surges, never weighed: it is about all goods. The sum that a source states for the EU27 is
  /// taken where there is one, else its members are added up, on either side. O(periods x partners
  /// of the hub).
  [[nodiscard]] std::optional<EvidenceItem> of(std::uint16_t hub, Period since) const;

 private:
  const PanelFrame* totals_;
  FamilyTrade trade_;
  std::vector<std::string> exporters_;  ///< The EU27 and its members, by name.
  std::vector<std::uint16_t> members_;
};

}  // namespace portolan::detect
