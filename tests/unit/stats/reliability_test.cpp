#include "portolan/stats/reliability.hpp"

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

// One pair: a b = 1 / share, and both are trusted alike.
TEST(Reliability, OfOnePairIsTheRootOfItsInverseDiscrepancy) {
  const std::array<Discrepancy, 1> terms = {
      Discrepancy{.exporter = 0, .importer = 1, .share = 0.04}};
  const auto result = report_reliabilities(terms, 2);
  EXPECT_NEAR(result.exporter[0], 5.0, 1e-9);
  EXPECT_NEAR(result.importer[1], 5.0, 1e-9);
  EXPECT_TRUE(std::isnan(result.exporter[1]));
  EXPECT_TRUE(std::isnan(result.importer[0]));
}

// Shares u_o v_d have the exact solution a = c / u, b = 1 / (c v).
TEST(Reliability, RecoversErrorsThatAreProductsOfBothSides) {
  const std::array<double, 3> u = {0.1, 0.4, 0.8};
  const std::array<double, 3> v = {0.2, 0.5, 0.9};
  std::vector<Discrepancy> terms;
  for (std::uint32_t o = 0; o < 3; ++o) {
    for (std::uint32_t d = 0; d < 3; ++d) {
      terms.push_back({.exporter = o, .importer = d, .share = u[o] * v[d]});
    }
  }
  const auto result = report_reliabilities(terms, 3);
  EXPECT_NEAR(result.exporter[0] / result.exporter[1], 4.0, 1e-8);
  EXPECT_NEAR(result.importer[0] / result.importer[2], 4.5, 1e-8);
  EXPECT_NEAR(
      result.exporter[0] * result.exporter[1] * result.exporter[2],
      result.importer[0] * result.importer[1] * result.importer[2],
      1e-6
  );
}

TEST(Reliability, SolvesItsEquationsOnRandomSparsePairs) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random(seed);
    constexpr std::size_t kCountries = 25;
    std::vector<Discrepancy> terms;
    for (std::uint32_t o = 0; o < kCountries; ++o) {
      for (std::uint32_t d = 0; d < kCountries; ++d) {
        if (o != d && random.uniform() < 0.15) {
          terms.push_back({.exporter = o, .importer = d, .share = random.uniform()});
        }
      }
    }
    const auto result = report_reliabilities(terms, kCountries);
    std::vector<double> sums(kCountries, 0.0);
    std::vector<double> counts(kCountries, 0.0);
    for (const auto& term : terms) {
      sums[term.exporter] += std::max(term.share, 1e-3) * result.importer[term.importer];
      counts[term.exporter] += 1.0;
    }
    for (std::size_t o = 0; o < kCountries; ++o) {
      if (counts[o] > 0.0) {
        ASSERT_NEAR(result.exporter[o] * sums[o] / counts[o], 1.0, 1e-9) << "seed " << seed;
      }
    }
  }
}

// Who is called exporter decides which answer stands where, and nothing else.
TEST(Reliability, SwapsWhenTheSidesAreSwapped) {
  Random random(3);
  std::vector<Discrepancy> terms;
  std::vector<Discrepancy> swapped;
  for (std::uint32_t o = 0; o < 8; ++o) {
    for (std::uint32_t d = 0; d < 8; ++d) {
      const double share = random.uniform();
      terms.push_back({.exporter = o, .importer = d, .share = share});
      swapped.push_back({.exporter = d, .importer = o, .share = share});
    }
  }
  const auto forward = report_reliabilities(terms, 8);
  const auto backward = report_reliabilities(swapped, 8);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(forward.exporter[i] / backward.importer[i], 1.0, 1e-8);
    EXPECT_NEAR(forward.importer[i] / backward.exporter[i], 1.0, 1e-8);
  }
}

TEST(Reliability, RejectsSharesThatAreNone) {
  const std::array<Discrepancy, 1> terms = {
      Discrepancy{.exporter = 0, .importer = 1, .share = 1.5}};
  EXPECT_THAT(
      [&] { (void)report_reliabilities(terms, 2); },
      ThrowsMessage<Error>("discrepancies: expected shares from 0 to 1, got 1.5")
  );
}

TEST(Reliability, SaysWhenTheRoundsDoNotSuffice) {
  const std::array<Discrepancy, 3> terms = {
      Discrepancy{.exporter = 0, .importer = 0, .share = 0.9},
      Discrepancy{.exporter = 0, .importer = 1, .share = 0.01},
      Discrepancy{.exporter = 1, .importer = 0, .share = 0.01}};
  EXPECT_THROW((void)report_reliabilities(terms, 2, {.max_iterations = 1}), Error);
}

}  // namespace
}  // namespace portolan::stats
