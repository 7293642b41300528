#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "portolan/graph/bounds.hpp"
#include "portolan/graph/flow_matrix.hpp"
#include "portolan/graph/max_flow.hpp"

namespace portolan::graph {

/// A trade matrix with a source before its nodes and a sink behind a destination. Each leg carries
/// up to its trade, the destination absorbs up to `absorption`.
class FlowToDestination {
 public:
  FlowToDestination(const FlowMatrix& trade, NodeIndex destination, std::int64_t absorption);

  /// Lets a leg carry up to `capacity` instead.
  void limit_leg(LegIndex leg, std::int64_t capacity) { arcs_[leg].capacity = capacity; }
  /// Lets `amount` enter at a node.
  void add_source(NodeIndex node, std::int64_t amount);

  [[nodiscard]] LimitedFlow largest() const;

 private:
  [[nodiscard]] NodeIndex source() const { return num_nodes_; }
  [[nodiscard]] NodeIndex sink() const { return num_nodes_ + 1; }

  NodeIndex num_nodes_;
  std::size_t num_legs_;
  std::vector<Arc> arcs_;  // the legs, from the destination to the sink, from the source
};

}  // namespace portolan::graph
