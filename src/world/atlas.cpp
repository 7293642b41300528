#include "atlas.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>

#include "embedded/world.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::world {
namespace {

std::vector<std::vector<std::string_view>> rows_of_table(std::string_view table) {
  std::vector<std::vector<std::string_view>> rows;
  for (const std::string_view line : split(table, '\n')) {
    if (!line.empty()) {
      rows.push_back(split(line, ','));
    }
  }
  rows.erase(rows.begin());  // the header
  return rows;
}

double number_of(std::string_view text) {
  const auto value = parse_double(text);
  ensure(value.has_value(), "the tables of practice worlds hold numbers");
  return *value;
}

bool has_word(std::string_view text, std::string_view word) {
  const auto words = split(text, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

Publishing publishing_of(std::string_view text) {
  if (text == "good") {
    return Publishing::kGood;
  }
  if (text == "fair") {
    return Publishing::kFair;
  }
  return text == "poor" ? Publishing::kPoor : Publishing::kNever;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    words.emplace_back(word);
  }
  return words;
}

/// What a sector's families look like: median world trade a month, median price, median shipment.
struct SectorProfile {
  std::string_view sector;
  double monthly_musd;
  double price_usd_kg;
  double shipment_usd;
};

constexpr SectorProfile kSectors[] = {
    {"semiconductors", 900.0, 300.0, 15'000.0},
    {"computing", 900.0, 120.0, 20'000.0},
    {"electrical", 500.0, 40.0, 15'000.0},
    {"machinery", 400.0, 20.0, 25'000.0},
    {"instruments", 250.0, 150.0, 20'000.0},
    {"aircraft", 400.0, 500.0, 40'000.0},
    {"vehicles", 1'500.0, 13.0, 40'000.0},
    {"chemicals", 350.0, 4.0, 20'000.0},
    {"textiles", 250.0, 14.0, 15'000.0},
    {"metals", 350.0, 3.0, 20'000.0},
    {"food", 300.0, 2.0, 20'000.0},
    {"minerals", 500.0, 0.4, 30'000.0},
    {"paper", 250.0, 1.5, 20'000.0},
    {"sundry", 250.0, 10.0, 15'000.0},
};

const SectorProfile& profile_of(std::string_view sector) {
  for (const SectorProfile& profile : kSectors) {
    if (profile.sector == sector) {
      return profile;
    }
  }
  throw Error(ErrorCode::kInternal, "goods.csv names a sector without a profile");
}

bool is_in_size(std::string_view from_size, WorldSize size) {
  return parse_world_size(from_size) <= size;
}

}  // namespace

std::vector<WorldCountry> countries_of_size(WorldSize size) {
  std::vector<WorldCountry> countries;
  for (const auto& row : rows_of_table(embedded::countries_csv)) {
    ensure(row.size() == 10, "countries.csv has ten columns");
    if (!is_in_size(row[9], size)) {
      continue;
    }
    const auto code = CountryCode::parse(row[0]);
    ensure(code.has_value(), "countries.csv begins with ISO3");
    countries.push_back(WorldCountry{
        .code = *code,
        .iso2 = std::string(row[1]),
        .comtrade_code = static_cast<int>(number_of(row[2])),
        .name = std::string(row[3]),
        .latitude = number_of(row[4]),
        .longitude = number_of(row[5]),
        .gdp_busd = number_of(row[6]),
        .is_eu = has_word(row[7], "eu"),
        .is_coalition = has_word(row[7], "coalition"),
        .is_customs_union = has_word(row[7], "eaeu"),
        .is_hub = has_word(row[7], "hub"),
        .publishes = publishing_of(row[8]),
    });
  }
  return countries;
}

std::vector<WorldGood> goods_of_size(WorldSize size, const Random& random) {
  std::vector<WorldGood> goods;
  std::uint64_t number = 0;
  for (const auto& row : rows_of_table(embedded::goods_csv)) {
    ensure(row.size() == 6, "goods.csv has six columns");
    Random own = random.fork(number++);
    if (!is_in_size(row[5], size)) {
      continue;
    }
    const SectorProfile& profile = profile_of(row[4]);
    std::vector<double> shares;
    for (const std::string_view share : split(row[2], ' ')) {
      shares.push_back(number_of(share));
    }
    goods.push_back(WorldGood{
        .hs2017 = words_of(row[0]),
        .hs2022 = words_of(row[1]),
        .hs2022_shares = shares,
        .lists = std::string(row[3]),
        .sector = std::string(row[4]),
        .monthly_usd = 1e6 * profile.monthly_musd * std::exp(0.8 * own.normal()),
        .price_usd_kg = profile.price_usd_kg * std::exp(0.7 * own.normal()),
        .shipment_usd = profile.shipment_usd * std::exp(0.4 * own.normal()),
    });
  }
  return goods;
}

std::vector<Period> months_of_size(WorldSize size) {
  const int first_year = size == WorldSize::kSmall ? 2019 : 2018;
  return periods_between(Period::of_month(first_year, 1), Period::of_month(2023, 12));
}

double distance_km(const WorldCountry& a, const WorldCountry& b) {
  constexpr double kRadians = std::numbers::pi / 180.0;
  constexpr double kEarthRadiusKm = 6'371.0;
  constexpr double kLeastKm = 150.0;
  const double cosine = std::sin(a.latitude * kRadians) * std::sin(b.latitude * kRadians) +
                        std::cos(a.latitude * kRadians) * std::cos(b.latitude * kRadians) *
                            std::cos((a.longitude - b.longitude) * kRadians);
  return std::max(kLeastKm, kEarthRadiusKm * std::acos(std::clamp(cosine, -1.0, 1.0)));
}

}  // namespace portolan::world
