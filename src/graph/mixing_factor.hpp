#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "component_elimination.hpp"
#include "portolan/graph/flow_network.hpp"
#include "sparse_rows.hpp"

namespace portolan::graph {

/// So many right-hand sides are solved at once: their values for all of 226 countries fit the
/// first-level cache, those for one country the registers.
inline constexpr std::size_t kNumLanes = 16;

/// One value for each of the right-hand sides. The two of a pair fill one register of the smallest
/// common instruction set; the operations, and so the bits, are the same on every machine.
struct Lanes {
  using Pair [[gnu::vector_size(16)]] = double;
  static constexpr std::size_t kNumPairs = kNumLanes / 2;

  Pair pairs[kNumPairs] = {};

  [[nodiscard]] double get(std::size_t lane) const { return pairs[lane / 2][lane % 2]; }
  void set(std::size_t lane, double value) { pairs[lane / 2][lane % 2] = value; }
};

/// The matrix M = diag(supply) - Z of a network, factored so that M y = b and M' z = w can be
/// solved. Columns of M sum to the absorption, rows to what the sources bring in.
///
/// The nodes are put in order: strongly connected components topologically, and within a component
/// the node next that causes the least new entries (Markowitz 1957). Eliminating a node k passes
/// what reaches it on to where it sends: Z_ij += Z_ik Z_kj / x_k. The pivot x_k is never taken by
/// subtraction but summed up from what leaves k (Grassmann, Taksar and Heyman 1985), so every sum
/// is of values of at least 0 and each entry of the solution has a small relative error however
/// long goods go round in loops (Alfa, Xue and Ye 2002).
///
/// A component that no source feeds (a circulation, or a node without trade) has pivots of 0 and
/// solutions of 0.
///
/// Never changes after construction; its methods may run concurrently. Needs the square of the
/// largest component's size while it is built.
///
/// Sources: Markowitz (1957), Manage. Sci. 3(3), 255-269; Grassmann, Taksar and Heyman (1985),
/// Oper. Res. 33(5), 1107-1116, doi:10.1287/opre.33.5.1107; Alfa, Xue and Ye (2002), Math. Comp.
/// 71(237), 217-236.
class MixingFactor {
 public:
  explicit MixingFactor(const FlowNetwork& network);

  [[nodiscard]] std::size_t num_nodes() const { return nodes_.size(); }
  /// The place of each node in the order of elimination.
  [[nodiscard]] std::span<const NodeIndex> positions() const { return positions_; }
  /// The nodes in the order of elimination.
  [[nodiscard]] std::span<const NodeIndex> nodes() const { return nodes_; }
  /// Whether goods of any source pass the node.
  [[nodiscard]] bool is_fed(NodeIndex node) const { return pivot_inverse_[positions_[node]] > 0.0; }

  /// Returns the first position at which y can differ from 0 if b is 0 before `first`.
  [[nodiscard]] std::size_t first_touched(std::size_t first) const;
  /// Replaces b by y with M y = b, both by position, where b is 0 before `first`.
  void solve(std::span<Lanes> values, std::size_t first = 0) const;
  /// Replaces w by z with M' z = w, by position.
  void solve_transposed(std::span<Lanes> values) const;

  /// Returns for each right-hand side the sum over the nodes of |b - M y|, with what rounding can
  /// have hidden of it; both are by position, and `right` is 0 before `first`.
  [[nodiscard]] Lanes residual(
      std::span<const Lanes> right,
      std::span<const Lanes> solution,
      std::size_t first = 0
  ) const;
  /// The same for M' z = w.
  [[nodiscard]] Lanes
  residual_transposed(std::span<const Lanes> right, std::span<const Lanes> solution) const;

 private:
  /// Orders the nodes of a component, which stand from place `begin`, and adds their rows.
  void add_component(const FlowNetwork& network, NodeIndex begin, NodeIndex end);
  /// Nothing where no source feeds the component.
  [[nodiscard]] std::optional<ComponentFactor>
  eliminate(const FlowNetwork& network, NodeIndex begin, NodeIndex end) const;

  std::vector<NodeIndex> nodes_;
  std::vector<NodeIndex> positions_;
  std::vector<NodeIndex> component_begin_;  // in positions, and the end
  std::vector<NodeIndex> component_of_;     // by position
  std::vector<double> pivot_inverse_;       // by position
  std::vector<double> supply_;              // by position
  SparseRows earlier_;  // of earlier components Z_kj, within the component Z_kj / x_j
  SparseRows later_;    // within the component: Z_kj
  SparseRows trade_;    // Z
};

}  // namespace portolan::graph
