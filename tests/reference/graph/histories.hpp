#pragma once

#include <cstdint>
#include <vector>

#include "portolan/graph/flow_network.hpp"

namespace portolan::reference {

/// Kinds of goods that share a network: all flows of a leg sum to its trade, and each kind balances
/// at each node.
struct KindsOfGoods {
  /// By kind and node: what enters.
  std::vector<std::vector<std::int64_t>> entering;
  /// By kind and node: the kind as which goods leave the node after they arrived.
  std::vector<std::vector<std::size_t>> becomes;
};

/// Kinds that stay what they are.
[[nodiscard]] KindsOfGoods lasting_kinds(std::vector<std::vector<std::int64_t>> entering);

/// Kind 1 is what touched one of `hubs`, kind 0 all else.
[[nodiscard]] KindsOfGoods
kinds_by_passage(const graph::FlowNetwork& network, const std::vector<graph::NodeIndex>& hubs);

struct Range {
  std::int64_t least;
  std::int64_t most;

  friend bool operator==(const Range&, const Range&) = default;
};

/// Returns the least and the most of `kind` that `destination` can have absorbed, by linear
/// programmes in the flow of each kind on each leg, with every leg's trade fully used. The values
/// must be whole.
[[nodiscard]] Range absorbed_range(
    const graph::FlowNetwork& network,
    const KindsOfGoods& kinds,
    std::size_t kind,
    graph::NodeIndex destination
);

}  // namespace portolan::reference
