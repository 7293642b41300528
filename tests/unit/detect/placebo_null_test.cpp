// The placebos' scale against its definition, neighbour by neighbour (docs/methods/detection.md).
#include "placebo_null.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/stats/conformal_tail.hpp"

namespace portolan::detect {
namespace {

double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half] + values[half - 1]) / 2.0;
}

/// Looks for the neighbours of each placebo anew.
class SlowNull {
 public:
  explicit SlowNull(std::vector<LegScore> placebos) : by_size_(std::move(placebos)) {
    std::sort(by_size_.begin(), by_size_.end(), [](const LegScore& a, const LegScore& b) {
      return a.log_size < b.log_size || (a.log_size == b.log_size && a.rise < b.rise);
    });
    for (const LegScore& placebo : by_size_) {
      ratios_.push_back(placebo.rise / spread(placebo));
    }
    for (const LegScore& placebo : by_size_) {
      scores_.push_back(standardised(placebo));
    }
  }

  /// Beyond the tenth of many placebos the tail decides, which has tests of its own.
  [[nodiscard]] double p_value(const LegScore& own) const {
    const double z = standardised(own);
    const auto at_least =
        std::count_if(scores_.begin(), scores_.end(), [&](double score) { return score >= z; });
    if (at_least < 10 && scores_.size() >= stats::ConformalTail::kLeastForTail) {
      std::vector<double> sorted = scores_;
      std::sort(sorted.begin(), sorted.end());
      return stats::ConformalTail(sorted).p(z);
    }
    return (1.0 + static_cast<double>(at_least)) / (1.0 + static_cast<double>(scores_.size()));
  }

 private:
  /// Where the 100 placebos around the place at which `log_size` would stand begin and end; all if
  /// there are fewer.
  [[nodiscard]] std::pair<std::size_t, std::size_t> nearest(double log_size) const {
    std::size_t position = 0;
    while (position < by_size_.size() && by_size_[position].log_size < log_size) {
      ++position;
    }
    // A size beyond all placebos is judged as the largest of them.
    const double judged = by_size_[std::min(position, by_size_.size() - 1)].log_size;
    for (position = 0; by_size_[position].log_size < judged;) {
      ++position;
    }
    const std::size_t count = std::min<std::size_t>(100, by_size_.size());
    const std::size_t wanted = position > count / 2 ? position - count / 2 : 0;
    const std::size_t begin = std::min(wanted, by_size_.size() - count);
    return {begin, begin + count};
  }

  [[nodiscard]] double spread(const LegScore& score) const {
    const auto [begin, end] = nearest(score.log_size);
    std::vector<double> spreads;
    for (std::size_t i = begin; i < end; ++i) {
      spreads.push_back(by_size_[i].spread_before);
    }
    const double usual = middle(spreads);
    const auto blocks = static_cast<double>(score.blocks_before);
    const double squared =
        (8.0 * usual * usual + blocks * score.spread_before * score.spread_before) / (8.0 + blocks);
    return std::max(0.05, std::sqrt(squared));
  }

  [[nodiscard]] double standardised(const LegScore& score) const {
    const auto [begin, end] = nearest(score.log_size);
    const std::vector<double> ratios(
        ratios_.begin() + static_cast<std::ptrdiff_t>(begin),
        ratios_.begin() + static_cast<std::ptrdiff_t>(end)
    );
    const double center = middle(ratios);
    std::vector<double> deviations;
    for (const double ratio : ratios) {
      deviations.push_back(std::abs(ratio - center));
    }
    const double width = std::max(0.1, 1.4826 * middle(deviations));
    return (score.rise / spread(score) - center) / width;
  }

  std::vector<LegScore> by_size_;
  std::vector<double> ratios_;  ///< Rise over spread of each.
  std::vector<double> scores_;
};

LegScore made_score(Random& random) {
  LegScore score;
  // Whole numbers among the sizes: many placebos share one.
  score.log_size = random.below(3) == 0 ? std::floor(14.0 + random.normal() * 2.0)
                                        : 14.0 + random.normal() * 2.0;
  score.spread_before = std::abs(random.normal());
  score.blocks_before = random.below(9);
  score.rise = random.normal() * 0.7;
  return score;
}

TEST(PlaceboNull, IsWhatItsDefinitionGives) {
  for (const std::size_t count : {40U, 41U, 99U, 100U, 101U, 230U}) {
    Random random(count);
    std::vector<LegScore> placebos;
    for (std::size_t i = 0; i < count; ++i) {
      placebos.push_back(made_score(random));
    }
    const PlaceboNull null(placebos);
    const SlowNull slow(placebos);
    for (int i = 0; i < 25; ++i) {
      LegScore own = made_score(random);
      own.log_size += i == 0 ? 100.0 : i == 1 ? -100.0 : 0.0;  // beyond all placebos, too
      EXPECT_EQ(null.ask(own)->p_value, slow.p_value(own)) << count << " placebos, cell " << i;
    }
  }
}

/// Placebos whose observed sums are twice what was expected, in half of them, else as expected.
std::vector<LegScore> doubled_or_not(double expected_usd) {
  std::vector<LegScore> placebos;
  for (int i = 0; i < 60; ++i) {
    LegScore score;
    score.log_size = std::log(expected_usd);
    score.expected_usd = expected_usd;
    score.observed_usd = expected_usd * (i % 2 == 0 ? 1.0 : 2.0);
    score.floor_usd = 1e5;
    placebos.push_back(score);
  }
  return placebos;
}

TEST(ExpectedRange, IsThatOfThePlacebosScaledToTheOwnSum) {
  LegScore own;
  own.log_size = std::log(3e6);
  own.expected_usd = 3e6;
  own.floor_usd = 1e5;
  const auto range = PlaceboNull(doubled_or_not(3e6)).expected_range(own);
  ASSERT_TRUE(range.has_value());
  EXPECT_NEAR(range->low, 3e6, 1.0);
  EXPECT_NEAR(range->high, 6e6, 1.0);
}

TEST(ExpectedRange, HasAWidthWhereNothingIsExpectedAndIsNeverNegative) {
  LegScore own;
  own.floor_usd = 1e5;
  std::vector<LegScore> placebos = doubled_or_not(1e3);
  for (LegScore& one : placebos) {
    // A shipment of a million where almost nothing was expected, or nothing at all.
    one.observed_usd = one.observed_usd > 1e3 ? 1e6 : 0.0;
  }
  const auto range = PlaceboNull(std::move(placebos)).expected_range(own);
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->low, 0.0);
  // (1e6 + 1e5) / (1e3 + 1e5) times a floor of 1e5, less that floor: about 0.99 million.
  EXPECT_NEAR(range->high, 1e5 * (1.1e6 / 1.01e5 - 1.0), 1.0);
}

}  // namespace
}  // namespace portolan::detect
