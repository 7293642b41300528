#include "portolan/ownership/holdings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::ownership {
namespace {

using testing::Optional;
using testing::SizeIs;
using testing::ThrowsMessage;

TEST(ParseShare, ReadsPartsOfOneAndPercentages) {
  EXPECT_THAT(parse_share("0.5"), Optional(kWhole / 2));
  EXPECT_THAT(parse_share(" 50 % "), Optional(kWhole / 2));
  EXPECT_THAT(parse_share("1"), Optional(kWhole));
  EXPECT_THAT(parse_share("1.0000000000"), Optional(kWhole));
  EXPECT_THAT(parse_share(".333333333"), Optional(Share{333'333'333}));
  EXPECT_THAT(parse_percentage("33.33"), Optional(Share{333'300'000}));
  EXPECT_THAT(parse_percentage("0"), Optional(Share{0}));
  EXPECT_THAT(parse_share("1e-05"), Optional(Share{10'000}));
  EXPECT_THAT(parse_percentage("2.5e1"), Optional(kWhole / 4));
}

TEST(ParseShare, RefusesAllElse) {
  for (const char* text :
       {"",
        ".",
        "50",
        "-0.1",
        "1.1",
        "0,5",
        "half",
        "1e-10",
        "1e3",
        "-1e-3",
        "0.1234567891",
        "%"}) {
    EXPECT_EQ(parse_share(text), std::nullopt) << text;
  }
  for (const char* text : {"", "101", "100.0000001", "99999999999999999999", "50 percent"}) {
    EXPECT_EQ(parse_percentage(text), std::nullopt) << text;
  }
}

Day day(const char* text) {
  return parse_days(text).value().from.value();
}

TEST(ParseDays, ReadsDaysMonthsAndYearsAsTheWholeTime) {
  EXPECT_EQ(to_string(parse_days("2024-02").value().from.value()), "2024-02-01");
  EXPECT_EQ(to_string(parse_days("2024-02").value().until.value()), "2024-02-29");
  EXPECT_EQ(to_string(parse_days("2023").value().until.value()), "2023-12-31");
  EXPECT_EQ(to_string(day("2024-03-01T10:35:40")), "2024-03-01");
}

TEST(ParseDays, RefusesAllElse) {
  for (const char* text :
       {"", "24-03-01", "2024-13", "2023-02-29", "2024/03/01", "2024-3-1", "01.03.2024", "0000"}) {
    EXPECT_FALSE(parse_days(text).has_value()) << text;
  }
}

DatedHolding statement(Share low, Share high, const char* from = "", const char* until = "") {
  DatedHolding result{.holding = {.owner = 0, .owned = 1, .low = low, .high = high}, .days = {}};
  if (*from != '\0') {
    result.days.from = parse_days(from).value().from;
  }
  if (*until != '\0') {
    result.days.until = parse_days(until).value().until;
  }
  return result;
}

TEST(HoldingsAt, KeepsWhatIsInForceOnTheDayBothEndsIncluded) {
  const std::array statements{statement(1, 1, "2022-01-10", "2022-01-20")};
  EXPECT_THAT(holdings_at(statements, day("2022-01-09")).holdings, SizeIs(0));
  EXPECT_THAT(holdings_at(statements, day("2022-01-10")).holdings, SizeIs(1));
  EXPECT_THAT(holdings_at(statements, day("2022-01-20")).holdings, SizeIs(1));
  EXPECT_THAT(holdings_at(statements, day("2022-01-21")).holdings, SizeIs(0));
  EXPECT_THAT(holdings_at(std::array{statement(1, 1)}, day("1900-01-01")).holdings, SizeIs(1));
}

// 51 %, 50 % and 51 % again: reports of one holding, or two that add up to all of it.
TEST(HoldingsAt, MakesStatementsAboutOnePairIntoOneInterval) {
  const std::array statements{
      statement(510'000'000, 510'000'000),
      statement(500'000'000, 500'000'000),
      statement(510'000'000, 510'000'000)};
  const HoldingsAt result = holdings_at(statements, day("2022-01-01"));
  ASSERT_THAT(result.holdings, SizeIs(1));
  EXPECT_EQ(result.holdings[0].low, 510'000'000);
  EXPECT_EQ(result.holdings[0].high, kWhole);
  EXPECT_EQ(result.num_in_force, 3);
  EXPECT_EQ(result.num_differing, 1);
}

TEST(HoldingsAt, CountsEqualStatementsOnce) {
  const std::array statements{statement(200, 300), statement(200, 300)};
  const HoldingsAt result = holdings_at(statements, day("2022-01-01"));
  ASSERT_THAT(result.holdings, SizeIs(1));
  EXPECT_EQ(result.holdings[0].low, 200);
  EXPECT_EQ(result.holdings[0].high, 300);
  EXPECT_EQ(result.num_differing, 0);
}

TEST(HoldingsAt, LeavesOutWhatEntitiesHoldOfThemselves) {
  const std::array statements{DatedHolding{.holding = {.owner = 2, .owned = 2}, .days = {}}};
  const HoldingsAt result = holdings_at(statements, day("2022-01-01"));
  EXPECT_THAT(result.holdings, SizeIs(0));
  EXPECT_EQ(result.num_of_self, 1);
}

TEST(HoldingsAt, RefusesIntervalsThatAreNone) {
  EXPECT_THAT(
      [] { (void)holdings_at(std::array{statement(5, 4)}, day("2022-01-01")); },
      ThrowsMessage<Error>("holding: expected 0 <= low <= high <= 1000000000, got 5 and 4")
  );
}

}  // namespace
}  // namespace portolan::ownership
