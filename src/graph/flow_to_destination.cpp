#include "flow_to_destination.hpp"

#include <utility>

namespace portolan::graph {

FlowToDestination::FlowToDestination(
    const FlowMatrix& trade,
    NodeIndex destination,
    std::int64_t absorption
)
    : num_nodes_(trade.num_nodes()), num_legs_(trade.num_legs()) {
  arcs_.reserve(num_legs_ + num_nodes_ + 1);
  for (const Flow& leg : trade.legs()) {
    arcs_.push_back({.tail = leg.exporter, .head = leg.importer, .capacity = leg.value});
  }
  arcs_.push_back({.tail = destination, .head = sink(), .capacity = absorption});
}

void FlowToDestination::add_source(NodeIndex node, std::int64_t amount) {
  if (amount > 0) {
    arcs_.push_back({.tail = source(), .head = node, .capacity = amount});
  }
}

LimitedFlow FlowToDestination::largest() const {
  MaxFlow found = max_flow(num_nodes_ + 2, arcs_, source(), sink());
  LimitedFlow result{.value = found.value};
  for (std::size_t i = 0; i < arcs_.size(); ++i) {
    const auto& [tail, head, capacity] = arcs_[i];
    if (capacity == 0 || !found.source_side[tail] || found.source_side[head]) {
      continue;
    }
    if (i < num_legs_) {
      result.full_legs.push_back(static_cast<LegIndex>(i));
    } else if (i == num_legs_) {
      result.is_absorption_full = true;
    } else {
      result.exhausted_sources.push_back(head);
    }
  }
  found.flow.resize(num_legs_);
  result.leg_flow = std::move(found.flow);
  return result;
}

}  // namespace portolan::graph
