#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "dinic.hpp"
#include "portolan/base/random.hpp"
#include "portolan/graph/max_flow.hpp"

namespace portolan::graph {
namespace {

using reference::dinic_max_flow;

struct Shape {
  NodeIndex nodes;
  std::size_t arcs;
  std::uint64_t largest_capacity;
};

std::vector<Arc> random_arcs(std::uint64_t seed, const Shape& shape) {
  Random random(seed);
  std::vector<Arc> arcs(shape.arcs);
  for (Arc& arc : arcs) {
    arc = {
        static_cast<NodeIndex>(random.below(shape.nodes)),
        static_cast<NodeIndex>(random.below(shape.nodes)),
        static_cast<std::int64_t>(random.below(shape.largest_capacity + 1))};
  }
  return arcs;
}

/// Arcs of a grid `width` nodes wide to the right and, both ways, up and down; source and sink are
/// the last two nodes, joined to the first and the last column.
std::vector<Arc> grid_arcs(std::uint64_t seed, NodeIndex width, NodeIndex height) {
  Random random(seed);
  const auto capacity = [&] {
    return static_cast<std::int64_t>(random.below(1'000));
  };
  const NodeIndex source = width * height;
  std::vector<Arc> arcs;
  for (NodeIndex row = 0; row < height; ++row) {
    arcs.push_back({source, row * width, 1'000});
    arcs.push_back({row * width + width - 1, source + 1, 1'000});
    for (NodeIndex column = 0; column < width; ++column) {
      const NodeIndex node = row * width + column;
      if (column + 1 < width) {
        arcs.push_back({node, node + 1, capacity()});
      }
      if (row + 1 < height) {
        arcs.push_back({node, node + width, capacity()});
        arcs.push_back({node + width, node, capacity()});
      }
    }
  }
  return arcs;
}

TEST(MaxFlowAgainstDinic, AgreesOnSmallNetworks) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    const Shape shape{
        .nodes = static_cast<NodeIndex>(2 + seed % 11),
        .arcs = seed % 47,
        .largest_capacity = 1 + seed % 9};
    const auto arcs = random_arcs(seed, shape);
    ASSERT_EQ(max_flow(shape.nodes, arcs, 0, 1).value, dinic_max_flow(shape.nodes, arcs, 0, 1))
        << "seed " << seed;
  }
}

TEST(MaxFlowAgainstDinic, AgreesOnAHundredThousandArcs) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Shape shape{
        .nodes = static_cast<NodeIndex>(seed % 2 == 0 ? 20'000 : 1'000),
        .arcs = 100'000,
        .largest_capacity = 1'000'000'000'000};
    const auto arcs = random_arcs(seed, shape);
    const auto result = max_flow(shape.nodes, arcs, 0, 1);
    EXPECT_EQ(result.value, dinic_max_flow(shape.nodes, arcs, 0, 1)) << "seed " << seed;
    EXPECT_GT(result.value, 0) << "seed " << seed;
  }
}

// Paths are long here, so labels rise high and much has to be taken back.
TEST(MaxFlowAgainstDinic, AgreesOnGrids) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const NodeIndex width = seed % 2 == 0 ? 40 : 150;
    const NodeIndex height = 6'000 / width;
    const auto arcs = grid_arcs(seed, width, height);
    const NodeIndex source = width * height;
    EXPECT_EQ(
        max_flow(source + 2, arcs, source, source + 1).value,
        dinic_max_flow(source + 2, arcs, source, source + 1)
    ) << "seed "
      << seed;
  }
}

}  // namespace
}  // namespace portolan::graph
