#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portolan/world/world_spec.hpp"

namespace portolan::bench {

/// Returns the worlds that `name` stands for, small ones: "shocks/plants/stayed30" is made of
///
/// - assumptions: `plain` (the defaults), `shocks` (larger, longer shocks by hub and chapter),
///   `sparse` (lumpier shipments, heavier tails), `noisy` (errors and gaps of reports doubled);
/// - `plants` (diversions and decoys) or `quiet` (decoys only);
/// - `stayed0`, `stayed10`, `stayed30`, `stayed60`: the share of cells (hub, listed family) with a
///   surge in demand that stayed, in percent.
///
/// Throws `Error` (kInvalidArgument) for any other name.
[[nodiscard]] world::WorldSpec spec_of_family(std::string_view name);

/// Returns all names.
[[nodiscard]] std::vector<std::string> all_families();

}  // namespace portolan::bench
