#include "portolan/graph/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "drawn_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using reference::drawn_network;
using reference::kA;
using reference::kB;
using reference::kC;
using reference::kD;
using testing::AllOf;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::ThrowsMessage;

auto is_route(const std::vector<NodeIndex>& nodes, double share) {
  return AllOf(Field(&Route::nodes, nodes), Field(&Route::share, DoubleEq(share)));
}

/// A makes 100: 50 go to D, 30 to B, 20 to C. B sells 15 to D and 15 to C, C all of its 35 to D.
FlowNetwork two_hubs() {
  return drawn_network(4, "A>D 50, A>B 30, A>C 20, B>D 15, B>C 15, C>D 35", {{kA, 100}});
}

TEST(LargestRoutes, AreSortedByTheirShares) {
  const auto routes = largest_routes(two_hubs(), kA, kD);
  EXPECT_DOUBLE_EQ(routes.share, 1.0);
  EXPECT_THAT(
      routes.routes,
      ElementsAre(
          is_route({kA, kD}, 0.5),
          is_route({kA, kC, kD}, 0.2),
          is_route({kA, kB, kC, kD}, 0.15),
          is_route({kA, kB, kD}, 0.15)
      )
  );
}

TEST(LargestRoutes, KeepToTheLegsAndTheNumberAsked) {
  const auto short_ones = largest_routes(two_hubs(), kA, kD, {.max_legs = 2, .max_routes = 2});
  EXPECT_DOUBLE_EQ(short_ones.share, 1.0);
  EXPECT_THAT(short_ones.routes, ElementsAre(is_route({kA, kD}, 0.5), is_route({kA, kC, kD}, 0.2)));
  EXPECT_THAT(largest_routes(two_hubs(), kA, kD, {.max_routes = 0}).routes, IsEmpty());
  const auto none = largest_routes(two_hubs(), kA, kD, {.max_legs = 0});
  EXPECT_DOUBLE_EQ(none.share, 1.0);
  EXPECT_THAT(none.routes, IsEmpty());
}

// B sends half of what it has back to A and half on to C; all that is made in A ends in C, and the
// route is A B C however often a unit went round.
TEST(LargestRoutes, LeaveLoopsOut) {
  const auto routes =
      largest_routes(drawn_network(3, "A>B 80, B>A 40, B>C 40", {{kA, 40}}), kA, kC);
  EXPECT_THAT(routes.routes, ElementsAre(is_route({kA, kB, kC}, 1.0)));
}

TEST(LargestRoutes, AreOneNodeLongWhereGoodsStayAtHome) {
  const auto routes = largest_routes(drawn_network(2, "A>B 30, B>A 20", {{kA, 40}}), kA, kA);
  EXPECT_DOUBLE_EQ(routes.share, 0.75);  // 30 of 40; the other 10 stay in B
  EXPECT_THAT(routes.routes, ElementsAre(is_route({kA}, 0.75)));
}

TEST(LargestRoutes, AreNoneWhereNoGoodsLead) {
  const auto apart = drawn_network(4, "A>B 10, C>D 10", {{kA, 10}, {kC, 10}});
  EXPECT_EQ(largest_routes(apart, kA, kD).share, 0.0);
  EXPECT_THAT(largest_routes(apart, kA, kD).routes, IsEmpty());
  const auto round = drawn_network(3, "B>C 60, C>B 60", {{kA, 5}});
  EXPECT_EQ(largest_routes(round, kB, kC).share, 0.0);
}

// Of the 50 that D gets by hubs 15 come from B directly, 15 from B by C, 20 by C alone.
TEST(HubValues, CountWhatPassedAndWhatWentOverTheLastLeg) {
  const auto of_b = hub_value(two_hubs(), every_source(), kB, kD);
  EXPECT_DOUBLE_EQ(of_b.absorbed, 100.0);
  EXPECT_DOUBLE_EQ(of_b.passed, 30.0);
  EXPECT_DOUBLE_EQ(of_b.over_leg, 15.0);
  const auto of_c = hub_value(two_hubs(), every_source(), kC, kD);
  EXPECT_DOUBLE_EQ(of_c.passed, 35.0);
  EXPECT_DOUBLE_EQ(of_c.over_leg, 35.0);
}

TEST(HubValues, CountTheGoodsAskedAboutOnly) {
  const auto trade = drawn_network(3, "A>B 30, B>C 40", {{kA, 30}, {kB, 10}});
  EXPECT_DOUBLE_EQ(hub_value(trade, {.producers = {kA}}, kB, kC).over_leg, 30.0);
  EXPECT_DOUBLE_EQ(hub_value(trade, {.producers = {kB}}, kB, kC).over_leg, 10.0);
  EXPECT_DOUBLE_EQ(hub_value(trade, {}, kB, kC).absorbed, 0.0);
}

TEST(HubValues, AreNothingWhereNoGoodsPass) {
  const auto trade = drawn_network(4, "A>B 30, C>D 10, D>C 10", {{kA, 30}});
  const auto value = hub_value(trade, every_source(), kC, kB);
  EXPECT_DOUBLE_EQ(value.absorbed, 30.0);
  EXPECT_EQ(value.passed, 0.0);
  EXPECT_EQ(value.over_leg, 0.0);
}

TEST(HubValues, RejectAHubThatIsTheDestination) {
  EXPECT_THAT(
      [] { (void)hub_value(two_hubs(), {}, kD, kD); },
      ThrowsMessage<Error>("hub: expected a node other than the destination, got 3")
  );
  EXPECT_THAT(
      [] { (void)hub_value(two_hubs(), {}, 7, kD); },
      ThrowsMessage<Error>("hub: expected nodes below 4, got 7")
  );
}

TEST(LargestRoutes, RejectNodesOutsideTheNetwork) {
  EXPECT_THAT(
      [] { (void)largest_routes(two_hubs(), 4, kD); },
      ThrowsMessage<Error>("origin: expected nodes below 4, got 4")
  );
}

}  // namespace
}  // namespace portolan::graph
