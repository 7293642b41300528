#include "portolan/base/period.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portolan {
namespace {

TEST(Period, ReadsTheFormsOfTheSources) {
  for (const char* text : {"202305", "2023-05", "2023/05", "2023-05-31"}) {
    const auto period = Period::parse(text);
    ASSERT_TRUE(period) << text;
    EXPECT_EQ(period->number(), 202305) << text;
  }
  EXPECT_EQ(Period::parse("2023")->number(), 202300);
}

TEST(Period, RefusesMonthThirteenAndOtherText) {
  for (const char* text :
       {"202313", "2023-00", "23-05", "", "2023-5", "1723", "2023M05", "202305x"}) {
    EXPECT_FALSE(Period::parse(text)) << text;
  }
}

TEST(Period, CountsStepsAcrossYears) {
  const Period december = Period::of_month(2022, 12);
  EXPECT_EQ(december.plus(1), Period::of_month(2023, 1));
  EXPECT_EQ(december.plus(-12), Period::of_month(2021, 12));
  EXPECT_EQ(december.plus(14).steps_since(december), 14);
  EXPECT_EQ(Period::of_year(2023).steps_since(Period::of_year(2021)), 2);
}

TEST(Period, ListsBothEnds) {
  const auto periods = periods_between(Period::of_month(2022, 11), Period::of_month(2023, 2));
  EXPECT_THAT(periods, testing::SizeIs(4));
  EXPECT_EQ(periods.front().to_string(), "2022-11");
  EXPECT_EQ(periods.back().to_string(), "2023-02");
}

}  // namespace
}  // namespace portolan
