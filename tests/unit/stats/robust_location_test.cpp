#include "portolan/stats/robust_location.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

TEST(RobustLocation, IsMedianAndScaledMedianDeviation) {
  // Sorted 1 2 4 7 100: median 4, deviations 3 2 0 3 96, their median 3.
  const auto location = robust_location({100.0, 4.0, 1.0, kMissing, 7.0, 2.0});
  ASSERT_TRUE(location.has_value());
  EXPECT_DOUBLE_EQ(location->center, 4.0);
  EXPECT_DOUBLE_EQ(location->spread, 1.4826 * 3.0);
  EXPECT_EQ(location->count, 5U);
}

TEST(RobustLocation, IsNothingWithoutFiniteValues) {
  EXPECT_FALSE(robust_location({}).has_value());
  EXPECT_FALSE(robust_location({kMissing, std::numeric_limits<double>::infinity()}).has_value());
}

TEST(RobustLocation, OfNormalValuesIsMeanAndDeviation) {
  Random random(11);
  std::vector<double> values(100'000);
  for (double& value : values) {
    value = 3.0 + 2.0 * random.normal();
  }
  const auto location = robust_location(values);
  // Standard errors: 1.25 sd / sqrt(n) = 0.008 and 1.17 sd / sqrt(n) = 0.007.
  EXPECT_NEAR(location->center, 3.0, 0.03);
  EXPECT_NEAR(location->spread, 2.0, 0.03);
}

TEST(RobustZ, CountsSpreadsAndNeverDividesByLessThanTheLeast) {
  const RobustLocation others{.center = 1.0, .spread = 0.5, .count = 9};
  EXPECT_DOUBLE_EQ(robust_z(2.0, others, 0.1), 2.0);
  EXPECT_DOUBLE_EQ(robust_z(2.0, {.center = 1.0, .spread = 0.0, .count = 9}, 0.1), 10.0);
}

TEST(RobustZ, DoesNotChangeWithPlaceAndScaleOfAllValues) {
  Random random(5);
  std::vector<double> values(31);
  for (double& value : values) {
    value = random.normal();
  }
  const double plain = robust_z(2.5, *robust_location(values), 1e-9);
  for (double& value : values) {
    value = 8.0 * value - 3.0;
  }
  EXPECT_NEAR(robust_z(8.0 * 2.5 - 3.0, *robust_location(values), 1e-9), plain, 1e-12);
}

TEST(WeightedMedian, IsTheValueAtHalfOfTheWeight) {
  EXPECT_EQ(weighted_median(std::array{5.0, 1.0, 3.0}, std::array{1.0, 1.0, 1.0}), 3.0);
  EXPECT_EQ(weighted_median(std::array{5.0, 1.0, 3.0}, std::array{10.0, 1.0, 1.0}), 5.0);
  // Weights 1 2 3: up to 2 lie 3 of 6.
  EXPECT_EQ(weighted_median(std::array{1.0, 2.0, 3.0}, std::array{1.0, 2.0, 3.0}), 2.0);
}

TEST(WeightedMedian, PassesOverWhatIsMissingOrWeighsNothing) {
  EXPECT_EQ(weighted_median(std::array{kMissing, 1.0, 2.0}, std::array{9.0, 0.0, 1.0}), 2.0);
  EXPECT_FALSE(weighted_median(std::array{1.0}, std::array{0.0}).has_value());
  EXPECT_FALSE(weighted_median({}, {}).has_value());
}

TEST(WeightedMedian, EqualsTheLowerMedianOfValuesRepeatedAsOftenAsTheyWeigh) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values(1 + random.below(9));
    std::vector<double> weights(values.size());
    std::vector<double> repeated;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = static_cast<double>(random.below(20));
      weights[i] = static_cast<double>(1 + random.below(5));
      repeated.insert(repeated.end(), static_cast<std::size_t>(weights[i]), values[i]);
    }
    std::sort(repeated.begin(), repeated.end());
    EXPECT_EQ(weighted_median(values, weights), repeated[(repeated.size() - 1) / 2]) << round;
  }
}

TEST(WeightedMedian, RefusesWeightsOfAnotherLength) {
  EXPECT_THROW((void)weighted_median(std::array{1.0}, std::array{1.0, 2.0}), Error);
}

TEST(Quantile, InterpolatesBetweenNeighbours) {
  // R: quantile(c(10, 20, 30, 50), c(0, .25, .5, .9, 1)) gives 10, 17.5, 25, 44, 50 (type 7).
  const std::vector<double> values = {30.0, 10.0, kMissing, 50.0, 20.0};
  EXPECT_DOUBLE_EQ(*quantile(values, 0.0), 10.0);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.25), 17.5);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.5), 25.0);
  EXPECT_DOUBLE_EQ(*quantile(values, 0.9), 44.0);
  EXPECT_DOUBLE_EQ(*quantile(values, 1.0), 50.0);
  EXPECT_FALSE(quantile({}, 0.5).has_value());
  EXPECT_THROW((void)quantile(values, 1.5), Error);
}

}  // namespace
}  // namespace portolan::stats
