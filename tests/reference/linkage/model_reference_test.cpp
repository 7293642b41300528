#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/linkage/model.hpp"

namespace portolan::linkage {
namespace {

using Pair = std::vector<int>;

/// Expectation and maximisation pair by pair, nothing gathered, in products instead of logarithms.
struct PlainFit {
  std::vector<OutcomeShares> m;
  double match_share = 0.2;

  void step(const std::vector<Pair>& pairs, const std::vector<OutcomeShares>& u, double pseudo) {
    std::vector<OutcomeShares> counts;
    for (const OutcomeShares& shares : m) {
      counts.emplace_back(shares.size(), pseudo);
    }
    double matches = 0.0;
    for (const Pair& pair : pairs) {
      double of_match = match_share;
      double of_other = 1.0 - match_share;
      for (std::size_t i = 0; i < pair.size(); ++i) {
        if (pair[i] != kMissing) {
          of_match *= m[i][static_cast<std::size_t>(pair[i])];
          of_other *= u[i][static_cast<std::size_t>(pair[i])];
        }
      }
      const double probability = of_match / (of_match + of_other);
      matches += probability;
      for (std::size_t i = 0; i < pair.size(); ++i) {
        if (pair[i] != kMissing) {
          counts[i][static_cast<std::size_t>(pair[i])] += probability;
        }
      }
    }
    match_share = matches / static_cast<double>(pairs.size());
    for (OutcomeShares& shares : counts) {
      double total = 0.0;
      for (const double share : shares) {
        total += share;
      }
      for (double& share : shares) {
        share /= total;
      }
    }
    m = counts;
  }
};

TEST(FitMatchesReference, StepsAsTheFitThatTakesPairsOneByOne) {
  Random random(7);
  for (int repeat = 0; repeat < 20; ++repeat) {
    const std::vector<OutcomeShares> u{{0.05, 0.95}, {0.02, 0.08, 0.9}, {0.1, 0.2, 0.3, 0.4}};
    const std::vector<OutcomeShares> start{{0.7, 0.3}, {0.6, 0.3, 0.1}, {0.4, 0.3, 0.2, 0.1}};
    Patterns patterns({2, 3, 4});
    std::vector<Pair> pairs;
    std::map<PatternIndex, double> counts;
    for (int i = 0; i < 500; ++i) {
      const bool is_match = random.below(3) == 0;
      Pair pair;
      for (std::size_t k = 0; k < u.size(); ++k) {
        const auto at = static_cast<int>(random.below(u[k].size()));
        pair.push_back(random.below(8) == 0 ? kMissing : (is_match ? at / 2 : at));
      }
      counts[patterns.add(pair)] += 1.0;
      pairs.push_back(pair);
    }
    std::vector<PairGroup> groups;
    for (const auto& [pattern, count] : counts) {
      groups.push_back({.pattern = pattern, .num_pairs = count});
    }
    constexpr int kSteps = 30;
    const EmOptions options{.tolerance = 0.0, .max_iterations = kSteps};
    const EmResult fit = fit_matches(patterns, groups, u, start, {false, false, false}, options);
    PlainFit plain{.m = start};
    for (int i = 0; i < kSteps; ++i) {
      plain.step(pairs, u, options.pseudo_pairs);
    }
    ASSERT_NEAR(fit.match_share, plain.match_share, 1e-10) << repeat;
    for (std::size_t i = 0; i < u.size(); ++i) {
      for (std::size_t k = 0; k < u[i].size(); ++k) {
        ASSERT_NEAR(fit.m[i][k], plain.m[i][k], 1e-10) << repeat;
      }
    }
  }
}

}  // namespace
}  // namespace portolan::linkage
