#include "portolan/whatif/checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::whatif {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr double kExact = 1e-12;

/// Two hubs pass 60 and 40 of one kind of goods; the second has room for 70.
std::vector<Channel> two_hubs() {
  return {
      {.place = 1, .goods = 0, .flow = 60, .capacity = 200, .innocent = 5},
      {.place = 2, .goods = 0, .flow = 40, .capacity = 70, .innocent = 9}};
}

TEST(Reroute, LeavesFlowsAsTheyAreWithoutChecks) {
  const auto result = reroute(two_hubs(), {}, 0.5, 1.0);
  EXPECT_THAT(result.sent, ElementsAre(DoubleNear(60, kExact), DoubleNear(40, kExact)));
  EXPECT_EQ(result.stopped, 0.0);
}

TEST(Reroute, StopsWhatDoesNotPassIfNothingGivesWay) {
  const auto result = reroute(two_hubs(), std::array{1U}, 0.5, 0.0);
  EXPECT_THAT(result.sent, ElementsAre(DoubleNear(60, kExact), DoubleNear(40, kExact)));
  EXPECT_NEAR(result.stopped, 30.0, kExact);
}

// Appeals 60 / 2 and 40: of 100 goods 3/7 stay with the first hub, half of which is stopped.
TEST(Reroute, DividesGoodsByTheAppealThatIsLeft) {
  const auto result = reroute(two_hubs(), std::array{1U}, 0.5, 1.0);
  EXPECT_NEAR(result.sent[0], 300.0 / 7.0, kExact);
  EXPECT_NEAR(result.sent[1], 400.0 / 7.0, kExact);
  EXPECT_NEAR(result.stopped, 150.0 / 7.0, kExact);
}

// Appeals 60 / 8 and 40: the second hub would get 84, has room for 70, and the first keeps 30.
TEST(Reroute, SendsNoMoreThanAPlaceCanGrowTo) {
  const auto result = reroute(two_hubs(), std::array{1U}, 0.5, 3.0);
  EXPECT_THAT(result.sent, ElementsAre(DoubleNear(30, kExact), DoubleNear(70, kExact)));
  EXPECT_NEAR(result.stopped, 15.0, kExact);
}

TEST(Reroute, FillsTheOthersFirstWhereNothingPassesACheck) {
  const auto result = reroute(two_hubs(), std::array{1U}, 0.0, 1.0);
  EXPECT_THAT(result.sent, ElementsAre(DoubleNear(30, kExact), DoubleNear(70, kExact)));
  EXPECT_NEAR(result.stopped, 30.0, kExact);
}

TEST(Reroute, RejectsWhatCannotBe) {
  const std::vector<Channel> full = {{.place = 0, .goods = 0, .flow = 5, .capacity = 4}};
  EXPECT_THAT(
      [&] { (void)reroute(full, {}, 0.5, 1.0); },
      ThrowsMessage<Error>("capacity: expected at least 5, got 4")
  );
  const std::vector<Channel> twice = {{.place = 4, .goods = 1}, {.place = 4, .goods = 1}};
  EXPECT_THAT(
      [&] { (void)reroute(twice, {}, 0.5, 1.0); },
      ThrowsMessage<Error>("channels: expected one for each place and kind of goods, got two of "
                           "place 4 for goods 1")
  );
  EXPECT_THAT(
      [] { (void)reroute(two_hubs(), std::array{3U}, 0.5, 1.0); },
      ThrowsMessage<Error>("checked: expected places of the channels, got 3")
  );
  EXPECT_THAT(
      [] { (void)reroute(two_hubs(), {}, 1.0, 1.0); },
      ThrowsMessage<Error>("passing_share: expected from 0 to below 1, got 1")
  );
}

// If nothing gives way the larger hub stops 30. At elasticity 3 it stops 15 (above); the smaller
// one stops half of what stays with it: appeals 60 and 5 of 100, so 100 / 13 / 2, less.
TEST(BestChecks, TellWhatIsStoppedBeforeAndAfterRerouting) {
  const auto plans = best_checks(
      two_hubs(), {.passing_share = 0.5, .least_elasticity = 0.0, .most_elasticity = 3.0}
  );
  ASSERT_EQ(plans.size(), 3U);
  EXPECT_THAT(plans[0].places, IsEmpty());
  EXPECT_EQ(plans[0].least_stopped, 0.0);
  EXPECT_THAT(plans[1].places, ElementsAre(1));
  EXPECT_NEAR(plans[1].stopped_before_rerouting, 30.0, kExact);
  EXPECT_NEAR(plans[1].least_stopped, 15.0, kExact);
  EXPECT_NEAR(plans[1].most_stopped, 30.0, kExact);
  EXPECT_EQ(plans[1].innocent, 5.0);
  EXPECT_NEAR(plans[1].regret, 0.0, kExact);
  EXPECT_THAT(plans[2].places, ElementsAre(1, 2));
  EXPECT_NEAR(plans[2].least_stopped, 50.0, kExact);
  EXPECT_EQ(plans[2].innocent, 14.0);
}

TEST(BestChecks, RefuseWhatTheyCannotProve) {
  EXPECT_THAT(
      [] { (void)best_checks(two_hubs(), {.passing_share = 0.5}, {.max_branches = 1}); },
      ThrowsMessage<Error>("checks: expected a choice that 1 steps prove to be the best, got one "
                           "among 2 places that needs more")
  );
}

TEST(BestChecks, StopWhenAsked) {
  SilentProgress progress;
  progress.cancel();
  EXPECT_THAT(
      [&] { (void)best_checks(two_hubs(), {.passing_share = 0.5}, {.progress = &progress}); },
      ThrowsMessage<Error>("interrupted: nothing was changed")
  );
}

// The smaller hub alone stops 50 / 13 (above), 11.2 less than the larger one; named twice it is one
// check.
TEST(WeighChecks, TellWhatAPlanOfSomebodysOwnWouldDo) {
  const Response response{.passing_share = 0.5, .least_elasticity = 0.0, .most_elasticity = 3.0};
  const auto plan = weigh_checks(two_hubs(), std::array{2U, 2U}, response);
  EXPECT_THAT(plan.places, ElementsAre(2));
  EXPECT_NEAR(plan.stopped_before_rerouting, 20.0, kExact);
  EXPECT_NEAR(plan.least_stopped, 50.0 / 13.0, kExact);
  EXPECT_EQ(plan.innocent, 9.0);
  EXPECT_THAT(plan.greedy_places, ElementsAre(1));
  EXPECT_NEAR(plan.greedy_least_stopped, 15.0, kExact);
  EXPECT_THAT(
      [&] { (void)weigh_checks(two_hubs(), std::array{7U}, response); },
      ThrowsMessage<Error>("checked: expected places of the channels, got 7")
  );
}

}  // namespace
}  // namespace portolan::whatif
