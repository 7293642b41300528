#include "portolan/goods/regimes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "portolan/base/error.hpp"

namespace portolan::goods {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::ThrowsMessage;

std::string ours(const std::string& more = "") {
  return "title = \"ours\"\ndestinations = [\"PRK\"]\nlists = [\"luxury\", \"mine\"]\n"
         "hs_edition = \"HS2017\"\ncontrolled_since = 2006-10-14\n"
         "controlling = [\"EU27\", \"JPN\", \"DEU\"]\ncustoms_unions = [\"EAEU\"]\n"
         "min_value_usd = 5_000\n" +
         more;
}

TEST(ParseRegime, ReadsWhatAFileSays) {
  const Regime regime = parse_regime(
      ours("[[suspected_hubs]]\nplaces = [\"CHN\", \"RUS\"]\nsource = \"a report\"\n"
           "[[facts]]\ndate = \"2013-03\"\nwhat = \"named\"\nsource = \"a resolution\"\n"),
      "folder/mine.toml"
  );
  EXPECT_EQ(regime.name, "mine");
  EXPECT_EQ(regime.destinations.front().to_string(), "PRK");
  EXPECT_THAT(regime.lists, ElementsAre("luxury", "mine"));
  EXPECT_EQ(regime.edition, HsEdition::kHs2017);
  EXPECT_EQ(regime.controlled_since, "2006-10-14");
  EXPECT_EQ(regime.controlling.size(), 28U);
  EXPECT_EQ(regime.customs_unions.front().size(), 5U);
  EXPECT_EQ(regime.min_value_usd, 5'000.0);
  ASSERT_EQ(regime.suspected_hubs.size(), 2U);
  EXPECT_EQ(regime.suspected_hubs[1].place.to_string(), "RUS");
  EXPECT_EQ(regime.facts.front().date, "2013-03");
}

TEST(ParseRegime, NamesWhatIsWrong) {
  const auto parsed = [](const std::string& toml) {
    return [toml] {
      (void)parse_regime(toml, "mine.toml");
    };
  };
  EXPECT_THAT(
      parsed(ours("destination = 1\n")),
      ThrowsMessage<Error>(testing::HasSubstr("mine.toml:9: destination: expected"))
  );
  EXPECT_THAT(
      parsed(ours("[[facts]]\ndate = \"spring\"\nwhat = \"\"\nsource = \"\"\n")),
      ThrowsMessage<Error>(testing::HasSubstr("expected a day or a month like 2022-02"))
  );
  EXPECT_THAT(
      parsed(ours("[[suspected_hubs]]\nplaces = [\"Chin\"]\nsource = \"\"\n")),
      ThrowsMessage<Error>(testing::HasSubstr("expected a country by ISO3"))
  );
  EXPECT_THAT(
      [] { (void)find_regime("russland"); },
      ThrowsMessage<Error>(
          "--regime: expected dprk-luxury, iran-uav, russia or a file that ends in "
          ".toml, got \"russland\""
      )
  );
}

TEST(RegimeOf, IsThatOfTheDestination) {
  EXPECT_EQ(regime_of(*CountryCode::parse("IRN")).name, "iran-uav");
  EXPECT_EQ(regime_of(*CountryCode::parse("BLR")).name, "russia");
  EXPECT_EQ(regime_of(*CountryCode::parse("PRK")).name, "dprk-luxury");
  EXPECT_EQ(regime_of(*CountryCode::parse("SYR")).name, "russia");
}

// Every list that a shipped regime names is there or a user's to import; each list of goods that is
// not Russia's says itself since when.
TEST(ListsOf, AreThoseOfTheRegimeAndTheUsersOwn) {
  ListCatalogue all;
  for (const char* name : {"mine", "eu"}) {
    GoodsList list;
    list.name = name;
    list.version = "1";
    all.add(list);
  }
  const auto names = [&](const char* regime) {
    return lists_of(find_regime(regime), all).names();
  };
  EXPECT_THAT(names("russia"), ElementsAre("chpl", "drones", "eu", "mine", "vehicles"));
  EXPECT_THAT(names("iran-uav"), ElementsAre("mine", "uav"));
  EXPECT_THAT(names("dprk-luxury"), ElementsAre("luxury", "mine"));
  EXPECT_EQ(lists_of(find_regime("iran-uav"), all).controlled_since(), "2023-02-24");
  for (const char* name : {"luxury", "uav"}) {
    for (const ListEntry& entry : all.find(name)->entries) {
      EXPECT_FALSE(entry.controlled_since.empty()) << name;
    }
  }
}

}  // namespace
}  // namespace portolan::goods
