#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portolan/detect/cell.hpp"

namespace portolan::detect {
namespace {

TEST(Windows, BeginWithTheFirstWholeMonthAfterTheDate) {
  EXPECT_EQ(first_treated(kRegimeDate, Frequency::kMonthly), Period::of_month(2022, 3));
  EXPECT_EQ(
      first_treated({.year = 2022, .month = 3, .day = 1}, Frequency::kMonthly),
      Period::of_month(2022, 3)
  );
  EXPECT_EQ(
      first_treated({.year = 2022, .month = 12, .day = 16}, Frequency::kMonthly),
      Period::of_month(2023, 1)
  );
  EXPECT_EQ(first_treated(kRegimeDate, Frequency::kAnnual), Period::of_year(2022));
}

TEST(Windows, LookBackTwoYearsOfMonthsOrThreeYears) {
  const Window months = default_window(Period::of_month(2022, 3), Period::of_month(2023, 10));
  EXPECT_EQ(months.from, Period::of_month(2020, 3));
  EXPECT_EQ(months.until, Period::of_month(2023, 10));
  const Window years = default_window(Period::of_year(2022), Period::of_year(2023));
  EXPECT_EQ(years.from, Period::of_year(2019));
}

TEST(Windows, AreCutToTheSeries) {
  const IndexWindow cut = index_window(
      {.from = Period::of_month(2020, 3),
       .since = Period::of_month(2022, 3),
       .until = Period::of_month(2024, 12)},
      Period::of_month(2021, 1),
      24
  );
  // 2021-01 is position 0, 2022-03 position 14, the series ends before position 24.
  EXPECT_EQ(cut.begin, 0U);
  EXPECT_EQ(cut.treated, 14U);
  EXPECT_EQ(cut.end, 24U);
  EXPECT_EQ(cut.season, 12U);
  EXPECT_EQ(cut.block, 3U);
}

TEST(Dates, AreReadStrictly) {
  EXPECT_EQ(Date::parse("2022-02-24"), kRegimeDate);
  EXPECT_EQ(kRegimeDate.to_string(), "2022-02-24");
  for (const char* wrong : {"2022-2-24", "24.02.2022", "2022-13-01", "2022-02-00", ""}) {
    EXPECT_FALSE(Date::parse(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace portolan::detect
