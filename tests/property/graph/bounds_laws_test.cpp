#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/graph/bounds.hpp"
#include "portolan/graph/mixing.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

using reference::random_trade;
using reference::RandomTrade;

constexpr std::uint64_t kSeeds = 300;

RandomTrade trade_of(std::uint64_t seed) {
  return random_trade(seed, {.nodes = static_cast<NodeIndex>(3 + seed % 25), .density = 0.15});
}

NodeIndex any_node(Random& random, const FlowNetwork& network) {
  return static_cast<NodeIndex>(random.below(network.num_nodes()));
}

/// A few nodes, perhaps none.
std::vector<NodeIndex> some_nodes(Random& random, const FlowNetwork& network) {
  std::vector<NodeIndex> nodes(random.below(4));
  for (NodeIndex& node : nodes) {
    node = any_node(random, network);
  }
  return nodes;
}

std::vector<NodeIndex>
some_hubs(Random& random, const FlowNetwork& network, NodeIndex destination) {
  auto hubs = some_nodes(random, network);
  std::erase(hubs, destination);
  return hubs;
}

TEST(BoundsLaws, ContainTheOriginsUnderMixing) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    const OriginTable table = trace_origins(network);
    const double slack = table.certified_error() + 1e-9;
    for (NodeIndex destination = 0; destination < network.num_nodes(); ++destination) {
      const NodeIndex origin = (destination + static_cast<NodeIndex>(seed)) % network.num_nodes();
      const auto made = supply_bounds(network, {.producers = {origin}}, destination);
      EXPECT_GE(table.made(destination, origin), static_cast<double>(made.least()) - slack)
          << "seed " << seed << ", from " << origin << " to " << destination;
      EXPECT_LE(table.made(destination, origin), static_cast<double>(made.most.value) + slack)
          << "seed " << seed << ", from " << origin << " to " << destination;
      const auto unknown = supply_bounds(network, {.unknown = true}, destination);
      EXPECT_GE(table.unknown(destination), static_cast<double>(unknown.least()) - slack);
      EXPECT_LE(table.unknown(destination), static_cast<double>(unknown.most.value) + slack);
    }
  }
}

TEST(BoundsLaws, TheLeastIsAtMostTheMostAndBothAreWithinTheAbsorption) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    Random random(seed);
    const NodeIndex destination = any_node(random, network);
    const auto hubs = some_hubs(random, network, destination);
    for (const auto& bounds :
         {supply_bounds(network, {.producers = some_nodes(random, network)}, destination),
          passage_bounds(network, hubs, destination)}) {
      EXPECT_EQ(bounds.absorption, network.absorption()[destination]);
      EXPECT_GE(bounds.least(), 0) << "seed " << seed;
      EXPECT_LE(bounds.least(), bounds.most.value) << "seed " << seed;
      EXPECT_LE(bounds.most.value, bounds.absorption) << "seed " << seed;
    }
  }
}

TEST(BoundsLaws, WhatLimitsAFlowSumsToItsValue) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    Random random(seed);
    const NodeIndex destination = any_node(random, network);
    const OriginSet origins{.producers = some_nodes(random, network), .unknown = seed % 2 == 0};
    const auto source = network.amounts(origins);
    const LimitedFlow most = supply_bounds(network, origins, destination).most;
    std::int64_t limit = most.is_absorption_full ? network.absorption()[destination] : 0;
    for (const LegIndex leg : most.full_legs) {
      EXPECT_EQ(most.leg_flow[leg], network.goods().legs()[leg].value) << "seed " << seed;
      limit += network.goods().legs()[leg].value;
    }
    for (const NodeIndex node : most.exhausted_sources) {
      limit += source[node];
    }
    EXPECT_EQ(limit, most.value) << "seed " << seed;
  }
}

TEST(BoundsLaws, MoreOriginsNeverLowerABound) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    Random random(seed);
    const NodeIndex destination = any_node(random, network);
    OriginSet origins{.producers = some_nodes(random, network)};
    const auto few = supply_bounds(network, origins, destination);
    origins.producers.push_back(any_node(random, network));
    origins.unknown = true;
    const auto more = supply_bounds(network, origins, destination);
    EXPECT_GE(more.least(), few.least()) << "seed " << seed;
    EXPECT_GE(more.most.value, few.most.value) << "seed " << seed;
  }
}

/// Some trade with a new leg between two nodes other than `destination`, with all outputs as they
/// were: the new leg is taken from what the exporter absorbed or, where it makes nothing, also from
/// goods of unknown origin. Nothing where no such pair was drawn.
std::optional<FlowNetwork>
with_new_leg(const RandomTrade& trade, const FlowNetwork& network, NodeIndex destination) {
  Random random(trade.nodes * 1'000U + destination);
  const NodeIndex from = any_node(random, network);
  const NodeIndex to = any_node(random, network);
  const std::int64_t room = network.output()[from] > 0 ? network.absorption()[from] : 1'000;
  if (from == to || from == destination || to == destination || room == 0) {
    return std::nullopt;
  }
  RandomTrade changed = trade;
  changed.flows.push_back(
      {from, to, 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(room)))}
  );
  changed.producers.clear();
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    if (network.output()[node] > 0) {
      changed.producers.push_back({node, network.output()[node]});
    }
  }
  FlowNetwork result = changed.network();
  EXPECT_TRUE(std::ranges::equal(result.output(), network.output()));
  return result;
}

TEST(BoundsLaws, ALegBetweenTwoHubsNeverNarrowsABoundOfOthers) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const RandomTrade trade = trade_of(seed);
    const FlowNetwork before = trade.network();
    Random random(seed);
    const NodeIndex destination = any_node(random, before);
    const auto after = with_new_leg(trade, before, destination);
    if (!after) {
      continue;
    }
    ++compared;
    const OriginSet origins{.producers = some_nodes(random, before)};
    const auto hubs = some_hubs(random, before, destination);
    const auto supply = supply_bounds(before, origins, destination);
    const auto wider_supply = supply_bounds(*after, origins, destination);
    EXPECT_LE(wider_supply.least(), supply.least()) << "seed " << seed;
    EXPECT_GE(wider_supply.most.value, supply.most.value) << "seed " << seed;
    const auto passage = passage_bounds(before, hubs, destination);
    const auto wider_passage = passage_bounds(*after, hubs, destination);
    EXPECT_LE(wider_passage.least(), passage.least()) << "seed " << seed;
    EXPECT_GE(wider_passage.most.value, passage.most.value) << "seed " << seed;
  }
  EXPECT_GT(compared, 150);
}

}  // namespace
}  // namespace portolan::graph
