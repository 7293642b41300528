#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/graph/flow_network.hpp"

namespace portolan::graph {

/// A flow within one period.
struct PeriodFlow {
  std::uint32_t period = 0;
  Flow flow;
};

/// What a producer made in one period; as `Producer` otherwise.
struct PeriodProducer {
  std::uint32_t period = 0;
  Producer producer;
};

/// The nodes and periods of `expand_over_time`.
struct TimeGrid {
  NodeIndex num_nodes = 0;
  std::uint32_t num_periods = 0;

  /// The node of the expanded network that is `node` in `period`.
  [[nodiscard]] NodeIndex at(NodeIndex node, std::uint32_t period) const {
    return period * num_nodes + node;
  }
};

struct TimeExpansionOptions {
  /// For so many periods goods may wait in a node before they are sent on.
  std::uint32_t max_wait = 0;
  /// By node, as for `take_out_margins`; empty: none.
  std::span<const double> margin_shares = {};
};

/// A network whose nodes are nodes in periods.
struct TimeExpansion {
  FlowNetwork network;
  /// The legs of the network that are goods waiting, from a node to itself in a later period.
  std::vector<LegIndex> stocks;
};

/// Returns the trade of several periods as one network, in which goods that stayed in a node may be
/// sent on up to `max_wait` periods later.
///
/// A node that in some period sends more than it made and received takes the rest from what stayed
/// there in the `max_wait` periods before, the oldest first. Only what is still lacking then is
/// raised output or of unknown origin. Taking the oldest first, period by period, covers as much as
/// any rule could: of the remainders that can serve, the oldest is the one that expires first.
/// What was taken counts as sent in its own period, so all that is left at the end is absorbed.
///
/// Tracing and bounds then take these stocks as given; the bounds do not range over other ways to
/// store. Takes O(nodes periods max_wait + flows log flows).
///
/// Throws `Error` (kInvalidArgument) for a period or node outside the grid, more than 2^32 - 3
/// nodes in all periods together, and as `FlowMatrix`, `take_out_margins` and `FlowNetwork` do.
[[nodiscard]] TimeExpansion expand_over_time(
    const TimeGrid& grid,
    std::span<const PeriodFlow> flows,
    std::span<const PeriodProducer> producers,
    const TimeExpansionOptions& options = {}
);

}  // namespace portolan::graph
