#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "portolan/base/random.hpp"
#include "portolan/graph/mixing.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

using reference::random_trade;
using reference::RandomTrade;

constexpr std::uint64_t kSeeds = 200;

RandomTrade trade_of(std::uint64_t seed) {
  return random_trade(seed, {.nodes = static_cast<NodeIndex>(2 + seed % 40), .density = 0.15});
}

bool have_same_bytes(const OriginTable& one, const OriginTable& other) {
  for (std::size_t row = 0; row < one.destinations().size(); ++row) {
    for (NodeIndex node = 0; node < one.num_nodes(); ++node) {
      if (std::bit_cast<std::uint64_t>(one.share(row, node)) !=
          std::bit_cast<std::uint64_t>(other.share(row, node))) {
        return false;
      }
    }
  }
  return one.certified_error() == other.certified_error();
}

TEST(MixingLaws, AllThatEntersSomewhereStaysSomewhere) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    const OriginTable table = trace_origins(network);
    for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
      double sum = 0.0;
      double made = 0.0;
      for (std::size_t row = 0; row < network.num_nodes(); ++row) {
        sum += table.share(row, node);
        made += table.made(row, node);
      }
      if (!std::isnan(sum)) {
        EXPECT_NEAR(sum, 1.0, 1e-13) << "seed " << seed << ", node " << node;
      }
      const auto output = static_cast<double>(network.output()[node]);
      EXPECT_NEAR(made, output, 1e-13 * output) << "seed " << seed << ", node " << node;
    }
  }
}

TEST(MixingLaws, AllThatStaysEnteredSomewhere) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    const OriginTable table = trace_origins(network);
    for (std::size_t row = 0; row < network.num_nodes(); ++row) {
      const auto absorption = static_cast<double>(network.absorption()[row]);
      EXPECT_NEAR(
          table.made(row) + table.unknown(row) + table.margin(row), absorption, 1e-13 * absorption
      ) << "seed "
        << seed << ", destination " << row;
    }
  }
}

TEST(MixingLaws, OneDestinationIsTracedAsAmongAll) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const FlowNetwork network = trade_of(seed).network();
    const OriginTable all = trace_origins(network);
    for (NodeIndex destination = 0; destination < network.num_nodes(); ++destination) {
      const OriginTable one = trace_origins(network, std::array{destination});
      double differences = 0.0;
      for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
        EXPECT_EQ(std::isnan(one.share(0, node)), std::isnan(all.share(destination, node)));
        const double difference = one.made(0, node) - all.made(destination, node);
        EXPECT_NEAR(difference, 0.0, 1e-13 * one.made(0, node))
            << "seed " << seed << ", destination " << destination << ", node " << node;
        differences += std::abs(difference);
      }
      EXPECT_LE(differences, one.certified_error() + all.certified_error());
    }
  }
}

TEST(MixingLaws, SharesDoNotDependOnTheUnit) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    RandomTrade trade = trade_of(seed);
    const OriginTable before = trace_origins(trade.network());
    for (Flow& flow : trade.flows) {
      flow.value *= 1'000;
    }
    for (Producer& producer : trade.producers) {
      producer.output *= 1'000;
    }
    for (std::int64_t& margin : trade.margin) {
      margin *= 1'000;
    }
    const OriginTable after = trace_origins(trade.network());
    for (std::size_t row = 0; row < trade.nodes; ++row) {
      for (NodeIndex node = 0; node < trade.nodes; ++node) {
        if (!std::isnan(before.share(row, node))) {
          ASSERT_NEAR(after.share(row, node), before.share(row, node), 1e-14) << "seed " << seed;
        }
      }
    }
  }
}

TEST(MixingLaws, SharesDoNotDependOnTheNumbersOfTheNodes) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    RandomTrade trade = trade_of(seed);
    const OriginTable before = trace_origins(trade.network());
    std::vector<NodeIndex> number(trade.nodes);
    std::iota(number.begin(), number.end(), NodeIndex{0});
    Random random(seed);
    for (std::size_t i = number.size(); i > 1; --i) {
      std::swap(number[i - 1], number[random.below(i)]);
    }
    for (Flow& flow : trade.flows) {
      flow = {number[flow.exporter], number[flow.importer], flow.value};
    }
    for (Producer& producer : trade.producers) {
      producer.node = number[producer.node];
    }
    const auto margin = trade.margin;
    for (NodeIndex node = 0; node < trade.nodes; ++node) {
      trade.margin[number[node]] = margin[node];
    }
    const OriginTable after = trace_origins(trade.network());
    for (NodeIndex row = 0; row < trade.nodes; ++row) {
      for (NodeIndex node = 0; node < trade.nodes; ++node) {
        if (!std::isnan(before.share(row, node))) {
          ASSERT_NEAR(after.share(number[row], number[node]), before.share(row, node), 1e-14)
              << "seed " << seed;
        }
      }
    }
  }
}

TEST(MixingLaws, TheOrderOfTheFlowsChangesNoByte) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    RandomTrade trade = trade_of(seed);
    const OriginTable before = trace_origins(trade.network());
    std::ranges::reverse(trade.flows);
    ASSERT_TRUE(have_same_bytes(trace_origins(trade.network()), before)) << "seed " << seed;
  }
}

TEST(MixingLaws, TheNumberOfThreadsChangesNoByte) {
  std::vector<FlowNetwork> networks;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    networks.push_back(trade_of(seed).network());
  }
  const std::array<NodeIndex, 1> destination = {1};
  for (const auto destinations :
       {std::span<const NodeIndex>(), std::span<const NodeIndex>(destination)}) {
    const auto one = trace_families(networks, destinations, 1);
    const auto four = trace_families(networks, destinations, 4);
    for (std::size_t i = 0; i < networks.size(); ++i) {
      ASSERT_TRUE(have_same_bytes(one[i], four[i])) << "family " << i;
    }
  }
}

}  // namespace
}  // namespace portolan::graph
