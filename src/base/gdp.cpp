#include "portolan/base/gdp.hpp"

#include <map>
#include <utility>

#include "embedded/base.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan {
namespace {

constexpr int kMostYearsBack = 3;

std::map<std::pair<CountryCode, int>, double> read_table() {
  std::map<std::pair<CountryCode, int>, double> table;
  for (const auto& record : read_embedded_table(embedded::gdp_csv, {"iso3", "year", "gdp_usd"})) {
    const auto country = CountryCode::parse(record[0]);
    const auto year = parse_integer(record[1]);
    const auto usd = parse_double(record[2]);
    ensure(country && year && usd && *usd > 0.0, "gdp.csv: a row is no country, year and number");
    table.emplace(std::pair(*country, static_cast<int>(*year)), *usd);
  }
  return table;
}

}  // namespace

std::optional<Gdp> latest_gdp(CountryCode country, int year) {
  static const auto kTable = read_table();
  for (int back = 0; back <= kMostYearsBack; ++back) {
    const auto found = kTable.find({country, year - back});
    if (found != kTable.end()) {
      return Gdp{.year = year - back, .usd = found->second};
    }
  }
  return std::nullopt;
}

}  // namespace portolan
