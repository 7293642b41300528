#include "portolan/stats/poisson.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::stats {
namespace {

using ::testing::ElementsAre;
using ::testing::ThrowsMessage;
using Levels = std::vector<std::uint32_t>;
using enum RowUse;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The mean of 1, 2, 6 is 3; robust variance (4 + 1 + 9) / 9^2 times 3 / 2, iid 1 / 9.
TEST(Poisson, ConstantAloneIsTheLogarithmOfTheMean) {
  const std::array y = {1.0, 2.0, 6.0};
  const PoissonFit robust = fit_poisson({.y = y});
  EXPECT_NEAR(robust.constant->estimate, std::log(3.0), 1e-14);
  EXPECT_NEAR(robust.constant->standard_error, std::sqrt(14.0 / 81.0 * 1.5), 1e-14);
  const PoissonFit iid = fit_poisson({.y = y}, {.errors = PoissonErrors::kIid});
  EXPECT_NEAR(iid.constant->standard_error, 1.0 / 3.0, 1e-14);
}

// Two groups fit their means 2 and 6. The slope's influences are e / (n mu), with the sign of the
// group: 1/4, -1/4, -1/6, 1/6.
TEST(Poisson, SlopeOfTwoGroupsIsTheLogarithmOfTheRatioOfTheirMeans) {
  const std::array y = {1.0, 3.0, 4.0, 8.0};
  const std::array x = {0.0, 0.0, 1.0, 1.0};
  const std::array<std::span<const double>, 1> covariates = {x};
  const PoissonFit robust = fit_poisson({.y = y, .covariates = covariates});
  EXPECT_NEAR(robust.coefficients[0].estimate, std::log(3.0), 1e-13);
  EXPECT_NEAR(
      robust.coefficients[0].standard_error, std::sqrt((2.0 / 16.0 + 2.0 / 36.0) * 4.0 / 2.0), 1e-13
  );
  EXPECT_NEAR(robust.constant->estimate, std::log(2.0), 1e-13);
  EXPECT_NEAR(robust.constant->standard_error, std::sqrt(2.0 / 16.0 * 4.0 / 2.0), 1e-13);

  // Clusters of one row of each group: sums of influences 1/12 and -1/12; factors 3/2 and 2.
  const Levels way = {0, 1, 0, 1};
  const std::array<Factor, 1> clusters = {Factor{way, 2}};
  const PoissonFit clustered = fit_poisson(
      {.y = y, .covariates = covariates, .clusters = clusters},
      {.errors = PoissonErrors::kClustered}
  );
  EXPECT_NEAR(clustered.coefficients[0].standard_error, std::sqrt(2.0 / 144.0 * 1.5 * 2.0), 1e-13);
  EXPECT_THAT(clustered.small_sample.num_clusters, ElementsAre(2));
}

// Independence: each mean is its row's sum times its column's sum over the total.
TEST(Poisson, TwoEffectsFitTheProductsOfTheirSums) {
  const std::array y = {1.0, 2.0, 3.0, 4.0, 0.0, 10.0};
  const Levels row = {0, 0, 0, 1, 1, 1};
  const Levels column = {0, 1, 2, 0, 1, 2};
  const std::array<Factor, 2> effects = {Factor{row, 2}, Factor{column, 3}};
  const PoissonFit fit = fit_poisson({.y = y, .effects = effects});
  const std::array<double, 2> row_sums = {6.0, 14.0};
  const std::array<double, 3> column_sums = {5.0, 2.0, 13.0};
  for (std::size_t i = 0; i < y.size(); ++i) {
    EXPECT_NEAR(fit.mu[i], row_sums[row[i]] * column_sums[column[i]] / 20.0, 1e-12);
  }
  EXPECT_FALSE(fit.constant.has_value());
  EXPECT_THAT(fit.num_levels, ElementsAre(2, 3));
}

TEST(Poisson, RowsWithoutAValueAreLeftOutAndCounted) {
  const std::array y = {1.0, kNan, 2.0, 6.0, 5.0, 3.0};
  const std::array x = {0.0, 1.0, kNan, 1.0, 1.0, 0.0};
  const std::array weights = {1.0, 1.0, 1.0, 0.0, 1.0, 1.0};
  const std::array offset = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  const std::array<std::span<const double>, 1> covariates = {x};
  const PoissonFit fit = fit_poisson(
      {.y = y, .covariates = covariates, .weights = weights, .offset = offset},
      {.errors = PoissonErrors::kIid}
  );
  EXPECT_THAT(fit.rows, ElementsAre(kUsed, kMissing, kMissing, kMissing, kUsed, kUsed));
  EXPECT_EQ(fit.count(kMissing), 3);
  EXPECT_TRUE(std::isnan(fit.mu[1]));
  EXPECT_NEAR(fit.coefficients[0].estimate, std::log(5.0 / 2.0), 1e-13);
}

// A level of zeros goes first; what it leaves alone in a level goes next, as a singleton.
TEST(Poisson, ZeroLevelsAndSingletonsAreLeftOutUntilNoneIsLeft) {
  const std::array y = {1.0, 2.0, 3.0, 0.0, 0.0, 4.0};
  const Levels one = {0, 0, 0, 1, 1, 2};
  const Levels other = {0, 1, 0, 1, 0, 0};
  const std::array<Factor, 2> effects = {Factor{one, 3}, Factor{other, 2}};
  const PoissonFit fit = fit_poisson({.y = y, .effects = effects});
  EXPECT_THAT(fit.rows, ElementsAre(kUsed, kSingleton, kUsed, kZeroLevel, kZeroLevel, kSingleton));
  EXPECT_EQ(fit.count(kSingleton), 2);
  const PoissonFit kept = fit_poisson({.y = y, .effects = effects}, {.keep_singletons = true});
  EXPECT_THAT(kept.rows, ElementsAre(kUsed, kUsed, kUsed, kZeroLevel, kZeroLevel, kUsed));
}

// The separation primer of ppmlhdfe: row 3 is separated by the two effects together, and no level
// is all zero.
TEST(Poisson, RowsSeparatedByEffectsTogetherAreFound) {
  const std::array y = {0.0, 1.0, 0.0, 0.0, 1.0};
  const Levels one = {0, 0, 1, 1, 1};
  const Levels other = {0, 0, 0, 1, 1};
  const std::array<Factor, 2> effects = {Factor{one, 2}, Factor{other, 2}};
  const PoissonFit fit = fit_poisson({.y = y, .effects = effects});
  EXPECT_THAT(fit.rows, ElementsAre(kUsed, kUsed, kSeparated, kUsed, kUsed));
  EXPECT_TRUE(fit.certificate.searched_separation);
  EXPECT_GT(fit.certificate.separation_margin, 1.0);
}

// The primer again: 2 x1 + x2 is 3 on row 1 and 0 elsewhere; without that row x2 = -2 x1 wherever
// it matters, and the coefficient of x1 is 0.35 there, 0.35647397 by Newton's method in numpy.
TEST(Poisson, RowsSeparatedByCovariatesLeaveACollinearOneBehind) {
  const std::array y = {0.0, 0.0, 0.0, 1.0, 2.0, 3.0};
  const std::array x1 = {2.0, -1.0, 0.0, 0.0, 5.0, 6.0};
  const std::array x2 = {-1.0, 2.0, 0.0, 0.0, -10.0, -12.0};
  const std::array<std::span<const double>, 2> covariates = {x1, x2};
  const PoissonFit fit = fit_poisson({.y = y, .covariates = covariates});
  EXPECT_THAT(fit.rows, ElementsAre(kSeparated, kUsed, kUsed, kUsed, kUsed, kUsed));
  EXPECT_THAT(fit.collinear, ElementsAre(1));
  EXPECT_NEAR(fit.coefficients[0].estimate, 0.35647397, 1e-8);
  EXPECT_TRUE(std::isnan(fit.coefficients[1].estimate));
}

// The primer's counterpart: three tiny positive values hold row 3 up.
TEST(Poisson, RowsHeldUpByTinyValuesAreNotSeparated) {
  const std::array y = {0.0, 1.0, 0.0, 0.0, 1.0, 1e-6, 1e-6, 1e-6};
  const Levels one = {0, 0, 1, 1, 1, 1, 1, 1};
  const Levels other = {0, 0, 0, 1, 1, 0, 0, 0};
  const std::array<Factor, 2> effects = {Factor{one, 2}, Factor{other, 2}};
  const PoissonFit fit = fit_poisson({.y = y, .effects = effects});
  EXPECT_EQ(fit.count(kUsed), 8);
}

TEST(Poisson, CollinearCovariatesAreNamed) {
  const std::array y = {1.0, 3.0, 4.0, 8.0, 2.0, 7.0};
  const std::array by_level = {5.0, 5.0, 2.0, 2.0, 2.0, 5.0};
  const std::array x = {0.0, 1.0, 0.5, 3.0, 1.0, 2.0};
  const std::array shifted = {4.0, 2.0, 3.0, -2.0, 2.0, 0.0};  // 4 - 2 x
  const Levels level = {0, 0, 1, 1, 1, 0};
  const std::array<Factor, 1> effects = {Factor{level, 2}};
  const std::array<std::span<const double>, 3> covariates = {by_level, x, shifted};
  const PoissonFit fit = fit_poisson({.y = y, .covariates = covariates, .effects = effects});
  EXPECT_THAT(fit.collinear, ElementsAre(0, 2));
  EXPECT_TRUE(std::isnan(fit.coefficients[2].standard_error));
  EXPECT_FALSE(std::isnan(fit.coefficients[1].standard_error));
  const PoissonFit without = fit_poisson({.y = y, .covariates = covariates});
  EXPECT_THAT(without.collinear, ElementsAre(2));
}

TEST(Poisson, RejectsWhatIsNoModel) {
  const std::array y = {1.0, -2.0};
  const std::array good = {1.0, 2.0};
  const std::array zeros = {0.0, 0.0};
  const std::array x = {1.0, std::numeric_limits<double>::infinity()};
  const std::array short_x = {1.0};
  const Levels levels = {0, 2};
  const std::array<Factor, 1> effects = {Factor{levels, 2}};
  const std::array<std::span<const double>, 1> infinite = {x};
  const std::array<std::span<const double>, 1> too_short = {short_x};
  const auto fitting = [](const PoissonData& data, PoissonErrors errors = PoissonErrors::kIid) {
    return [&data, errors] {
      (void)fit_poisson(data, {.errors = errors});
    };
  };
  EXPECT_THAT(
      fitting({.y = y}), ThrowsMessage<Error>("y: expected finite values of at least 0, got -2")
  );
  EXPECT_THAT(
      fitting({.y = good, .covariates = infinite}),
      ThrowsMessage<Error>("covariates: expected finite values, got inf")
  );
  EXPECT_THAT(
      fitting({.y = good, .covariates = too_short}),
      ThrowsMessage<Error>("covariates: expected 2 values, got 1")
  );
  EXPECT_THAT(
      fitting({.y = good, .effects = effects}),
      ThrowsMessage<Error>("effects: expected levels below 2, got 2")
  );
  EXPECT_THAT(
      fitting({.y = zeros}),
      ThrowsMessage<Error>(
          "y: expected at least one value above 0 among the observations left, got 2 observations"
      )
  );
  EXPECT_THAT(
      fitting({.y = good}, PoissonErrors::kClustered),
      ThrowsMessage<Error>("clusters: expected 1 or 2, got 0")
  );
}

TEST(Poisson, EndsWhereItIsCancelled) {
  const std::array y = {1.0, 3.0, 4.0, 8.0};
  const std::array x = {0.0, 1.0, 2.0, 7.0};
  const Levels level = {0, 0, 1, 1};
  const std::array<std::span<const double>, 1> covariates = {x};
  const std::array<Factor, 1> effects = {Factor{level, 2}};
  SilentProgress progress;
  progress.cancel();
  const auto interrupted = ThrowsMessage<Error>("interrupted: nothing was changed");
  const PoissonOptions options = {.progress = &progress};
  EXPECT_THAT([&] { (void)fit_poisson({.y = y, .covariates = covariates}, options); }, interrupted);
  EXPECT_THAT([&] { (void)fit_poisson({.y = y, .effects = effects}, options); }, interrupted);
}

TEST(Poisson, StepsThatDoNotConvergeAreAnError) {
  const std::array y = {1.0, 3.0, 4.0, 8.0};
  const std::array x = {0.0, 1.0, 2.0, 7.0};
  const std::array<std::span<const double>, 1> covariates = {x};
  EXPECT_THAT(
      [&] { (void)fit_poisson({.y = y, .covariates = covariates}, {.max_iterations = 2}); },
      ThrowsMessage<Error>(::testing::StartsWith("poisson: expected convergence within 2 steps"))
  );
}

}  // namespace
}  // namespace portolan::stats
