#include "portolan/graph/bounds.hpp"

#include <algorithm>

#include "portolan/base/error.hpp"
#include "portolan/graph/max_flow.hpp"

namespace portolan::graph {
namespace {

void check(const FlowNetwork& network, std::string_view subject, NodeIndex node) {
  if (node >= network.num_nodes()) {
    throw invalid_argument(
        "{}: expected nodes below {}, got {}", subject, network.num_nodes(), node
    );
  }
}

/// The network with a source before all nodes and a sink behind the destination. The first arcs are
/// the legs, in their order.
class FlowToDestination {
 public:
  FlowToDestination(const FlowNetwork& network, NodeIndex destination)
      : num_nodes_(network.num_nodes()) {
    arcs_.reserve(network.goods().num_legs() + network.num_nodes() + 1);
    for (const Flow& leg : network.goods().legs()) {
      arcs_.push_back({.tail = leg.exporter, .head = leg.importer, .capacity = leg.value});
    }
    num_legs_ = arcs_.size();
    absorption_ = arcs_.size();
    arcs_.push_back(
        {.tail = destination, .head = sink(), .capacity = network.absorption()[destination]}
    );
  }

  void close_leg(LegIndex leg) { arcs_[leg].capacity = 0; }
  void add_source(NodeIndex node, std::int64_t amount) {
    if (amount > 0) {
      arcs_.push_back({.tail = source(), .head = node, .capacity = amount});
    }
  }

  [[nodiscard]] LimitedFlow largest() const {
    MaxFlow found = max_flow(num_nodes_ + 2, arcs_, source(), sink());
    LimitedFlow result{.value = found.value};
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
      const auto& [tail, head, capacity] = arcs_[i];
      if (capacity == 0 || !found.source_side[tail] || found.source_side[head]) {
        continue;
      }
      if (i < num_legs_) {
        result.full_legs.push_back(static_cast<LegIndex>(i));
      } else if (i == absorption_) {
        result.is_absorption_full = true;
      } else {
        result.exhausted_sources.push_back(head);
      }
    }
    found.flow.resize(num_legs_);
    result.leg_flow = std::move(found.flow);
    return result;
  }

 private:
  [[nodiscard]] NodeIndex source() const { return num_nodes_; }
  [[nodiscard]] NodeIndex sink() const { return num_nodes_ + 1; }

  NodeIndex num_nodes_;
  std::size_t num_legs_ = 0;
  std::size_t absorption_ = 0;  // the arc from the destination to the sink
  std::vector<Arc> arcs_;
};

}  // namespace

DestinationBounds
supply_bounds(const FlowNetwork& network, const OriginSet& origins, NodeIndex destination) {
  check(network, "destination", destination);
  const auto chosen = network.amounts(origins);
  const auto all = network.amounts(every_source());
  FlowToDestination of_origins(network, destination);
  FlowToDestination of_others(network, destination);
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    of_origins.add_source(node, chosen[node]);
    of_others.add_source(node, all[node] - chosen[node]);
  }
  return {
      .absorption = network.absorption()[destination],
      .most = of_origins.largest(),
      .most_of_others = of_others.largest()};
}

DestinationBounds
passage_bounds(const FlowNetwork& network, std::span<const NodeIndex> hubs, NodeIndex destination) {
  check(network, "destination", destination);
  std::vector<bool> is_hub(network.num_nodes(), false);
  for (const NodeIndex hub : hubs) {
    check(network, "hubs", hub);
    is_hub[hub] = true;
  }
  if (is_hub[destination]) {
    throw invalid_argument("hubs: expected nodes other than the destination, got {}", destination);
  }
  FlowToDestination through(network, destination);
  FlowToDestination around(network, destination);
  for (LegIndex leg = 0; leg < network.goods().num_legs(); ++leg) {
    const auto& [exporter, importer, value] = network.goods().legs()[leg];
    if (is_hub[importer]) {
      through.close_leg(leg);
    }
    if (is_hub[importer] || is_hub[exporter]) {
      around.close_leg(leg);
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
  return {
      .absorption = network.absorption()[destination],
      .most = through.largest(),
      .most_of_others = around.largest()};
}

}  // namespace portolan::graph
