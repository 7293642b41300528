#include "portolan/stats/conformal_tail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/stats/multiple_testing.hpp"

namespace portolan::stats {
namespace {

std::vector<double>
drawn(Random& random, std::size_t n, const std::function<double(Random&)>& draw) {
  std::vector<double> values(n);
  for (double& value : values) {
    value = draw(random);
  }
  std::sort(values.begin(), values.end());
  return values;
}

/// Student's t with 2 degrees of freedom, by its closed quantile function.
double t2(Random& random) {
  const double u = 2.0 * random.uniform() - 1.0;
  return u * std::sqrt(2.0 / (1.0 - u * u + 1e-300));
}

TEST(ParetoTail, IsRecoveredFromItsOwnDistribution) {
  // Quantiles of (1 + k x / s)^(-1/k) at (i - 0.5) / n: a sample without noise.
  for (const double shape : {-0.3, 0.1, 0.5, 1.0}) {
    std::vector<double> values;
    for (int i = 1; i <= 2'000; ++i) {
      const double tail = 1.0 - (i - 0.5) / 2'000.0;
      values.push_back(3.0 * (std::pow(tail, -shape) - 1.0) / shape);
    }
    const ParetoTail fitted = fit_pareto_tail(values);
    EXPECT_NEAR(fitted.shape, shape, 0.03) << shape;
    EXPECT_NEAR(fitted.scale, 3.0, 0.1) << shape;
  }
}

TEST(ParetoTail, KeepsItsShapeWhenValuesAreRescaled) {
  Random random(9);
  const auto values =
      drawn(random, 60, [](Random& r) { return -std::log(1.0 - r.uniform()) + 1e-9; });
  std::vector<double> scaled = values;
  for (double& value : scaled) {
    value *= 1'000.0;
  }
  const ParetoTail one = fit_pareto_tail(values);
  const ParetoTail other = fit_pareto_tail(scaled);
  EXPECT_NEAR(other.shape, one.shape, 1e-9);
  EXPECT_NEAR(other.scale, 1'000.0 * one.scale, 1e-6);
}

TEST(ConformalTail, CountsWhereTenPlacebosReachTheScoreAndWhereThereAreFew) {
  Random random(2);
  const auto many = drawn(random, 300, [](Random& r) { return r.normal(); });
  const ConformalTail tail(many);
  EXPECT_EQ(tail.p(many[300 - 10]), conformal_p(many[300 - 10], many));
  EXPECT_EQ(tail.p(many[20]), conformal_p(many[20], many));
  const auto few = drawn(random, 99, [](Random& r) { return r.normal(); });
  EXPECT_EQ(ConformalTail(few).p(1e9), 1.0 / 100.0);
  EXPECT_TRUE(std::isnan(tail.p(std::nan(""))));
}

TEST(ConformalTail, NeverGoesBelowATenthOfWhatCountingCouldReach) {
  Random random(4);
  const auto placebos = drawn(random, 400, [](Random& r) { return r.normal(); });
  EXPECT_DOUBLE_EQ(ConformalTail(placebos).p(1e12), 1.0 / 4'010.0);
}

TEST(ConformalTail, DoesNotGrowWithTheScore) {
  Random random(6);
  for (int round = 0; round < 50; ++round) {
    const ConformalTail tail(drawn(random, 100 + random.below(400), t2));
    double before = 1.0;
    for (double own = -3.0; own < 40.0; own += 0.25) {
      const double now = tail.p(own);
      ASSERT_LE(now, before) << "round " << round << ", score " << own;
      before = now;
    }
  }
}

TEST(ConformalTail, CountsWherePlacebosAreTied) {
  const std::vector<double> tied(200, 1.0);
  EXPECT_EQ(ConformalTail(tied).p(2.0), 1.0 / 201.0);
}

// How often a score from the placebos' own distribution falls below a level that counting could not
// reach: beyond it validity is no theorem, so it is measured for light and heavy tails.
TEST(ConformalTail, IsSmallAboutAsOftenAsItSaysBeyondWhatCountingReaches) {
  const std::vector<std::pair<std::string, std::function<double(Random&)>>> distributions = {
      {"normal",
       [](Random& r) {
         return r.normal();
       }},
      {"exponential",
       [](Random& r) {
         return -std::log(1.0 - r.uniform());
       }},
      {"t2", t2},
      {"mixture", [](Random& r) {
         return (r.uniform() < 0.9 ? 1.0 : 4.0) * r.normal();
       }}};
  constexpr std::size_t kPlacebos = 200;
  constexpr int kRounds = 400;
  constexpr int kOwn = 2'000;
  for (const auto& [name, draw] : distributions) {
    Random random(17);
    // 1 / 201 is the least that counting can give.
    for (const double level : {1.0 / 201.0, 1.0 / 400.0, 1.0 / 1'000.0}) {
      double small = 0.0;
      for (int round = 0; round < kRounds; ++round) {
        const ConformalTail tail(drawn(random, kPlacebos, draw));
        for (int i = 0; i < kOwn; ++i) {
          small += tail.p(draw(random)) <= level ? 1.0 : 0.0;
        }
      }
      const double ratio = small / kRounds / kOwn / level;
      EXPECT_LE(ratio, 1.5) << name << " at " << level;
    }
  }
}

}  // namespace
}  // namespace portolan::stats
