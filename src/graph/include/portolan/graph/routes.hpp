#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "portolan/graph/flow_network.hpp"

namespace portolan::graph {

/// A way of goods, each node at most once.
struct Route {
  /// From where they entered to where they stay.
  std::vector<NodeIndex> nodes;
  /// Share of what entered at the first node that stays in the last and came this way.
  double share = 0.0;
};

struct RouteOptions {
  std::uint32_t max_legs = 4;
  std::size_t max_routes = 10;
};

struct Routes {
  /// Share of what entered at the origin that stays in the destination, by any route.
  double share = 0.0;
  /// The largest routes first; among equal ones in the order of their nodes.
  std::vector<Route> routes;
};

/// Returns the largest routes from `origin` to `destination` under proportional mixing (see
/// `trace_origins`), with up to `max_legs` legs.
///
/// A unit's route is its way without the loops: wherever it comes back to a node of its route, what
/// lay between is left out. Every unit has one route, so the shares of all routes sum to that of
/// the pair, and loops need no limit. With A_ij the share of j's goods that goes to i, G = (I -
/// A)^-1 and v_0 ... v_m the nodes of a route, its share is
///
///     A_{v1 v0} ... A_{vm v(m-1)}  g_0 g_1 ... g_m  (share of v_m's goods that stays)
///
/// where g_k is the mean number of times that a unit is in v_k, from its coming there on, if it
/// never returns to v_0 ... v_(k-1). These are the pivots of G on the route's nodes.
///
/// Exact search: a route is followed only if no way of going on can bring it among the largest.
/// Solves for every node that lies on some way of `max_legs` legs, and keeps the square of their
/// number. All is 0 and empty where no source feeds the origin.
///
/// Throws `Error` (kInvalidArgument) for a node outside the network.
///
/// Source: the loop-erased walk is that of Lawler (1980), Duke Math. J. 47(3), 655-693.
[[nodiscard]] Routes largest_routes(
    const FlowNetwork& network,
    NodeIndex origin,
    NodeIndex destination,
    const RouteOptions& options = {}
);

/// Finds the routes of many origins to one destination: as `largest_routes`, with the network
/// solved once.
class RouteFinder {
 public:
  /// `network` must outlive this. Throws `Error` (kInvalidArgument) for a node outside it.
  RouteFinder(const FlowNetwork& network, NodeIndex destination, std::uint32_t max_legs = 4);
  RouteFinder(RouteFinder&&) noexcept;
  RouteFinder& operator=(RouteFinder&&) noexcept;
  ~RouteFinder();

  /// Returns up to `max_routes` routes from `origin`; those with a share below `least_share` are
  /// not sought. Throws `Error` (kInvalidArgument) for a node outside the network.
  [[nodiscard]] Routes largest(NodeIndex origin, std::size_t max_routes, double least_share = 0.0)
      const;

 private:
  class Ground;
  std::unique_ptr<const Ground> ground_;
};

/// What a hub does for a destination under proportional mixing, in units of the goods asked about.
struct HubValue {
  /// What stays in the destination.
  double absorbed = 0.0;
  /// The part of it that passed the hub or entered there.
  double passed = 0.0;
  /// The part of it that went over the leg from the hub to the destination at least once: what the
  /// destination loses if these goods stay in the hub instead and all other shares remain.
  double over_leg = 0.0;
};

/// Returns the value of `hub` to `destination` for goods of `origins`. With M^-1 and Z as in
/// `trace_origins`, h the hub, d the destination and v = M^-1 (what the origins bring in),
///
///     absorbed = a_d v_d        passed = a_d M^-1_dh v_h / M^-1_hh
///     over_leg = a_d M^-1_dd Z_dh v_h / (1 + Z_dh M^-1_hd)
///
/// Only the shares stay as they are: who would buy in the hub's place is not asked. All but
/// `absorbed` are 0 where no goods pass the hub.
///
/// Throws `Error` (kInvalidArgument) for a node outside the network, or a hub that is the
/// destination.
[[nodiscard]] HubValue hub_value(
    const FlowNetwork& network,
    const OriginSet& origins,
    NodeIndex hub,
    NodeIndex destination
);

}  // namespace portolan::graph
