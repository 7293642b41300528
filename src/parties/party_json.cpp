#include "party_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"

namespace portolan::parties {
namespace {

using formats::JsonValue;

// Members without a value are left out: most have few.
void put(JsonValue& object, const char* key, const std::string& text) {
  if (!text.empty()) {
    object.set(key, text);
  }
}

std::string get(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

int get_integer(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value == nullptr ? 0 : static_cast<int>(value->as_integer().value_or(0));
}

bool get_flag(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value != nullptr && value->as_bool().value_or(false);
}

JsonValue json_of(const PartyName& name) {
  JsonValue object = JsonValue::object();
  object.set("text", name.text).set("role", to_string(name.role));
  if (name.is_weak) {
    object.set("weak", true);
  }
  put(object, "script", name.script);
  put(object, "language", name.language);
  return object;
}

JsonValue json_of(const PartyAddress& address) {
  JsonValue object = JsonValue::object().set("text", address.text);
  put(object, "city", address.city);
  put(object, "country_text", address.country_text);
  put(object, "country", address.country);
  return object;
}

JsonValue json_of(const PartyIdentifier& identifier) {
  JsonValue object = JsonValue::object();
  put(object, "type", identifier.type);
  object.set("number", identifier.number);
  put(object, "country_text", identifier.country_text);
  put(object, "country", identifier.country);
  return object;
}

JsonValue json_of(const PartyDate& date) {
  JsonValue object = JsonValue::object().set("text", date.text);
  const std::array<std::pair<const char*, int>, 4> parts{
      {{"year", date.year},
       {"month", date.month},
       {"day", date.day},
       {"until_year", date.until_year}}};
  for (const auto& [key, value] : parts) {
    if (value != 0) {
      object.set(key, value);
    }
  }
  if (date.is_circa) {
    object.set("circa", true);
  }
  return object;
}

JsonValue json_of(const PartyCountry& country) {
  JsonValue object =
      JsonValue::object().set("role", to_string(country.role)).set("text", country.text);
  put(object, "country", country.country);
  return object;
}

JsonValue json_of(const PartyDetail& detail) {
  return JsonValue::object().set("key", detail.key).set("value", detail.value);
}

JsonValue json_of(const std::string& text) {
  return JsonValue(text);
}

template <typename Item>
std::string array_text(const std::vector<Item>& items) {
  if (items.empty()) {
    return {};
  }
  JsonValue array = JsonValue::array();
  for (const Item& item : items) {
    array.push_back(json_of(item));
  }
  return array.dump();
}

template <typename Read>
void read_array(const std::string& text, const char* column, const Read& read) {
  if (text.empty()) {
    return;
  }
  const JsonValue array = formats::parse_json(text, column);
  for (const JsonValue& item : array.elements()) {
    read(item);
  }
}

template <typename Enum, std::size_t N>
Enum role_of(const std::string& text, const std::array<Enum, N>& roles) {
  for (const Enum role : roles) {
    if (to_string(role) == text) {
      return role;
    }
  }
  return roles.front();
}

template <typename Item>
void add_sorted(std::string& text, const std::vector<Item>& items) {
  std::vector<std::string> lines;
  for (const Item& item : items) {
    lines.push_back(json_of(item).dump());
  }
  std::ranges::sort(lines);
  text += join(lines, "\n") + "\n\n";
}

}  // namespace

PartyColumns columns_of(const ListedParty& party) {
  return {
      .names = array_text(party.names),
      .addresses = array_text(party.addresses),
      .identifiers = array_text(party.identifiers),
      .birth_dates = array_text(party.birth_dates),
      .countries = array_text(party.countries),
      .programmes = array_text(party.programmes),
      .remarks = array_text(party.remarks),
      .details = array_text(party.details)};
}

namespace {

void read_statements(const PartyColumns& columns, ListedParty& party) {
  const auto text_into = [](std::vector<std::string>& texts) {
    return [&texts](const JsonValue& item) {
      texts.push_back(item.as_string() == nullptr ? std::string() : *item.as_string());
    };
  };
  read_array(columns.programmes, "programmes", text_into(party.programmes));
  read_array(columns.remarks, "remarks", text_into(party.remarks));
  read_array(columns.details, "details", [&](const JsonValue& item) {
    party.details.push_back({.key = get(item, "key"), .value = get(item, "value")});
  });
}

void read_facts(const PartyColumns& columns, ListedParty& party) {
  read_array(columns.identifiers, "identifiers", [&](const JsonValue& item) {
    party.identifiers.push_back(
        {.type = get(item, "type"),
         .number = get(item, "number"),
         .country_text = get(item, "country_text"),
         .country = get(item, "country")}
    );
  });
  read_array(columns.birth_dates, "birth_dates", [&](const JsonValue& item) {
    party.birth_dates.push_back(
        {.year = get_integer(item, "year"),
         .month = get_integer(item, "month"),
         .day = get_integer(item, "day"),
         .until_year = get_integer(item, "until_year"),
         .is_circa = get_flag(item, "circa"),
         .text = get(item, "text")}
    );
  });
  constexpr std::array<CountryRole, 5> kRoles{
      CountryRole::kPlace,
      CountryRole::kNationality,
      CountryRole::kCitizenship,
      CountryRole::kFlag,
      CountryRole::kBirth};
  read_array(columns.countries, "countries", [&](const JsonValue& item) {
    party.countries.push_back(
        {.role = role_of(get(item, "role"), kRoles),
         .text = get(item, "text"),
         .country = get(item, "country")}
    );
  });
}

}  // namespace

void read_columns(const PartyColumns& columns, ListedParty& party) {
  constexpr std::array<NameRole, 3> kRoles{NameRole::kPrimary, NameRole::kAlias, NameRole::kFormer};
  read_array(columns.names, "names", [&](const JsonValue& item) {
    party.names.push_back(
        {.text = get(item, "text"),
         .role = role_of(get(item, "role"), kRoles),
         .is_weak = get_flag(item, "weak"),
         .script = get(item, "script"),
         .language = get(item, "language")}
    );
  });
  read_array(columns.addresses, "addresses", [&](const JsonValue& item) {
    party.addresses.push_back(
        {.text = get(item, "text"),
         .city = get(item, "city"),
         .country_text = get(item, "country_text"),
         .country = get(item, "country")}
    );
  });
  read_facts(columns, party);
  read_statements(columns, party);
}

std::string content_sha256(const ListedParty& party) {
  std::string text = fmt::format("{}\n{}\n", to_string(party.schema), party.listed_on);
  add_sorted(text, party.names);
  add_sorted(text, party.addresses);
  add_sorted(text, party.identifiers);
  add_sorted(text, party.birth_dates);
  add_sorted(text, party.countries);
  add_sorted(text, party.programmes);
  add_sorted(text, party.remarks);
  add_sorted(text, party.details);
  return formats::sha256_of(text);
}

std::vector<std::string> statements_of(const ListedParty& party) {
  std::vector<std::string> lines{fmt::format("schema: {}", to_string(party.schema))};
  for (const PartyName& name : party.names) {
    std::vector<std::string> marks;
    if (name.is_weak) {
      marks.emplace_back("weak");
    }
    for (const std::string& mark : {name.script, name.language}) {
      if (!mark.empty()) {
        marks.push_back(mark);
      }
    }
    lines.push_back(fmt::format(
        "{}: {}{}",
        name.role == NameRole::kPrimary ? "name" : to_string(name.role),
        name.text,
        marks.empty() ? "" : " (" + join(marks, ", ") + ")"
    ));
  }
  for (const PartyAddress& address : party.addresses) {
    lines.push_back("address: " + address.text);
  }
  for (const PartyIdentifier& one : party.identifiers) {
    lines.push_back(fmt::format(
        "identifier: {}{}{}{}",
        one.type,
        one.type.empty() ? "" : " ",
        one.number,
        one.country_text.empty() ? "" : " (" + one.country_text + ")"
    ));
  }
  for (const PartyDate& date : party.birth_dates) {
    lines.push_back("birth date: " + date.text);
  }
  for (const PartyCountry& country : party.countries) {
    lines.push_back(fmt::format("{}: {}", to_string(country.role), country.text));
  }
  for (const std::string& programme : party.programmes) {
    lines.push_back("programme: " + programme);
  }
  if (!party.listed_on.empty()) {
    lines.push_back("listed on: " + party.listed_on);
  }
  for (const std::string& remark : party.remarks) {
    lines.push_back("remark: " + remark);
  }
  for (const PartyDetail& detail : party.details) {
    lines.push_back(fmt::format("{}: {}", detail.key, detail.value));
  }
  return lines;
}

}  // namespace portolan::parties
