#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "portolan/base/random.hpp"
#include "portolan/stats/poisson.hpp"
#include "random_panel.hpp"

namespace portolan::stats {
namespace {

using reference::random_panel;
using reference::RandomPanel;

constexpr PoissonOptions kTight{.tolerance = 1e-9};

PoissonFit fit_panel(const RandomPanel& panel, const PoissonOptions& options = kTight) {
  RandomPanel::Views views;
  return fit_poisson(panel.data(views), options);
}

TEST(PoissonLaws, FittedSumsEqualObservedSumsOfEachLevel) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const bool with_covariates : {true, false}) {
      RandomPanel panel = random_panel(seed, {.countries = 12, .level = 0.5});
      if (!with_covariates) {
        panel.covariates.clear();
      }
      const PoissonFit fit = fit_panel(panel);
      for (std::size_t effect = 0; effect < 3; ++effect) {
        std::vector<double> observed(panel.num_levels[effect], 0.0);
        std::vector<double> fitted(observed.size(), 0.0);
        for (std::size_t i = 0; i < panel.y.size(); ++i) {
          if (fit.rows[i] == RowUse::kUsed) {
            observed[panel.levels[effect][i]] += panel.weights[i] * panel.y[i];
            fitted[panel.levels[effect][i]] += panel.weights[i] * fit.mu[i];
          }
        }
        for (std::size_t level = 0; level < observed.size(); ++level) {
          ASSERT_NEAR(fitted[level], observed[level], 1e-8 * observed[level])
              << "seed " << seed << ", effect " << effect << ", level " << level;
        }
      }
      EXPECT_LT(fit.certificate.score_error, 1e-8);
    }
  }
}

TEST(PoissonLaws, FittedMeansAreTheSumOfOffsetCovariatesAndEffects) {
  const RandomPanel panel = random_panel(6, {.level = 0.5});
  const PoissonFit fit = fit_panel(panel);
  for (std::size_t i = 0; i < panel.y.size(); ++i) {
    if (fit.rows[i] == RowUse::kUsed) {
      double eta = panel.offset[i];
      for (std::size_t j = 0; j < 2; ++j) {
        eta += panel.covariates[j][i] * fit.coefficients[j].estimate;
      }
      for (std::size_t effect = 0; effect < 3; ++effect) {
        eta += fit.effects[effect][panel.levels[effect][i]];
      }
      ASSERT_NEAR(std::exp(eta) / fit.mu[i], 1.0, 1e-8) << "row " << i;
    }
  }
}

TEST(PoissonLaws, AConstantInTheOffsetMovesNothingButTheConstant) {
  RandomPanel panel = random_panel(7, {.level = 1.0});
  const PoissonFit before = fit_panel(panel);
  panel.levels.clear();
  const PoissonFit pooled_before = fit_panel(panel);
  for (double& offset : panel.offset) {
    offset += 3.0;
  }
  const PoissonFit pooled_after = fit_panel(panel);
  panel.levels = random_panel(7, {.level = 1.0}).levels;
  const PoissonFit after = fit_panel(panel);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(before.coefficients[j].estimate, after.coefficients[j].estimate, 1e-10);
    EXPECT_NEAR(before.coefficients[j].standard_error, after.coefficients[j].standard_error, 1e-9);
    EXPECT_NEAR(
        pooled_before.coefficients[j].estimate, pooled_after.coefficients[j].estimate, 1e-10
    );
  }
  EXPECT_NEAR(pooled_before.constant->estimate, pooled_after.constant->estimate + 3.0, 1e-10);
  EXPECT_NEAR(before.log_likelihood, after.log_likelihood, 1e-8);
  EXPECT_NEAR(before.pseudo_r2, after.pseudo_r2, 1e-10);
}

TEST(PoissonLaws, RescaledWeightsChangeNeitherCoefficientsNorRobustErrors) {
  RandomPanel panel = random_panel(8, {.level = 1.0});
  const PoissonFit before = fit_panel(panel);
  for (double& weight : panel.weights) {
    weight *= 1234.5;
  }
  const PoissonFit after = fit_panel(panel);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(before.coefficients[j].estimate, after.coefficients[j].estimate, 1e-10);
    EXPECT_NEAR(before.coefficients[j].standard_error, after.coefficients[j].standard_error, 1e-10);
  }
}

// In other units of y only the effects move.
TEST(PoissonLaws, OtherUnitsOfYChangeNeitherCoefficientsNorRobustErrors) {
  RandomPanel panel = random_panel(9, {.level = 1.0});
  const PoissonFit before = fit_panel(panel);
  for (double& y : panel.y) {
    y *= 1e9;
  }
  const PoissonFit after = fit_panel(panel);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(before.coefficients[j].estimate, after.coefficients[j].estimate, 1e-10);
    EXPECT_NEAR(before.coefficients[j].standard_error, after.coefficients[j].standard_error, 1e-10);
  }
  EXPECT_NEAR(after.deviance / before.deviance, 1e9, 1.0);
}

TEST(PoissonLaws, PermutedRowsChangeNothingBeyondRounding) {
  const RandomPanel panel = random_panel(10, {.level = 0.5});
  std::vector<std::size_t> order(panel.y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(11);
  for (std::size_t i = order.size() - 1; i > 0; --i) {
    std::swap(order[i], order[random.below(i + 1)]);
  }
  RandomPanel permuted = panel;
  const auto permute = [&order](auto& values) {
    const auto original = values;
    for (std::size_t i = 0; i < order.size(); ++i) {
      values[i] = original[order[i]];
    }
  };
  permute(permuted.y);
  permute(permuted.weights);
  permute(permuted.offset);
  std::for_each(permuted.covariates.begin(), permuted.covariates.end(), permute);
  std::for_each(permuted.levels.begin(), permuted.levels.end(), permute);
  const PoissonFit before = fit_panel(panel);
  const PoissonFit after = fit_panel(permuted);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(before.coefficients[j].estimate, after.coefficients[j].estimate, 1e-9);
    EXPECT_NEAR(before.coefficients[j].standard_error, after.coefficients[j].standard_error, 1e-9);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    ASSERT_EQ(before.rows[order[i]], after.rows[i]);
  }
}

// Large enough for several chunks of rows.
TEST(PoissonLaws, OneAndTwoThreadsGiveTheSameBytes) {
  const RandomPanel panel = random_panel(12, {.countries = 60, .years = 15, .level = 0.0});
  const PoissonFit one = fit_panel(panel, {.threads = 1});
  const PoissonFit two = fit_panel(panel, {.threads = 2});
  ASSERT_GT(panel.y.size(), 40'000U);
  EXPECT_EQ(std::memcmp(one.mu.data(), two.mu.data(), one.mu.size() * sizeof(double)), 0);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_EQ(one.coefficients[j].estimate, two.coefficients[j].estimate);
    EXPECT_EQ(one.coefficients[j].standard_error, two.coefficients[j].standard_error);
  }
}

}  // namespace
}  // namespace portolan::stats
