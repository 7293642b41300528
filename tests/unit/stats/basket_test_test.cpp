#include "portolan/stats/basket_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::stats {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

BasketSelection looked_at(std::vector<bool> candidates) {
  return {.groups = {}, .candidates = std::move(candidates)};
}

BasketSelection in_groups(std::vector<std::size_t> groups) {
  return {.groups = std::move(groups), .candidates = {}};
}

/// The first `count` of `all`.
std::vector<bool> first_of(std::size_t count, std::size_t all) {
  std::vector<bool> marks(all, false);
  std::fill(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(count), true);
  return marks;
}

TEST(TestBasket, CountsTheBasketsThatAreAsLarge) {
  // Of the ten pairs of {1, 2, 3, 4, 5} only {4, 5} has a mean of 4.5: p is 1/10 up to the draws
  // (9,999 of them: a standard error of 0.003).
  const std::array values = {1.0, 2.0, 3.0, 4.0, 5.0};
  Random random(1);
  const auto test = test_basket(values, {false, false, false, true, true}, {}, 9'999, random);
  ASSERT_TRUE(test.has_value());
  EXPECT_DOUBLE_EQ(test->mean, 4.5);
  EXPECT_NEAR(test->random_mean, 3.0, 0.05);
  EXPECT_NEAR(test->p_value, 0.1, 0.012);
  EXPECT_EQ(test->basket, 2U);
  EXPECT_EQ(test->universe, 5U);
}

TEST(TestBasket, LeavesOutValuesThatAreMissing) {
  const std::array values = {1.0, kMissing, 3.0, kMissing};
  Random random(1);
  const auto test = test_basket(values, {false, false, true, true}, {}, 99, random);
  EXPECT_EQ(test->basket, 1U);
  EXPECT_EQ(test->universe, 2U);
}

TEST(TestBasket, IsNothingForABasketOfNothingOrEverything) {
  const std::array values = {1.0, 2.0};
  Random random(1);
  EXPECT_FALSE(test_basket(values, {false, false}, {}, 99, random).has_value());
  EXPECT_FALSE(test_basket(values, {true, true}, {}, 99, random).has_value());
}

TEST(TestBasket, RefusesMarksOfAnotherLengthAndImpossiblePicks) {
  const std::array values = {1.0, 2.0, 3.0};
  Random random(1);
  EXPECT_THROW((void)test_basket(values, {true}, {}, 9, random), Error);
  const std::vector<bool> two = {true, true, false};
  EXPECT_THROW((void)test_basket(values, two, looked_at({true, false, true}), 9, random), Error);
  EXPECT_THROW((void)test_basket(values, two, looked_at({true, true}), 9, random), Error);
  EXPECT_THROW((void)test_basket(values, two, in_groups({0, 1}), 9, random), Error);
}

TEST(TestBasket, FindsNothingInABasketPickedFromEverything) {
  // Whoever looks at all goods and takes those that grew most would find the same in any data.
  const std::array values = {1.0, 2.0, 3.0, 4.0, 5.0};
  Random random(1);
  const auto test = test_basket(
      values, {false, false, false, true, true}, looked_at(std::vector<bool>(5, true)), 99, random
  );
  EXPECT_EQ(test->p_value, 1.0);
}

/// Growth of goods with heavy tails (t with 3 degrees of freedom) that has nothing to do with their
/// names.
std::vector<double> exchangeable(std::size_t count, Random& random) {
  std::vector<double> values(count);
  for (double& value : values) {
    double chi = 0.0;
    for (int i = 0; i < 3; ++i) {
      const double normal = random.normal();
      chi += normal * normal;
    }
    value = random.normal() / std::sqrt(chi / 3.0);
  }
  return values;
}

/// Marks the `basket` largest of the first `candidates`.
std::vector<bool>
picked(const std::vector<double>& values, std::size_t candidates, std::size_t basket) {
  std::vector<std::size_t> order(candidates);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] > values[b];
  });
  std::vector<bool> marks(values.size(), false);
  for (std::size_t i = 0; i < basket; ++i) {
    marks[order[i]] = true;
  }
  return marks;
}

/// Shares of p-values at most 0.05, 0.1, 0.25, 0.5 and 0.75.
class Shares {
 public:
  static constexpr std::array kLevels = {0.05, 0.1, 0.25, 0.5, 0.75};
  void add(double p_value) {
    ++count_;
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
      hits_[i] += p_value <= kLevels[i] ? 1.0 : 0.0;
    }
  }
  void expect_uniform() const {
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
      const double error = std::sqrt(kLevels[i] * (1.0 - kLevels[i]) / count_);
      EXPECT_NEAR(share(i), kLevels[i], 4.0 * error) << "at " << kLevels[i];
    }
  }
  [[nodiscard]] double share(std::size_t i) const { return hits_[i] / count_; }

 private:
  double count_ = 0.0;
  std::array<double, 5> hits_{};
};

TEST(TestBasket, HasUniformPValuesForAListFixedBeforehand) {
  Shares shares;
  for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
    Random random(seed);
    const auto values = exchangeable(60, random);
    shares.add(test_basket(values, first_of(8, 60), {}, 199, random)->p_value);
  }
  shares.expect_uniform();
}

TEST(TestBasket, HasUniformPValuesForPicksOnTheOutcomeIfThePickingIsRepeated) {
  Shares repeated;
  Shares naive;
  for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
    Random random(seed);
    const auto values = exchangeable(60, random);
    const auto marks = picked(values, 25, 8);
    repeated.add(test_basket(values, marks, looked_at(first_of(25, 60)), 199, random)->p_value);
    naive.add(test_basket(values, marks, {}, 199, random)->p_value);
  }
  repeated.expect_uniform();
  // To who forgets how they were chosen, the same baskets look remarkable in nine cases of ten.
  EXPECT_GT(naive.share(0), 0.9);
}

/// Twelve groups of five values that share what moves their group.
struct Grouped {
  std::vector<double> values;
  std::vector<std::size_t> groups;
};
Grouped grouped(Random& random) {
  Grouped made;
  for (std::size_t group = 0; group < 12; ++group) {
    const double shared = random.normal();
    for (int i = 0; i < 5; ++i) {
      made.values.push_back(shared + 0.5 * random.normal());
      made.groups.push_back(group);
    }
  }
  return made;
}

TEST(TestBasket, HasUniformPValuesForBasketsOfFewGroupsThatMoveTogether) {
  Shares by_group;
  Shares naive;
  for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
    Random random(seed);
    const Grouped made = grouped(random);
    // Five values of the first group and three of the second.
    const auto marks = first_of(8, 60);
    by_group.add(test_basket(made.values, marks, in_groups(made.groups), 199, random)->p_value);
    naive.add(test_basket(made.values, marks, {}, 199, random)->p_value);
  }
  by_group.expect_uniform();
  EXPECT_GT(naive.share(0), 0.2) << "as if eight values were eight facts";
}

TEST(TestBasket, ErrsOnTheSafeSideWhereOtherGroupsAreSmaller) {
  Shares shares;
  for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
    Random random(seed);
    Grouped made = grouped(random);
    for (std::size_t i = 5; i < 60; ++i) {
      if (i % 5 > 1) {
        made.values[i] = kMissing;  // two values are left of every group but the first
      }
    }
    shares.add(
        test_basket(made.values, first_of(5, 60), in_groups(made.groups), 199, random)->p_value
    );
  }
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_LE(shares.share(i), Shares::kLevels[i] + 0.02) << Shares::kLevels[i];
  }
}

TEST(TestBasket, ABasketThatWasPickedForItsGrowthGrewTenfoldAndIsUnremarkable) {
  // Growth of 300 goods, log-normal with a standard deviation of 1.5; somebody looks at 100 of them
  // and names the 10 that grew most. Such baskets grow about tenfold, and in most worlds the test
  // that repeats the picking sees nothing.
  int tenfold = 0;
  int unremarkable = 0;
  constexpr int kWorlds = 200;
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    Random random(seed);
    std::vector<double> log_growth(300);
    for (double& growth : log_growth) {
      growth = 1.5 * random.normal();
    }
    const auto marks = picked(log_growth, 100, 10);
    const auto test = test_basket(log_growth, marks, looked_at(first_of(100, 300)), 199, random);
    tenfold += std::exp(test->mean) >= 10.0 ? 1 : 0;
    unremarkable += test->p_value > 0.05 ? 1 : 0;
  }
  EXPECT_GT(tenfold, kWorlds * 8 / 10);
  EXPECT_GT(unremarkable, kWorlds * 9 / 10);
}

}  // namespace
}  // namespace portolan::stats
