#include <gtest/gtest.h>

#include "portolan/base/country_code.hpp"
#include "portolan/base/hs_code.hpp"

namespace portolan {
namespace {

TEST(HsCode, KeepsLeadingZerosAndKnowsItsLevel) {
  const auto code = HsCode::parse("010121");
  ASSERT_TRUE(code);
  EXPECT_EQ(code->text(), "010121");
  EXPECT_EQ(code->level(), 6);
  EXPECT_EQ(code->prefix(2).text(), "01");
  EXPECT_TRUE(code->prefix(4).covers(*code));
  EXPECT_FALSE(code->covers(code->prefix(4)));
}

TEST(HsCode, TakesTotalAndRefusesLettersAndOddLengths) {
  EXPECT_EQ(HsCode::parse("TOTAL")->level(), 0);
  EXPECT_TRUE(HsCode().covers(*HsCode::parse("85")));
  for (const char* text : {"", "8", "854", "9999AA", "85 4", "total", "123456789012"}) {
    EXPECT_FALSE(HsCode::parse(text)) << text;
  }
}

TEST(HsEdition, IsReadInEverySourcesForm) {
  for (const char* text : {"HS2017", "H5", "HS17", "2017"}) {
    EXPECT_EQ(parse_hs_edition(text), HsEdition::kHs2017) << text;
  }
  EXPECT_EQ(to_string(HsEdition::kHs2022), "HS2022");
  EXPECT_EQ(hs_edition_in_force(2021), HsEdition::kHs2017);
  EXPECT_EQ(hs_edition_in_force(2022), HsEdition::kHs2022);
  EXPECT_FALSE(parse_hs_edition("S3"));
}

TEST(CountryCode, TakesThreeLettersInAnyCase) {
  EXPECT_EQ(CountryCode::parse("kgz")->iso3(), "KGZ");
  EXPECT_FALSE(CountryCode::parse("KG"));
  EXPECT_FALSE(CountryCode::parse("K1Z"));
}

}  // namespace
}  // namespace portolan
