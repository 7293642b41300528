#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "dense_origins.hpp"
#include "portolan/graph/mixing.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

using reference::dense_origins;
using reference::random_trade;

double entered(const FlowNetwork& network, NodeIndex node) {
  return static_cast<double>(network.amounts(every_source())[node]);
}

double traced(const OriginTable& table, std::size_t row, NodeIndex node) {
  return table.made(row, node) + table.unknown(row, node) + table.margin(row, node);
}

/// Compares each amount, relative to what entered at the node.
void expect_equal_to_dense(const FlowNetwork& network, double tolerance, std::uint64_t seed) {
  const OriginTable table = trace_origins(network);
  const auto dense = dense_origins(network);
  double all_errors = 0.0;
  for (NodeIndex row = 0; row < network.num_nodes(); ++row) {
    for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
      const double error =
          std::abs(traced(table, row, node) - static_cast<double>(dense[row][node]));
      all_errors += error;
      ASSERT_LE(error, tolerance * entered(network, node))
          << "seed " << seed << ", destination " << row << ", node " << node;
    }
  }
  // The dense solution errs itself where goods go round long.
  EXPECT_LE(all_errors, table.certified_error() + tolerance * 1e-3) << "seed " << seed;
}

TEST(MixingAgainstDense, AgreesOnRandomNetworks) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const auto nodes = static_cast<NodeIndex>(1 + seed % 30);
    const auto trade =
        random_trade(seed, {.nodes = nodes, .density = 0.1 + 0.05 * static_cast<double>(seed % 7)});
    expect_equal_to_dense(trade.network(), 1e-13, seed);
  }
}

TEST(MixingAgainstDense, AgreesOnValuesOfManyOrdersOfMagnitude) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto trade = random_trade(
        seed, {.nodes = 20, .density = 0.2, .largest_value = 1'000'000'000'000, .producers = 0.8}
    );
    expect_equal_to_dense(trade.network(), 1e-10, seed);
  }
}

// Each of 226 countries has about ten legs, as in a family of goods.
TEST(MixingAgainstDense, AgreesOnNetworksOfTheSizeOfAFamily) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto trade = random_trade(
        seed, {.nodes = 226, .density = 0.045, .largest_value = 1'000'000'000, .producers = 0.3}
    );
    expect_equal_to_dense(trade.network(), 1e-10, seed);
  }
}

// Nine tenths of the nodes have one partner each; goods return to hubs many times.
TEST(MixingAgainstDense, AgreesWhereGoodsGoRoundManyTimes) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    auto trade = random_trade(seed, {.nodes = 12, .density = 0.15, .producers = 0.9});
    for (NodeIndex node = 0; node + 1 < trade.nodes; ++node) {
      trade.flows.push_back({node, node + 1, 3'000'000});
      trade.flows.push_back({node + 1, node, 3'000'000});
    }
    expect_equal_to_dense(trade.network(), 1e-10, seed);
  }
}

}  // namespace
}  // namespace portolan::graph
