#pragma once

#include <vector>

#include "portolan/graph/flow_matrix.hpp"

namespace portolan::graph {

/// The nodes of a trade matrix, grouped so that goods can return to a node only within its group.
struct StrongComponents {
  /// All nodes, component by component; a leg stays within a component or leads to a later one.
  std::vector<NodeIndex> nodes;
  /// Where each component begins in `nodes`, and the end.
  std::vector<NodeIndex> begin;
};

/// Returns the strongly connected components in topological order, in O(nodes + legs).
///
/// Source: Tarjan (1972), SIAM J. Comput. 1(2), 146-160, doi:10.1137/0201010; here without
/// recursion.
[[nodiscard]] StrongComponents strong_components(const FlowMatrix& trade);

}  // namespace portolan::graph
