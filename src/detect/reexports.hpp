#pragma once

#include <optional>

#include "portolan/detect/cell.hpp"
#include "portolan/detect/evidence.hpp"

namespace portolan::detect {

/// Returns what left a hub to everyone over the periods after `window.since`, in USD, against the
/// same months before; nothing where the partners are told, or where nothing more left than before.
/// `cell` holds the goods, or their heading. The item is shown and never weighed: a re-export whose
/// destination no file reports speaks neither for nor against any country.
[[nodiscard]] std::optional<EvidenceItem>
reexports(const CellSeries& cell, const Window& window, double min_value_usd);

}  // namespace portolan::detect
