#include "portolan/match/alert_rate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>

#include "portolan/base/error.hpp"

namespace portolan::match {
namespace {

constexpr std::array<double, 10> kScores{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

std::ptrdiff_t num_alerts(double rate) {
  const double threshold = threshold_at_alert_rate(kScores, rate);
  return std::count_if(kScores.begin(), kScores.end(), [threshold](double score) {
    return score >= threshold;
  });
}

TEST(AlertRate, IsReachedAndNotExceeded) {
  EXPECT_EQ(num_alerts(0.0), 0);
  EXPECT_EQ(num_alerts(0.2), 2);
  EXPECT_EQ(num_alerts(0.29), 2);
  EXPECT_EQ(num_alerts(1.0), 10);
}

TEST(AlertRate, LeavesOutAllOfAnEqualScoreWhereTheyAreTooMany) {
  const std::array<double, 4> scores{5, 5, 5, 9};
  EXPECT_GT(threshold_at_alert_rate(scores, 0.5), 5.0);
  EXPECT_LE(threshold_at_alert_rate(scores, 0.5), 9.0);
}

TEST(AlertRate, OfNoNamesNeedsNoThreshold) {
  EXPECT_EQ(threshold_at_alert_rate({}, 0.1), -std::numeric_limits<double>::infinity());
}

TEST(AlertRate, RejectsWhatIsNoShare) {
  EXPECT_THROW((void)threshold_at_alert_rate(kScores, 1.5), Error);
}

}  // namespace
}  // namespace portolan::match
