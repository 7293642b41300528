#include "portolan/stats/robust_regression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

using ::testing::ThrowsMessage;

TEST(RobustRegression, FindsTheLineThroughPointsOfWhichSomeAreGross) {
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 100; ++i) {
    x.push_back(i);
    y.push_back(i % 10 == 0 ? 500.0 : 2.0 + 0.5 * i + (i % 2 == 0 ? 0.01 : -0.01));
  }
  const std::array<std::span<const double>, 1> covariates = {x};
  const auto fit = fit_robust(y, covariates, {}, {.bisquare_c = 4.685});
  EXPECT_NEAR(fit.intercept, 2.0, 0.02);
  EXPECT_NEAR(fit.slopes[0], 0.5, 0.001);
}

// The location of 0, 0, 0, 0, 10 by Huber's estimator with scale 1 held would be k / 4; with no
// scatter among the zeros the scale falls to nothing and the location with it.
TEST(RobustRegression, IsTheMedianWhereMostValuesAgree) {
  const std::array<double, 5> y = {0.0, 0.0, 0.0, 0.0, 10.0};
  EXPECT_NEAR(fit_robust(y, {}, {}).intercept, 0.0, 1e-6);
}

// Hand-made: two years, three products, no noise.
TEST(RobustRegression, GivesEffectsOfFactorsAgainstTheMostFrequentLevel) {
  const std::array<std::uint32_t, 7> product = {0, 0, 1, 1, 1, 2, 2};
  const std::array<std::uint32_t, 7> year = {0, 1, 0, 1, 1, 0, 1};
  std::array<double, 7> y{};
  const std::array<double, 3> product_effect = {0.03, 0.0, -0.01};
  const std::array<double, 2> year_effect = {0.02, 0.0};
  for (std::size_t i = 0; i < y.size(); ++i) {
    y[i] = 0.05 + product_effect[product[i]] + year_effect[year[i]];
  }
  const std::array<Factor, 2> factors = {
      Factor{.levels = product, .num_levels = 4}, Factor{.levels = year, .num_levels = 2}};
  const auto fit = fit_robust(y, {}, factors);
  EXPECT_NEAR(fit.intercept, 0.05, 1e-12);
  EXPECT_NEAR(fit.effects[0][0], 0.03, 1e-12);
  EXPECT_EQ(fit.effects[0][1], 0.0);
  EXPECT_NEAR(fit.effects[0][2], -0.01, 1e-12);
  EXPECT_TRUE(std::isnan(fit.effects[0][3]));
  EXPECT_NEAR(fit.effects[1][0], 0.02, 1e-12);
}

TEST(RobustRegression, GivesZeroToAColumnThatOthersSpan) {
  const std::array<double, 4> y = {1.0, 2.0, 3.0, 4.0};
  const std::array<double, 4> x = {1.0, 2.0, 3.0, 4.0};
  const std::array<double, 4> twice = {2.0, 4.0, 6.0, 8.0};
  const std::array<std::span<const double>, 2> covariates = {x, twice};
  const auto fit = fit_robust(y, covariates, {});
  EXPECT_NEAR(fit.slopes[0], 1.0, 1e-9);
  EXPECT_EQ(fit.slopes[1], 0.0);
}

// The estimating equations: sum psi(r / s) x = 0 for each column, psi clipped at k.
TEST(RobustRegression, SolvesTheEstimatingEquations) {
  Random random(7);
  std::vector<double> x;
  std::vector<double> y;
  std::vector<std::uint32_t> group;
  for (int i = 0; i < 2'000; ++i) {
    x.push_back(random.normal());
    group.push_back(static_cast<std::uint32_t>(random.below(3)));
    const double noise = random.uniform() < 0.1 ? 20.0 * random.uniform() : random.normal();
    y.push_back(1.0 + 0.3 * x.back() + 0.2 * group.back() + noise);
  }
  const std::array<std::span<const double>, 1> covariates = {x};
  const std::array<Factor, 1> factors = {Factor{.levels = group, .num_levels = 3}};
  const auto fit = fit_robust(y, covariates, factors);
  std::array<double, 5> sums{};
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double residual = y[i] - fit.intercept - fit.slopes[0] * x[i] - fit.effects[0][group[i]];
    const double psi = std::min(1.345, std::max(-1.345, residual / fit.scale));
    sums[0] += psi;
    sums[1] += psi * x[i];
    sums[2 + group[i]] += psi;
  }
  for (const double sum : sums) {
    EXPECT_NEAR(sum, 0.0, 1e-3);
  }
}

TEST(RobustRegression, RejectsColumnsOfAnotherLength) {
  const std::array<double, 2> y = {1.0, 2.0};
  const std::array<double, 1> x = {1.0};
  const std::array<std::span<const double>, 1> covariates = {x};
  EXPECT_THAT(
      [&] { (void)fit_robust(y, covariates, {}); },
      ThrowsMessage<Error>("covariates: expected 2 values, got 1")
  );
}

}  // namespace
}  // namespace portolan::stats
