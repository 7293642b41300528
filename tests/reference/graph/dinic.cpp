#include "dinic.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <vector>

namespace portolan::reference {
namespace {

using graph::NodeIndex;

class Dinic {
 public:
  Dinic(NodeIndex num_nodes, std::span<const graph::Arc> arcs) : out_(num_nodes) {
    for (const graph::Arc& arc : arcs) {
      out_[arc.tail].push_back(to_.size());
      to_.push_back(arc.head);
      left_.push_back(arc.capacity);
      out_[arc.head].push_back(to_.size());
      to_.push_back(arc.tail);
      left_.push_back(0);
    }
  }

  std::int64_t run(NodeIndex source, NodeIndex sink) {
    std::int64_t value = 0;
    while (find_layers(source, sink)) {
      next_.assign(out_.size(), 0);
      while (const std::int64_t sent = augment(source, sink)) {
        value += sent;
      }
    }
    return value;
  }

 private:
  bool find_layers(NodeIndex source, NodeIndex sink) {
    layer_.assign(out_.size(), -1);
    layer_[source] = 0;
    std::deque<NodeIndex> queue = {source};
    while (!queue.empty()) {
      const NodeIndex node = queue.front();
      queue.pop_front();
      for (const std::size_t arc : out_[node]) {
        if (left_[arc] > 0 && layer_[to_[arc]] < 0) {
          layer_[to_[arc]] = layer_[node] + 1;
          queue.push_back(to_[arc]);
        }
      }
    }
    return layer_[sink] >= 0;
  }

  /// Sends what one path of the layers can carry, found without recursion; 0 if there is none.
  std::int64_t augment(NodeIndex source, NodeIndex sink) {
    std::vector<std::size_t> path;
    NodeIndex node = source;
    while (node != sink) {
      if (next_[node] < out_[node].size()) {
        const std::size_t arc = out_[node][next_[node]];
        if (left_[arc] > 0 && layer_[to_[arc]] == layer_[node] + 1) {
          path.push_back(arc);
          node = to_[arc];
        } else {
          ++next_[node];
        }
      } else if (path.empty()) {
        return 0;
      } else {
        node = to_[path.back() ^ 1U];
        path.pop_back();
        ++next_[node];
      }
    }
    std::int64_t sent = std::numeric_limits<std::int64_t>::max();
    for (const std::size_t arc : path) {
      sent = std::min(sent, left_[arc]);
    }
    for (const std::size_t arc : path) {
      left_[arc] -= sent;
      left_[arc ^ 1U] += sent;
    }
    return sent;
  }

  std::vector<std::vector<std::size_t>> out_;
  std::vector<NodeIndex> to_;
  std::vector<std::int64_t> left_;
  std::vector<std::int64_t> layer_;
  std::vector<std::size_t> next_;
};

}  // namespace

std::int64_t dinic_max_flow(
    NodeIndex num_nodes,
    std::span<const graph::Arc> arcs,
    NodeIndex source,
    NodeIndex sink
) {
  return Dinic(num_nodes, arcs).run(source, sink);
}

}  // namespace portolan::reference
