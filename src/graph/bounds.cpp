#include "portolan/graph/bounds.hpp"

#include <algorithm>

#include "flow_to_destination.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
DestinationBounds
supply_bounds(const FlowNetwork& network, const OriginSet& origins, NodeIndex destination) {
  require_node("destination", destination, network.num_nodes());
  const std::int64_t absorption = network.absorption()[destination];
  const auto chosen = network.amounts(origins);
  const auto all = network.amounts(every_source());
  FlowToDestination of_origins(network.goods(), destination, absorption);
  FlowToDestination of_others(network.goods(), destination, absorption);
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    of_origins.add_source(node, chosen[node]);
    of_others.add_source(node, all[node] - chosen[node]);
  }
  return {
      .absorption = absorption,
      .most = of_origins.largest(),
      .most_of_others = of_others.largest()};
}

DestinationBounds
passage_bounds(const FlowNetwork& network, std::span<const NodeIndex> hubs, NodeIndex destination) {
  require_node("destination", destination, network.num_nodes());
  std::vector<bool> is_hub(network.num_nodes(), false);
  for (const NodeIndex hub : hubs) {
    require_node("hubs", hub, network.num_nodes());
    is_hub[hub] = true;
  }
  if (is_hub[destination]) {
    throw invalid_argument("hubs: expected nodes other than the destination, got {}", destination);
  }
  const std::int64_t absorption = network.absorption()[destination];
  FlowToDestination through(network.goods(), destination, absorption);
  FlowToDestination around(network.goods(), destination, absorption);
  for (LegIndex leg = 0; leg < network.goods().num_legs(); ++leg) {
    const auto& [exporter, importer, value] = network.goods().legs()[leg];
    if (is_hub[importer]) {
      through.limit_leg(leg, 0);
    }
    if (is_hub[importer] || is_hub[exporter]) {
      around.limit_leg(leg, 0);
    }
  }
  const auto all = network.amounts(every_source());
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    if (is_hub[node]) {
      through.add_source(node, network.supply()[node] + 1);  // more than its legs can carry
    } else {
      around.add_source(node, all[node]);
    }
  }
  return {.absorption = absorption, .most = through.largest(), .most_of_others = around.largest()};
}

}  // namespace portolan::graph
