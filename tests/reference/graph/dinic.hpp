#pragma once

#include <cstdint>
#include <span>

#include "portolan/graph/max_flow.hpp"

namespace portolan::reference {

/// Returns the value of a largest flow by Dinic's algorithm: breadth-first layers, then augmenting
/// paths along them, until the sink has no layer.
[[nodiscard]] std::int64_t dinic_max_flow(
    graph::NodeIndex num_nodes,
    std::span<const graph::Arc> arcs,
    graph::NodeIndex source,
    graph::NodeIndex sink
);

}  // namespace portolan::reference
