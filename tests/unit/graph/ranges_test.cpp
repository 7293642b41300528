#include "portolan/graph/ranges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using testing::ThrowsMessage;

constexpr NodeIndex kA = 0;
constexpr NodeIndex kB = 1;
constexpr NodeIndex kC = 2;
constexpr NodeIndex kD = 3;

/// A and B make 60 and 20; hub C buys 50 to 60 and 20, and sells 30 to 40 to D.
RangedNetwork one_hub() {
  const std::array flows = {
      RangedFlow{{kA, kC, 60}, {50, 60}},
      RangedFlow{{kB, kC, 20}, {20, 20}},
      RangedFlow{{kC, kD, 40}, {30, 40}}};
  const std::array producers = {RangedProducer{kA, {60, 60}}, RangedProducer{kB, {20, 20}}};
  return {4, flows, producers};
}

// B made at most 20: of 30 at least 10 are A's, of 40 at most 40. Of a share, B's 20 of 30 leave a
// third.
TEST(RangedSupplyBounds, TakeTheEndsOfTheRangesThatMakeThemWidest) {
  const auto bounds = supply_bounds(one_hub(), {.producers = {kA}}, kD);
  EXPECT_EQ(bounds.absorption, (Range{30, 40}));
  EXPECT_EQ(bounds.kind, (Range{10, 40}));
  EXPECT_EQ(bounds.others, (Range{0, 20}));
  EXPECT_DOUBLE_EQ(bounds.least_share(), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(bounds.most_share(), 1.0);
}

// A producer of whom nobody knows how much he makes may have made all that he sends; his purchases
// then stay with him.
TEST(RangedSupplyBounds, LetAnUnknownOutputBeAllThatIsSent) {
  const std::array flows = {RangedFlow{{kA, kB, 30}, {30, 30}}, RangedFlow{{kB, kC, 30}, {30, 30}}};
  const std::array producers = {
      RangedProducer{kA, {30, 30}}, RangedProducer{kB, {0, kLargestTotal}}};
  const RangedNetwork network(3, flows, producers);
  EXPECT_EQ(supply_bounds(network, {.producers = {kA}}, kC).kind, (Range{0, 30}));
  EXPECT_EQ(supply_bounds(network, {.producers = {kB}}, kC).kind, (Range{0, 30}));
}

// C may have bought 8 and sold 12: up to 4 are of unknown origin.
TEST(RangedSupplyBounds, CountGoodsThatMayBeOfUnknownOrigin) {
  const std::array flows = {RangedFlow{{kA, kC, 10}, {8, 12}}, RangedFlow{{kC, kD, 10}, {10, 12}}};
  const std::array producers = {RangedProducer{kA, {12, 12}}};
  const RangedNetwork network(4, flows, producers);
  EXPECT_EQ(supply_bounds(network, {.unknown = true}, kD).kind, (Range{0, 4}));
  EXPECT_EQ(supply_bounds(network, {.producers = {kA}}, kD).kind, (Range{6, 12}));
}

TEST(RangedPassageBounds, TakeTheEndsOfTheRangesThatMakeThemWidest) {
  const std::array flows = {
      RangedFlow{{kA, kD, 5}, {4, 6}},
      RangedFlow{{kA, kC, 9}, {9, 9}},
      RangedFlow{{kC, kD, 5}, {3, 7}}};
  const std::array producers = {RangedProducer{kA, {20, 20}}};
  const auto bounds = passage_bounds(RangedNetwork(4, flows, producers), std::array{kC}, kD);
  EXPECT_EQ(bounds.kind, (Range{3, 7}));
  EXPECT_DOUBLE_EQ(bounds.least_share(), 3.0 / 9.0);
  EXPECT_DOUBLE_EQ(bounds.most_share(), 7.0 / 11.0);
}

TEST(RangedBounds, HaveNoShareWhereNothingIsAbsorbed) {
  const auto bounds = supply_bounds(RangedNetwork(2, {}, {}), {.producers = {kA}}, kB);
  EXPECT_TRUE(std::isnan(bounds.least_share()));
  EXPECT_TRUE(std::isnan(bounds.most_share()));
}

TEST(RangedNetworks, RejectRangesThatContradictTheirValue) {
  const std::array below = {RangedFlow{{kA, kB, 5}, {6, 7}}};
  EXPECT_THAT(
      [&] { (void)RangedNetwork(2, below, {}); },
      ThrowsMessage<Error>("flows: expected ranges from 0 that hold their value, got 5 in 6 to 7")
  );
  const std::array outputs = {RangedProducer{kA, {9, 3}}};
  EXPECT_THAT(
      [&] { (void)RangedNetwork(2, {}, outputs); },
      ThrowsMessage<Error>("producers: expected a most output of at least 9, got 3")
  );
}

}  // namespace
}  // namespace portolan::graph
