#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/graph/bounds.hpp"
#include "portolan/graph/mixing.hpp"
#include "portolan/graph/routes.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

constexpr std::uint64_t kSeeds = 200;

struct Question {
  FlowNetwork network;
  NodeIndex origin;
  NodeIndex hub;
  NodeIndex destination;
};

Question question_of(std::uint64_t seed) {
  Random random(seed);
  const auto nodes = static_cast<NodeIndex>(3 + seed % 20);
  const auto trade = reference::random_trade(seed, {.nodes = nodes, .density = 0.2});
  const auto destination = static_cast<NodeIndex>(random.below(nodes));
  const auto hub = static_cast<NodeIndex>((destination + 1 + random.below(nodes - 1)) % nodes);
  return {
      .network = trade.network(),
      .origin = static_cast<NodeIndex>(random.below(nodes)),
      .hub = hub,
      .destination = destination};
}

TEST(RouteLaws, AllRoutesTogetherAreThePair) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto nodes = static_cast<NodeIndex>(2 + seed % 6);
    const FlowNetwork network =
        reference::random_trade(seed, {.nodes = nodes, .density = 0.4}).network();
    for (NodeIndex origin = 0; origin < nodes; ++origin) {
      const auto found =
          largest_routes(network, origin, 0, {.max_legs = nodes, .max_routes = 10'000});
      double sum = 0.0;
      for (const Route& route : found.routes) {
        sum += route.share;
      }
      EXPECT_NEAR(sum, found.share, 1e-12) << "seed " << seed << ", origin " << origin;
    }
  }
}

TEST(RouteLaws, FewRoutesAreTheFirstOfMany) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto [network, origin, hub, destination] = question_of(seed);
    const auto many = largest_routes(network, origin, destination, {.max_routes = 100'000});
    const auto few = largest_routes(network, origin, destination, {.max_routes = 5});
    ASSERT_EQ(few.routes.size(), std::min<std::size_t>(5, many.routes.size())) << "seed " << seed;
    for (std::size_t i = 0; i < few.routes.size(); ++i) {
      EXPECT_EQ(few.routes[i].nodes, many.routes[i].nodes) << "seed " << seed;
    }
    EXPECT_TRUE(std::ranges::is_sorted(many.routes, std::ranges::greater(), &Route::share));
  }
}

TEST(RouteLaws, ARouteGoesAlongLegsAndNeverReturns) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto [network, origin, hub, destination] = question_of(seed);
    for (const Route& route : largest_routes(network, origin, destination).routes) {
      EXPECT_EQ(route.nodes.front(), origin);
      EXPECT_EQ(route.nodes.back(), destination);
      EXPECT_LE(route.nodes.size(), 5U);
      EXPECT_EQ(
          std::set<NodeIndex>(route.nodes.begin(), route.nodes.end()).size(), route.nodes.size()
      );
      for (std::size_t i = 1; i < route.nodes.size(); ++i) {
        EXPECT_TRUE(network.goods().find(route.nodes[i - 1], route.nodes[i])) << "seed " << seed;
      }
    }
  }
}

TEST(HubLaws, WhatPassedAHubLiesWithinTheBoundsOfPassage) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto [network, origin, hub, destination] = question_of(seed);
    const HubValue value = hub_value(network, every_source(), hub, destination);
    const auto bounds = passage_bounds(network, {&hub, 1}, destination);
    EXPECT_GE(value.passed, static_cast<double>(bounds.least()) - 1e-8) << "seed " << seed;
    EXPECT_LE(value.passed, static_cast<double>(bounds.most.value) + 1e-8) << "seed " << seed;
    EXPECT_LE(value.over_leg, value.passed + 1e-8) << "seed " << seed;
    EXPECT_NEAR(value.absorbed, static_cast<double>(network.absorption()[destination]), 1e-8)
        << "seed " << seed;
  }
}

TEST(HubLaws, RoutesByAHubAreAtMostWhatPassedIt) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto [network, origin, hub, destination] = question_of(seed);
    double by_hub = 0.0;
    for (const Route& route :
         largest_routes(network, origin, destination, {.max_routes = 10'000}).routes) {
      if (std::ranges::find(route.nodes, hub) != route.nodes.end()) {
        by_hub += route.share;
      }
    }
    const auto output = static_cast<double>(network.output()[origin]);
    const HubValue value = hub_value(network, {.producers = {origin}}, hub, destination);
    EXPECT_LE(output * by_hub, value.passed + 1e-8) << "seed " << seed;
  }
}

}  // namespace
}  // namespace portolan::graph
