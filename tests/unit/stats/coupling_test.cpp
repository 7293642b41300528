#include "portolan/stats/coupling.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kSize = 40;
constexpr std::size_t kFirst = 12;

/// Nothing before `kFirst`, then shipments with a spread of one half (log).
std::vector<double> shipments(Random& random) {
  std::vector<double> values(kSize, 0.0);
  for (std::size_t t = kFirst; t < kSize; ++t) {
    values[t] = std::exp(0.5 * random.normal());
  }
  return values;
}

std::vector<double> passed_on(
    const std::vector<double>& inflow,
    const std::vector<double>& weights,
    double noise,
    Random& random
) {
  std::vector<double> values(inflow.size());
  for (std::size_t t = 0; t < values.size(); ++t) {
    values[t] = noise * random.normal();
    for (std::size_t l = 0; l < weights.size() && l <= t; ++l) {
      values[t] += weights[l] * inflow[t - l];
    }
  }
  return values;
}

TEST(Coupling, RecoversTheWeightsWhereNothingElseMoves) {
  const std::vector<double> truth = {0.1, 0.0, 0.4, 0.0, 0.0, 0.2, 0.1};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    const auto inflow = shipments(random);
    const auto found =
        coupling(inflow, passed_on(inflow, truth, 0.0, random), kFirst, {.replicates = 19});
    ASSERT_TRUE(found.has_value());
    for (std::size_t l = 0; l < truth.size(); ++l) {
      EXPECT_NEAR(found->weights[l], truth[l], 1e-9) << seed;
    }
    EXPECT_NEAR(found->share, 0.8, 1e-9);
    EXPECT_NEAR(found->low, 0.8, 1e-9);
    EXPECT_NEAR(found->high, 0.8, 1e-9);
    EXPECT_EQ(found->periods, kSize - kFirst);
  }
}

TEST(Coupling, IsNotMisledByWhatIsStillOnItsWay) {
  // All of it goes on, six months later: the sums of 28 months know only 22 of them.
  Random random(2);
  const std::vector<double> inflow = shipments(random);
  const auto outflow = passed_on(inflow, {0, 0, 0, 0, 0, 0, 1.0}, 0.0, random);
  EXPECT_NEAR(coupling(inflow, outflow, kFirst)->share, 1.0, 1e-9);
}

TEST(Coupling, HoldsTheTrueShareInItsInterval) {
  constexpr int kRounds = 200;
  int held = 0;
  double sum = 0.0;
  for (int round = 0; round < kRounds; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    const auto inflow = shipments(random);
    const auto outflow = passed_on(inflow, {0.0, 0.3, 0.3}, 0.2, random);
    const auto found = coupling(
        inflow, outflow, kFirst, {.replicates = 199, .seed = static_cast<std::uint64_t>(round)}
    );
    held += found->low <= 0.6 && 0.6 <= found->high ? 1 : 0;
    sum += found->share;
  }
  // Three standard errors below 0.95 are 0.90; coverage_bench prints the full table.
  EXPECT_GE(held, static_cast<int>(0.90 * kRounds));
  EXPECT_NEAR(sum / kRounds, 0.6, 0.02);
}

TEST(Coupling, NeverExceedsOne) {
  Random random(4);
  const auto inflow = shipments(random);
  const auto found = coupling(inflow, passed_on(inflow, {2.0, 1.0}, 0.1, random), kFirst);
  EXPECT_NEAR(found->share, 1.0, 1e-12);
  EXPECT_LE(found->high, 1.0);
}

TEST(Coupling, ScalesWithTheOutflowAndNotWithBoth) {
  Random random(5);
  auto inflow = shipments(random);
  auto outflow = passed_on(inflow, {0.2, 0.2}, 0.05, random);
  const auto plain = *coupling(inflow, outflow, kFirst);
  auto both_in = inflow;
  auto both_out = outflow;
  for (std::size_t t = 0; t < kSize; ++t) {
    both_in[t] *= 1024.0;
    both_out[t] *= 1024.0;
    outflow[t] *= 2.0;
  }
  EXPECT_NEAR(coupling(both_in, both_out, kFirst)->share, plain.share, 1e-12);
  EXPECT_NEAR(coupling(both_in, both_out, kFirst)->low, plain.low, 1e-12);
  EXPECT_NEAR(coupling(inflow, outflow, kFirst)->share, 2.0 * plain.share, 1e-9);
}

TEST(Coupling, LeavesOutPeriodsWithoutAWholeHistory) {
  Random random(6);
  auto inflow = shipments(random);
  auto outflow = passed_on(inflow, {0.0, 0.5}, 0.0, random);
  inflow[20] = kMissing;  // periods 20 to 26 need it
  outflow[38] = kMissing;
  const auto found = coupling(inflow, outflow, kFirst);
  EXPECT_EQ(found->periods, kSize - kFirst - 8);
  EXPECT_NEAR(found->share, 0.5, 1e-9);
}

TEST(Coupling, HasNoAnswerWhereTooLittleCameIn) {
  const std::vector<double> none(kSize, 0.0);
  EXPECT_FALSE(coupling(none, none, kFirst).has_value());
  const std::vector<double> fell(kSize, -1.0);
  EXPECT_FALSE(coupling(fell, fell, kFirst).has_value());
  const std::vector<double> some(kSize, 1.0);
  EXPECT_FALSE(coupling(some, some, kSize - 11).has_value());
  EXPECT_TRUE(coupling(some, some, kSize - 12).has_value());
}

TEST(Coupling, GivesTheSameForTheSameSeed) {
  Random random(7);
  const auto inflow = shipments(random);
  const auto outflow = passed_on(inflow, {0.3, 0.3}, 0.3, random);
  const auto one = *coupling(inflow, outflow, kFirst, {.seed = 9});
  const auto same = *coupling(inflow, outflow, kFirst, {.seed = 9});
  const auto other = *coupling(inflow, outflow, kFirst, {.seed = 10});
  EXPECT_EQ(one.low, same.low);
  EXPECT_EQ(one.high, same.high);
  EXPECT_NE(one.high, other.high);
  EXPECT_EQ(one.share, other.share);
}

TEST(Coupling, RefusesWhatIsNoPair) {
  const std::vector<double> ones(kSize, 1.0);
  EXPECT_THROW((void)coupling(ones, std::vector<double>(3, 1.0), 0), Error);
  EXPECT_THROW((void)coupling(ones, ones, 0, {.block = 0}), Error);
  EXPECT_THROW((void)coupling(ones, ones, 0, {.confidence = 0.0}), Error);
}

}  // namespace
}  // namespace portolan::stats
