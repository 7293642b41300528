#include "portolan/goods/regimes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "embedded/goods.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/toml.hpp"

namespace portolan::goods {
namespace {

using formats::TomlValue;

/// "2022-02-24", or "2022-08".
bool is_date(std::string_view text, bool needs_day) {
  const bool has_day = text.size() == 10;
  if (text.size() != 7 && !has_day) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_sign = i == 4 || i == 7;
    if (is_sign ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) {
      return false;
    }
  }
  const auto month = text.substr(5, 2);
  return month >= "01" && month <= "12" && (has_day || !needs_day) &&
         (!has_day || (text.substr(8) >= "01" && text.substr(8) <= "31"));
}

std::string date_at(const TomlValue& table, std::string_view key, bool needs_day) {
  const TomlValue& value = table.at(key);
  const std::string& text = value.kind() == TomlValue::Kind::kDate ? value.date() : value.string();
  if (!is_date(text, needs_day)) {
    throw value.unexpected(needs_day ? "a day like 2022-02-24" : "a day or a month like 2022-02");
  }
  return text;
}

CountryCode country_at(const TomlValue& value) {
  const auto code = CountryCode::parse(value.string());
  if (!code) {
    throw value.unexpected("a country by ISO3");
  }
  return *code;
}

std::vector<CountryCode> group_of(const TomlValue& value) {
  try {
    return country_group(value.string());
  } catch (const Error&) {
    throw value.unexpected("a group of countries (EAEU, EU27, G7+)");
  }
}

std::vector<CountryCode> countries_of(const TomlValue& value) {
  const auto one = CountryCode::parse(value.string());
  if (one) {
    return {*one};
  }
  try {
    return country_group(value.string());
  } catch (const Error&) {
    throw value.unexpected("a country by ISO3 or a group (EAEU, EU27, G7+)");
  }
}

/// Countries by ISO3 and groups ("G7+"), each country once.
std::vector<CountryCode> countries_at(const TomlValue& table, std::string_view key) {
  std::vector<CountryCode> countries;
  for (const TomlValue& value : table.at(key).elements()) {
    for (const CountryCode country : countries_of(value)) {
      if (std::ranges::count(countries, country) == 0) {
        countries.push_back(country);
      }
    }
  }
  return countries;
}

HsEdition edition_at(const TomlValue& table) {
  const TomlValue& value = table.at("hs_edition");
  const auto edition = parse_hs_edition(value.string());
  if (!edition) {
    throw value.unexpected("an edition like HS2022");
  }
  return *edition;
}

double min_value_at(const TomlValue& table) {
  const TomlValue& value = table.at("min_value_usd");
  if (!(value.number() >= 0.0 && std::isfinite(value.number()))) {
    throw value.unexpected("at least 0");
  }
  return value.number();
}

std::vector<SuspectedHub> hubs_at(const TomlValue& table) {
  std::vector<SuspectedHub> hubs;
  const TomlValue* found = table.find("suspected_hubs");
  for (const TomlValue& hub : found == nullptr ? std::vector<TomlValue>() : found->elements()) {
    hub.expect_keys({"places", "source"});
    for (const TomlValue& place : hub.at("places").elements()) {
      hubs.push_back({country_at(place), hub.at("source").string()});
    }
  }
  return hubs;
}

std::vector<RegimeFact> facts_at(const TomlValue& table) {
  std::vector<RegimeFact> facts;
  const TomlValue* found = table.find("facts");
  for (const TomlValue& fact : found == nullptr ? std::vector<TomlValue>() : found->elements()) {
    fact.expect_keys({"date", "what", "source"});
    facts.push_back(
        {date_at(fact, "date", false), fact.at("what").string(), fact.at("source").string()}
    );
  }
  return facts;
}

Regime regime_in(const TomlValue& table, std::string name) {
  table.expect_keys(
      {"title",
       "destinations",
       "lists",
       "hs_edition",
       "controlled_since",
       "controlling",
       "customs_unions",
       "min_value_usd",
       "suspected_hubs",
       "facts"}
  );
  Regime regime{.name = std::move(name), .title = table.at("title").string()};
  regime.destinations = countries_at(table, "destinations");
  if (regime.destinations.empty()) {
    throw table.at("destinations").unexpected("at least one country");
  }
  regime.lists = table.at("lists").strings();
  regime.edition = edition_at(table);
  regime.controlled_since = date_at(table, "controlled_since", true);
  regime.controlling = countries_at(table, "controlling");
  for (const TomlValue& group : table.at("customs_unions").elements()) {
    regime.customs_unions.push_back(group_of(group));
  }
  regime.min_value_usd = min_value_at(table);
  regime.suspected_hubs = hubs_at(table);
  regime.facts = facts_at(table);
  return regime;
}

}  // namespace

Regime parse_regime(std::string_view toml, std::string_view name) {
  return regime_in(formats::parse_toml(toml, name), std::filesystem::path(name).stem().string());
}

std::span<const Regime> shipped_regimes() {
  static const std::array<Regime, 3> regimes = {
      parse_regime(embedded::dprk_luxury_toml, "dprk-luxury.toml"),
      parse_regime(embedded::iran_uav_toml, "iran-uav.toml"),
      parse_regime(embedded::russia_toml, "russia.toml")};
  return regimes;
}

Regime find_regime(const std::string& name_or_file) {
  const std::filesystem::path file(name_or_file);
  if (file.extension() == ".toml") {
    return regime_in(formats::read_toml(file), file.stem().string());
  }
  std::vector<std::string> names;
  for (const Regime& regime : shipped_regimes()) {
    if (regime.name == name_or_file) {
      return regime;
    }
    names.push_back(regime.name);
  }
  throw invalid_argument(
      "--regime: expected {} or a file that ends in .toml, got \"{}\"",
      join(names, ", "),
      name_or_file
  );
}

const Regime& regime_of(CountryCode destination) {
  const auto regimes = shipped_regimes();
  const auto found = std::ranges::find_if(regimes, [&](const Regime& regime) {
    return std::ranges::count(regime.destinations, destination) > 0;
  });
  return found != regimes.end() ? *found : *std::ranges::find(regimes, "russia", &Regime::name);
}

ListCatalogue lists_of(const Regime& regime, ListCatalogue lists) {
  const auto is_named_by = [](const Regime& one, const GoodsList& list) {
    return std::ranges::count(one.lists, list.name) > 0;
  };
  lists.keep_if([&](const GoodsList& list) {
    return is_named_by(regime, list) ||
           std::ranges::none_of(shipped_regimes(), [&](const Regime& other) {
             return is_named_by(other, list);
           });
  });
  lists.set_controlled_since(regime.controlled_since);
  return lists;
}

}  // namespace portolan::goods
