#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace portolan::graph {

/// A country, or a country in a period: its number from 0.
using NodeIndex = std::uint32_t;

/// A leg: its number in `FlowMatrix::legs`.
using LegIndex = std::uint32_t;

/// What went from one node to another, in whole units of one kind (USD, thousandths, kilograms).
struct Flow {
  NodeIndex exporter = 0;
  NodeIndex importer = 0;
  std::int64_t value = 0;

  friend bool operator==(const Flow&, const Flow&) = default;
};

/// Values up to this sum are exact as `double`, and no sum of them overflows `std::int64_t`.
inline constexpr std::int64_t kLargestTotal = std::int64_t{1} << 53U;

/// The trade among `num_nodes` nodes as a sparse matrix Z: Z_ij is what i imports from j (row
/// importer, column exporter). A leg is an entry above 0. Values are whole units, so sums are exact
/// and do not depend on the order in which flows are given.
///
/// Never changes after construction; its methods may run concurrently.
class FlowMatrix {
 public:
  /// Adds up the flows of each pair. Flows of 0 are no legs. A flow from a node to itself is left
  /// out: it would add the same to what a node receives and sends, which changes neither where
  /// goods end nor how much can pass.
  ///
  /// Takes O(flows log flows). Throws `Error` (kInvalidArgument) for a node outside `num_nodes`, a
  /// negative value, or a sum of all values above `kLargestTotal`.
  FlowMatrix(NodeIndex num_nodes, std::span<const Flow> flows);

  [[nodiscard]] NodeIndex num_nodes() const { return num_nodes_; }
  [[nodiscard]] LegIndex num_legs() const { return static_cast<LegIndex>(legs_.size()); }

  /// Sorted by importer, then exporter; each pair once.
  [[nodiscard]] std::span<const Flow> legs() const { return legs_; }
  /// The legs into `importer`, by exporter.
  [[nodiscard]] std::span<const Flow> legs_into(NodeIndex importer) const;
  /// The legs out of `exporter`, by importer.
  [[nodiscard]] std::span<const LegIndex> legs_out_of(NodeIndex exporter) const;
  /// The importers of these legs.
  [[nodiscard]] std::span<const NodeIndex> importers_from(NodeIndex exporter) const;
  [[nodiscard]] std::optional<LegIndex> find(NodeIndex exporter, NodeIndex importer) const;

 private:
  NodeIndex num_nodes_;
  std::vector<Flow> legs_;
  std::vector<LegIndex> into_begin_;    // by importer, and the end
  std::vector<LegIndex> out_of_begin_;  // by exporter, and the end
  std::vector<LegIndex> out_of_;
  std::vector<NodeIndex> importers_;  // of `out_of_`
};

/// Throws `Error` (kInvalidArgument) about `subject` for a node that is not below `num_nodes`.
void require_node(std::string_view subject, NodeIndex node, NodeIndex num_nodes);

}  // namespace portolan::graph
