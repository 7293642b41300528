#pragma once

#include <map>
#include <vector>

#include "portolan/graph/flow_network.hpp"

namespace portolan::reference {

/// Returns, for units that enter at `origin`, the share that stays at the end of each route, by
/// following all of them leg by leg under proportional mixing and cutting out each loop when it
/// closes, until less than 1e-14 is under way.
[[nodiscard]] std::map<std::vector<graph::NodeIndex>, double>
shares_by_route(const graph::FlowNetwork& network, graph::NodeIndex origin);

/// Returns, by node, the share of what is there that ever comes to `target`, by improving the
/// shares node by node until none changes.
[[nodiscard]] std::vector<double>
shares_reaching(const graph::FlowNetwork& network, graph::NodeIndex target);

/// Returns, by node, the share of what is there that stays in `target`, likewise; what would go
/// from `hub` to `target` stays in the hub if `is_leg_cut`.
[[nodiscard]] std::vector<double> shares_staying(
    const graph::FlowNetwork& network,
    graph::NodeIndex target,
    graph::NodeIndex hub,
    bool is_leg_cut
);

}  // namespace portolan::reference
