#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/linkage/model.hpp"

namespace portolan::linkage {
namespace {

// Pairs drawn from a model of matches: 20,000 matches among 4,000,000 pairs, four comparisons. Two
// rules bring together the pairs that agree exactly in the first, and in the second.
struct Truth {
  std::vector<OutcomeShares> m{
      {0.70, 0.20, 0.10},
      {0.80, 0.15, 0.05},
      {0.60, 0.25, 0.10, 0.05},
      {0.90, 0.10}};
  std::vector<OutcomeShares> u{
      {0.010, 0.040, 0.950},
      {0.005, 0.020, 0.975},
      {0.0005, 0.030, 0.200, 0.7695},
      {0.100, 0.900}};
  double num_matches = 20'000;
  double num_pairs = 4'000'000;
  double missing_share = 0.1;
};

int drawn(const OutcomeShares& shares, Random& random) {
  double left = random.uniform();
  for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
    left -= shares[i];
    if (left < 0.0) {
      return static_cast<int>(i);
    }
  }
  return static_cast<int>(shares.size()) - 1;
}

struct Drawn {
  Patterns patterns{{3, 3, 4, 2}};
  std::vector<PairGroup> candidates;
  std::vector<PairGroup> random;
};

/// Every pair is drawn; those that agree in a rule are candidates, each 40th is a random pair.
Drawn draw(const Truth& truth, std::uint64_t seed) {
  Drawn result;
  Random random(seed);
  for (double i = 0; i < truth.num_pairs; ++i) {
    const auto& shares = i < truth.num_matches ? truth.m : truth.u;
    std::vector<int> outcomes;
    for (const OutcomeShares& one : shares) {
      outcomes.push_back(random.uniform() < truth.missing_share ? kMissing : drawn(one, random));
    }
    const PatternIndex pattern = result.patterns.add(outcomes);
    const std::uint32_t rules = (outcomes[0] == 0 ? 1U : 0U) | (outcomes[1] == 0 ? 2U : 0U);
    if (rules != 0) {
      result.candidates.push_back({.pattern = pattern, .rules = rules, .num_pairs = 1.0});
    }
    if (random.below(40) == 0) {
      result.random.push_back({.pattern = pattern, .num_pairs = 1.0});
    }
  }
  return result;
}

/// The same pairs, one group a pattern and rules.
std::vector<PairGroup> gathered(const std::vector<PairGroup>& groups) {
  std::vector<CandidatePair> pairs;
  std::vector<PatternIndex> patterns;
  for (const PairGroup& group : groups) {
    pairs.push_back({.rules = group.rules});
    patterns.push_back(group.pattern);
  }
  return grouped(pairs, patterns);
}

// About 12,600 matches are found by the first rule and 14,400 by the second: shares of some tenths
// have a standard error of at most 0.5 / sqrt(12,600) = 0.0045 if the matches were known, somewhat
// more as they are not; five times that is allowed. u of exact agreement in the third, 0.0005,
// rests on 100,000 random pairs of which 500 are matches: taken as they come they would give
// 0.0035.
TEST(FitModelOnSimulatedTruth, FindsTheModelThatMadeThePairs) {
  const Truth truth;
  const Drawn made = draw(truth, 11);
  const std::vector<RuleColumns> rules{
      {.is_fixed = {true, false, false, false}}, {.is_fixed = {false, true, false, false}}};
  const Model model = fit_model(
      made.patterns, gathered(made.candidates), rules, gathered(made.random), truth.num_pairs
  );
  EXPECT_TRUE(model.has_converged);
  for (std::size_t i = 0; i < truth.m.size(); ++i) {
    EXPECT_TRUE(model.is_estimated[i]);
    for (std::size_t k = 0; k < truth.m[i].size(); ++k) {
      EXPECT_NEAR(model.m[i][k], truth.m[i][k], 0.0225) << i << " " << k;
      EXPECT_NEAR(model.u[i][k], truth.u[i][k], 0.005) << i << " " << k;
    }
  }
  EXPECT_NEAR(model.u[2][0], truth.u[2][0], 0.0004);
  EXPECT_NEAR(model.match_share * truth.num_pairs, truth.num_matches, 0.05 * truth.num_matches);
}

}  // namespace
}  // namespace portolan::linkage
