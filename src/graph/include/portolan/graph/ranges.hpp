#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/graph/bounds.hpp"
#include "portolan/graph/flow_network.hpp"

namespace portolan::graph {

/// Whole units from `low` to `high`, both included.
struct Range {
  std::int64_t low = 0;
  std::int64_t high = 0;

  friend bool operator==(const Range&, const Range&) = default;
};

/// A flow of which only a range is certain; `flow.value` is the best guess within it.
struct RangedFlow {
  Flow flow;
  Range range;
};

/// A producer whose output is `output.low` or more, up to `output.high` (`kLargestTotal`: nobody
/// knows how much).
struct RangedProducer {
  NodeIndex node = 0;
  Range output;
};

/// Trade that is known up to ranges. *A network within the ranges* has on every leg a value of its
/// range, for every producer an output of its range, and is balanced as `FlowNetwork` says; which
/// goods are of unknown origin, and what stays where, differs from one to the other.
///
/// Never changes after construction; its methods may run concurrently.
class RangedNetwork {
 public:
  /// The flows of a pair add up, and so do their ranges. A producer named more than once has the
  /// sum of its outputs. `margin` as for `FlowNetwork`.
  ///
  /// Throws `Error` (kInvalidArgument) as `FlowMatrix` and `FlowNetwork` do, and for a range that
  /// does not hold its value or begins below 0.
  RangedNetwork(
      NodeIndex num_nodes,
      std::span<const RangedFlow> flows,
      std::span<const RangedProducer> producers,
      std::vector<std::int64_t> margin = {}
  );

  /// The network of the best guesses, with the least outputs.
  [[nodiscard]] const FlowNetwork& point() const { return point_; }
  /// Its legs are those that may carry anything.
  [[nodiscard]] const FlowMatrix& high() const { return high_; }
  /// The least that such a leg carries.
  [[nodiscard]] std::int64_t low(LegIndex leg) const { return low_[leg]; }

  /// What can have entered at a node from the sources of the set, at most, and been sent on; for
  /// all goods that can have stayed there, see `own`.
  [[nodiscard]] std::vector<std::int64_t> sent_at_most(const OriginSet& origins) const;
  /// The output of a node (0, 0 if it makes nothing) with its margin, as far as they belong to the
  /// set: what its own absorption can be made up of without a leg.
  [[nodiscard]] Range own(const OriginSet& origins, NodeIndex node) const;
  /// What a node can have absorbed.
  [[nodiscard]] Range absorption(NodeIndex node) const;
  /// What a node must have had more than it sent, if it received and made its least and sent its
  /// most; below 0 where it sent more.
  [[nodiscard]] std::int64_t least_remainder(NodeIndex node) const;

 private:
  FlowNetwork point_;
  FlowMatrix high_;
  std::vector<std::int64_t> low_;  // by leg of `high_`
  std::vector<bool> is_producer_;
  std::vector<Range> output_;    // by node
  std::vector<Range> receipts_;  // by node: imports
  std::vector<Range> sent_;      // by node: exports
};

/// What a destination can have absorbed of the kind asked about, over all networks within the
/// ranges and all their histories (`supply_bounds`).
struct RangedBounds {
  Range absorption = {};
  /// The least and the most of the kind, and of all other kinds together.
  Range kind = {};
  Range others = {};
  /// What carries the most of the kind; legs are those of `RangedNetwork::high`.
  LimitedFlow most = {};

  /// The least and the most share of the kind in what the destination absorbs; NaN where it may
  /// absorb nothing of either. x / (x + y) grows with x and falls with y, so these hold for every
  /// network; they are reached where both ends are reached at once, as in a network without ranges.
  [[nodiscard]] double least_share() const;
  [[nodiscard]] double most_share() const;
};

/// Returns bounds that hold for `supply_bounds` of every network within the ranges.
///
/// *The most* is a maximum flow from the origins to the destination, with each leg at the top of
/// its range, each source as large as it can be (an output, or what a node can have sent beyond its
/// receipts) and the largest absorption. *The least*: the destination had at least
/// `least_remainder`; taken off is the maximum flow of all other sources, as large as they can be,
/// that arrives on legs at the bottom of their range (what more arrives is absorbed as well and
/// forces nothing).
///
/// Exact where no range lets a node send more than its output and its receipts, so that nothing is
/// raised or of unknown origin; then every value can be chosen by itself. Else they may be wider
/// than what is reached: a node cannot receive much and at the same time be short of goods. Without
/// ranges they are those of `supply_bounds`.
///
/// `perhaps` are producers of which nobody knows whether their goods are of the kind: they count
/// for it and for the others wherever that widens the bounds.
///
/// Takes four maximum flows. Throws `Error` (kInvalidArgument) for a node outside the network.
[[nodiscard]] RangedBounds supply_bounds(
    const RangedNetwork& network,
    const OriginSet& origins,
    NodeIndex destination,
    std::span<const NodeIndex> perhaps = {}
);

/// Returns bounds that hold for `passage_bounds` of every network within the ranges, in the same
/// way; `perhaps` are nodes of which nobody knows whether they count as hubs.
///
/// Throws `Error` (kInvalidArgument) for a node outside the network, or a destination that is a
/// hub.
[[nodiscard]] RangedBounds passage_bounds(
    const RangedNetwork& network,
    std::span<const NodeIndex> hubs,
    NodeIndex destination,
    std::span<const NodeIndex> perhaps = {}
);

}  // namespace portolan::graph
