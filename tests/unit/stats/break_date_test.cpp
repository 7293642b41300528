#include "portolan/stats/break_date.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct Series {
  std::vector<double> observed;
  std::vector<double> expected;
};

/// Expected means of a season; observed with 30 % of noise around 1 and then `ratio` times that.
Series made_series(std::size_t size, std::size_t start, double ratio, std::uint64_t seed) {
  Random random(seed);
  Series series;
  for (std::size_t t = 0; t < size; ++t) {
    const double mean = 100.0 * (1.0 + 0.4 * std::sin(0.5 * static_cast<double>(t)));
    series.expected.push_back(mean);
    series.observed.push_back(mean * (t < start ? 1.0 : ratio) * std::exp(0.3 * random.normal()));
  }
  return series;
}

/// Lots of a compound Poisson with log-normal sizes: lumpy, heavy-tailed.
std::vector<double>
lots(std::size_t size, std::size_t start, double ratio, double spread, Random& random) {
  std::vector<double> values(size, 0.0);
  for (std::size_t t = 0; t < size; ++t) {
    const std::uint64_t count = random.poisson(t < start ? 3.0 : 3.0 * ratio);
    for (std::uint64_t lot = 0; lot < count; ++lot) {
      values[t] += std::exp(spread * random.normal());
    }
  }
  return values;
}

/// The Poisson log likelihood of a split at its best levels, term by term; and its residuals.
struct SlowSplit {
  double likelihood = 0.0;
  std::vector<double> residuals;
};

SlowSplit slow_split(const Series& series, std::size_t tau) {
  SlowSplit split;
  for (const bool is_after : {false, true}) {
    const std::size_t begin = is_after ? tau : 0;
    const std::size_t end = is_after ? series.observed.size() : tau;
    double y = 0.0;
    double m = 0.0;
    for (std::size_t t = begin; t < end; ++t) {
      y += series.observed[t];
      m += series.expected[t];
    }
    for (std::size_t t = begin; t < end; ++t) {
      const double mean = series.expected[t] * y / m;
      split.likelihood += series.observed[t] * std::log(mean) - mean;
      split.residuals.push_back((series.observed[t] - mean) / std::sqrt(mean));
    }
  }
  return split;
}

double slow_dispersion(const std::vector<double>& residuals) {
  double squares = 0.0;
  double products = 0.0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    squares += residuals[i] * residuals[i];
    products += i == 0 ? 0.0 : residuals[i] * residuals[i - 1];
  }
  const double r = std::min(0.8, std::max(0.0, products / squares));
  return squares / (static_cast<double>(residuals.size()) - 2.0) * (1.0 + r) / (1.0 - r);
}

bool is_dominated(const std::vector<double>& residuals) {
  double squares = 0.0;
  double largest = 0.0;
  for (const double r : residuals) {
    squares += r * r;
    largest = std::max(largest, r * r);
  }
  return largest > 0.5 * squares;
}

/// What `break_date` must give, split by split; 7.35 is the 95 % value in table I of Hansen (2000).
BreakDate slow_break_date(const Series& series) {
  const std::size_t size = series.observed.size();
  std::vector<SlowSplit> splits;
  for (std::size_t tau = 3; tau + 3 <= size; ++tau) {
    splits.push_back(slow_split(series, tau));
  }
  const auto best = std::ranges::max_element(splits, {}, &SlowSplit::likelihood);
  BreakDate slow;
  slow.position = 3 + static_cast<std::size_t>(best - splits.begin());
  slow.low = slow.position;
  slow.high = slow.position;
  slow.dispersion = slow_dispersion(best->residuals);
  for (std::size_t i = 0; i < splits.size(); ++i) {
    if (2.0 * (best->likelihood - splits[i].likelihood) / slow.dispersion <= 7.35) {
      slow.low = std::min(slow.low, i + 3);
      slow.high = std::max(slow.high, i + 3);
    }
  }
  // No break: one level, the same as a split whose first part is empty.
  slow.statistic = 2.0 * (best->likelihood - slow_split(series, 0).likelihood) / slow.dispersion;
  return slow;
}

TEST(BreakDate, IsTheBestOfAllSplitsByTheFullLikelihood) {
  const std::vector<double> ratios = {1.2, 2.0, 0.5};
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Series series = made_series(20 + seed % 30, 12, ratios[seed % 3], seed);
    const BreakDate slow = slow_break_date(series);
    if (is_dominated(slow_split(series, slow.position).residuals)) {
      continue;  // then a period is lowered first: a rule of its own
    }
    ++compared;
    const auto found = break_date(series.observed, series.expected, {.simulations = 0});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->position, slow.position) << seed;
    EXPECT_EQ(found->low, slow.low) << seed;
    EXPECT_EQ(found->high, slow.high) << seed;
    EXPECT_NEAR(found->dispersion, slow.dispersion, 1e-9 * slow.dispersion) << seed;
    EXPECT_NEAR(found->statistic, slow.statistic, 1e-6) << seed;
  }
  EXPECT_GE(compared, 190);
}

TEST(BreakDate, DoesNotCareAboutEitherScale) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Series series = made_series(40, 25, 1.7, seed);
    Series scaled = series;
    for (double& value : scaled.observed) {
      value *= 4096.0;  // powers of two change no bit of a quotient
    }
    for (double& value : scaled.expected) {
      value *= 0.125;
    }
    const auto plain = *break_date(series.observed, series.expected);
    const auto other = *break_date(scaled.observed, scaled.expected);
    EXPECT_EQ(plain.position, other.position) << seed;
    EXPECT_EQ(plain.low, other.low) << seed;
    EXPECT_EQ(plain.high, other.high) << seed;
    EXPECT_EQ(plain.p_value, other.p_value) << seed;
    EXPECT_NEAR(plain.statistic, other.statistic, 1e-9 * plain.statistic) << seed;
  }
}

TEST(BreakDate, IsMirroredWhenTimeRunsBackwards) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Series series = made_series(40, 25, 1.7, seed);
    Series mirrored = series;
    std::reverse(mirrored.observed.begin(), mirrored.observed.end());
    std::reverse(mirrored.expected.begin(), mirrored.expected.end());
    const auto forward = *break_date(series.observed, series.expected);
    const auto backward = *break_date(mirrored.observed, mirrored.expected);
    EXPECT_EQ(backward.position, 40 - forward.position) << seed;
    EXPECT_EQ(backward.low, 40 - forward.high) << seed;
    EXPECT_EQ(backward.high, 40 - forward.low) << seed;
    EXPECT_NE(backward.is_rise, forward.is_rise) << seed;
    EXPECT_NEAR(backward.statistic, forward.statistic, 1e-9 * forward.statistic) << seed;
  }
}

TEST(BreakDate, TellsLevelsAndDirectionOfAnExactStep) {
  std::vector<double> observed(30, 2.0);
  std::fill(observed.begin() + 17, observed.end(), 6.0);
  const auto found = break_date(observed, std::vector<double>(30, 4.0));
  EXPECT_EQ(found->position, 17U);
  EXPECT_EQ(found->low, 17U);
  EXPECT_EQ(found->high, 17U);
  EXPECT_DOUBLE_EQ(found->ratio_before, 0.5);
  EXPECT_DOUBLE_EQ(found->ratio_after, 1.5);
  EXPECT_TRUE(found->is_rise);
  // No rearrangement has as clear a step but the same again: 10 blocks of 3 and their orders.
  EXPECT_LE(found->p_value, 0.02);
}

TEST(BreakDate, FollowsTheSeasonOfWhatWasExpected) {
  // Ten times as much every summer, before and after: no break beyond what was expected.
  std::vector<double> observed(48);
  for (std::size_t t = 0; t < 48; ++t) {
    observed[t] = t % 12 < 6 ? 10.0 : 100.0;
  }
  Random random(3);
  std::vector<double> expected = observed;
  for (double& value : observed) {
    value *= std::exp(0.1 * random.normal());
  }
  EXPECT_GT(break_date(observed, expected)->p_value, 0.05);
  // The same season with twice the level from month 30 on.
  for (std::size_t t = 30; t < 48; ++t) {
    observed[t] *= 2.0;
  }
  const auto found = break_date(observed, expected);
  EXPECT_EQ(found->position, 30U);
  EXPECT_EQ(found->p_value, 1.0 / 200.0);
}

TEST(BreakDate, TakesOneShipmentForNoNewLevel) {
  Series series = made_series(40, 25, 3.0, 4);
  const auto without = *break_date(series.observed, series.expected);
  series.observed[6] = 1e6;
  const auto with = *break_date(series.observed, series.expected);
  EXPECT_EQ(with.position, without.position);
  Series flat = made_series(40, 25, 1.0, 4);
  flat.observed[36] = 1e6;
  EXPECT_GT(break_date(flat.observed, flat.expected)->p_value, 0.05);
}

TEST(BreakDate, ReachesBackOverPeriodsThatNobodyReported) {
  std::vector<double> observed(30, 2.0);
  std::fill(observed.begin() + 15, observed.end(), 6.0);
  std::fill(observed.begin() + 13, observed.begin() + 16, kMissing);
  const auto found = break_date(observed, std::vector<double>(30, 1.0));
  // The new level is first seen in period 16; it may have begun in 13.
  EXPECT_EQ(found->position, 16U);
  EXPECT_EQ(found->low, 13U);
  EXPECT_EQ(found->high, 16U);
}

TEST(BreakDate, HasNoAnswerWhereThereIsTooLittle) {
  EXPECT_FALSE(break_date(std::vector<double>(5, 1.0), std::vector<double>(5, 1.0)).has_value());
  EXPECT_FALSE(break_date(std::vector<double>(30, 0.0), std::vector<double>(30, 1.0)).has_value());
  EXPECT_FALSE(
      break_date(std::vector<double>(30, kMissing), std::vector<double>(30, 1.0)).has_value()
  );
  std::vector<double> once(30, 0.0);
  once[20] = 5.0;
  EXPECT_FALSE(break_date(once, std::vector<double>(30, 1.0)).has_value());
  EXPECT_TRUE(break_date(std::vector<double>{1, 4}, std::vector<double>{1, 1}, {.least_segment = 1})
                  .has_value());
}

TEST(BreakDate, RefusesWhatIsNoSeries) {
  const std::vector<double> ones(8, 1.0);
  EXPECT_THROW((void)break_date(ones, std::vector<double>(7, 1.0)), Error);
  EXPECT_THROW((void)break_date(std::vector<double>(8, -1.0), ones), Error);
  EXPECT_THROW((void)break_date(ones, std::vector<double>(8, 0.0)), Error);
  EXPECT_THROW((void)break_date(ones, ones, {.least_segment = 0}), Error);
  EXPECT_THROW((void)break_date(ones, ones, {.block = 0}), Error);
  EXPECT_THROW((void)break_date(ones, ones, {.confidence = 1.0}), Error);
}

// The two simulations below are small; coverage_bench prints the full tables.
TEST(BreakDate, HasASmallPValueAsSeldomAsItSaysWhereNothingBroke) {
  int small = 0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    const auto found = break_date(
        lots(48, 26, 1.0, 1.5, random),
        std::vector<double>(48, 1.0),
        {.simulations = 99, .seed = static_cast<std::uint64_t>(round)}
    );
    small += found->p_value <= 0.1 ? 1 : 0;
  }
  // Three standard errors above 0.1 are 0.145.
  EXPECT_LE(small, static_cast<int>(0.145 * kRounds));
  EXPECT_GE(small, static_cast<int>(0.04 * kRounds));
}

TEST(BreakDate, HoldsTheTrueDateInItsIntervalInNineteenOfTwentyLumpySeries) {
  constexpr int kRounds = 400;
  int held = 0;
  for (int round = 0; round < kRounds; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    const auto found = break_date(
        lots(48, 26, 3.0, 0.8, random), std::vector<double>(48, 1.0), {.simulations = 0}
    );
    held += found->low <= 26 && 26 <= found->high ? 1 : 0;
  }
  // Three standard errors below 0.95 are 0.917.
  EXPECT_GE(held, static_cast<int>(0.917 * kRounds));
}

}  // namespace
}  // namespace portolan::stats
