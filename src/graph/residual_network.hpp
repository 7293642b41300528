#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "portolan/graph/max_flow.hpp"

namespace portolan::graph {

/// What each arc can still carry, and what of its flow can be taken back: two half-arcs an arc, one
/// from either end, that are each other's twin. An arc from a node to itself has none.
class ResidualNetwork {
 public:
  struct HalfArc {
    NodeIndex head;
    std::uint32_t twin;
    std::int64_t room;
  };

  ResidualNetwork(NodeIndex num_nodes, std::span<const Arc> arcs);

  [[nodiscard]] NodeIndex num_nodes() const { return static_cast<NodeIndex>(begin_.size() - 1); }
  [[nodiscard]] std::size_t num_half_arcs() const { return half_arcs_.size(); }
  /// The half-arcs that leave a node, from `begin` to `end`.
  [[nodiscard]] std::uint32_t begin(NodeIndex node) const { return begin_[node]; }
  [[nodiscard]] std::uint32_t end(NodeIndex node) const { return begin_[node + 1]; }
  [[nodiscard]] const HalfArc& half_arc(std::uint32_t index) const { return half_arcs_[index]; }

  void push(std::uint32_t half_arc, std::int64_t amount) {
    half_arcs_[half_arc].room -= amount;
    half_arcs_[half_arcs_[half_arc].twin].room += amount;
  }
  /// By arc.
  [[nodiscard]] std::vector<std::int64_t> flow(std::span<const Arc> arcs) const;
  /// By node: whether `from` reaches it along half-arcs with room.
  [[nodiscard]] std::vector<bool> reached_from(NodeIndex from) const;

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<HalfArc> half_arcs_;
  std::vector<std::uint32_t> forward_;  // by arc: its half-arc from the tail
};

}  // namespace portolan::graph
