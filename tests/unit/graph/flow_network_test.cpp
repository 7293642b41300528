#include "portolan/graph/flow_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "drawn_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using reference::drawn_flows;
using reference::kA;
using reference::kB;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(FlowNetwork, BalancesEachNode) {
  const std::array producers = {Producer{kA, 100}};
  const FlowNetwork network(FlowMatrix(3, drawn_flows("A>B 70, B>C 30")), producers);
  EXPECT_THAT(network.output(), ElementsAre(100, 0, 0));
  EXPECT_THAT(network.raised(), ElementsAre(0, 0, 0));
  EXPECT_THAT(network.unknown(), ElementsAre(0, 0, 0));
  EXPECT_THAT(network.supply(), ElementsAre(100, 70, 30));
  EXPECT_THAT(network.absorption(), ElementsAre(30, 40, 30));
}

TEST(FlowNetwork, TakesWhatANodeSendsBeyondWhatItReceivedForOfUnknownOrigin) {
  const std::array producers = {Producer{kA, 70}};
  const FlowNetwork network(FlowMatrix(3, drawn_flows("A>B 70, B>C 90")), producers);
  EXPECT_THAT(network.unknown(), ElementsAre(0, 20, 0));
  EXPECT_THAT(network.output(), ElementsAre(70, 0, 0));
  EXPECT_THAT(network.supply(), ElementsAre(70, 90, 90));
  EXPECT_THAT(network.absorption(), ElementsAre(0, 0, 90));
}

TEST(FlowNetwork, RaisesTheOutputOfAProducerToWhatItSendsBeyondWhatItReceived) {
  const std::array producers = {Producer{kA, 50}, Producer{kB, 0}};
  const FlowNetwork network(FlowMatrix(3, drawn_flows("A>B 70, B>C 90")), producers);
  EXPECT_THAT(network.output(), ElementsAre(70, 20, 0));
  EXPECT_THAT(network.raised(), ElementsAre(20, 20, 0));
  EXPECT_THAT(network.unknown(), ElementsAre(0, 0, 0));
}

TEST(FlowNetwork, AddsUpTheOutputsOfAProducerNamedTwice) {
  const std::array producers = {Producer{kA, 50}, Producer{kA, 30}};
  const FlowNetwork network(FlowMatrix(2, drawn_flows("A>B 70")), producers);
  EXPECT_THAT(network.absorption(), ElementsAre(10, 70));
}

// B buys for 100 and sells it all for 125. The margin is one fifth of the selling price, so nothing
// is of unknown origin.
TEST(FlowNetwork, TakesMarginsOutOfWhatWasSoldOn) {
  const FlowMatrix trade(3, drawn_flows("A>B 100, B>C 125"));
  const std::array producers = {Producer{kA, 100}};
  EXPECT_THAT(FlowNetwork(trade, producers).unknown(), ElementsAre(0, 25, 0));

  const auto [goods, margin] = take_out_margins(trade, std::array{0.0, 0.2, 0.0});
  EXPECT_THAT(goods.legs(), ElementsAre(Flow{0, 1, 100}, Flow{1, 2, 100}));
  EXPECT_THAT(margin, ElementsAre(0, 0, 25));
  const FlowNetwork network(goods, producers, margin);
  EXPECT_THAT(network.unknown(), ElementsAre(0, 0, 0));
  EXPECT_THAT(network.supply(), ElementsAre(100, 100, 125));
  EXPECT_THAT(network.absorption(), ElementsAre(0, 0, 125));
}

TEST(FlowNetwork, KeepsEveryLegWhateverTheMargin) {
  const FlowMatrix trade(2, drawn_flows("A>B 1"));
  const auto [goods, margin] = take_out_margins(trade, std::array{1.0 - 0x1.0p-53, 0.0});
  EXPECT_THAT(goods.legs(), ElementsAre(Flow{0, 1, 1}));
  EXPECT_THAT(margin, ElementsAre(0, 0));
}

TEST(FlowNetwork, GivesTheAmountsOfTheSourcesAskedAbout) {
  const std::array producers = {Producer{kA, 70}, Producer{2, 5}};
  const FlowNetwork network(FlowMatrix(3, drawn_flows("A>B 70, B>C 90")), producers, {0, 1, 0});
  EXPECT_THAT(network.amounts({}), ElementsAre(0, 0, 0));
  EXPECT_THAT(network.amounts({.producers = {kA}}), ElementsAre(70, 0, 0));
  EXPECT_THAT(network.amounts({.unknown = true}), ElementsAre(0, 19, 0));
  EXPECT_THAT(network.amounts({.margins = true}), ElementsAre(0, 1, 0));
  EXPECT_THAT(network.amounts(every_source()), ElementsAre(70, 20, 5));
}

TEST(FlowNetwork, RejectsProducersThatItDoesNotHold) {
  const FlowMatrix trade(2, drawn_flows("A>B 1"));
  EXPECT_THAT(
      [&] {
        (void)FlowNetwork(trade, std::array{Producer{2, 1}});
      },
      ThrowsMessage<Error>("producers: expected nodes below 2, got 2")
  );
  EXPECT_THAT(
      [&] { (void)FlowNetwork(trade, {}).amounts({.producers = {9}}); },
      ThrowsMessage<Error>("origins: expected nodes below 2, got 9")
  );
}

TEST(FlowNetwork, RejectsNegativeOutputAndSharesThatAreNone) {
  const FlowMatrix trade(2, drawn_flows("A>B 1"));
  EXPECT_THAT(
      [&] {
        (void)FlowNetwork(trade, std::array{Producer{kA, -3}});
      },
      ThrowsMessage<Error>("producers: expected output of at least 0, got -3")
  );
  EXPECT_THAT(
      [&] {
        (void)take_out_margins(trade, std::array{0.0, 1.0});
      },
      ThrowsMessage<Error>("margin_shares: expected shares from 0 to below 1, got 1")
  );
  EXPECT_THAT(
      [&] { (void)take_out_margins(trade, std::array{0.0}); },
      ThrowsMessage<Error>("margin_shares: expected 2 values, one for each node, got 1")
  );
}

TEST(FlowNetwork, RejectsSuppliesWhoseSumIsNotExactAsDouble) {
  const FlowMatrix trade(2, drawn_flows("A>B 1"));
  EXPECT_THAT(
      [&] {
        (void)FlowNetwork(trade, std::array{Producer{kA, kLargestTotal}});
      },
      ThrowsMessage<Error>("supply: expected a sum of at most 9007199254740992, got more")
  );
}

}  // namespace
}  // namespace portolan::graph
