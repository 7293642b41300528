#pragma once

#include "portolan/detect/measures.hpp"

namespace portolan::detect {

/// Both reports of the flows into a hub that both sides report, as `mirror_flows` gives them, with
/// what each origin says it sent times the share that used to arrive from that origin before the
/// date:
///
///     r_o = (arrived_o + k R) / (sent_o + k),   R = (all arrived + k) / (all sent + k)
///
/// over the known periods before, k a year's floor. So a hub that has never recorded the goods of
/// one origin does not look as if they vanished only because that origin came to send more.
[[nodiscard]] MirrorFlows usual_arrivals(const CellSeries& cell, const IndexWindow& window);

}  // namespace portolan::detect
