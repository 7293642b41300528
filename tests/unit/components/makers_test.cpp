#include "portolan/components/makers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portolan::components {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::Optional;
using testing::SizeIs;

TEST(MakerKey, IsOneForAllSpellings) {
  EXPECT_EQ(maker_key("Xilinx Inc. (AMD)"), maker_key("XILINX"));
  EXPECT_EQ(maker_key("Microchip Technology Inc."), maker_key("Microchip Technology"));
  EXPECT_EQ(
      maker_key("Texas Instruments Suppliers JSC CHIP AND DIP"), maker_key("Texas Instruments")
  );
  EXPECT_EQ(
      maker_key("Allystar Technology (Shenzhen) Co., Ltd."), maker_key("Allystar Technology")
  );
  EXPECT_NE(
      maker_key("Linear Technology Corporation (Analog Devices)"), maker_key("Analog Devices")
  );
}

TEST(MakerKey, IsEmptyForNobody) {
  EXPECT_EQ(maker_key("Not identified"), "");
  EXPECT_EQ(maker_key("unknown"), "");
  EXPECT_EQ(maker_key("n/a"), "");
  EXPECT_EQ(maker_key(""), "");
}

Component made(const char* maker, const char* country, const char* weapons) {
  Component component{.maker = maker, .weapons = weapons};
  component.country = CountryCode::parse(country);
  return component;
}

std::vector<Component> five() {
  return {
      made("Alder Inc.", "USA", "kite-1; kite-2"),
      made("ALDER", "USA", "kite-2"),
      made("Alder Inc.", "USA", ""),
      made("Birch GmbH", "DEU", "kite-1"),
      made("Not identified", "", "kite-1")};
}

TEST(MakersOf, GathersSpellingsCountriesAndWeapons) {
  const auto makers = makers_of(five());
  ASSERT_THAT(makers, SizeIs(2));
  EXPECT_EQ(makers[0].name, "Alder Inc.");
  EXPECT_THAT(makers[0].spellings, ElementsAre("ALDER", "Alder Inc."));
  EXPECT_EQ(makers[0].num_components, 3);
  EXPECT_EQ(makers[0].num_weapons, 2);
  EXPECT_EQ(makers[1].name, "Birch GmbH");
}

// 3 of 4 known, so 3/5 at the least and 4/5 if the unknown one is American too.
TEST(CountryShares, GiveTheRangeThatUnknownCountriesLeave) {
  const auto shares = country_shares(five());
  ASSERT_THAT(shares, SizeIs(3));
  EXPECT_EQ(shares[0].country, CountryCode::parse("USA"));
  EXPECT_THAT(shares[0].share_of_known, Optional(DoubleEq(0.75)));
  EXPECT_DOUBLE_EQ(shares[0].least_share, 0.6);
  EXPECT_DOUBLE_EQ(shares[0].most_share, 0.8);
  EXPECT_EQ(shares[0].num_makers, 1);
  EXPECT_EQ(shares[2].country, std::nullopt);
  EXPECT_EQ(shares[2].share_of_known, std::nullopt);
  EXPECT_EQ(shares[2].num_components, 1);
}

TEST(CountryShares, AreNoneWithoutComponents) {
  EXPECT_THAT(country_shares({}), SizeIs(0));
}

}  // namespace
}  // namespace portolan::components
