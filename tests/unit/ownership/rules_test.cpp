#include "portolan/ownership/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portolan::ownership {
namespace {

using testing::ElementsAre;
using testing::IsNull;
using testing::NotNull;

const Rule* rule(const char* regime, const char* date) {
  return rule_on(regime, parse_days(date).value().from.value());
}

TEST(Rules, KnowTheRegimes) {
  EXPECT_THAT(regimes(), ElementsAre("ofac", "eu", "uk", "bis"));
}

// 2025-09-29 to 2025-11-10, suspended to 2026-11-09.
TEST(Rules, KnowWhenTheAffiliatesRuleWasInForce) {
  EXPECT_THAT(rule("bis", "2025-09-28"), IsNull());
  EXPECT_THAT(rule("bis", "2025-09-29"), NotNull());
  EXPECT_THAT(rule("bis", "2025-11-09"), NotNull());
  EXPECT_THAT(rule("bis", "2025-11-10"), IsNull());
  EXPECT_THAT(rule("bis", "2026-11-09"), IsNull());
  EXPECT_THAT(rule("bis", "2026-11-10"), NotNull());
}

TEST(Rules, TakeHalfInTheEuropeanUnionSinceItsBestPracticesOfJuly2024) {
  ASSERT_THAT(rule("eu", "2024-07-02"), NotNull());
  EXPECT_FALSE(rule("eu", "2024-07-02")->test.takes_threshold);
  EXPECT_TRUE(rule("eu", "2024-07-03")->test.takes_threshold);
}

TEST(Rules, AddOwnersInTheUnitedStatesSinceAugust2014AndNeverInTheUnitedKingdom) {
  EXPECT_FALSE(rule("ofac", "2014-08-12")->test.adds_owners);
  EXPECT_TRUE(rule("ofac", "2014-08-13")->test.adds_owners);
  EXPECT_FALSE(rule("uk", "2024-01-01")->test.adds_owners);
  EXPECT_FALSE(rule("uk", "2024-01-01")->test.takes_threshold);
}

TEST(Rules, HaveHalfAsThresholdAndASourceEach) {
  for (const Rule& one : rules()) {
    EXPECT_EQ(one.test.threshold, kWhole / 2) << one.regime;
    EXPECT_FALSE(one.source.empty()) << one.regime;
  }
}

}  // namespace
}  // namespace portolan::ownership
