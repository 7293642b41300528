#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

#include "dense_simplex.hpp"
#include "histories.hpp"
#include "portolan/base/random.hpp"
#include "portolan/graph/bounds.hpp"
#include "random_trade.hpp"

namespace portolan::reference {

// NOLINTNEXTLINE(readability-identifier-naming): the name that GoogleTest looks for.
void PrintTo(const Range& range, std::ostream* out) {
  *out << '[' << range.least << ", " << range.most << ']';
}

}  // namespace portolan::reference

namespace portolan::graph {
namespace {

using reference::absorbed_range;
using reference::kinds_by_passage;
using reference::lasting_kinds;
using reference::random_trade;
using reference::Range;

Range range_of(const DestinationBounds& bounds) {
  return {.least = bounds.least(), .most = bounds.most.value};
}

FlowNetwork network_of(std::uint64_t seed, NodeIndex most_nodes) {
  return random_trade(
             seed,
             {.nodes = static_cast<NodeIndex>(2 + seed % (most_nodes - 1)),
              .density = 0.15 + 0.05 * static_cast<double>(seed % 5),
              .largest_value = seed % 3 == 0 ? 5 : 1'000}
  )
      .network();
}

/// Each node with a probability of one half, but not `without`.
std::vector<NodeIndex> some_nodes(Random& random, NodeIndex num_nodes, NodeIndex without) {
  std::vector<NodeIndex> nodes;
  for (NodeIndex node = 0; node < num_nodes; ++node) {
    if (node != without && random.uniform() < 0.5) {
      nodes.push_back(node);
    }
  }
  return nodes;
}

// The largest of 3 x + 2 y with x + y <= 4, x + 3 y <= 6, x <= 3 is at (3, 1).
TEST(DenseSimplex, SolvesATextbookProgramme) {
  EXPECT_NEAR(
      *reference::largest_value(
          {.rows = {{1, 1, 1, 0, 0}, {1, 3, 0, 1, 0}, {1, 0, 0, 0, 1}},
           .right = {4, 6, 3},
           .objective = {3, 2, 0, 0, 0}}
      ),
      11.0,
      1e-12
  );
  EXPECT_FALSE(reference::largest_value({.rows = {{1.0}}, .right = {-1.0}, .objective = {1.0}}));
}

TEST(BoundsAgainstProgramme, SupplyOfASetOfOriginsIsEqualToTheUnit) {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    const FlowNetwork network = network_of(seed, 12);
    Random random(seed);
    const auto destination = static_cast<NodeIndex>(random.below(network.num_nodes()));
    const auto producers = some_nodes(random, network.num_nodes(), network.num_nodes());
    const OriginSet origins{.producers = producers, .unknown = seed % 7 == 0};
    auto chosen = network.amounts(origins);
    auto others = network.amounts(every_source());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      others[i] -= chosen[i];
    }
    ASSERT_EQ(
        range_of(supply_bounds(network, origins, destination)),
        absorbed_range(network, lasting_kinds({chosen, others}), 0, destination)
    ) << "seed "
      << seed;
  }
}

TEST(BoundsAgainstProgramme, PassageThroughHubsIsEqualToTheUnit) {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    const FlowNetwork network = network_of(seed, 12);
    Random random(seed);
    const auto destination = static_cast<NodeIndex>(random.below(network.num_nodes()));
    auto hubs = some_nodes(random, network.num_nodes(), destination);
    if (seed % 2 == 0) {
      hubs.resize(std::min<std::size_t>(1, hubs.size()));
    }
    ASSERT_EQ(
        range_of(passage_bounds(network, hubs, destination)),
        absorbed_range(network, kinds_by_passage(network, hubs), 1, destination)
    ) << "seed "
      << seed;
  }
}

// Every producer's goods, unknown goods and margins are a kind of their own; other kinds never
// hinder each other.
TEST(BoundsAgainstProgramme, OneOriginAmongManyIsEqualToTheUnit) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const FlowNetwork network = network_of(seed, 6);
    Random random(seed);
    const auto destination = static_cast<NodeIndex>(random.below(network.num_nodes()));
    std::vector<std::vector<std::int64_t>> kinds;
    for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
      kinds.push_back(network.amounts({.producers = {node}}));
    }
    kinds.push_back(network.amounts({.unknown = true, .margins = true}));
    const auto origin = static_cast<NodeIndex>(random.below(network.num_nodes()));
    ASSERT_EQ(
        range_of(supply_bounds(network, {.producers = {origin}}, destination)),
        absorbed_range(network, lasting_kinds(kinds), origin, destination)
    ) << "seed "
      << seed;
  }
}

}  // namespace
}  // namespace portolan::graph
