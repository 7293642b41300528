#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sparse_rows.hpp"

namespace portolan::graph {

/// The factor of a component, in the order of elimination; symbols as in `MixingFactor`.
struct ComponentFactor {
  /// The member eliminated at each step.
  std::vector<NodeIndex> order;
  std::vector<double> pivots;  ///< x_k
  /// By step i, the earlier steps k: Z_ik / x_k.
  SparseRows earlier;
  /// By step k, the later steps j: Z_kj.
  SparseRows later;
};

/// Eliminates the nodes of a strongly connected component, whose members are numbered from 0. Needs
/// memory for the square of their number.
class ComponentElimination {
 public:
  explicit ComponentElimination(NodeIndex num_members);

  /// Adds a leg between members; each pair at most once.
  void add_leg(NodeIndex exporter, NodeIndex importer, double amount);
  /// Adds to what leaves the component from `exporter`: absorption, and exports to others.
  void add_leak(NodeIndex exporter, double amount) { leaks_[exporter] += amount; }

  /// Eliminates all members; each next is the one with the smallest product of senders and
  /// receivers that are left, the first of equal ones. There must be a way out for the goods.
  [[nodiscard]] ComponentFactor factor() &&;

 private:
  using Word = std::uint64_t;

  [[nodiscard]] std::span<Word> set_of(std::vector<Word>& sets, NodeIndex member) const {
    return std::span(sets).subspan(member * num_words_, num_words_);
  }
  [[nodiscard]] double& value(NodeIndex importer, NodeIndex exporter) {
    return values_[std::size_t{importer} * size_ + exporter];
  }
  void list_neighbours(NodeIndex member);
  void pass_on(NodeIndex member, double pivot);
  void set_cost(NodeIndex member);
  [[nodiscard]] NodeIndex cheapest() const;
  /// Adds the neighbours of `from` to those of `to`, without `to` itself; returns how many more
  /// it then has.
  NodeIndex unite(std::vector<Word>& sets, NodeIndex to, NodeIndex from) const;

  NodeIndex size_;
  std::size_t num_words_;       // of a set of members
  std::vector<double> values_;  // by importer and exporter; of eliminated exporters Z_ik / x_k
  std::vector<double> leaks_;
  std::vector<Word> senders_;             // sets of all members that ever sent to a member
  std::vector<Word> receivers_;           // and that it ever sent to
  std::vector<Word> left_;                // the set of members that are left
  std::vector<NodeIndex> num_senders_;    // of those left
  std::vector<NodeIndex> num_receivers_;  // of those left
  std::vector<std::uint64_t> costs_;      // of eliminating a member, and its number in the low bits
  std::vector<NodeIndex> senders_left_;   // of the member that is being eliminated
  std::vector<NodeIndex> receivers_left_;
};

}  // namespace portolan::graph
