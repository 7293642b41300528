#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "portolan/parties/party.hpp"

namespace portolan::parties {
namespace {

std::string iso(std::string_view text, DateOrder order = DateOrder::kDayFirst) {
  return iso_text(parse_party_date(text, order));
}

TEST(PartyDate, IsReadInEveryFormThatListsUse) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"1937-04-28", "1937-04-28"},
      {"2016-10-13T00:00:00", "2016-10-13"},
      {"10 Dec 1948", "1948-12-10"},
      {"01 Jan 2001", "2001-01-01"},
      {"Dec 1948", "1948-12"},
      {"1960", "1960"},
      {"circa 1960", "~1960"},
      {"circa Mar 1961", "~1961-03"},
      {"1958 to 1963", "1958/1963"},
      {"between 1958 and 1963", "1958/1963"},
      {"28/04/1937", "1937-04-28"},
      {"dd/mm/1960", "1960"},
      {"00/00/1960", "1960"},
      {"00/05/1960", "1960-05"},
      {"13-Feb-2026", "2026-02-13"},
      {"1971-00-00", "1971"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(iso(text), expected) << text;
  }
}

TEST(PartyDate, TakesANumberAboveTwelveAsTheDay) {
  EXPECT_EQ(iso("10/16/2017"), "2017-10-16");
  EXPECT_EQ(iso("16/10/2017", DateOrder::kMonthFirst), "2017-10-16");
}

TEST(PartyDate, FollowsTheOrderWhereBothNumbersCouldBeMonths) {
  EXPECT_EQ(iso("02/03/2026"), "2026-03-02");
  EXPECT_EQ(iso("02/03/2026", DateOrder::kMonthFirst), "2026-02-03");
}

TEST(PartyDate, KeepsTheTextOfWhatIsNoDate) {
  const PartyDate date = parse_party_date(" 30-35 years old ");
  EXPECT_EQ(date.year, 0);
  EXPECT_EQ(date.text, "30-35 years old");
  EXPECT_EQ(iso("24/06/1402 (Hijri Calendar)"), "");
  EXPECT_EQ(iso(""), "");
}

TEST(PartyCountry, IsFoundByNameAndByCode) {
  EXPECT_EQ(country_of_text("Korea, North"), "PRK");
  EXPECT_EQ(country_of_text("ru"), "RUS");
  EXPECT_EQ(country_of_text("KGZ"), "KGZ");
  EXPECT_EQ(country_of_text("Russian Federation"), "RUS");
  EXPECT_EQ(country_of_text("Atlantis"), "");
  EXPECT_EQ(country_of_text(""), "");
}

}  // namespace
}  // namespace portolan::parties
