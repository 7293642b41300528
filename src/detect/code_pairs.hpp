#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "panel_frame.hpp"

namespace portolan::detect {

/// Returns the trade of `family` with `importer` beside that of `siblings`, one pair for each
/// exporter that `is_exporter` takes and that has rows of both; the side that knows more of the
/// family counts for both. Sorted by exporter. Sums as sources state them are no exporters.
[[nodiscard]] std::vector<PairOfCodes> code_pairs(
    const PanelFrame& frame,
    const FamilyTrade& family,
    std::span<const FamilyTrade* const> siblings,
    std::uint16_t importer,
    const std::function<bool(std::uint16_t exporter)>& is_exporter
);

}  // namespace portolan::detect
