#include "portolan/stats/multiple_testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

// The 15 ordered p-values of the example in Benjamini and Hochberg (1995), section 4.
const std::vector<double> kPaper = {
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0000};

std::size_t count_at_most(const std::vector<double>& values, double limit) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](double v) {
    return v <= limit;
  }));
}

/// The step-up rule as the paper states it: the largest k with p_(k) <= k / m * rate.
std::size_t rejections_by_definition(std::vector<double> p_values, double rate) {
  std::sort(p_values.begin(), p_values.end());
  std::size_t rejected = 0;
  for (std::size_t k = 1; k <= p_values.size(); ++k) {
    if (p_values[k - 1] <= rate * static_cast<double>(k) / static_cast<double>(p_values.size())) {
      rejected = k;
    }
  }
  return rejected;
}

TEST(BenjaminiHochberg, RejectsFourOfThePapersExampleAtFivePercent) {
  EXPECT_EQ(count_at_most(benjamini_hochberg(kPaper), 0.05), 4U);
}

TEST(BenjaminiHochberg, AgreesWithTheStepUpRuleOnRandomValues) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> p_values(1 + random.below(30));
    for (double& p : p_values) {
      p = random.uniform() * random.uniform();
    }
    for (const double rate : {0.01, 0.05, 0.2, 0.5}) {
      EXPECT_EQ(
          count_at_most(benjamini_hochberg(p_values), rate),
          rejections_by_definition(p_values, rate)
      );
    }
  }
}

TEST(BenjaminiYekutieli, IsTheSameTimesTheHarmonicSum) {
  const auto plain = benjamini_hochberg(std::vector<double>{0.001, 0.01, 0.02});
  const auto any = benjamini_yekutieli(std::vector<double>{0.001, 0.01, 0.02});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(any[i], plain[i] * (1.0 + 0.5 + 1.0 / 3.0), 1e-15);
  }
}

TEST(BenjaminiHochberg, CountsNoTestThatWasNotMade) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const auto with = benjamini_hochberg(std::vector<double>{0.01, none, 0.04, none});
  EXPECT_EQ(with[0], 0.02);
  EXPECT_TRUE(std::isnan(with[1]));
  EXPECT_EQ(with[2], 0.04);
}

/// AdaFilter by its definition: the largest threshold among the values at which
/// threshold * #{filter < threshold+} <= rate * max(1, #{selection <= threshold}).
std::size_t adafilter_by_definition(const std::vector<PartialConjunction>& tests, double rate) {
  std::size_t most = 0;
  for (const PartialConjunction& one : tests) {
    const double g = one.selection;
    double passed = 0.0;
    std::size_t selected = 0;
    for (const PartialConjunction& other : tests) {
      passed += other.filter <= g ? 1.0 : 0.0;
      selected += other.selection <= g ? 1U : 0U;
    }
    if (g * passed <= rate * static_cast<double>(selected)) {
      most = std::max(most, selected);
    }
  }
  return most;
}

std::vector<PartialConjunction> random_tests(Random& random, std::size_t count) {
  std::vector<PartialConjunction> tests(count);
  for (PartialConjunction& one : tests) {
    const double a = std::pow(random.uniform(), random.uniform() < 0.3 ? 6.0 : 1.0);
    const double b = std::pow(random.uniform(), random.uniform() < 0.3 ? 6.0 : 1.0);
    one = {.selection = std::max(a, b), .filter = std::min(a, b)};
  }
  return tests;
}

TEST(AdaFilter, AgreesWithItsDefinitionAndNeverRejectsLessThanBenjaminiHochberg) {
  Random random(11);
  for (int round = 0; round < 200; ++round) {
    const auto tests = random_tests(random, 1 + random.below(60));
    std::vector<double> selections;
    for (const auto& one : tests) {
      selections.push_back(one.selection);
    }
    const auto rates = adafilter(tests);
    for (const double rate : {0.05, 0.1, 0.3}) {
      EXPECT_EQ(count_at_most(rates, rate), adafilter_by_definition(tests, rate));
      EXPECT_GE(count_at_most(rates, rate), count_at_most(benjamini_hochberg(selections), rate));
    }
  }
}

TEST(AdaFilter, KeepsTheRateWhereHalfOfTheCellsHaveOneTrueComponent) {
  // 100 of 200 cells have one true component and one null; 20 have both. The share of false
  // rejections at 0.1, over 400 rounds, stays at 0.1 within three standard errors.
  Random random(5);
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<PartialConjunction> tests;
    for (int i = 0; i < 200; ++i) {
      const double a = i < 120 ? random.uniform() * 1e-4 : random.uniform();
      const double b = i < 20 ? random.uniform() * 1e-3 : random.uniform();
      tests.push_back({.selection = std::max(a, b), .filter = std::min(a, b)});
    }
    const auto rates = adafilter(tests);
    double rejected = 0.0;
    double wrong = 0.0;
    for (std::size_t i = 0; i < tests.size(); ++i) {
      rejected += rates[i] <= 0.1 ? 1.0 : 0.0;
      wrong += rates[i] <= 0.1 && i >= 20 ? 1.0 : 0.0;
    }
    const double share = rejected > 0.0 ? wrong / rejected : 0.0;
    sum += share;
    squares += share * share;
  }
  const double mean = sum / kRounds;
  const double error = std::sqrt((squares / kRounds - mean * mean) / kRounds);
  EXPECT_LE(mean, 0.1 + 3.0 * error);
  EXPECT_GE(mean, 0.03);  // it is not right by never rejecting
}

TEST(ConformalP, CountsPlacebosThatAreAsLarge) {
  const std::vector<double> placebos = {1.0, 2.0, 2.0, 3.0};
  EXPECT_EQ(conformal_p(2.0, placebos), 4.0 / 5.0);
  EXPECT_EQ(conformal_p(3.5, placebos), 1.0 / 5.0);
  EXPECT_EQ(conformal_p(0.0, placebos), 1.0);
  EXPECT_TRUE(std::isnan(conformal_p(std::nan(""), placebos)));
}

TEST(ConformalP, IsAtMostAsOftenSmallAsItSays) {
  Random random(3);
  constexpr int kRounds = 20'000;
  int small = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> placebos(39);
    for (double& placebo : placebos) {
      placebo = random.normal();
    }
    std::sort(placebos.begin(), placebos.end());
    small += conformal_p(random.normal(), placebos) <= 0.1 ? 1 : 0;
  }
  // Exactly 0.1 for 39 continuous placebos; three standard errors are 0.0064.
  EXPECT_NEAR(static_cast<double>(small) / kRounds, 0.1, 0.0064);
}

}  // namespace
}  // namespace portolan::stats
