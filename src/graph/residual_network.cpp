#include "residual_network.hpp"

namespace portolan::graph {

ResidualNetwork::ResidualNetwork(NodeIndex num_nodes, std::span<const Arc> arcs)
    : begin_(std::size_t{num_nodes} + 1, 0), forward_(arcs.size(), 0) {
  for (const Arc& arc : arcs) {
    if (arc.tail != arc.head) {
      ++begin_[arc.tail + 1];
      ++begin_[arc.head + 1];
    }
  }
  for (NodeIndex node = 0; node < num_nodes; ++node) {
    begin_[node + 1] += begin_[node];
  }
  half_arcs_.resize(begin_.back());
  std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    if (arcs[i].tail != arcs[i].head) {
      const std::uint32_t forward = next[arcs[i].tail]++;
      const std::uint32_t backward = next[arcs[i].head]++;
      half_arcs_[forward] = {.head = arcs[i].head, .twin = backward, .room = arcs[i].capacity};
      half_arcs_[backward] = {.head = arcs[i].tail, .twin = forward, .room = 0};
      forward_[i] = forward;
    }
  }
}

std::vector<std::int64_t> ResidualNetwork::flow(std::span<const Arc> arcs) const {
  std::vector<std::int64_t> result(arcs.size(), 0);
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    if (arcs[i].tail != arcs[i].head) {
      result[i] = arcs[i].capacity - half_arcs_[forward_[i]].room;
    }
  }
  return result;
}

std::vector<bool> ResidualNetwork::reached_from(NodeIndex from) const {
  std::vector<bool> reached(num_nodes(), false);
  std::vector<NodeIndex> open = {from};
  reached[from] = true;
  while (!open.empty()) {
    const NodeIndex node = open.back();
    open.pop_back();
    for (std::uint32_t i = begin(node); i < end(node); ++i) {
      if (half_arcs_[i].room > 0 && !reached[half_arcs_[i].head]) {
        reached[half_arcs_[i].head] = true;
        open.push_back(half_arcs_[i].head);
      }
    }
  }
  return reached;
}

}  // namespace portolan::graph
