#include "portolan/detect/evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "portolan/base/error.hpp"

namespace portolan::detect {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(WeightOfRise, FollowsTheStatedDensities) {
  // By hand for a change of 1 at scale 0.5, location 0. Null: z = 2, 1 / (2 + 4)^1.5 / 0.5
  // = 0.136083. Alternative: F((1 - ln 1.5) / 0.5) - F((1 - ln 101) / 0.5), with
  // F(z) = 1/2 + z / (2 sqrt(2 + z^2)): F(1.18907) = 0.821775, F(-7.23024) = 0.009299; difference
  // 0.812477 over ln 101 - ln 1.5 = 4.209655 is 0.193003. Ratio 1.41828, 1.52 dB.
  EXPECT_EQ(weight_of_rise(1.0, {.location = 0.0, .scale = 0.5, .cells = 0}), 15);
}

TEST(WeightOfRise, IsCapped) {
  EXPECT_EQ(weight_of_rise(3.0, {.location = 0.0, .scale = 0.15, .cells = 0}), 160);
  EXPECT_LT(weight_of_rise(0.0, {.location = 0.0, .scale = 0.5, .cells = 0}), 0);
}

TEST(WeightOfVolume, TellsGoodsFromPrices) {
  // Value and weight rose by 1 together: (2 + (1 / 0.3)^2)^1.5 / 2^1.5 = 13.1111^1.5 / 2.82843
  // = 16.7847, 12.2 dB; only the price rose: the reverse.
  EXPECT_EQ(weight_of_volume(1.0, 1.0), 122);
  EXPECT_EQ(weight_of_volume(1.0, 0.0), -122);
  EXPECT_EQ(weight_of_volume(1.0, 0.5), 0);
  // Ten times the value of a third of the weight is no price; eight times that of the same weight
  // may be one, and so may three times that of half the weight.
  EXPECT_TRUE(is_other_mix(std::log(10.0), std::log(1.0 / 3.0)));
  EXPECT_FALSE(is_other_mix(std::log(8.0), 0.0));
  EXPECT_FALSE(is_other_mix(std::log(1.5), std::log(0.5)));
  EXPECT_FALSE(is_other_mix(std::log(8.0), std::log(8.0)));
}

TEST(WeightOfOffset, TellsNewCodesFromNewTrade) {
  // No loss of the siblings: z = 0 against -1 / 0.3: (13.1111 / 2)^1.5 = 16.7847, 12.2 dB; all of
  // the gain was their loss: the reverse. Siblings that gained as well count as no loss.
  EXPECT_EQ(weight_of_offset(0.0), 122);
  EXPECT_EQ(weight_of_offset(1.0), -122);
  EXPECT_EQ(weight_of_offset(-5.0), 122);
  // Scale sqrt(0.09 + 16) = 4.011: 10 log10 of (2 + 1 / 16.09)^1.5 / 2^1.5 is 0.2.
  EXPECT_EQ(weight_of_offset(0.0, 4.0), 2);
  EXPECT_EQ(weight_of_offset(1.0, 4.0), -2);
}

TEST(WeightOfDestinationShare, TurnsBelowOneHalf) {
  // 0.9: 1.8 / 0.03 = 60, 17.8 dB, capped; 0.5: 1 / 0.75, 1.2 dB; 0.2: 0.4 / 1.92, -6.8 dB.
  EXPECT_EQ(weight_of_destination_share(0.9), 160);
  EXPECT_EQ(weight_of_destination_share(0.5), 12);
  EXPECT_EQ(weight_of_destination_share(0.2), -68);
}

TEST(WeightOfFact, IsTheLogRatioOfItsProbabilities) {
  EXPECT_EQ(weight_of_fact(true, 0.95, 0.7), 13);    // 10 log10(0.95 / 0.7) = 1.326
  EXPECT_EQ(weight_of_fact(false, 0.95, 0.7), -78);  // 10 log10(0.05 / 0.3) = -7.782
}

TEST(WeightOfCounts, IsBinomialAndCapped) {
  // 2 of 3: 10 log10((0.8 / 0.6)^2 (0.2 / 0.4)) = 10 log10(0.8889) = -0.51.
  EXPECT_EQ(weight_of_counts({.hits = 2, .trials = 3}, 0.8, 0.6), -5);
  EXPECT_EQ(weight_of_counts({.hits = 20, .trials = 20}, 0.8, 0.25), 60);
}

TEST(WeightOfShare, TurnsWhereHalfCauchyAndUniformMeet) {
  // At 0.3: 0.95 / 1.15 + 0.05 x 2 / (0.5 pi (1 + 0.36)) = 0.826087 + 0.046810 = 0.872897;
  // null 2 / (0.05 pi (1 + 36)) = 0.344119; ratio 2.53662, 4.0 dB.
  EXPECT_EQ(weight_of_share(0.3), 40);
  EXPECT_EQ(weight_of_share(0.01), -80);
  EXPECT_EQ(weight_of_share(-0.5), -80);
}

TEST(NullScale, ShrinksThePoolTowardsTheCellsOwnPast) {
  // 100 past changes of +-0.2: median 0 (the two middle ones cancel), spread 1.4826 x 0.2 =
  // 0.29652.
  std::vector<PastChange> pool;
  for (int i = 0; i < 100; ++i) {
    pool.push_back({.log_size = 15.0 + 0.001 * i, .change = i % 2 == 0 ? 0.2 : -0.2});
  }
  EXPECT_NEAR(null_scale(pool, 15.0, std::nullopt).scale, 0.29652, 1e-9);
  // Own past 0.5: sqrt((4 x 0.0879241 + 0.25) / 5) = sqrt(0.1203393) = 0.346900.
  EXPECT_NEAR(null_scale(pool, 15.0, 0.5).scale, 0.346900, 1e-6);
  // Own past 10 counts as 3 pool scales: 0.29652 sqrt((4 + 9) / 5) = 0.478124.
  EXPECT_NEAR(null_scale(pool, 15.0, 10.0).scale, 0.478124, 1e-6);
  EXPECT_EQ(null_scale(pool, 15.0, std::nullopt).cells, 60U);
}

TEST(NullScale, IsAssumedWhereThePoolIsSmall) {
  const NullScale null = null_scale({}, 15.0, std::nullopt);
  EXPECT_EQ(null.scale, 0.5);
  EXPECT_EQ(null.cells, 0U);
}

TEST(NullScale, ExpectsGrowthToGoOnButNoFall) {
  const std::vector<PastChange> falling(30, {.log_size = 15.0, .change = -0.5});
  const std::vector<PastChange> growing(30, {.log_size = 15.0, .change = 0.5});
  EXPECT_EQ(null_scale(falling, 15.0, std::nullopt).location, 0.0);
  EXPECT_EQ(null_scale(growing, 15.0, std::nullopt).location, 0.5);
}

TEST(Decibans, ArePrintedInTenths) {
  EXPECT_EQ(to_text(-34), "-3.4");
  EXPECT_EQ(to_text(-4), "-0.4");
  EXPECT_EQ(to_text(160), "16.0");
}

TEST(RowQuery, NamesTheRowsBehindANumber) {
  RowQuery rows;
  rows.families = {"870323"};
  rows.exporters = {"DEU", "USA"};
  rows.importers = {"ARM"};
  rows.from = Period::of_month(2020, 3);
  rows.until = Period::of_month(2023, 10);
  rows.reads_exports = false;
  rows.reads_imports = true;
  EXPECT_EQ(
      panel_sql(rows),
      "SELECT *\nFROM panel\nWHERE freq = 'M'\n  AND level = 6\n  AND period BETWEEN 202003 AND "
      "202310\n  AND family = '870323'\n  AND exporter IN ('DEU', 'USA')\n  AND importer = "
      "'ARM'\nORDER BY freq, level, family, period, importer, exporter"
  );
  const std::string lake = lake_sql(rows, {"870323"});
  EXPECT_THAT(lake, HasSubstr("starts_with(code, '870323')"));
  EXPECT_THAT(
      lake,
      HasSubstr(
          "plane = 'main'\n  AND flow = 'M'\n  AND reporter = 'ARM'\n  AND partner IN ('DEU', "
          "'USA')"
      )
  );
  EXPECT_THAT(lake, Not(HasSubstr("world")));
}

// A sum over all partners stands in the lake without a partner, a heading under its own code.
TEST(RowQuery, NamesTheRowsOfAHeadingFromTheWorld) {
  RowQuery rows;
  rows.level = 4;
  rows.families = {"8542"};
  rows.exporters = {"WLD"};
  rows.importers = {"ARM"};
  rows.reads_exports = false;
  rows.reads_imports = true;
  const std::string lake = lake_sql(rows, {"854231", "854239"});
  EXPECT_THAT(lake, HasSubstr("(plane = 'world'\n  AND flow = 'M'\n  AND reporter = 'ARM')"));
  EXPECT_THAT(lake, HasSubstr("AND code = '8542'"));
  EXPECT_THAT(lake, Not(HasSubstr("partner =")));
}

TEST(RowQuery, RefusesTextThatIsNoCode) {
  RowQuery rows;
  rows.families = {"8703'; DROP TABLE panel; --"};
  EXPECT_THROW((void)panel_sql(rows), Error);
}

}  // namespace
}  // namespace portolan::detect
