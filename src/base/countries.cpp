#include "portolan/base/countries.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "embedded/base.hpp"
#include "place_names.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan {
namespace {

constexpr std::size_t kNumSchemes = 6;

struct CountryRecord {
  std::string name;
  std::vector<ComtradeCode> comtrade;
};

struct CountryTable {
  std::map<CountryCode, CountryRecord> countries;
  std::vector<CountryCode> present;
  std::array<std::unordered_map<std::string, Place>, kNumSchemes> places;

  std::unordered_map<std::string, Place>& of(PlaceScheme scheme) {
    return places[static_cast<std::size_t>(scheme)];
  }
  const std::unordered_map<std::string, Place>& of(PlaceScheme scheme) const {
    return places[static_cast<std::size_t>(scheme)];
  }
};

CountryCode code_of(std::string_view iso3) {
  const auto code = CountryCode::parse(iso3);
  ensure(code.has_value(), fmt::format("country table: \"{}\" is no ISO3 code", iso3));
  return *code;
}

std::string without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return std::string(first == std::string_view::npos ? digits.substr(0, 1) : digits.substr(first));
}

std::string key_of(std::string_view text, PlaceScheme scheme) {
  const std::string_view trimmed = trim(text);
  switch (scheme) {
    case PlaceScheme::kName:
      return place_name_key(trimmed);
    case PlaceScheme::kComtrade:
      return without_leading_zeros(trimmed);
    default:
      return to_ascii_upper(trimmed);
  }
}

void add_place(CountryTable& table, PlaceScheme scheme, std::string_view text, Place place) {
  const auto [entry, is_new] = table.of(scheme).try_emplace(key_of(text, scheme), place);
  ensure(
      is_new || entry->second == place,
      fmt::format("country table: \"{}\" names {} and {}", text, entry->second.name, place.name)
  );
}

std::optional<int> year_of(std::string_view text) {
  const auto year = parse_integer(text);
  return year ? std::optional<int>(static_cast<int>(*year)) : std::nullopt;
}

// "842:1981-" is a code with the first and the last of its years, either of which may be missing.
ComtradeCode parse_comtrade_code(std::string_view text) {
  ComtradeCode result;
  const auto parts = split(text, ':');
  const auto code = parse_integer(parts[0]);
  ensure(code.has_value(), fmt::format("country table: \"{}\" is no Comtrade code", text));
  result.code = static_cast<int>(*code);
  if (parts.size() == 2) {
    const std::size_t dash = parts[1].find('-');
    ensure(dash != std::string_view::npos, fmt::format("country table: \"{}\" has no years", text));
    result.from_year = year_of(parts[1].substr(0, dash));
    result.until_year = year_of(parts[1].substr(dash + 1));
  }
  return result;
}

std::vector<std::string_view> words_of(std::string_view text) {
  return text.empty() ? std::vector<std::string_view>() : split(text, ' ');
}

void add_country(CountryTable& table, const std::vector<std::string>& record) {
  const CountryCode code = code_of(record[0]);
  const Place place{PlaceKind::kCountry, code, record[2]};
  CountryRecord country{record[2], {}};
  add_place(table, PlaceScheme::kIso3, record[0], place);
  if (!record[1].empty()) {
    add_place(table, PlaceScheme::kIso2, record[1], place);
  }
  add_place(table, PlaceScheme::kName, record[2], place);
  for (const std::string_view text : words_of(record[3])) {
    country.comtrade.push_back(parse_comtrade_code(text));
    const std::string digits = std::to_string(country.comtrade.back().code);
    add_place(table, PlaceScheme::kComtrade, digits, place);
  }
  for (const std::string_view text : words_of(record[4])) {
    add_place(table, PlaceScheme::kCensus, text, place);
  }
  for (const std::string_view text : words_of(record[5])) {
    add_place(table, PlaceScheme::kGacc, text, place);
  }
  table.countries.emplace(code, std::move(country));
  if (record[6].empty()) {
    table.present.push_back(code);
  }
}

PlaceScheme scheme_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, PlaceScheme>, kNumSchemes> kSchemes = {{
      {"comtrade", PlaceScheme::kComtrade},
      {"iso2", PlaceScheme::kIso2},
      {"iso3", PlaceScheme::kIso3},
      {"name", PlaceScheme::kName},
      {"census", PlaceScheme::kCensus},
      {"gacc", PlaceScheme::kGacc},
  }};
  for (const auto& entry : kSchemes) {
    if (entry.first == text) {
      return entry.second;
    }
  }
  throw Error(ErrorCode::kInternal, fmt::format("country table: \"{}\" is no scheme", text));
}

PlaceKind kind_of(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, PlaceKind>, 4> kKinds = {{
      {"country", PlaceKind::kCountry},
      {"world", PlaceKind::kWorld},
      {"region", PlaceKind::kRegion},
      {"special", PlaceKind::kSpecial},
  }};
  for (const auto& entry : kKinds) {
    if (entry.first == text) {
      return entry.second;
    }
  }
  throw Error(ErrorCode::kInternal, fmt::format("country table: \"{}\" is no kind", text));
}

void add_alias(CountryTable& table, const std::vector<std::string>& record) {
  Place place{kind_of(record[2]), std::nullopt, record[4]};
  if (place.kind == PlaceKind::kCountry) {
    const CountryCode code = code_of(record[3]);
    const auto country = table.countries.find(code);
    ensure(
        country != table.countries.end(),
        fmt::format("country table: \"{}\" is the alias of no country", record[1])
    );
    place.code = code;
    place.name = country->second.name;
  }
  add_place(table, scheme_of(record[0]), record[1], place);
}

const CountryTable& country_table() {
  static const CountryTable table = [] {
    CountryTable result;
    for (const auto& record : read_embedded_table(
             embedded::countries_csv,
             {"iso3", "iso2", "name", "comtrade", "census", "gacc", "status"}
         )) {
      add_country(result, record);
    }
    for (const auto& record : read_embedded_table(
             embedded::country_aliases_csv, {"scheme", "text", "kind", "iso3", "name"}
         )) {
      add_alias(result, record);
    }
    std::ranges::sort(result.present);
    return result;
  }();
  return table;
}

// Eurostat's labels of the Union carry its membership and dates in ever new forms; whatever begins
// like this is a sum over countries.
std::optional<Place> region_of_union_label(std::string_view key) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kBeginnings = {{
      {"european union", "EU"},
      {"union europeenne", "EU"},
      {"extra eu", "Extra-EU"},
      {"extra ue", "Extra-EU"},
      {"intra eu", "Intra-EU"},
      {"intra ue", "Intra-EU"},
      {"euro area", "Euro area"},
      {"zone euro", "Euro area"},
  }};
  for (const auto& entry : kBeginnings) {
    if (!key.starts_with(entry.first)) {
      continue;
    }
    std::string name(entry.second);
    const std::string_view rest = trim(key.substr(entry.first.size()));
    for (const std::string_view members : {"27", "28", "25", "15"}) {
      if (name.ends_with("EU") && rest.starts_with(members)) {
        name += members;
        break;
      }
    }
    return Place{PlaceKind::kRegion, std::nullopt, name};
  }
  return std::nullopt;
}

// Census marks groups of countries by a first digit 0 or an X in second place.
std::optional<Place> census_group(std::string_view key) {
  const bool is_group = key.size() == 4 && (key[0] == '0' || key[1] == 'X');
  if (!is_group) {
    return std::nullopt;
  }
  return Place{
      PlaceKind::kRegion, std::nullopt, key == "0003" ? "EU" : "Census group " + std::string(key)};
}

std::optional<Place> lookup(const std::string& key, PlaceScheme scheme) {
  const auto& places = country_table().of(scheme);
  const auto place = places.find(key);
  if (place != places.end()) {
    return place->second;
  }
  if (scheme == PlaceScheme::kName) {
    return region_of_union_label(key);
  }
  return scheme == PlaceScheme::kCensus ? census_group(key) : std::nullopt;
}

std::vector<std::string> known_names() {
  std::vector<std::string> names;
  for (const auto& [code, country] : country_table().countries) {
    names.push_back(country.name);
    names.push_back(code.to_string());
  }
  return names;
}

std::string_view to_text(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::kCountry:
      return "a country";
    case PlaceKind::kWorld:
      return "the world";
    case PlaceKind::kRegion:
      return "a sum over countries";
    case PlaceKind::kSpecial:
      return "no country";
  }
  return "no country";
}

std::vector<CountryCode> codes_of(std::string_view iso3_codes) {
  std::vector<CountryCode> codes;
  for (const std::string_view iso3 : split(iso3_codes, ' ')) {
    codes.push_back(code_of(iso3));
  }
  return codes;
}

}  // namespace

std::optional<Place> find_place(std::string_view text, PlaceScheme scheme) {
  const std::string key = key_of(text, scheme);
  if (key.empty()) {
    return std::nullopt;
  }
  auto place = lookup(key, scheme);
  if (place || scheme != PlaceScheme::kName) {
    return place;
  }
  const std::string repaired = repair_mojibake(text);
  return repaired == text ? std::nullopt : lookup(key_of(repaired, scheme), scheme);
}

CountryCode country_of_user_text(std::string_view text) {
  std::optional<Place> other;
  for (const PlaceScheme scheme :
       {PlaceScheme::kIso3, PlaceScheme::kIso2, PlaceScheme::kComtrade, PlaceScheme::kName}) {
    const auto place = find_place(text, scheme);
    if (place && place->code) {
      return *place->code;
    }
    other = place ? place : other;
  }
  if (other) {
    throw invalid_argument(
        "country: expected one country, got \"{}\", which is {}", text, to_text(other->kind)
    );
  }
  throw invalid_argument("country: expected ISO2, ISO3, M49 code or name, got \"{}\"", text)
      .with_hint(nearest_hint(trim(text), known_names()));
}

std::string country_name(CountryCode code) {
  const auto& countries = country_table().countries;
  const auto country = countries.find(code);
  return country == countries.end() ? code.to_string() : country->second.name;
}

const std::vector<CountryCode>& all_countries() {
  return country_table().present;
}

std::vector<ComtradeCode> comtrade_codes(CountryCode code) {
  const auto& countries = country_table().countries;
  const auto country = countries.find(code);
  return country == countries.end() ? std::vector<ComtradeCode>() : country->second.comtrade;
}

std::vector<CountryCode> country_group(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kGroups = {{
      {"EAEU", "ARM BLR KAZ KGZ RUS"},
      {"EU27",
       "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL "
       "PRT ROU SVK SVN SWE"},
      {"G7+",
       "AUS AUT BEL BGR CAN CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ISL ITA JPN "
       "KOR LIE LTU LUX LVA MLT NLD NOR NZL POL PRT ROU SVK SVN SWE TWN USA"},
  }};
  for (const auto& group : kGroups) {
    if (is_equal_ignoring_case(group.first, trim(name))) {
      return codes_of(group.second);
    }
  }
  throw invalid_argument("group of countries: expected EAEU, EU27 or G7+, got \"{}\"", name)
      .with_hint("known groups: EAEU, EU27, G7+");
}

}  // namespace portolan
