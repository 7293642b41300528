#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/graph/flow_matrix.hpp"

namespace portolan::graph {

/// A way from one node to another that can carry up to `capacity` units.
struct Arc {
  NodeIndex tail = 0;
  NodeIndex head = 0;
  std::int64_t capacity = 0;
};

/// A largest flow, and the cut that proves that none is larger.
struct MaxFlow {
  std::int64_t value = 0;
  /// By arc, from 0 to its capacity; at every node but the source and the sink as much arrives as
  /// leaves.
  std::vector<std::int64_t> flow;
  /// By node: whether the source can still reach it. The arcs from such nodes to others are full,
  /// those back are empty, and the capacities of the former sum to `value`. Of all smallest cuts it
  /// is the one nearest to the source, so it does not depend on how the flow was found.
  std::vector<bool> source_side;
};

/// Returns a largest flow from `source` to `sink`, exact in whole units, by pushing excess from the
/// highest label with global relabelling and the gap heuristic. Parallel arcs and arcs from a node
/// to itself are allowed. Takes O(nodes^2 sqrt(arcs)) at worst, about linear time on networks of
/// trade; the same input gives the same flow.
///
/// Throws `Error` (kInvalidArgument) for a node outside `num_nodes`, a source that is the sink, a
/// negative capacity, or capacities whose sum overflows `std::int64_t`.
///
/// Sources: Goldberg and Tarjan (1988), J. ACM 35(4), 921-940, doi:10.1145/48014.61051; Cherkassky
/// and Goldberg (1997), Algorithmica 19, 390-410, doi:10.1007/PL00009180.
[[nodiscard]] MaxFlow
max_flow(NodeIndex num_nodes, std::span<const Arc> arcs, NodeIndex source, NodeIndex sink);

}  // namespace portolan::graph
