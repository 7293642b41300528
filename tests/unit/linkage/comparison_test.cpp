#include "portolan/linkage/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace portolan::linkage {
namespace {

/// The outcome for two records of two cells each.
int outcome(
    const Comparison& comparison,
    const std::array<std::string, 2>& a,
    const std::array<std::string, 2>& b
) {
  Records records(2);
  records.add(a);
  records.add(b);
  const int forward = outcome_of(comparison, records, 0, 1);
  EXPECT_EQ(forward, outcome_of(comparison, records, 1, 0));
  return forward;
}

Comparison of_kind(const char* kind) {
  return {.name = kind, .column = 0, .levels = levels_for(kind).value()};
}

// Jaro-Winkler: martha, marhta .961; dwayne, duane .840; dixon, dicksonx .813 (Winkler 1990).
TEST(OutcomeOf, TakesTheFirstLevelThatHoldsForNames) {
  const Comparison name = of_kind("name");
  EXPECT_EQ(outcome(name, {"Martha", ""}, {"MARTHA", ""}), 0);
  EXPECT_EQ(outcome(name, {"Martha", ""}, {"Marhta", ""}), 1);
  EXPECT_EQ(outcome(name, {"Dwayne", ""}, {"Duane", ""}), 3);
  EXPECT_EQ(outcome(name, {"Martha", ""}, {"Quinn", ""}), 4);
  EXPECT_EQ(outcome(name, {"Martha", ""}, {"", ""}), kMissing);
}

TEST(OutcomeOf, KnowsHowFarDatesAreApart) {
  const Comparison date = of_kind("date");
  EXPECT_EQ(outcome(date, {"1971-05-24", ""}, {"19710524", ""}), 0);
  EXPECT_EQ(outcome(date, {"1971-05-24", ""}, {"1971-05-42", ""}), 1) << "two digits swapped";
  EXPECT_EQ(outcome(date, {"1971-05-24", ""}, {"1971-06-13", ""}), 2) << "20 days";
  EXPECT_EQ(outcome(date, {"1971-05-24", ""}, {"1972-02-13", ""}), 3) << "265 days";
  EXPECT_EQ(outcome(date, {"1971-05-24", ""}, {"1979-12-13", ""}), 4) << "eight years";
  EXPECT_EQ(outcome(date, {"1971-05-24", ""}, {"1995-12-13", ""}), 5);
}

TEST(OutcomeOf, ComparesWhatStandsBeforeTheAtOfAddresses) {
  const Comparison email = of_kind("email");
  EXPECT_EQ(outcome(email, {"a.b@x.org", ""}, {"A.B@x.org", ""}), 0);
  EXPECT_EQ(outcome(email, {"a.b@x.org", ""}, {"a.b@quite-another.com", ""}), 1);
  EXPECT_EQ(outcome(email, {"a.b@x.org", ""}, {"zz@quite-another.com", ""}), 3);
}

TEST(OutcomeOf, FindsValuesThatWereSwapped) {
  Comparison name = of_kind("name");
  name.swapped_with = 1;
  name.levels.insert(name.levels.begin() + 1, Level{.measure = Measure::kSwapped});
  EXPECT_EQ(outcome(name, {"Isla", "Hall"}, {"Hall", "Isla"}), 1);
  EXPECT_EQ(outcome(name, {"Isla", ""}, {"Hall", "Isla"}), 1);
  EXPECT_EQ(outcome(name, {"Isla", "Hall"}, {"Quentin", "Zorn"}), 5);
}

TEST(ParseLevel, IsTheInverseOfItsText) {
  for (const char* text :
       {"exact", "jaro_winkler 0.92", "edit 2", "days 31", "user_part", "swapped"}) {
    ASSERT_TRUE(parse_level(text).has_value()) << text;
    EXPECT_EQ(to_string(*parse_level(text)), text);
  }
  for (const char* text :
       {"", "exact 1", "edit", "edit x", "edit -1", "jaro_winkler 1.5", "soundex"}) {
    EXPECT_FALSE(parse_level(text).has_value()) << text;
  }
}

TEST(LevelsFor, KnowsEachKind) {
  for (const std::string& kind : column_kinds()) {
    ASSERT_TRUE(levels_for(kind).has_value()) << kind;
    EXPECT_EQ(levels_for(kind)->front(), Level{}) << kind;
  }
  EXPECT_EQ(levels_for("colour"), std::nullopt);
}

}  // namespace
}  // namespace portolan::linkage
