#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/graph/ranges.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

using reference::random_trade;
using reference::RandomTrade;

std::int64_t between(Random& random, const Range& range) {
  return range.low + static_cast<std::int64_t>(
                         random.below(static_cast<std::uint64_t>(range.high - range.low) + 1)
                     );
}

/// Made-up trade of which only ranges are known.
struct RangedTrade {
  NodeIndex nodes = 0;
  std::vector<RangedFlow> flows;
  std::vector<RangedProducer> producers;
  std::vector<std::int64_t> margin;

  [[nodiscard]] RangedNetwork network() const { return {nodes, flows, producers, margin}; }

  /// One of the networks within the ranges.
  [[nodiscard]] FlowNetwork any(Random& random) const {
    std::vector<Flow> drawn;
    for (const auto& [flow, range] : flows) {
      drawn.push_back({flow.exporter, flow.importer, between(random, range)});
    }
    std::vector<Producer> made;
    for (const auto& [node, output] : producers) {
      made.push_back({node, between(random, output)});
    }
    return {FlowMatrix(nodes, drawn), made, margin};
  }
};

/// Widens values by up to half, and outputs upwards by up to their double.
RangedTrade ranged(const RandomTrade& trade, Random& random) {
  RangedTrade result{.nodes = trade.nodes, .flows = {}, .producers = {}, .margin = trade.margin};
  for (const Flow& flow : trade.flows) {
    const bool is_certain = random.uniform() < 0.3;
    result.flows.push_back(
        {flow,
         is_certain ? Range{flow.value, flow.value}
                    : Range{between(random, {flow.value / 2, flow.value}), flow.value * 3 / 2}}
    );
  }
  for (const auto& [node, output] : trade.producers) {
    result.producers.push_back({node, {output, random.uniform() < 0.5 ? output : 2 * output}});
  }
  return result;
}

std::vector<NodeIndex> some_nodes(Random& random, NodeIndex num_nodes) {
  std::vector<NodeIndex> nodes(1 + random.below(2));
  for (NodeIndex& node : nodes) {
    node = static_cast<NodeIndex>(random.below(num_nodes));
  }
  return nodes;
}

void expect_within(const RangedBounds& bounds, const DestinationBounds& one, std::uint64_t seed) {
  EXPECT_GE(one.absorption, bounds.absorption.low) << "seed " << seed;
  EXPECT_LE(one.absorption, bounds.absorption.high) << "seed " << seed;
  EXPECT_GE(one.least(), bounds.kind.low) << "seed " << seed;
  EXPECT_LE(one.most.value, bounds.kind.high) << "seed " << seed;
  EXPECT_GE(one.absorption - one.most.value, bounds.others.low) << "seed " << seed;
  EXPECT_LE(one.most_of_others.value, bounds.others.high) << "seed " << seed;
  if (one.absorption > 0) {
    const auto absorption = static_cast<double>(one.absorption);
    EXPECT_GE(static_cast<double>(one.least()) / absorption, bounds.least_share() - 1e-12)
        << "seed " << seed;
    EXPECT_LE(static_cast<double>(one.most.value) / absorption, bounds.most_share() + 1e-12)
        << "seed " << seed;
  }
}

TEST(RangesLaws, BoundsHoldForEveryNetworkWithinTheRanges) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const auto trade = ranged(
        random_trade(seed, {.nodes = static_cast<NodeIndex>(3 + seed % 12), .density = 0.25}),
        random
    );
    const RangedNetwork network = trade.network();
    const auto destination = static_cast<NodeIndex>(random.below(trade.nodes));
    const OriginSet origins{
        .producers = some_nodes(random, trade.nodes),
        .unknown = random.uniform() < 0.3,
        .margins = random.uniform() < 0.3};
    auto hubs = some_nodes(random, trade.nodes);
    std::erase(hubs, destination);
    const auto supply = supply_bounds(network, origins, destination);
    const auto passage = passage_bounds(network, hubs, destination);
    for (int draw = 0; draw < 10; ++draw) {
      const FlowNetwork one = trade.any(random);
      expect_within(supply, supply_bounds(one, origins, destination), seed);
      expect_within(passage, passage_bounds(one, hubs, destination), seed);
    }
  }
}

TEST(RangesLaws, BoundsWithoutRangesAreThoseOfTheNetwork) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const auto trade =
        random_trade(seed, {.nodes = static_cast<NodeIndex>(3 + seed % 25), .density = 0.15});
    RangedTrade certain{.nodes = trade.nodes, .flows = {}, .producers = {}, .margin = trade.margin};
    for (const Flow& flow : trade.flows) {
      certain.flows.push_back({flow, {flow.value, flow.value}});
    }
    for (const auto& [node, output] : trade.producers) {
      certain.producers.push_back({node, {output, output}});
    }
    const auto destination = static_cast<NodeIndex>(random.below(trade.nodes));
    const OriginSet origins{
        .producers = some_nodes(random, trade.nodes), .unknown = random.uniform() < 0.3};
    const auto exact = supply_bounds(trade.network(), origins, destination);
    const auto bounds = supply_bounds(certain.network(), origins, destination);
    EXPECT_EQ(bounds.absorption, (Range{exact.absorption, exact.absorption})) << "seed " << seed;
    EXPECT_EQ(bounds.kind, (Range{exact.least(), exact.most.value})) << "seed " << seed;
    auto hubs = some_nodes(random, trade.nodes);
    std::erase(hubs, destination);
    const auto passed = passage_bounds(trade.network(), hubs, destination);
    EXPECT_EQ(
        passage_bounds(certain.network(), hubs, destination).kind,
        (Range{passed.least(), passed.most.value})
    ) << "seed "
      << seed;
  }
}

/// The least and the most over all networks within the ranges, each looked at.
class Enumeration {
 public:
  Enumeration(const RangedTrade& trade, const OriginSet& origins, NodeIndex destination)
      : trade_(trade), origins_(origins), destination_(destination) {
    choose(0);
  }

  [[nodiscard]] Range found() const { return found_; }

 private:
  void choose(std::size_t next) {
    if (next < trade_.flows.size()) {
      const auto& [flow, range] = trade_.flows[next];
      for (std::int64_t value = range.low; value <= range.high; ++value) {
        chosen_.push_back({flow.exporter, flow.importer, value});
        choose(next + 1);
        chosen_.pop_back();
      }
      return;
    }
    std::vector<Producer> made;
    for (const auto& [node, output] : trade_.producers) {
      made.push_back({node, output.low});
    }
    const FlowNetwork one(FlowMatrix(trade_.nodes, chosen_), made);
    const auto bounds = supply_bounds(one, origins_, destination_);
    found_.low = std::min(found_.low, bounds.least());
    found_.high = std::max(found_.high, bounds.most.value);
  }

  const RangedTrade& trade_;
  const OriginSet& origins_;
  NodeIndex destination_;
  std::vector<Flow> chosen_;
  Range found_{std::numeric_limits<std::int64_t>::max(), 0};
};

// Every node makes as much as it may send at most, so that nothing is ever of unknown origin.
TEST(RangesLaws, BoundsAreReachedWhereOutputsCoverAllThatCanBeSent) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const auto nodes = static_cast<NodeIndex>(3 + seed % 3);
    RangedTrade trade{.nodes = nodes, .flows = {}, .producers = {}, .margin = {}};
    std::vector<std::int64_t> sent(nodes, 0);
    for (int leg = 0; leg < 5; ++leg) {
      const auto exporter = static_cast<NodeIndex>(random.below(nodes));
      const auto importer = static_cast<NodeIndex>(random.below(nodes));
      const auto low = static_cast<std::int64_t>(random.below(4));
      const auto high = low + static_cast<std::int64_t>(random.below(3));
      if (exporter != importer) {
        trade.flows.push_back({{exporter, importer, low}, {low, high}});
        sent[exporter] += high;
      }
    }
    for (NodeIndex node = 0; node < nodes; ++node) {
      trade.producers.push_back({node, {sent[node], sent[node]}});
    }
    const OriginSet origins{.producers = some_nodes(random, nodes)};
    const auto destination = static_cast<NodeIndex>(random.below(nodes));
    EXPECT_EQ(
        supply_bounds(trade.network(), origins, destination).kind,
        Enumeration(trade, origins, destination).found()
    ) << "seed "
      << seed;
  }
}

}  // namespace
}  // namespace portolan::graph
