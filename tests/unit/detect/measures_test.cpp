#include "portolan/detect/measures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "made_cells.hpp"

namespace portolan::detect {
namespace {

using ::testing::DoubleNear;

constexpr double kMissing = made::kMissing;
/// The bounded log change from 1 to 4: ln((4 + 0.04) / (1 + 0.04)).
const double kFourfold = std::log(4.04 / 1.04);
/// 24 months before, 12 after.
constexpr IndexWindow kWindow{.begin = 0, .treated = 24, .end = 36, .season = 12, .block = 3};

Values level(double before, double after, std::size_t size = 36, std::size_t treated = 24) {
  Values values(size, before);
  std::fill(values.begin() + static_cast<std::ptrdiff_t>(treated), values.end(), after);
  return values;
}

TEST(BoundedLogChange, NeverLeavesLogOneHundredAndOne) {
  // ln((1 + 0.01) / 0.01) = ln 101.
  EXPECT_NEAR(bounded_log_change(7.0, 0.0), std::log(101.0), 1e-12);
  EXPECT_NEAR(bounded_log_change(0.0, 7.0), -std::log(101.0), 1e-12);
  EXPECT_EQ(bounded_log_change(0.0, 0.0), 0.0);
  // L = 4: ln((4 + 0.04) / (1 + 0.04)).
  EXPECT_NEAR(bounded_log_change(4.0, 1.0), kFourfold, 1e-12);
}

TEST(BoundedLogChange, TakesLittleForLittle) {
  // From nothing to the floor itself: ln((1 + 0.01 + 1) / (0.01 + 1)), not ln 101.
  EXPECT_NEAR(bounded_log_change(1.0, 0.0, 1.0), std::log(2.01 / 1.01), 1e-12);
}

TEST(LegChange, ComparesWithTheSameMonthsOfTheYearsBefore) {
  // A season of factor ten, the same every year: nothing changed.
  Values seasonal(36);
  for (std::size_t i = 0; i < 36; ++i) {
    seasonal[i] = i % 12 < 6 ? 100.0 : 1'000.0;
  }
  const auto change = leg_change(seasonal, kWindow);
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->change, 0.0);
  EXPECT_EQ(change->blocks, 4U);
  EXPECT_EQ(change->after_usd, 6'600.0);  // 6 x 100 + 6 x 1000
  EXPECT_EQ(change->before_usd, 6'600.0);
}

TEST(LegChange, IsNotMovedByOneShipment) {
  Values values = level(100.0, 100.0);
  values[30] = 1e9;
  // One of four blocks jumps; the median of {0, 0, 0, ln 101} is 0.
  EXPECT_EQ(leg_change(values, kWindow)->change, 0.0);
}

TEST(LegChange, NeedsAYearBeforeAndTwoBlocksAfter) {
  Values short_past = level(100.0, 400.0);
  std::fill(short_past.begin(), short_past.begin() + 13, kMissing);  // 11 months are left
  EXPECT_FALSE(leg_change(short_past, kWindow).has_value());
  Values short_after = level(100.0, 400.0);
  std::fill(short_after.begin() + 28, short_after.end(), kMissing);  // one block of three is left
  EXPECT_FALSE(leg_change(short_after, kWindow).has_value());
}

TEST(LegChange, LeavesOutBlocksWithUnknownMonths) {
  Values values = level(100.0, 400.0);
  values[25] = kMissing;
  const auto change = leg_change(values, kWindow);
  EXPECT_EQ(change->blocks, 3U);
  EXPECT_NEAR(change->change, kFourfold, 1e-12);
  EXPECT_EQ(change->after_usd, 11 * 400.0);   // eleven known months
  EXPECT_EQ(change->before_usd, 11 * 100.0);  // and the same eleven before
}

TEST(LegChange, KnowsANewRouteFromAnUnknownOne) {
  EXPECT_TRUE(leg_change(level(0.0, 100.0), kWindow)->is_new);
  EXPECT_FALSE(leg_change(level(kMissing, 100.0), kWindow).has_value());
}

TEST(LegChange, TakesYearsAsTheyAre) {
  const Values years = {10.0, 12.0, 11.0, 44.0, 33.0};
  const auto change =
      leg_change(years, {.begin = 0, .treated = 3, .end = 5, .season = 1, .block = 1});
  // Median of 10, 12, 11 is 11; 44 and 33 are 4 and 3 times that:
  // ln(4.04 / 1.04) and ln(3.03 / 1.03); the median of two is their mean.
  EXPECT_NEAR(change->change, (kFourfold + std::log(3.03 / 1.03)) / 2.0, 1e-12);
}

TEST(PastChange, LooksAtTheYearBeforeTheDate) {
  Values values = level(100.0, 9e9);
  std::fill(values.begin() + 12, values.begin() + 24, 200.0);
  // 200 against 100: ln(2.02 / 1.02). What came after the date plays no part.
  EXPECT_NEAR(past_change(values, kWindow)->change, std::log(2.02 / 1.02), 1e-12);
}

TEST(LogicalShare, OfTheNewsReportsDrones) {
  // Kazakhstan bought drones for 5.9 m and sent 2.7 m on: at most 2.7 / 5.9 = 0.4576 of what came
  // went on; at least nothing, since stocks and others may have supplied all of it.
  const auto share = logical_share(5.9e6, 2.7e6);
  EXPECT_NEAR(share->logical_high, 0.457627, 1e-6);
  EXPECT_EQ(share->logical_low, 0.0);
  // With no other supply, the same is the least.
  EXPECT_NEAR(logical_share(5.9e6, 2.7e6, 0.0)->logical_low, 0.457627, 1e-6);
  // With a million of other supply: 1.7 / 5.9.
  EXPECT_NEAR(logical_share(5.9e6, 2.7e6, 1e6)->logical_low, 0.288136, 1e-6);
}

TEST(LogicalShare, IsAtMostOne) {
  EXPECT_EQ(logical_share(1.0, 5.0)->logical_high, 1.0);
  EXPECT_EQ(logical_share(1.0, 5.0, 2.0)->logical_low, 1.0);
  EXPECT_FALSE(logical_share(0.0, 5.0).has_value());
}

TEST(WentOnShare, IsRiseOverRise) {
  LegChange in;
  in.before_usd = 100.0;
  in.after_usd = 300.0;
  LegChange out;
  out.before_usd = 10.0;
  out.after_usd = 110.0;
  EXPECT_EQ(went_on_share(in, out)->value, 0.5);  // 100 / 200
  EXPECT_NEAR(went_on_share(in, out)->logical_high, 110.0 / 300.0, 1e-12);
}

TEST(DirectLoss, IsWhatTheSameMonthsHeldMoreBefore) {
  // Direct trade fell from 12 x 100 to 12 x 50.
  const auto lost = direct_loss(level(100.0, 50.0), kWindow);
  EXPECT_EQ(lost->lost_usd, 600.0);
  EXPECT_NEAR(lost->change, std::log(51.0 / 101.0), 1e-12);
  EXPECT_FALSE(direct_loss({}, kWindow).has_value());
}

TEST(InflowTotal, TakesForEachOriginTheReportThatKnowsMore) {
  CellSeries cell = made::diverted();
  OriginFlow twice;
  twice.origin = "CHN";
  twice.by_origin = made::report(Values(48, 7.0));
  twice.by_hub = made::report(Values(48, 9.0));
  twice.by_hub.usd[3] = kMissing;
  OriginFlow sum;
  sum.origin = "WLD";
  sum.is_stated_sum = true;
  sum.by_hub = made::report(Values(48, 1e12));
  OriginFlow late;
  late.origin = "FRA";
  late.by_origin = made::report(Values(48, 5.0));
  std::fill(late.by_origin.usd.begin(), late.by_origin.usd.begin() + 20, kMissing);
  cell.inflow = {twice, late, sum};
  const auto total =
      inflow_total(cell, {.begin = 0, .treated = 24, .end = 48, .season = 12, .block = 3});
  ASSERT_TRUE(total.has_value());
  EXPECT_THAT(total->usd, ::testing::Each(7.0));
  EXPECT_THAT(total->left_out, ::testing::ElementsAre("FRA"));
}

TEST(GapChange, OpensWhenGoodsDoNotArrive) {
  CellSeries cell = made::diverted();
  OriginFlow flow;
  flow.origin = "DEU";
  flow.by_origin = made::report(level(1'000.0, 4'000.0, 48));
  // What arrives is sent with 6 % of freight, and nothing more than before arrives after the date.
  flow.by_hub = made::report(Values(48, 1'060.0));
  cell.inflow = {flow};
  const auto gap =
      gap_change(cell, {.begin = 0, .treated = 24, .end = 48, .season = 12, .block = 3});
  ASSERT_TRUE(gap.has_value());
  EXPECT_THAT(gap->before, DoubleNear(0.0, 1e-12));
  EXPECT_THAT(gap->after, DoubleNear(kFourfold, 1e-12));
  EXPECT_EQ(gap->blocks_before, 8U);
  EXPECT_EQ(gap->origins, 1U);
}

TEST(GapPrior, IsTheUsualGapOfAHubMovedByTheProduct) {
  std::vector<GapChange> gaps;
  for (int i = 0; i < 21; ++i) {
    GapChange gap;
    gap.before = 0.1 * i;  // median 1.0; deviations 0, 0.1, 0.1, … 1.0: median 0.5
    gap.past_spread = 0.2;
    gaps.push_back(gap);
  }
  const auto prior = gap_prior(gaps, 0.3);
  EXPECT_NEAR(prior->center, 1.3, 1e-12);
  EXPECT_NEAR(prior->between, 1.4826 * 0.5, 1e-12);
  EXPECT_NEAR(prior->within, 0.2, 1e-12);
  EXPECT_FALSE(gap_prior(std::span(gaps).first(19)).has_value());
}

TEST(ShrunkGap, MovesAShortPastMoreThanALongOne) {
  GapChange own;
  own.before = 0.4;
  own.after = 1.0;
  own.past_spread = 0.3;
  own.blocks_before = 4;
  const GapPrior prior{.center = 0.1, .between = 0.2, .within = 0.4, .cells = 50};
  // 0.04 / (0.04 + (pi / 2) 0.16 / 4) = 0.38898; 0.1 + 0.3 x 0.38898.
  EXPECT_NEAR(shrunk(own, prior).before, 0.216694, 1e-5);
  // (8 x 0.16 + 4 x 0.09) / 12 = 0.136667.
  EXPECT_NEAR(shrunk(own, prior).past_spread, std::sqrt(0.1366667), 1e-6);
  EXPECT_EQ(shrunk(own, prior).after, 1.0);
  own.blocks_before = 400;
  EXPECT_NEAR(shrunk(own, prior).before, 0.4, 0.005);
  EXPECT_NEAR(shrunk(own, prior).past_spread, 0.3, 0.005);
}

TEST(ShrunkGap, LeavesACellOfItsOwnKindWhereItIs) {
  GapChange own;
  own.before = 5.0;
  own.blocks_before = 4;
  const GapPrior prior{.center = 0.0, .between = 0.1, .within = 0.1, .cells = 50};
  // 5 / 3 stands for 0.1: 2.778 / (2.778 + 0.0039).
  EXPECT_NEAR(shrunk(own, prior).before, 5.0, 0.01);
}

TEST(UnitValueChange, ReadsOnlyRowsWithWeight) {
  LegTotal leg;
  leg.usd = level(100.0, 100.0);
  leg.usd_with_kg = level(80.0, 80.0);
  leg.kg = level(8.0, 4.0);
  leg.kg[0] = kMissing;
  const auto price = unit_value_change(leg, made::diverted(), kWindow);
  EXPECT_EQ(price->before, 10.0);
  EXPECT_EQ(price->after, 20.0);
  EXPECT_EQ(price->periods_without_weight, 1U);
}

TEST(OriginsThatRose, CountsOnlyOriginsThatMatter) {
  CellSeries cell = made::diverted();
  OriginFlow tiny;
  tiny.origin = "ZMB";
  tiny.by_hub = made::report(Values(48, 1.0));
  cell.inflow.push_back(tiny);
  const IndexWindow window{.begin = 0, .treated = 24, .end = 48, .season = 12, .block = 3};
  const auto rose = origins_that_rose(cell, *inflow_total(cell, window), window);
  EXPECT_EQ(rose->trials, 3U);
  EXPECT_EQ(rose->hits, 3U);
}

TEST(PeriodsAbovePast, CountsAgainstTheUpperQuartile) {
  Values values(36);
  for (std::size_t i = 0; i < 24; ++i) {
    values[i] = static_cast<double>(i + 1);  // 1 to 24; the upper quartile is at rank 18 or 19
  }
  for (std::size_t i = 24; i < 36; ++i) {
    values[i] = i < 30 ? 20.0 : 10.0;
  }
  const auto counts = periods_above_past(values, kWindow);
  EXPECT_EQ(counts->hits, 6U);
  EXPECT_EQ(counts->trials, 12U);
}

}  // namespace
}  // namespace portolan::detect
