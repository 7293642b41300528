#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "portolan/graph/flow_matrix.hpp"

namespace portolan::graph {

/// A node of the stated set of producers, and what it made; a smaller output than it must have had
/// is raised (`FlowNetwork`), so 0 states a producer of unknown output.
struct Producer {
  NodeIndex node = 0;
  std::int64_t output = 0;
};

/// Sources whose goods are asked about together.
struct OriginSet {
  /// Output of these nodes.
  std::vector<NodeIndex> producers = {};
  /// Output of every producer.
  bool all_producers = false;
  /// What is of unknown origin, wherever it appeared.
  bool unknown = false;
  /// Re-export margins, which are no goods.
  bool margins = false;
};

[[nodiscard]] inline OriginSet every_source() {
  return {.all_producers = true, .unknown = true, .margins = true};
}

/// A trade matrix without the re-export margins, which enter it as sources of their own.
struct GoodsTrade {
  FlowMatrix goods;
  /// By node: the margins in what it imports.
  std::vector<std::int64_t> margin;
};

/// Takes the re-export margins out of `trade`. `margin_shares[j]`, at least 0 and below 1, is the
/// share of the value of j's exports that is j's own margin, not goods (a mark-up of m on the
/// purchase price is a share of m / (1 + m)); for a node that also makes the goods, the share over
/// all its exports. Each leg keeps `value - floor(share * value)`, and the importer receives the
/// rest as a margin: the values of imports stay as they are, and an exporter needs to have received
/// less.
///
/// Throws `Error` (kInvalidArgument) for another number of shares than nodes, or a share outside
/// [0, 1).
[[nodiscard]] GoodsTrade
take_out_margins(const FlowMatrix& trade, std::span<const double> margin_shares);

/// The balanced trade of one family of goods in one period. For each node, in whole units:
///
///     supply = output + unknown + margin + imports = exports + absorption
///
/// `output` is what a producer made, `absorption` what stayed. A producer whose stated output and
/// receipts are below its exports must have made more: its output is raised to the difference
/// (`raised`). Any other node that sends more than it received sends goods of **unknown origin**:
/// the difference is a source of its own (`unknown`) and is given to no producer.
///
/// Never changes after construction; its methods may run concurrently.
class FlowNetwork {
 public:
  /// `margin` is by node, as from `take_out_margins`; empty: none. A producer named more than once
  /// has the sum of its outputs.
  ///
  /// Throws `Error` (kInvalidArgument) for a producer outside the matrix, a negative output or
  /// margin, or a sum of all supplies above `kLargestTotal`.
  FlowNetwork(
      FlowMatrix goods,
      std::span<const Producer> producers,
      std::vector<std::int64_t> margin = {}
  );

  [[nodiscard]] const FlowMatrix& goods() const { return goods_; }
  [[nodiscard]] NodeIndex num_nodes() const { return goods_.num_nodes(); }

  [[nodiscard]] std::span<const std::int64_t> output() const { return output_; }
  /// The part of `output` that no producer stated.
  [[nodiscard]] std::span<const std::int64_t> raised() const { return raised_; }
  [[nodiscard]] std::span<const std::int64_t> unknown() const { return unknown_; }
  [[nodiscard]] std::span<const std::int64_t> margin() const { return margin_; }
  [[nodiscard]] std::span<const std::int64_t> supply() const { return supply_; }
  [[nodiscard]] std::span<const std::int64_t> absorption() const { return absorption_; }

  /// Returns, by node, what the sources of the set bring in. Throws `Error` (kInvalidArgument) for
  /// a producer outside the network.
  [[nodiscard]] std::vector<std::int64_t> amounts(const OriginSet& origins) const;

 private:
  FlowMatrix goods_;
  std::vector<std::int64_t> output_;
  std::vector<std::int64_t> raised_;
  std::vector<std::int64_t> unknown_;
  std::vector<std::int64_t> margin_;
  std::vector<std::int64_t> supply_;
  std::vector<std::int64_t> absorption_;
};

}  // namespace portolan::graph
