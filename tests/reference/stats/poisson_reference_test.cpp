#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "dense_poisson.hpp"
#include "portolan/base/error.hpp"
#include "random_panel.hpp"

namespace portolan::stats {
namespace {

using reference::fit_dense;
using reference::random_panel;
using reference::RandomPanel;

std::vector<bool> used_rows(const PoissonFit& fit) {
  std::vector<bool> is_used;
  for (const RowUse use : fit.rows) {
    is_used.push_back(use == RowUse::kUsed);
  }
  return is_used;
}

/// n, levels in use and those nested in a way of clustering, counted afresh.
double factor_of(const PoissonData& data, const PoissonFit& fit, PoissonErrors errors) {
  const double n = static_cast<double>(fit.count(RowUse::kUsed));
  double k = static_cast<double>(data.covariates.size()) - 2.0;  // three effects
  for (const std::int64_t levels : fit.num_levels) {
    k += static_cast<double>(levels);
  }
  if (errors != PoissonErrors::kClustered) {
    return errors == PoissonErrors::kRobust ? n / (n - k) : (n - 1.0) / (n - k);
  }
  // The pair is nested in the exporter, as is the exporter-year; in the importer likewise.
  k -= static_cast<double>(fit.num_levels[2] + fit.num_levels[0]) - 2.0;
  double clusters = 1e9;
  for (std::size_t way = 0; way < data.clusters.size(); ++way) {
    std::vector<std::uint32_t> seen;
    for (std::size_t i = 0; i < fit.rows.size(); ++i) {
      if (fit.rows[i] == RowUse::kUsed) {
        seen.push_back(data.clusters[way].levels[i]);
      }
    }
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    clusters = std::min(clusters, static_cast<double>(seen.size()));
  }
  if (data.clusters.size() == 2) {
    k -= static_cast<double>(fit.num_levels[1]) - 1.0;
  }
  return (n - 1.0) / (n - k) * clusters / (clusters - 1.0);
}

void expect_like_dense(std::uint64_t seed, double level, PoissonErrors errors, std::size_t ways) {
  const RandomPanel panel = random_panel(seed, {.level = level});
  RandomPanel::Views views;
  PoissonData data = panel.data(views);
  data.clusters = std::span(views.clusters).first(ways);
  const PoissonFit fit = fit_poisson(data, {.errors = errors, .tolerance = 1e-9});
  const auto dense = fit_dense(data, used_rows(fit), errors);
  const double factor = factor_of(data, fit, errors);
  for (std::size_t j = 0; j < 2; ++j) {
    EXPECT_NEAR(fit.coefficients[j].estimate, dense.coefficients[j], 1e-8)
        << "seed " << seed << ", covariate " << j;
    const double expected = std::sqrt(factor * dense.covariance[3 * j]);
    EXPECT_NEAR(fit.coefficients[j].standard_error / expected, 1.0, 1e-7)
        << "seed " << seed << ", covariate " << j;
  }
  std::size_t row = 0;
  for (std::size_t i = 0; i < fit.mu.size(); ++i) {
    if (fit.rows[i] == RowUse::kUsed) {
      ASSERT_NEAR(fit.mu[i] / dense.mu[row], 1.0, 1e-7) << "seed " << seed << ", row " << i;
      ++row;
    }
  }
}

TEST(PoissonReference, RandomPanelsWithRobustErrorsAgree) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    expect_like_dense(seed, 1.5, PoissonErrors::kRobust, 0);
  }
}

TEST(PoissonReference, RandomPanelsWithIidErrorsAgree) {
  for (std::uint64_t seed = 11; seed <= 12; ++seed) {
    expect_like_dense(seed, 1.5, PoissonErrors::kIid, 0);
  }
}

TEST(PoissonReference, RandomPanelsWithClusteredErrorsAgree) {
  for (std::uint64_t seed = 21; seed <= 22; ++seed) {
    expect_like_dense(seed, 1.5, PoissonErrors::kClustered, 1);
    expect_like_dense(seed, 1.5, PoissonErrors::kClustered, 2);
  }
}

TEST(PoissonReference, RandomPanelsWithManyZerosAgree) {
  for (std::uint64_t seed = 31; seed <= 34; ++seed) {
    expect_like_dense(seed, 0.0, PoissonErrors::kRobust, 0);
  }
}

// A separated row sends its fitted mean to 0: Newton's method on the row and those in use alone
// makes it fall by e a step without end. A row in use does not.
TEST(PoissonReference, RowsAreSeparatedIfAndOnlyIfTheirMeansFallToZero) {
  int num_separated = 0;
  for (std::uint64_t seed = 41; seed <= 60; ++seed) {
    const RandomPanel panel = random_panel(seed, {.countries = 4, .years = 3, .level = -0.8});
    RandomPanel::Views views;
    const PoissonData data = panel.data(views);
    PoissonFit fit;
    try {
      fit = fit_poisson(data, {.errors = PoissonErrors::kIid, .keep_singletons = true});
    } catch (const Error& error) {  // too few rows for errors: another test's concern
      EXPECT_THAT(error.what(), ::testing::HasSubstr("standard errors: expected more"));
      continue;
    }
    const auto dense = fit_dense(data, used_rows(fit), PoissonErrors::kIid, 80);
    EXPECT_GT(*std::min_element(dense.mu.begin(), dense.mu.end()), 1e-8) << "seed " << seed;
    for (std::size_t i = 0; i < fit.rows.size(); ++i) {
      if (fit.rows[i] != RowUse::kUsed) {
        auto with_row = used_rows(fit);
        with_row[i] = true;
        const auto again = fit_dense(data, with_row, PoissonErrors::kIid, 40);
        const auto place =
            std::count(with_row.begin(), with_row.begin() + static_cast<std::ptrdiff_t>(i), true);
        EXPECT_LT(again.mu[static_cast<std::size_t>(place)], 1e-8)
            << "seed " << seed << ", row " << i;
        num_separated += fit.rows[i] == RowUse::kSeparated ? 1 : 0;
      }
    }
  }
  EXPECT_GT(num_separated, 10);  // else the test shows nothing
}

}  // namespace
}  // namespace portolan::stats
