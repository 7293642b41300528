#include "portolan/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <set>

namespace portolan {
namespace {

constexpr int kDraws = 200'000;

// Means of n draws lie within 5 standard errors of the truth but for one run in two million; the
// seed is fixed.
TEST(Random, HasTheMomentsOfItsDistributions) {
  Random random(7);
  double uniform_sum = 0.0;
  double normal_sum = 0.0;
  double normal_square_sum = 0.0;
  double small_poisson_sum = 0.0;
  double large_poisson_sum = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    uniform_sum += random.uniform();
    const double z = random.normal();
    normal_sum += z;
    normal_square_sum += z * z;
    small_poisson_sum += static_cast<double>(random.poisson(2.5));
    large_poisson_sum += static_cast<double>(random.poisson(400.0));
  }
  const double root_n = std::sqrt(kDraws);
  EXPECT_NEAR(uniform_sum / kDraws, 0.5, 5 * std::sqrt(1.0 / 12.0) / root_n);
  EXPECT_NEAR(normal_sum / kDraws, 0.0, 5 / root_n);
  EXPECT_NEAR(normal_square_sum / kDraws, 1.0, 5 * std::sqrt(2.0) / root_n);
  EXPECT_NEAR(small_poisson_sum / kDraws, 2.5, 5 * std::sqrt(2.5) / root_n);
  EXPECT_NEAR(large_poisson_sum / kDraws, 400.0, 5 * 20.0 / root_n);
}

TEST(Random, StaysBelowItsBoundAndReachesAll) {
  Random random(1);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1'000; ++i) {
    seen.insert(random.below(7));
  }
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(*seen.rbegin(), 6U);
}

TEST(Random, ForksStreamsThatDoNotDependOnDrawsBefore) {
  Random random(3);
  const std::uint64_t first = random.fork(5).next();
  (void)random.next();
  EXPECT_EQ(random.fork(5).next(), first);
  EXPECT_NE(random.fork(6).next(), first);
}

}  // namespace
}  // namespace portolan
