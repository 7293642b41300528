#include "portolan/stats/revealed_advantage.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

TEST(BalassaIndex, ComparesTheSharesOfAProduct) {
  // 30 of 100 exported at home, 50 of 1,000 in the world: 0.3 / 0.05.
  EXPECT_DOUBLE_EQ(
      *balassa_index(
          {.country_product = 30, .country_all = 100, .world_product = 50, .world_all = 1000}
      ),
      6.0
  );
}

TEST(BalassaIndex, IsZeroForACountryThatExportsNone) {
  EXPECT_EQ(
      balassa_index({.country_product = 0, .country_all = 9, .world_product = 5, .world_all = 50}),
      0.0
  );
}

TEST(BalassaIndex, IsNothingWhereItWouldDivideByNothing) {
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  const ExportShares whole{
      .country_product = 1, .country_all = 2, .world_product = 3, .world_all = 4};
  for (double ExportShares::*part :
       {&ExportShares::country_all, &ExportShares::world_product, &ExportShares::world_all}) {
    ExportShares broken = whole;
    broken.*part = 0.0;
    EXPECT_FALSE(balassa_index(broken).has_value());
    broken.*part = kMissing;
    EXPECT_FALSE(balassa_index(broken).has_value());
  }
}

TEST(BalassaIndex, HasTheWeightedMeanOneOverCountries) {
  Random random(31);
  for (int round = 0; round < 100; ++round) {
    std::array<std::array<double, 4>, 6> exports{};  // country by product
    std::array<double, 4> products{};
    std::array<double, 6> countries{};
    double world = 0.0;
    for (std::size_t c = 0; c < 6; ++c) {
      for (std::size_t p = 0; p < 4; ++p) {
        exports[c][p] = std::exp(2.0 * random.normal());
        products[p] += exports[c][p];
        countries[c] += exports[c][p];
        world += exports[c][p];
      }
    }
    for (std::size_t p = 0; p < 4; ++p) {
      double mean = 0.0;
      for (std::size_t c = 0; c < 6; ++c) {
        mean += countries[c] / world *
                *balassa_index(
                    {.country_product = exports[c][p],
                     .country_all = countries[c],
                     .world_product = products[p],
                     .world_all = world}
                );
      }
      EXPECT_NEAR(mean, 1.0, 1e-12) << round;
    }
  }
}

}  // namespace
}  // namespace portolan::stats
