#include "portolan/graph/mixing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "drawn_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using reference::drawn_flows;
using reference::drawn_network;
using reference::kA;
using reference::kB;
using reference::kC;
using reference::kD;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::ThrowsMessage;

// A makes 100 and B 50, H (C) mixes what it buys of both, 60 and 20, and sells 40 of the 80 to D:
// so D gets 30 made in A, 10 made in B.
TEST(TraceOrigins, DividesWhatAHubSellsAsWhatItHas) {
  const auto table =
      trace_origins(drawn_network(4, "A>C 60, B>C 20, C>D 40", {{kA, 100}, {kB, 50}}));
  EXPECT_THAT(table.destinations(), ElementsAre(kA, kB, kC, kD));
  EXPECT_DOUBLE_EQ(table.made(kD, kA), 30.0);
  EXPECT_DOUBLE_EQ(table.made(kD, kB), 10.0);
  EXPECT_DOUBLE_EQ(table.made(kC, kA), 30.0);
  EXPECT_DOUBLE_EQ(table.made(kA, kA), 40.0);
  EXPECT_EQ(table.made(kA, kB), 0.0);
  EXPECT_EQ(table.made(kD, kC), 0.0);
  EXPECT_DOUBLE_EQ(table.made(kD), 40.0);
  EXPECT_DOUBLE_EQ(table.share(kD, kC), 0.5);
}

// As above: three quarters of what H (C) has and sends on to D were made in A. E trades nothing.
TEST(SharesOfOrigins, AreWhatANodeHasWhetherItKeepsOrSends) {
  const auto shares = shares_of_origins(
      drawn_network(5, "A>C 60, B>C 20, C>D 80", {{kA, 100}, {kB, 50}}), {.producers = {kA}}
  );
  EXPECT_THAT(
      shares,
      ElementsAre(
          DoubleNear(1.0, 1e-15), 0.0, DoubleNear(0.75, 1e-15), DoubleNear(0.75, 1e-15), 0.0
      )
  );
}

// A has 100, of which B sends 40 back; B makes 20 of its 80. With a and b the shares of A's goods:
// 100 a = 60 + 40 b and 80 b = 60 a, so a = 6/7 and b = 9/14.
TEST(SharesOfOrigins, CountWhatGoesRound) {
  const auto shares = shares_of_origins(
      drawn_network(2, "A>B 60, B>A 40", {{kA, 60}, {kB, 20}}), {.producers = {kA}}
  );
  EXPECT_THAT(shares, ElementsAre(DoubleNear(6.0 / 7.0, 1e-15), DoubleNear(9.0 / 14.0, 1e-15)));
}

// As in the sums by hand: A keeps 1/4 of all it gets and B 1/3, so of what A makes a share of
// 1/4 + 3/4 * 2/3 * (1/4 + ...) = (1/4) / (1 - 1/2) = 1/2 stays in A.
TEST(TraceOrigins, FollowsGoodsThatGoRound) {
  const auto table = trace_origins(drawn_network(2, "A>B 60, B>A 40", {{kA, 40}}));
  EXPECT_DOUBLE_EQ(table.made(kA, kA), 20.0);
  EXPECT_DOUBLE_EQ(table.made(kB, kA), 20.0);
}

// B sends 30 more than it received: of the 90 that C has, 30 are of unknown origin.
TEST(TraceOrigins, KeepsUnknownOriginApart) {
  const auto table = trace_origins(drawn_network(3, "A>B 60, B>C 90", {{kA, 60}}), std::array{kC});
  EXPECT_THAT(table.destinations(), ElementsAre(kC));
  EXPECT_DOUBLE_EQ(table.made(0, kA), 60.0);
  EXPECT_DOUBLE_EQ(table.unknown(0, kB), 30.0);
  EXPECT_DOUBLE_EQ(table.unknown(0), 30.0);
  EXPECT_EQ(table.made(0, kB), 0.0);
}

TEST(TraceOrigins, KeepsMarginsApart) {
  const FlowMatrix trade(3, drawn_flows("A>B 100, B>C 125"));
  auto [goods, margin] = take_out_margins(trade, std::array{0.0, 0.2, 0.0});
  const FlowNetwork balanced(goods, std::array{Producer{kA, 100}}, margin);
  const auto table = trace_origins(balanced, std::array{kC});
  EXPECT_DOUBLE_EQ(table.made(0, kA), 100.0);
  EXPECT_DOUBLE_EQ(table.margin(0, kC), 25.0);
  EXPECT_DOUBLE_EQ(table.margin(0), 25.0);
  EXPECT_DOUBLE_EQ(table.unknown(0), 0.0);
}

// What goes round between B and C came from nowhere and ends nowhere; D has no trade.
TEST(TraceOrigins, SaysNothingOfNodesThatNoSourceFeeds) {
  const auto table = trace_origins(drawn_network(4, "B>C 60, C>B 60", {{kA, 5}}));
  EXPECT_DOUBLE_EQ(table.share(kA, kA), 1.0);
  EXPECT_EQ(table.share(kB, kA), 0.0);
  for (const NodeIndex node : {kB, kC, kD}) {
    EXPECT_TRUE(std::isnan(table.share(kA, node))) << node;
    EXPECT_EQ(table.made(kA, node), 0.0) << node;
  }
  const auto row = trace_origins(drawn_network(4, "B>C 60, C>B 60", {{kA, 5}}), std::array{kB});
  EXPECT_EQ(row.share(0, kA), 0.0);
  EXPECT_TRUE(std::isnan(row.share(0, kC)));
}

// V goes from A to B and V - 1 back, 3 is made in A and in C each, and C sells all to B. A keeps 2
// of V + 2, B keeps 4 of V + 3, so of what A makes a share of (V + 3) / (3 (V + 1)) stays in A: a
// third, though each unit goes round 10^12 times.
TEST(TraceOrigins, IsExactWhereGoodsHardlyLeaveALoop) {
  const auto balanced =
      drawn_network(3, "A>B 1000000000000, B>A 999999999999, C>B 3", {{kA, 3}, {kC, 3}});
  const double share = (1e12 + 3.0) / (3.0 * (1e12 + 1.0));
  const auto table = trace_origins(balanced);
  EXPECT_THAT(table.share(kA, kA), DoubleNear(share, 4e-16));
  EXPECT_THAT(table.share(kB, kA), DoubleNear(1.0 - share, 4e-16));
  EXPECT_LT(table.certified_error(), 1e-2);
  const auto row = trace_origins(balanced, std::array{kA});
  EXPECT_THAT(row.share(0, kA), DoubleNear(share, 4e-16));
}

TEST(TraceOrigins, HoldsNoNodesAtAll) {
  const auto table = trace_origins(drawn_network(0, "", {}));
  EXPECT_EQ(table.num_nodes(), 0U);
  EXPECT_EQ(table.certified_error(), 0.0);
}

TEST(TraceOrigins, RejectsDestinationsOutsideTheNetwork) {
  EXPECT_THAT(
      [] { (void)trace_origins(drawn_network(2, "A>B 1", {}), std::array{kC}); },
      ThrowsMessage<Error>("destinations: expected nodes below 2, got 2")
  );
}

TEST(TraceFamilies, TracesEachNetworkInItsPlace) {
  const std::vector<FlowNetwork> networks = {
      drawn_network(2, "A>B 3", {{kA, 3}}), drawn_network(2, "B>A 4", {{kB, 9}})};
  const auto tables = trace_families(networks, std::array{kB}, 2);
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_DOUBLE_EQ(tables[0].made(0, kA), 3.0);
  EXPECT_DOUBLE_EQ(tables[1].made(0, kB), 5.0);
}

}  // namespace
}  // namespace portolan::graph
