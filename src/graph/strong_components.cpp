#include "strong_components.hpp"

#include <algorithm>
#include <limits>

namespace portolan::graph {
namespace {

constexpr NodeIndex kUnseen = std::numeric_limits<NodeIndex>::max();
constexpr NodeIndex kClosed = kUnseen - 1;  // above every number, so that it lowers nothing

class Search {
 public:
  explicit Search(const FlowMatrix& trade)
      : trade_(trade), number_(trade.num_nodes(), kUnseen), low_(trade.num_nodes(), 0) {}

  /// Components in the order in which they are closed: those that goods reach come first.
  StrongComponents closed_in_order() {
    result_.begin.push_back(0);
    for (NodeIndex root = 0; root < trade_.num_nodes(); ++root) {
      if (number_[root] == kUnseen) {
        visit_from(root);
      }
    }
    return std::move(result_);
  }

 private:
  struct Visit {
    NodeIndex node;
    std::size_t next;  // of its importers
  };

  void open(NodeIndex node) {
    number_[node] = low_[node] = count_++;
    open_.push_back(node);
    path_.push_back({.node = node, .next = 0});
  }

  void visit_from(NodeIndex root) {
    open(root);
    while (!path_.empty()) {
      Visit& visit = path_.back();
      const NodeIndex node = visit.node;
      const auto importers = trade_.importers_from(node);
      while (visit.next < importers.size() && number_[importers[visit.next]] != kUnseen) {
        low_[node] = std::min(low_[node], number_[importers[visit.next++]]);
      }
      if (visit.next < importers.size()) {
        open(importers[visit.next++]);
        continue;
      }
      path_.pop_back();
      if (!path_.empty()) {
        low_[path_.back().node] = std::min(low_[path_.back().node], low_[node]);
      }
      if (low_[node] == number_[node]) {
        close_down_to(node);
      }
    }
  }

  void close_down_to(NodeIndex node) {
    NodeIndex last = kUnseen;
    do {
      last = open_.back();
      open_.pop_back();
      number_[last] = kClosed;
      result_.nodes.push_back(last);
    } while (last != node);
    result_.begin.push_back(static_cast<NodeIndex>(result_.nodes.size()));
  }

  const FlowMatrix& trade_;
  std::vector<NodeIndex> number_;
  std::vector<NodeIndex> low_;
  std::vector<NodeIndex> open_;
  std::vector<Visit> path_;
  NodeIndex count_ = 0;
  StrongComponents result_;
};

}  // namespace

StrongComponents strong_components(const FlowMatrix& trade) {
  StrongComponents result = Search(trade).closed_in_order();
  std::ranges::reverse(result.nodes);
  std::ranges::reverse(result.begin);
  for (NodeIndex& begin : result.begin) {
    begin = static_cast<NodeIndex>(result.nodes.size()) - begin;
  }
  return result;
}

}  // namespace portolan::graph
