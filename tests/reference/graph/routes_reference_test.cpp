#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "loop_erasure.hpp"
#include "portolan/base/random.hpp"
#include "portolan/graph/routes.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

using reference::random_trade;
using reference::shares_by_route;
using reference::shares_reaching;
using reference::shares_staying;

FlowNetwork network_of(std::uint64_t seed) {
  return random_trade(
             seed, {.nodes = static_cast<NodeIndex>(2 + seed % 5), .density = 0.4, .producers = 0.9}
  )
      .network();
}

/// The routes that end in `destination` with at most `max_legs` legs, the largest first.
std::vector<Route> followed(
    const FlowNetwork& network,
    NodeIndex origin,
    NodeIndex destination,
    std::size_t max_legs
) {
  std::vector<Route> routes;
  for (const auto& [nodes, share] : shares_by_route(network, origin)) {
    if (nodes.back() == destination && nodes.size() <= max_legs + 1 && share > 0.0) {
      routes.push_back({.nodes = nodes, .share = share});
    }
  }
  std::ranges::sort(routes, [](const Route& one, const Route& other) {
    return std::tie(other.share, one.nodes) < std::tie(one.share, other.nodes);
  });
  return routes;
}

TEST(RoutesAgainstLoopErasure, EachRouteHasTheShareThatIsFollowed) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const FlowNetwork network = network_of(seed);
    for (NodeIndex origin = 0; origin < network.num_nodes(); ++origin) {
      if (network.supply()[origin] == 0) {
        continue;
      }
      const auto destination = static_cast<NodeIndex>((origin + seed) % network.num_nodes());
      const auto expected = followed(network, origin, destination, 4);
      const auto found = largest_routes(network, origin, destination, {.max_routes = 1'000});
      ASSERT_EQ(found.routes.size(), expected.size()) << "seed " << seed << ", origin " << origin;
      for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto same = std::ranges::find(found.routes, expected[i].nodes, &Route::nodes);
        ASSERT_NE(same, found.routes.end()) << "seed " << seed << ", origin " << origin;
        EXPECT_NEAR(same->share, expected[i].share, 1e-12) << "seed " << seed;
        EXPECT_NEAR(found.routes[i].share, expected[i].share, 1e-12) << "seed " << seed;
      }
    }
  }
}

TEST(RoutesAgainstLoopErasure, AHubPassesWhatReachesItAndThenStays) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const FlowNetwork network = network_of(seed);
    Random random(seed);
    const auto destination = static_cast<NodeIndex>(random.below(network.num_nodes()));
    const auto hub = static_cast<NodeIndex>((destination + 1) % network.num_nodes());
    const auto origin = static_cast<NodeIndex>(random.below(network.num_nodes()));
    const OriginSet origins{.producers = {origin}};
    const auto output = static_cast<double>(network.output()[origin]);
    const HubValue value = hub_value(network, origins, hub, destination);
    const auto staying = shares_staying(network, destination, hub, false);
    const auto staying_without = shares_staying(network, destination, hub, true);
    const double reaching = shares_reaching(network, hub)[origin];
    EXPECT_NEAR(value.absorbed, output * staying[origin], 1e-9) << "seed " << seed;
    EXPECT_NEAR(value.passed, output * reaching * staying[hub], 1e-9) << "seed " << seed;
    EXPECT_NEAR(value.over_leg, output * (staying[origin] - staying_without[origin]), 1e-9)
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace portolan::graph
