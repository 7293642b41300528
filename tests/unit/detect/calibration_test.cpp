// Forecasts, scores and placebos: laws that hold whatever the data.
#include "calibration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "hub_forecast.hpp"
#include "leg_score.hpp"
#include "placebo_null.hpp"
#include "portolan/base/random.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kPeriods = 60;
constexpr IndexWindow kWindow =
    {.begin = 12, .treated = 36, .end = 60, .season = 12, .block = 3, .floor_usd = 1e3};

/// A hub whose trade is a_p * b_t without any noise: 20 controls, then goods that rise fivefold.
struct MadeHub {
  std::vector<Series> values;
  std::size_t controls = 20;

  explicit MadeHub(std::size_t goods) {
    for (std::size_t p = 0; p < controls + goods; ++p) {
      Series row;
      for (std::size_t t = 0; t < kPeriods; ++t) {
        row.push_back(static_cast<float>(truth(p, t) * (p >= controls && t >= 36 ? 5.0 : 1.0)));
      }
      values.push_back(std::move(row));
    }
  }

  static double truth(std::size_t p, std::size_t t) {
    const double level = 1e5 * static_cast<double>(1 + p % 7);
    return level * (1.0 + 0.02 * static_cast<double>(t)) *
           (1.0 + 0.2 * std::sin(0.5 * static_cast<double>(t)));
  }

  [[nodiscard]] HubLeg leg() const {
    HubLeg leg;
    for (std::size_t p = 0; p < values.size(); ++p) {
      leg.rows.push_back(
          {.values = &values[p],
           .exposure = nullptr,
           .window = kWindow,
           .is_control = p < controls,
           .group = p < controls ? p % kPlaceboGroups : kPlaceboGroups,
           .chapter = p < controls ? p % kLeastControlChapters : 0}
      );
    }
    return leg;
  }
};

TEST(HubForecast, RecoversWhatWouldHaveBeen) {
  const MadeHub hub(3);
  const HubForecast forecast = forecast_hub(hub.leg());
  ASSERT_TRUE(forecast.is_identified);
  EXPECT_LE(forecast.residual, 1e-6);
  for (std::size_t p = 0; p < hub.values.size(); ++p) {
    for (std::size_t t = kWindow.begin; t < kWindow.end; ++t) {
      EXPECT_NEAR(static_cast<double>(forecast.expected[p][t]) / MadeHub::truth(p, t), 1.0, 1e-4);
    }
    EXPECT_TRUE(std::isnan(forecast.expected[p][kWindow.begin - 1]));
  }
}

TEST(HubForecast, PredictsAControlOutOfSample) {
  MadeHub hub(1);
  const HubForecast calm = forecast_hub(hub.leg());
  for (std::size_t t = 36; t < kPeriods; ++t) {
    hub.values[4][t] *= 20.0F;
  }
  const HubForecast wild = forecast_hub(hub.leg());
  for (std::size_t t = kWindow.begin; t < kWindow.end; ++t) {
    EXPECT_EQ(calm.expected[4][t], wild.expected[4][t]);
  }
}

TEST(HubForecast, NeverLooksAtTheGoodsAfterTheDate) {
  MadeHub hub(4);
  const HubForecast before = forecast_hub(hub.leg());
  for (std::size_t p = hub.controls; p < hub.values.size(); ++p) {
    for (std::size_t t = 36; t < kPeriods; ++t) {
      hub.values[p][t] = 7.0F;
    }
  }
  const HubForecast after = forecast_hub(hub.leg());
  for (std::size_t p = 0; p < hub.values.size(); ++p) {
    for (std::size_t t = kWindow.begin; t < kWindow.end; ++t) {
      EXPECT_EQ(before.expected[p][t], after.expected[p][t]);
    }
  }
}

TEST(HubForecast, IsNotMovedFarByOneControlThatJumps) {
  MadeHub hub(1);
  for (std::size_t t = 36; t < kPeriods; ++t) {
    hub.values[6][t] *= 1000.0F;
  }
  const HubForecast forecast = forecast_hub(hub.leg());
  for (std::size_t t = 36; t < kPeriods; ++t) {
    // Uncapped, the jump alone would lift the trend more than thirtyfold; capped at three times it
    // weighs like two families more among twenty.
    EXPECT_LT(static_cast<double>(forecast.expected.back()[t]) / MadeHub::truth(20, t), 1.3);
  }
}

TEST(HubForecast, SaysNothingWithoutEnoughControls) {
  const MadeHub hub(2);
  HubLeg leg = hub.leg();
  leg.rows.erase(leg.rows.begin(), leg.rows.begin() + 9);
  const HubForecast forecast = forecast_hub(leg);
  EXPECT_FALSE(forecast.is_identified);
  EXPECT_EQ(forecast.controls, 11U);
}

TEST(HubForecast, SaysNothingWithControlsOfFewChapters) {
  const MadeHub hub(2);
  HubLeg leg = hub.leg();
  for (HubLeg::Row& row : leg.rows) {
    row.chapter %= kLeastControlChapters - 1;
  }
  EXPECT_FALSE(forecast_hub(leg).is_identified);
}

TEST(HubForecast, FollowsTheProductElsewhere) {
  const MadeHub hub(1);
  Series exposure(kPeriods, 1.0F);
  for (std::size_t t = 36; t < kPeriods; ++t) {
    exposure[t] = 3.0F;
  }
  HubLeg leg = hub.leg();
  leg.rows.back().exposure = &exposure;
  const HubForecast forecast = forecast_hub(leg);
  EXPECT_NEAR(
      static_cast<double>(forecast.expected.back()[50]) / MadeHub::truth(20, 50), 3.0, 1e-3
  );
}

TEST(PlaceboGroups, DivideNoChapterAndComeFromTheSeed) {
  std::vector<std::string> families;
  for (int chapter = 10; chapter < 60; ++chapter) {
    for (int heading = 1; heading <= chapter % 5 + 1; ++heading) {
      families.push_back(std::to_string(chapter) + "0" + std::to_string(heading) + "00");
    }
  }
  const auto groups = placebo_groups(families, 9);
  std::vector<std::size_t> sizes(kPlaceboGroups, 0);
  for (std::size_t i = 0; i < families.size(); ++i) {
    ASSERT_LT(groups[i], kPlaceboGroups);
    ++sizes[groups[i]];
    for (std::size_t j = 0; j < i; ++j) {
      if (families[i].substr(0, 2) == families[j].substr(0, 2)) {
        EXPECT_EQ(groups[i], groups[j]);
      }
    }
  }
  // No group is larger than another by more than the largest chapter.
  EXPECT_LE(
      *std::max_element(sizes.begin(), sizes.end()) - *std::min_element(sizes.begin(), sizes.end()),
      5U
  );
  EXPECT_EQ(groups, placebo_groups(families, 9));
  EXPECT_NE(groups, placebo_groups(families, 10));
}

Series flat(double usd) {
  return Series(kPeriods, static_cast<float>(usd));
}

TEST(LegScore, IsTheLogOfTheRise) {
  Series observed = flat(1e6);
  std::fill(observed.begin() + 36, observed.end(), 4e6F);
  const auto score = score_leg(observed, flat(1e6), kWindow);
  ASSERT_TRUE(score.has_value());
  EXPECT_NEAR(score->rise, std::log((4e6 + 1e3) / (1e6 + 1e3)), 1e-6);
  EXPECT_EQ(score->spread_before, 0.0);
  EXPECT_EQ(score->observed_usd, 24 * 4e6);
  EXPECT_EQ(score->expected_usd, 24 * 1e6);
}

TEST(LegScore, IsNotMovedByOneLargeQuarter) {
  Series observed = flat(1e6);
  std::fill(observed.begin() + 48, observed.begin() + 51, 1e8F);
  EXPECT_NEAR(score_leg(observed, flat(1e6), kWindow)->rise, 0.0, 1e-9);
}

TEST(LegScore, SeesWhatBeganInTheLastYear) {
  Series observed = flat(1e6);
  std::fill(observed.begin() + 48, observed.end(), 5e6F);
  EXPECT_GT(score_leg(observed, flat(1e6), kWindow)->rise, 1.5);
}

TEST(LegScore, DropsBlocksThatAreNotKnown) {
  Series observed = flat(1e6);
  std::fill(observed.begin() + 36, observed.end(), std::numeric_limits<float>::quiet_NaN());
  EXPECT_FALSE(score_leg(observed, flat(1e6), kWindow).has_value());
  std::fill(observed.begin() + 36, observed.begin() + 42, 2e6F);
  EXPECT_EQ(score_leg(observed, flat(1e6), kWindow)->blocks_after, 2U);
}

TEST(LegScore, OfAGapIsAgainstItsOwnPast) {
  // A hub that always records half of what is sent has no gap that opens.
  EXPECT_NEAR(score_gap(flat(2e6), flat(1e6), kWindow)->rise, 0.0, 1e-9);
  Series arrived = flat(1e6);
  std::fill(arrived.begin() + 36, arrived.end(), 2.5e5F);
  EXPECT_NEAR(score_gap(flat(2e6), arrived, kWindow)->rise, std::log(4.0), 0.01);
}

/// A cell of which nothing is to be found: its spread falls with its size, as in real trade.
LegScore innocent(Random& random, bool is_large) {
  LegScore score;
  score.log_size = (is_large ? 18.0 : 12.0) + random.normal();
  const double spread = (is_large ? 0.1 : 0.8) * std::exp(0.2 * random.normal());
  score.spread_before = spread * (0.7 + 0.6 * random.uniform());
  score.blocks_before = 8;
  score.rise = spread * random.normal();
  return score;
}

TEST(PlaceboNull, KeepsItsLevelForSmallAndLargeCells) {
  Random random(21);
  std::array<int, 2> small_p = {0, 0};
  constexpr int kRounds = 40;
  constexpr int kCells = 100;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<LegScore> placebos;
    for (int i = 0; i < 600; ++i) {
      placebos.push_back(innocent(random, i % 2 == 1));
    }
    const PlaceboNull null(std::move(placebos));
    for (int i = 0; i < 2 * kCells; ++i) {
      const auto verdict = null.ask(innocent(random, i % 2 == 1));
      small_p[static_cast<std::size_t>(i % 2)] += verdict->p_value <= 0.1 ? 1 : 0;
    }
  }
  for (const int count : small_p) {
    const double share = static_cast<double>(count) / (kRounds * kCells);
    // Three standard errors of 4,000 independent cells are 0.014; placebos are shared.
    EXPECT_NEAR(share, 0.1, 0.025);
  }
}

TEST(PlaceboNull, GivesNoPValueForTooFew) {
  Random random(2);
  std::vector<LegScore> placebos;
  for (std::size_t i = 0; i + 1 < PlaceboNull::kLeast; ++i) {
    placebos.push_back(innocent(random, true));
  }
  EXPECT_FALSE(PlaceboNull(placebos).ask(innocent(random, true)).has_value());
  placebos.push_back(innocent(random, true));
  EXPECT_TRUE(PlaceboNull(placebos).ask(innocent(random, true)).has_value());
}

TEST(PlaceboNull, DoesNotDependOnTheOrderOfItsPlacebos) {
  Random random(4);
  std::vector<LegScore> placebos;
  for (int i = 0; i < 80; ++i) {
    placebos.push_back(innocent(random, i % 2 == 1));
  }
  const LegScore own = innocent(random, true);
  const auto verdict = PlaceboNull(placebos).ask(own);
  std::reverse(placebos.begin(), placebos.end());
  EXPECT_EQ(PlaceboNull(placebos).ask(own)->p_value, verdict->p_value);
}

PlaceboVerdict verdict_with(double p_value) {
  PlaceboVerdict verdict;
  verdict.p_value = p_value;
  return verdict;
}

TEST(TestsOfACell, TakeTheLargestOfTheComponents) {
  CellVerdict verdict;
  verdict.inflow = verdict_with(0.01);
  verdict.outflow = verdict_with(0.001);
  EXPECT_EQ(tests_of(verdict, false).as_lead->selection, 0.01);
  EXPECT_EQ(tests_of(verdict, false).as_lead->filter, 0.001);
  verdict.outflow_beyond_others = verdict_with(0.3);
  EXPECT_EQ(tests_of(verdict, false).as_lead->selection, 0.3);
  EXPECT_EQ(tests_of(verdict, false).as_lead->filter, 0.01);
}

TEST(TestsOfACell, ShareTheErrorBetweenTwoWays) {
  CellVerdict verdict;
  verdict.inflow = verdict_with(0.01);
  verdict.outflow = verdict_with(0.02);
  verdict.sent = verdict_with(0.4);
  verdict.gap = verdict_with(0.9);
  EXPECT_NEAR(tests_of(verdict, false).as_lead->selection, 0.02 / 0.8, 1e-15);
  verdict.outflow = verdict_with(0.9);
  verdict.sent = verdict_with(0.01);
  verdict.gap = verdict_with(0.02);
  EXPECT_NEAR(tests_of(verdict, false).as_lead->selection, 0.02 / 0.2, 1e-15);
}

TEST(TestsOfACell, AreNoLeadsWhereOnlyTheInflowIsSeen) {
  CellVerdict verdict;
  verdict.inflow = verdict_with(0.01);
  EXPECT_FALSE(tests_of(verdict, true).as_lead.has_value());
  EXPECT_EQ(tests_of(verdict, true).as_surge, 0.01);
  EXPECT_FALSE(tests_of(verdict, false).as_surge.has_value());
}

}  // namespace
}  // namespace portolan::detect
