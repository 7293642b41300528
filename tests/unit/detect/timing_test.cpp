#include "timing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "made_cells.hpp"

namespace portolan::detect {
namespace {

using made::kMissing;

/// 24 months before, 12 after.
constexpr IndexWindow kWindow{.begin = 0, .treated = 24, .end = 36, .season = 12, .block = 3};
constexpr IndexWindow kYears{.begin = 0, .treated = 3, .end = 5, .season = 1, .block = 1};

Values level(double before, double after, std::size_t start = 24) {
  Values values(36, before);
  std::fill(values.begin() + static_cast<std::ptrdiff_t>(start), values.end(), after);
  return values;
}

const EvidenceItem& item(const Lead& lead, std::string_view measure) {
  const auto found = std::ranges::find(lead.evidence, measure, &EvidenceItem::measure);
  EXPECT_NE(found, lead.evidence.end()) << measure;
  return *found;
}

TEST(ExpectedByOwnPast, IsTheLevelTimesASeasonDrawnTowardsOne) {
  Values values(36, 100.0);
  values[0] = 400.0;  // two Januaries of 400 …
  values[12] = 400.0;
  values[30] = 9e9;  // … and a month after the date, which plays no part
  const Values expected = expected_by_own_past(values, kWindow);
  // Level (2 x 400 + 22 x 100) / 24 = 125; January (800 / 125 + 2) / (2 + 2) = 2.1, the other
  // months (200 / 125 + 2) / 4 = 0.9.
  EXPECT_NEAR(expected[24], 125.0 * 2.1, 1e-9);
  EXPECT_NEAR(expected[30], 125.0 * 0.9, 1e-9);
  EXPECT_NEAR(expected[0], 125.0 * 2.1, 1e-9);
}

TEST(ExpectedByOwnPast, IsFlatInYearsAndZeroOnANewRoute) {
  EXPECT_THAT(
      expected_by_own_past(Values{1.0, kMissing, 3.0, 50.0, 60.0}, kYears),
      ::testing::Each(::testing::DoubleEq(2.0))
  );
  EXPECT_THAT(expected_by_own_past(level(0.0, 5.0), kWindow), ::testing::Each(0.0));
}

TEST(BreakOfLeg, CountsPositionsAsTheSeriesDoes) {
  IndexWindow window = kWindow;
  window.begin = 6;
  Values values = level(100.0, 500.0, 27);
  std::fill(values.begin(), values.begin() + 6, 9e9);  // before the window: not looked at
  const auto found = break_of_leg(values, expected_by_own_past(values, window), window, 1);
  EXPECT_EQ(found->position, 27U);
  EXPECT_EQ(found->low, 27U);
  EXPECT_EQ(found->high, 27U);
  EXPECT_TRUE(is_told(*found, window));
}

TEST(BreakOfLeg, FindsNewRoutesAndNothingWhereNothingMoved) {
  const auto found = break_of_leg(level(0.0, 500.0, 26), Values(36, 0.0), kWindow, 1);
  EXPECT_EQ(found->position, 26U);
  EXPECT_TRUE(is_told(*found, kWindow));
  EXPECT_FALSE(break_of_leg(Values(36, 0.0), Values(36, 0.0), kWindow, 1).has_value());
}

TEST(BreakOfLeg, CallsASmallRiseAndAFallNoBeginning) {
  const Values flat(36, 1.0);
  EXPECT_FALSE(is_told(*break_of_leg(level(100.0, 120.0), flat, kWindow, 1), kWindow));
  EXPECT_FALSE(is_told(*break_of_leg(level(500.0, 100.0), flat, kWindow, 1), kWindow));
}

TEST(BreakOfLeg, DatesYearsWithoutAPValue) {
  const Values years = {10.0, 12.0, 11.0, 44.0, 33.0};
  const auto found = break_of_leg(years, expected_by_own_past(years, kYears), kYears, 1);
  EXPECT_EQ(found->position, 3U);
  EXPECT_TRUE(is_told(*found, kYears));
}

LegTotal leg_of(const Values& usd, const std::vector<double>& usd_per_kg) {
  LegTotal leg;
  leg.usd = usd;
  leg.usd_with_kg = usd;
  leg.kg = usd;
  for (std::size_t t = 0; t < usd.size(); ++t) {
    leg.kg[t] /= usd_per_kg[t];
  }
  return leg;
}

/// What came in, lumpy after the date, and half of its kilograms a month later at twice the price.
struct Passed {
  LegTotal in;
  LegTotal out;
};

Passed half_passed_on() {
  Random random(3);
  Values kg_in(36, 10.0);
  Values kg_out(36, 0.0);
  for (std::size_t t = 24; t < 36; ++t) {
    kg_in[t] = 10.0 + 100.0 * std::exp(0.5 * random.normal());
    kg_out[t] = t == 24 ? 0.0 : 0.5 * (kg_in[t - 1] - 10.0);
  }
  Passed passed;
  for (double& value : kg_in) {
    value *= 20.0;
  }
  for (double& value : kg_out) {
    value *= 40.0;
  }
  passed.in = leg_of(kg_in, std::vector<double>(36, 20.0));
  passed.out = leg_of(kg_out, std::vector<double>(36, 40.0));
  return passed;
}

TEST(CouplingOfLegs, IsInKilogramsSinceGoodsAreDearerWhenTheyLeave) {
  const Passed passed = half_passed_on();
  const Values in = expected_by_own_past(passed.in.usd, kWindow);
  const Values out = expected_by_own_past(passed.out.usd, kWindow);
  const auto found = coupling_of_legs(passed.in, in, passed.out, out, kWindow, 1);
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->is_by_weight);
  EXPECT_NEAR(found->found.share, 0.5, 1e-9);
  EXPECT_NEAR(found->found.weights[1], 0.5, 1e-9);
}

TEST(CouplingOfLegs, IsInDollarsWhereALegHasNoWeights) {
  Passed passed = half_passed_on();
  std::fill(passed.out.kg.begin(), passed.out.kg.end(), kMissing);
  std::fill(passed.out.usd_with_kg.begin(), passed.out.usd_with_kg.end(), kMissing);
  const Values in = expected_by_own_past(passed.in.usd, kWindow);
  const Values out = expected_by_own_past(passed.out.usd, kWindow);
  const auto found = coupling_of_legs(passed.in, in, passed.out, out, kWindow, 1);
  EXPECT_FALSE(found->is_by_weight);
  EXPECT_NEAR(found->found.share, 1.0, 1e-9);  // half of the goods at twice the price
}

TEST(CouplingOfLegs, GivesUnweighedRowsTheWeightOfTheOthers) {
  Passed passed = half_passed_on();
  const auto whole =
      coupling_of_legs(passed.in, Values(36, 200.0), passed.out, Values(36, 0.0), kWindow, 1);
  for (std::size_t t = 0; t < 36; ++t) {
    passed.in.kg[t] *= 0.85;  // of each month 15 % have no weight
    passed.in.usd_with_kg[t] *= 0.85;
  }
  const auto part =
      coupling_of_legs(passed.in, Values(36, 200.0), passed.out, Values(36, 0.0), kWindow, 1);
  EXPECT_TRUE(part->is_by_weight);
  EXPECT_NEAR(part->found.share, whole->found.share, 1e-9);
}

TEST(CouplingOfLegs, HasNoAnswerInYears) {
  const LegTotal leg = leg_of({1.0, 1.0, 1.0, 9.0, 9.0}, std::vector<double>(5, 1.0));
  EXPECT_FALSE(coupling_of_legs(leg, leg.usd, leg, leg.usd, kYears, 1).has_value());
}

TEST(Timing, DatesALeadByItsOnwardLegAndShowsBoth) {
  CellSeries made = made::cell(1e6, 8e6, 1e5, 1e5);
  // Goods came in from the date on; they went on three months later.
  made.outflow_by_hub = made::report(made::steps(1e5, 5e6, 52, 27));
  const Lead lead = *made::assess(made).lead;
  EXPECT_EQ(lead.since, Period::of_month(2022, 6));
  EXPECT_LE(*lead.since_low, *lead.since);
  EXPECT_GE(*lead.since_high, *lead.since);
  EXPECT_EQ(item(lead, "break_date_in").value, 0.0);
  EXPECT_EQ(item(lead, "break_date_in").weight, 0);
  EXPECT_EQ(item(lead, "break_date_out").value, 3.0);
}

TEST(Timing, GivesNoDateWhereNothingRose) {
  const Lead lead = *made::assess(made::cell(1e6, 1e6, 1e5, 1e5)).lead;
  EXPECT_FALSE(lead.since.has_value());
  EXPECT_FALSE(lead.since_low.has_value());
  // 10 log10(0.05 / 0.3) = -7.8.
  EXPECT_EQ(item(lead, "break_date_out").weight, -78);
}

TEST(Timing, ReadsTheExpectedPathOfTheModel) {
  // The leg rises with what was expected of it: no break beyond that.
  DetectOptions options;
  options.models.counterfactual = [](const CellSeries&,
                                     Leg,
                                     std::span<const double> usd,
                                     const IndexWindow&) -> std::optional<Expectation> {
    Expectation told{.usd = 1.0, .low = 0.5, .high = 2.0};
    told.by_period.assign(usd.begin(), usd.end());
    return told;
  };
  const Lead lead =
      *assess_cell(made::diverted(), made::goods(), made::calm_hub(), made::window(), options).lead;
  EXPECT_FALSE(lead.since.has_value());
  EXPECT_TRUE(made::assess(made::diverted()).lead->since.has_value());
}

TEST(Timing, ShowsTheShareByCouplingWithTheTotalsBounds) {
  const Lead lead = *made::assess(made::diverted()).lead;
  EXPECT_EQ(lead.went_on_basis, ShareBasis::kCouplingInWeight);
  EXPECT_EQ(lead.went_on_lags.size(), 7U);
  EXPECT_LE(lead.went_on_low, lead.went_on->value);
  EXPECT_GE(lead.went_on_high, lead.went_on->value);
  const EvidenceItem& share = item(lead, "went_on_share");
  EXPECT_EQ(share.value, lead.went_on->value);
  // The lead's range also holds what is open about the expectation.
  EXPECT_LE(lead.went_on_low, share.low);
  EXPECT_GE(lead.went_on_high, share.high);
}

TEST(Timing, IsTheSameForTheSameSeed) {
  DetectOptions one;
  one.seed = 5;
  const auto run = [&](const DetectOptions& options) {
    return *assess_cell(
                made::cell(1e6, 3e6, 1e5, 1e6),
                made::goods(),
                made::calm_hub(),
                made::window(),
                options
    )
                .lead;
  };
  EXPECT_EQ(run(one).went_on_low, run(one).went_on_low);
  DetectOptions other;
  other.seed = 6;
  EXPECT_NE(item(run(one), "went_on_share").low, item(run(other), "went_on_share").low);
}

}  // namespace
}  // namespace portolan::detect
