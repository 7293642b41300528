#include "portolan/graph/bounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "drawn_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using reference::drawn_network;
using reference::kA;
using reference::kB;
using reference::kC;
using reference::kD;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;

/// A and B make 60 and 20; hub C buys all and sells 40 to D, 40 stay.
FlowNetwork one_hub() {
  return drawn_network(4, "A>C 60, B>C 20, C>D 40", {{kA, 60}, {kB, 20}});
}

// All 40 can be made in A; at most 20 can be made in B, so at least 20 are made in A.
TEST(SupplyBounds, LetAHubSellWhatItLikes) {
  const auto bounds = supply_bounds(one_hub(), {.producers = {kA}}, kD);
  EXPECT_EQ(bounds.absorption, 40);
  EXPECT_EQ(bounds.least(), 20);
  EXPECT_EQ(bounds.most.value, 40);
}

// Legs are A>C, B>C, C>D. The goods of A stop at the leg C>D, those of B at what B makes.
TEST(SupplyBounds, NameTheLegsAndSourcesThatMakeThem) {
  const auto bounds = supply_bounds(one_hub(), {.producers = {kA}}, kD);
  EXPECT_THAT(bounds.most.full_legs, ElementsAre(2));
  EXPECT_THAT(bounds.most.exhausted_sources, IsEmpty());
  EXPECT_FALSE(bounds.most.is_absorption_full);
  EXPECT_THAT(bounds.most.leg_flow, ElementsAre(40, 0, 40));
  EXPECT_THAT(bounds.most_of_others.full_legs, IsEmpty());
  EXPECT_THAT(bounds.most_of_others.exhausted_sources, ElementsAre(kB));
  EXPECT_THAT(bounds.most_of_others.leg_flow, ElementsAre(0, 20, 20));
}

TEST(SupplyBounds, AreWhatStaysAtHomeWhereTheDestinationMakesTheGoods) {
  const auto bounds = supply_bounds(drawn_network(2, "A>B 7", {{kA, 10}}), {.producers = {kA}}, kA);
  EXPECT_EQ(bounds.least(), 3);
  EXPECT_EQ(bounds.most.value, 3);
  EXPECT_TRUE(bounds.most.is_absorption_full);
}

TEST(SupplyBounds, TakeASetOfOriginsTogether) {
  const auto both = supply_bounds(one_hub(), {.producers = {kA, kB}}, kD);
  EXPECT_EQ(both.least(), 40);
  EXPECT_EQ(both.most.value, 40);
  const auto none = supply_bounds(one_hub(), {}, kD);
  EXPECT_EQ(none.least(), 0);
  EXPECT_EQ(none.most.value, 0);
}

// B sells 30 more than it bought: they may all be in the 50 that C has, but need not be.
TEST(SupplyBounds, CountUnknownOriginOnlyIfAsked) {
  const auto trade = drawn_network(4, "A>B 60, B>C 50, B>D 40", {{kA, 60}});
  const auto known = supply_bounds(trade, {.producers = {kA}}, kC);
  EXPECT_EQ(known.least(), 20);
  EXPECT_EQ(known.most.value, 50);
  const auto unknown = supply_bounds(trade, {.unknown = true}, kC);
  EXPECT_EQ(unknown.least(), 0);
  EXPECT_EQ(unknown.most.value, 30);
  const auto either = supply_bounds(trade, {.producers = {kA}, .unknown = true}, kC);
  EXPECT_EQ(either.least(), 50);
  EXPECT_EQ(either.most.value, 50);
}

// D buys 30 from A directly and 40 by C, which has 80: all 40 went through C, and the others did
// not.
TEST(PassageBounds, AreExactWhereTheHubSellsToNobodyElse) {
  const auto bounds =
      passage_bounds(drawn_network(4, "A>C 80, A>D 30, C>D 40", {{kA, 200}}), std::array{kC}, kD);
  EXPECT_EQ(bounds.least(), 40);
  EXPECT_EQ(bounds.most.value, 40);
  EXPECT_EQ(bounds.absorption, 70);
}

// D gets all from B, and B as much from A directly as by C: between none and all of what C sold B.
TEST(PassageBounds, AreWideWhereGoodsMixBehindTheHub) {
  const auto bounds = passage_bounds(
      drawn_network(4, "A>C 50, A>B 50, C>B 50, B>D 50", {{kA, 100}}), std::array{kC}, kD
  );
  EXPECT_EQ(bounds.least(), 0);
  EXPECT_EQ(bounds.most.value, 50);
}

TEST(PassageBounds, CountWhatEnteredAtTheHub) {
  const auto bounds = passage_bounds(drawn_network(2, "A>B 5", {{kA, 5}}), std::array{kA}, kB);
  EXPECT_EQ(bounds.least(), 5);
  EXPECT_EQ(bounds.most.value, 5);
  EXPECT_THAT(bounds.most.full_legs, ElementsAre(0));
  EXPECT_THAT(bounds.most.exhausted_sources, IsEmpty());
}

// 5 go from B to C and on to D, or stay in C. Either hub sees all of them, so both together no
// more.
TEST(PassageBounds, CountAUnitOnceThatPassesTwoHubs) {
  const auto bounds =
      passage_bounds(drawn_network(4, "A>B 5, B>C 5, C>D 5", {{kA, 5}}), std::array{kB, kC}, kD);
  EXPECT_EQ(bounds.least(), 5);
  EXPECT_EQ(bounds.most.value, 5);
}

// With C>D another 5 reach D, all of them made in A: D has more, and more of it must be A's. A new
// leg into the destination moves its bounds, and one out of it can leave nothing to ask about.
TEST(SupplyBounds, MoveWithALegIntoTheDestination) {
  const OriginSet origins{.producers = {kA}};
  const auto before =
      supply_bounds(drawn_network(4, "A>C 10, B>D 10", {{kA, 10}, {kB, 10}}), origins, kD);
  EXPECT_EQ(before.least(), 0);
  EXPECT_EQ(before.most.value, 0);
  const auto after =
      supply_bounds(drawn_network(4, "A>C 10, B>D 10, C>D 5", {{kA, 10}, {kB, 10}}), origins, kD);
  EXPECT_EQ(after.least(), 5);
  EXPECT_EQ(after.most.value, 5);
}

TEST(SupplyBounds, RejectNodesOutsideTheNetwork) {
  EXPECT_THAT(
      [] { (void)supply_bounds(one_hub(), {}, 4); },
      ThrowsMessage<Error>("destination: expected nodes below 4, got 4")
  );
}

TEST(PassageBounds, RejectHubsOutsideTheNetworkAndTheDestinationItself) {
  EXPECT_THAT(
      [] { (void)passage_bounds(one_hub(), std::array<NodeIndex, 1>{5}, kD); },
      ThrowsMessage<Error>("hubs: expected nodes below 4, got 5")
  );
  EXPECT_THAT(
      [] { (void)passage_bounds(one_hub(), std::array{kD}, kD); },
      ThrowsMessage<Error>("hubs: expected nodes other than the destination, got 3")
  );
}

}  // namespace
}  // namespace portolan::graph
