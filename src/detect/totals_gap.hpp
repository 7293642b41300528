#pragma once

#include <optional>

#include "panel_frame.hpp"
#include "portolan/detect/evidence.hpp"

namespace portolan::detect {

/// Returns how far the EU27's exports of all goods to the hub and the hub's imports
/// from them lie apart in the last year that both report, against the last year before `since`.
/// Shown beside surges, never weighed: it is about all goods. The sum that a source states for the
/// EU27 is taken where there is one, else its members are added up, on either side.
[[nodiscard]] std::optional<EvidenceItem>
totals_gap(const PanelFrame& totals, std::uint16_t hub, Period since);

}  // namespace portolan::detect
