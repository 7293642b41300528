#include "portolan/base/gdp.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

#include "portolan/base/countries.hpp"
#include "portolan/base/text.hpp"

namespace portolan {
namespace {

CountryCode code(const char* iso3) {
  return *CountryCode::parse(iso3);
}

TEST(LatestGdp, IsTheFigureOfTheYear) {
  // World Development Indicators: United States 2010, 15.05 trillion; Germany 2010, 3.40 trillion.
  EXPECT_EQ(latest_gdp(code("USA"), 2010)->year, 2010);
  EXPECT_NEAR(latest_gdp(code("USA"), 2010)->usd, 15.05e12, 0.05e12);
  EXPECT_NEAR(latest_gdp(code("DEU"), 2010)->usd, 3.40e12, 0.02e12);
}

TEST(LatestGdp, GoesBackThreeYearsAndNoFurther) {
  // South Sudan's last figure is of 2015.
  EXPECT_EQ(latest_gdp(code("SSD"), 2018)->year, 2015);
  EXPECT_FALSE(latest_gdp(code("SSD"), 2019).has_value());
  EXPECT_FALSE(latest_gdp(code("DEU"), 2009).has_value());
}

TEST(LatestGdp, IsNothingForACountryWithoutFigures) {
  EXPECT_FALSE(latest_gdp(code("TWN"), 2021).has_value());
  EXPECT_FALSE(latest_gdp(code("PRK"), 2021).has_value());
}

TEST(LatestGdp, AgreesWithTheOutputsOfPracticeWorlds) {
  // The outputs of 2021 in data/world/countries.csv were written down by hand, to two digits, in
  // thousand millions: rounding alone moves them by up to 5 %.
  std::ifstream table(PORTOLAN_SOURCE_DIR "/data/world/countries.csv");
  std::string line;
  int compared = 0;
  while (std::getline(table, line)) {
    const auto fields = split(line, ',');
    const auto country = CountryCode::parse(fields[0]);
    const auto output = fields.size() > 6 ? parse_double(fields[6]) : std::nullopt;
    const auto gdp = country && output ? latest_gdp(*country, 2021) : std::nullopt;
    if (gdp && gdp->year == 2021) {
      ++compared;
      EXPECT_NEAR(*output * 1e9 / gdp->usd, 1.0, 0.06) << line;
    }
  }
  EXPECT_GT(compared, 190);
}

}  // namespace
}  // namespace portolan
