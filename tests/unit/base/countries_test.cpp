#include "portolan/base/countries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The ISO3 code for a country; the kind in angle brackets for other places; "" for unknown text.
std::string found(std::string_view text, PlaceScheme scheme) {
  const auto place = find_place(text, scheme);
  if (!place) {
    return "";
  }
  switch (place->kind) {
    case PlaceKind::kCountry:
      return place->code.value().to_string();
    case PlaceKind::kWorld:
      return "<world>";
    case PlaceKind::kRegion:
      return "<region>";
    case PlaceKind::kSpecial:
      return "<special>";
  }
  return "";
}

std::string named(std::string_view text) {
  return found(text, PlaceScheme::kName);
}

// UN Comtrade's reference of reporters and partners keeps these apart from ISO 3166-1 numeric.
TEST(Countries, ComtradeCodesOfOneCountryAreMany) {
  const std::vector<std::pair<std::string_view, std::string_view>> expected = {
      {"842", "USA"},     {"840", "USA"},       {"841", "USA"},
      {"251", "FRA"},     {"250", "FRA"},       {"757", "CHE"},
      {"756", "CHE"},     {"381", "ITA"},       {"380", "ITA"},
      {"579", "NOR"},     {"578", "NOR"},       {"699", "IND"},
      {"356", "IND"},     {"490", "TWN"},       {"58", "BEL"},
      {"280", "DEU"},     {"276", "DEU"},       {"810", "SUN"},
      {"891", "SCG"},     {"417", "KGZ"},       {"004", "AFG"},
      {"0", "<world>"},   {"899", "<special>"}, {"837", "<special>"},
      {"97", "<region>"}, {"999", ""},          {"", ""},
      {"64x", ""},
  };
  for (const auto& [code, place] : expected) {
    EXPECT_EQ(found(code, PlaceScheme::kComtrade), place) << "code " << code;
  }
}

TEST(Countries, YearsOfComtradeCodesAreGivenWhereKnown) {
  const auto usa = CountryCode::parse("USA").value();
  EXPECT_THAT(
      comtrade_codes(usa),
      ElementsAre(
          ComtradeCode{842, 1981, std::nullopt},
          ComtradeCode{841, std::nullopt, 1980},
          ComtradeCode{840, std::nullopt, std::nullopt}
      )
  );
  EXPECT_THAT(comtrade_codes(CountryCode::parse("QQQ").value()), IsEmpty());
}

TEST(Countries, TwoLettersFollowIsoAndEurostat) {
  const std::vector<std::pair<std::string_view, std::string_view>> expected = {
      {"kg", "KGZ"},
      {"GR", "GRC"},
      {"EL", "GRC"},
      {"GB", "GBR"},
      {"UK", "GBR"},
      {"XK", "XKX"},
      {"XS", "SRB"},
      {"RS", "SRB"},
      {"AN", "ANT"},
      {"QP", "<special>"},
      {"QR", "<special>"},
      {"QS", "<special>"},
      {"QV", "<special>"},
      {"QW", "<special>"},
      {"QY", "<special>"},
      {"QZ", "<special>"},
      {"XC", "<special>"},
      {"XL", "<special>"},
      {"EU27_2020", "<region>"},
      {"EXT_EU27_2020", "<region>"},
      {"QA", "QAT"},
      {"ZZ", ""},
  };
  for (const auto& [code, place] : expected) {
    EXPECT_EQ(found(code, PlaceScheme::kIso2), place) << "code " << code;
  }
}

TEST(Countries, ThreeLettersFollowIsoAndComtrade) {
  EXPECT_EQ(found("kgz", PlaceScheme::kIso3), "KGZ");
  EXPECT_EQ(found("S19", PlaceScheme::kIso3), "TWN");
  EXPECT_EQ(found("W00", PlaceScheme::kIso3), "<world>");
  EXPECT_EQ(found("WLD", PlaceScheme::kIso3), "<world>");
  EXPECT_EQ(found("_X", PlaceScheme::kIso3), "<special>");
  EXPECT_EQ(found("PSE", PlaceScheme::kIso3), "PSE");
  EXPECT_EQ(found("QQQ", PlaceScheme::kIso3), "");
}

TEST(Countries, NamesAreComparedWithoutCaseAccentsPunctuationAndRemarks) {
  const std::vector<std::pair<std::string_view, std::string_view>> expected = {
      {"Kyrgyzstan", "KGZ"},
      {"KYRGYZ  REPUBLIC", "KGZ"},
      {"Türkiye", "TUR"},
      {"TURKIYE", "TUR"},
      {"Turkey", "TUR"},
      {"Iran, Islamic Republic of", "IRN"},
      {"Belgium (incl. Luxembourg 'LU' -> 1998)", "BEL"},
      {"Côte d’Ivoire", "CIV"},
      {"Cote d'Ivoire", "CIV"},
      {"C\xC3\x83\xC2\xB4te d'Ivoire", "CIV"},  // UTF-8 read as Latin-1
      {"C\xF4te d'Ivoire", "CIV"},              // Latin-1
      {"St. Lucia", "LCA"},
      {"The Republic of Korea", "KOR"},
      {"Other Asia, nes", "TWN"},
      {"哈萨克斯坦", "KAZ"},
      {"吉尔吉斯斯坦", "KGZ"},
      {"刚果（金）", "COD"},
      {"КАЗАХСТАН", "KAZ"},
      {"Объединённые Арабские Эмираты", "ARE"},
      {"Kosovo", "XKX"},
      {"World", "<world>"},
      {"European Union - 27 countries (AT, BE, BG, CY)", "<region>"},
      {"Union européenne - 27 pays (AT, BE)", "<region>"},
      {"Commonwealth of Independent States", "<region>"},
      {"Areas, nes", "<special>"},
      {"Bunkers", "<special>"},
      {"Crimea", "<special>"},
  };
  for (const auto& [text, place] : expected) {
    EXPECT_EQ(named(text), place) << "name " << text;
  }
}

// Each of these begins or ends like a country and is none, or could be one of two.
TEST(Countries, UnknownNamesAreNoCountry) {
  for (const std::string_view text :
       {"Korea",
        "Atlantis",
        "Kyrgyz",
        "United",
        "New Georgia",
        "Guinea Conakry Bissau",
        "Chin",
        "()",
        "Virgin Islands",
        "Saint",
        "the"}) {
    EXPECT_EQ(named(text), "") << "name " << text;
  }
}

TEST(Countries, SumsOfTheUnionAreNamedByTheirMembership) {
  const auto name_of = [](std::string_view text) {
    return find_place(text, PlaceScheme::kName).value().name;
  };
  EXPECT_EQ(name_of("European Union - 27 countries (from 2020)"), "EU27");
  EXPECT_EQ(name_of("European Union - 28 countries (2013-2020) (AT, BE)"), "EU28");
  EXPECT_EQ(name_of("Extra-EU27 (from 2020)"), "Extra-EU27");
  EXPECT_EQ(name_of("European Union (EU)"), "EU");
}

// Schedule C of the US Census Bureau; design/04 names 5700, 4621, 4280 and 5820.
TEST(Countries, CensusCodesAndGroupsAreKnown) {
  const std::vector<std::pair<std::string_view, std::string_view>> expected = {
      {"5700", "CHN"},
      {"4621", "RUS"},
      {"4280", "DEU"},
      {"5820", "HKG"},
      {"4890", "TUR"},
      {"1220", "CAN"},
      {"2010", "MEX"},
      {"-", "<world>"},
      {"0003", "<region>"},
      {"0025", "<region>"},
      {"1XXX", "<region>"},
      {"5XXX", "<region>"},
      {"9999", ""},
  };
  for (const auto& [code, place] : expected) {
    EXPECT_EQ(found(code, PlaceScheme::kCensus), place) << "code " << code;
  }
}

TEST(Countries, GaccCodesAreKnown) {
  EXPECT_EQ(found("145", PlaceScheme::kGacc), "KAZ");
  EXPECT_EQ(found("146", PlaceScheme::kGacc), "KGZ");
  EXPECT_EQ(found("344", PlaceScheme::kGacc), "RUS");
  EXPECT_EQ(found("701", PlaceScheme::kGacc), "<special>");
  EXPECT_EQ(found("000", PlaceScheme::kGacc), "");
}

TEST(Countries, EveryCountryIsFoundByItsOwnCodeAndName) {
  EXPECT_THAT(all_countries(), SizeIs(250));  // 249 of ISO 3166-1 and Kosovo
  for (const CountryCode code : all_countries()) {
    EXPECT_EQ(found(code.iso3(), PlaceScheme::kIso3), code.iso3());
    EXPECT_EQ(named(country_name(code)), code.iso3());
    EXPECT_EQ(country_of_user_text(country_name(code)), code);
    for (const ComtradeCode& comtrade : comtrade_codes(code)) {
      EXPECT_EQ(found(std::to_string(comtrade.code), PlaceScheme::kComtrade), code.iso3());
    }
  }
}

TEST(Countries, UsersMayTypeAnyCodeOrName) {
  for (const std::string_view text : {"KGZ", "kg", "417", "Kyrgyzstan", " Киргизия "}) {
    EXPECT_EQ(country_of_user_text(text).iso3(), "KGZ") << "text " << text;
  }
}

TEST(Countries, WrongNamesGetTheNearestOnesAsHint) {
  try {
    (void)country_of_user_text("Kirgyzstan");
    FAIL() << "expected an error";
  } catch (const Error& error) {  // the test reads its hint
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_STREQ(
        error.what(), "country: expected ISO2, ISO3, M49 code or name, got \"Kirgyzstan\""
    );
    EXPECT_THAT(std::string(error.hint()), HasSubstr("nearest: Kyrgyzstan"));
  }
}

TEST(Countries, WorldIsNoCountryToAskFor) {
  EXPECT_THAT(
      [] { (void)country_of_user_text("World"); },
      testing::ThrowsMessage<Error>(
          "country: expected one country, got \"World\", which is the world"
      )
  );
}

TEST(Countries, GroupsHaveTheirMembers) {
  EXPECT_THAT(country_group("EU27"), SizeIs(27));
  EXPECT_THAT(country_group("g7+"), SizeIs(39));
  EXPECT_THAT(country_group("EAEU"), SizeIs(5));
  EXPECT_THROW((void)country_group("EU26"), Error);
  for (const std::string_view group : {"EU27", "G7+", "EAEU"}) {
    const auto members = country_group(group);
    EXPECT_TRUE(std::is_sorted(members.begin(), members.end()));
    for (const CountryCode member : members) {
      EXPECT_NE(country_name(member), member.iso3());
    }
  }
}

TEST(Countries, FormerStatesResolveAndAreNotListed) {
  EXPECT_EQ(named("USSR"), "SUN");
  EXPECT_EQ(country_name(CountryCode::parse("SCG").value()), "Serbia and Montenegro");
  for (const CountryCode code : all_countries()) {
    EXPECT_NE(code.iso3(), "SUN");
  }
}

}  // namespace
}  // namespace portolan
