#include "portolan/engine/regimes.hpp"

#include <fmt/format.h>

#include "portolan/base/countries.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/regimes.hpp"

namespace portolan::engine {
namespace {

std::string joined(const std::vector<CountryCode>& countries) {
  std::vector<std::string> texts;
  for (const CountryCode country : countries) {
    texts.push_back(country.to_string());
  }
  return join(texts, " ");
}

void append(const goods::Regime& regime, std::vector<RegimeRow>& rows) {
  const auto add = [&](std::string about, std::string value, std::string what, std::string source) {
    rows.push_back(
        {.regime = regime.name,
         .about = std::move(about),
         .value = std::move(value),
         .what = std::move(what),
         .source = std::move(source)}
    );
  };
  add("title", "", regime.title, "");
  for (const CountryCode country : regime.destinations) {
    add("destination", country.to_string(), country_name(country), "");
  }
  for (const std::string& list : regime.lists) {
    add("list", list, "", "");
  }
  add("hs_edition", std::string(to_string(regime.edition)), "", "");
  add("controlled_since", regime.controlled_since, "", "");
  add("controlling", joined(regime.controlling), "", "");
  for (const auto& members : regime.customs_unions) {
    add("customs_union", joined(members), "", "");
  }
  add("min_value_usd", fmt::format("{}", regime.min_value_usd), "", "");
  for (const goods::SuspectedHub& hub : regime.suspected_hubs) {
    add("suspected_hub", hub.place.to_string(), country_name(hub.place), hub.source);
  }
  for (const goods::RegimeFact& fact : regime.facts) {
    add("fact", fact.date, fact.what, fact.source);
  }
}

}  // namespace

std::vector<RegimeRow> regimes(const std::string& name_or_file) {
  std::vector<RegimeRow> rows;
  if (!name_or_file.empty()) {
    append(goods::find_regime(name_or_file), rows);
    return rows;
  }
  for (const goods::Regime& regime : goods::shipped_regimes()) {
    append(regime, rows);
  }
  return rows;
}

}  // namespace portolan::engine
