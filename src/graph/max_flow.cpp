#include "portolan/graph/max_flow.hpp"

#include <algorithm>
#include <limits>

#include "portolan/base/error.hpp"
#include "residual_network.hpp"

namespace portolan::graph {
namespace {

void check(NodeIndex num_nodes, std::span<const Arc> arcs, NodeIndex source, NodeIndex sink) {
  if (source >= num_nodes || sink >= num_nodes) {
    throw invalid_argument(
        "max_flow: expected a source and a sink below {}, got {} and {}", num_nodes, source, sink
    );
  }
  if (source == sink) {
    throw invalid_argument("max_flow: expected a source other than the sink, got {} twice", sink);
  }
  if (arcs.size() > std::numeric_limits<std::uint32_t>::max() / 2) {
    throw invalid_argument("arcs: expected fewer than 2^31, got {}", arcs.size());
  }
  std::int64_t total = 0;
  for (const Arc& arc : arcs) {
    require_node("arcs", std::max(arc.tail, arc.head), num_nodes);
    if (arc.capacity < 0) {
      throw invalid_argument("arcs: expected capacities of at least 0, got {}", arc.capacity);
    }
    if (arc.capacity > std::numeric_limits<std::int64_t>::max() - total) {
      throw invalid_argument("arcs: expected a sum of capacities below 2^63, got more");
    }
    total += arc.capacity;
  }
}

/// A preflow: more may arrive at a node than leaves it (its excess), never less. A label of a node
/// is at most its distance to the target along half-arcs with room; `num_nodes` means out of reach.
class Preflow {
 public:
  Preflow(ResidualNetwork& network, NodeIndex source)
      : network_(network),
        excess_(network.num_nodes(), 0),
        label_(network.num_nodes(), 0),
        count_(std::size_t{network.num_nodes()} + 1, 0),
        current_(network.num_nodes(), 0),
        first_active_(network.num_nodes(), kNone),
        next_active_(network.num_nodes(), kNone) {
    for (std::uint32_t i = network_.begin(source); i < network_.end(source); ++i) {
      push(source, i, network_.half_arc(i).room);
    }
  }

  [[nodiscard]] std::int64_t excess(NodeIndex node) const { return excess_[node]; }

  /// Moves all excess that can reach `target` to it, never into `closed`.
  void drain(NodeIndex target, NodeIndex closed) {
    relabel_all(target, closed);
    while (highest_ > 0) {
      const NodeIndex node = first_active_[highest_];
      if (node == kNone) {
        --highest_;
        continue;
      }
      first_active_[highest_] = next_active_[node];
      discharge(node, target);
      if (work_ > 4 * std::size_t{network_.num_nodes()} + network_.num_half_arcs()) {
        relabel_all(target, closed);
      }
    }
  }

 private:
  static constexpr NodeIndex kNone = std::numeric_limits<NodeIndex>::max();

  void push(NodeIndex from, std::uint32_t half_arc, std::int64_t amount) {
    network_.push(half_arc, amount);
    excess_[from] -= amount;
    excess_[network_.half_arc(half_arc).head] += amount;
  }

  void activate(NodeIndex node) {
    next_active_[node] = first_active_[label_[node]];
    first_active_[label_[node]] = node;
    highest_ = std::max(highest_, label_[node]);
  }

  /// Sets every label to the distance to `target`, and begins again with the active nodes.
  void relabel_all(NodeIndex target, NodeIndex closed) {
    const NodeIndex out_of_reach = network_.num_nodes();
    std::ranges::fill(label_, out_of_reach);
    std::ranges::fill(count_, NodeIndex{0});
    std::ranges::fill(first_active_, kNone);
    highest_ = 0;
    work_ = 0;
    label_[target] = 0;
    count_[0] = 1;
    std::vector<NodeIndex> queue = {target};
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const NodeIndex node = queue[next];
      for (std::uint32_t i = network_.begin(node); i < network_.end(node); ++i) {
        const auto& [head, twin, room] = network_.half_arc(i);
        if (label_[head] == out_of_reach && head != closed && network_.half_arc(twin).room > 0) {
          label_[head] = label_[node] + 1;
          ++count_[label_[head]];
          current_[head] = network_.begin(head);
          queue.push_back(head);
          if (excess_[head] > 0) {
            activate(head);
          }
        }
      }
    }
  }

  void discharge(NodeIndex node, NodeIndex target) {
    while (label_[node] < network_.num_nodes()) {
      for (std::uint32_t& i = current_[node]; i < network_.end(node); ++i) {
        const auto& [head, twin, room] = network_.half_arc(i);
        if (room > 0 && label_[node] == label_[head] + 1) {
          if (excess_[head] == 0 && head != target) {
            activate(head);
          }
          push(node, i, std::min(excess_[node], room));
          if (excess_[node] == 0) {
            return;
          }
        }
      }
      raise(node);
    }
  }

  /// Gives `node` the least label from which it can push; if no node is left at its old one, no
  /// node above can reach the target any more.
  void raise(NodeIndex node) {
    const NodeIndex out_of_reach = network_.num_nodes();
    const NodeIndex old = label_[node];
    NodeIndex least = out_of_reach;
    for (std::uint32_t i = network_.begin(node); i < network_.end(node); ++i) {
      if (network_.half_arc(i).room > 0) {
        least = std::min(least, label_[network_.half_arc(i).head] + 1);
      }
    }
    work_ += network_.end(node) - network_.begin(node) + 12;
    --count_[old];
    if (count_[old] == 0) {
      for (NodeIndex& label : label_) {
        if (label > old && label < out_of_reach) {
          --count_[label];
          label = out_of_reach;
        }
      }
      least = out_of_reach;
    }
    label_[node] = std::min(least, out_of_reach);
    ++count_[label_[node]];
    current_[node] = network_.begin(node);
  }

  ResidualNetwork& network_;
  std::vector<std::int64_t> excess_;
  std::vector<NodeIndex> label_;
  std::vector<NodeIndex> count_;         // of nodes by label
  std::vector<std::uint32_t> current_;   // by node: the half-arcs before it cannot be pushed along
  std::vector<NodeIndex> first_active_;  // by label: a node with excess, which names the next
  std::vector<NodeIndex> next_active_;
  NodeIndex highest_ = 0;
  std::size_t work_ = 0;
};

void ensure_largest(
    std::span<const Arc> arcs,
    NodeIndex source,
    NodeIndex sink,
    const MaxFlow& result
) {
  std::vector<std::int64_t> gain(result.source_side.size(), 0);
  std::int64_t cut = 0;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const auto& [tail, head, capacity] = arcs[i];
    ensure(result.flow[i] >= 0 && result.flow[i] <= capacity, "max_flow: a flow exceeds its arc");
    gain[head] += result.flow[i];
    gain[tail] -= result.flow[i];
    if (result.source_side[tail] && !result.source_side[head]) {
      cut += capacity;
    }
  }
  for (NodeIndex node = 0; node < gain.size(); ++node) {
    const std::int64_t expected =
        node == sink ? result.value : (node == source ? -result.value : 0);
    ensure(gain[node] == expected, "max_flow: a node sends other than it receives");
  }
  ensure(!result.source_side[sink] && cut == result.value, "max_flow: the cut proves nothing");
}

}  // namespace

MaxFlow max_flow(NodeIndex num_nodes, std::span<const Arc> arcs, NodeIndex source, NodeIndex sink) {
  check(num_nodes, arcs, source, sink);
  ResidualNetwork network(num_nodes, arcs);
  Preflow preflow(network, source);
  preflow.drain(sink, source);  // the flow's value and cut are found
  const std::int64_t value = preflow.excess(sink);
  preflow.drain(source, sink);  // what cannot reach the sink goes back
  MaxFlow result{
      .value = value, .flow = network.flow(arcs), .source_side = network.reached_from(source)};
  ensure_largest(arcs, source, sink, result);
  return result;
}

}  // namespace portolan::graph
