#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "identifier_types.hpp"
#include "list_rows.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_stream.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "readers.hpp"

namespace portolan::parties {
namespace {

// "Address 1": the entry is what stands under its addresses, whoever is there.
bool is_address_entry(std::string_view name) {
  constexpr std::string_view kWord = "Address";
  if (!name.starts_with(kWord) || name.size() == kWord.size()) {
    return false;
  }
  return parse_integer(trim(name.substr(kWord.size()))).has_value();
}

PartySchema schema_of(const std::string& type, std::string_view name) {
  if (is_equal_ignoring_case(type, "individual")) {
    return PartySchema::kPerson;
  }
  if (is_equal_ignoring_case(type, "vessel")) {
    return PartySchema::kVessel;
  }
  if (is_equal_ignoring_case(type, "aircraft")) {
    return PartySchema::kAircraft;
  }
  if (is_address_entry(name)) {
    return PartySchema::kAddress;
  }
  return is_equal_ignoring_case(type, "entity") ? PartySchema::kOrganization
                                                : PartySchema::kUnknown;
}

// "…Gressvik, NO": the last part is the country, by two letters.
PartyAddress address_of(std::string_view text) {
  const auto comma = text.rfind(',');
  const std::string_view last =
      comma == std::string_view::npos ? text : trim(text.substr(comma + 1));
  PartyAddress address{.text = std::string(text)};
  if (last.size() == 2) {
    address.country_text = last;
    address.country = country_of_text(last);
  }
  return address;
}

// The parts of one cell; the Entity List begins further addresses with "and".
std::vector<std::string> addresses_in(std::string_view cell) {
  std::vector<std::string> parts = pieces(cell, "; ");
  for (std::string& part : parts) {
    if (part.starts_with("and ")) {
      part = part.substr(4);
    }
  }
  return parts;
}

// "CH, CHE-427.006.032, Company Number": country if any, number, type.
void read_identifier_cell(const std::string& text, ListedParty& party) {
  const auto comma = text.rfind(", ");
  if (comma == std::string::npos) {
    party.details.push_back({.key = "id", .value = text});
    return;
  }
  PartyIdentifier identifier{.type = text.substr(comma + 2)};
  std::string number = text.substr(0, comma);
  if (number.size() > 4 && number.substr(2, 2) == ", ") {
    identifier.country_text = number.substr(0, 2);
    identifier.country = country_of_text(identifier.country_text);
    number = number.substr(4);
  }
  if (!is_identifier(identifier.type, number)) {
    party.details.push_back({.key = identifier.type, .value = number});
    return;
  }
  identifier.number = number;
  party.identifiers.push_back(std::move(identifier));
}

// Columns that are kept as they are.
constexpr std::array<std::string_view, 15> kDetailColumns{
    "source",
    "title",
    "federal_register_notice",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_owner",
    "places_of_birth",
    "source_list_url",
    "source_information_url"};

// "SDN" of "Specially Designated Nationals (SDN) - Treasury Department".
std::string short_source(std::string_view source) {
  const auto open = source.find('(');
  const auto close = source.find(')', open);
  return open == std::string_view::npos || close == std::string_view::npos
             ? std::string(source)
             : std::string(source.substr(open + 1, close - open - 1));
}

/// An entry by its texts, each perhaps of several values.
using Texts = std::map<std::string, std::vector<std::string>, std::less<>>;

std::string first(const Texts& texts, std::string_view key) {
  const auto found = texts.find(key);
  return found == texts.end() || found->second.empty() ? std::string() : found->second.front();
}

const std::vector<std::string>& every(const Texts& texts, std::string_view key) {
  static const std::vector<std::string> kNone;
  const auto found = texts.find(key);
  return found == texts.end() ? kNone : found->second;
}

void add_countries(const Texts& texts, ListedParty& party) {
  constexpr std::array<std::pair<const char*, CountryRole>, 3> kRoles{
      {{"citizenships", CountryRole::kCitizenship},
       {"nationalities", CountryRole::kNationality},
       {"vessel_flag", CountryRole::kFlag}}};
  for (const auto& [key, role] : kRoles) {
    for (const std::string& text : every(texts, key)) {
      party.countries.push_back({.role = role, .text = text, .country = country_of_text(text)});
    }
  }
}

std::string id_of(const Texts& texts) {
  for (const char* key : {"_id", "id"}) {
    if (const std::string id = first(texts, key); !id.empty()) {
      return id;
    }
  }
  const std::string number = first(texts, "entity_number");
  return number.empty() ? std::string() : short_source(first(texts, "source")) + "-" + number;
}

ListedParty entry_of(const Texts& texts, std::int64_t line) {
  ListedParty party;
  const std::string name = first(texts, "name");
  party.line = line;
  party.entry_id = id_of(texts);
  party.schema = schema_of(first(texts, "type"), trim(name));
  party.names.push_back({.text = name});
  for (const std::string& alias : every(texts, "alt_names")) {
    party.names.push_back({.text = alias, .role = NameRole::kAlias});
  }
  for (const std::string& date : every(texts, "dates_of_birth")) {
    party.birth_dates.push_back(parse_party_date(date));
  }
  add_countries(texts, party);
  party.programmes = every(texts, "programs");
  party.listed_on = iso_text(parse_party_date(first(texts, "start_date")));
  party.remarks = every(texts, "remarks");
  for (const std::string_view column : kDetailColumns) {
    for (const std::string& value : every(texts, column)) {
      party.details.push_back({.key = std::string(column), .value = value});
    }
  }
  return party;
}

std::string text_at(const formats::JsonValue& object, std::string_view key) {
  const formats::JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

void read_json_addresses(const formats::JsonValue& list, ListedParty& party) {
  for (const formats::JsonValue& one : list.elements()) {
    const std::string city = text_at(one, "city");
    party.addresses.push_back(make_address(
        {text_at(one, "address"), city, text_at(one, "state"), text_at(one, "postal_code")},
        city,
        text_at(one, "country")
    ));
  }
}

void read_json_ids(const formats::JsonValue& list, ListedParty& party) {
  for (const formats::JsonValue& one : list.elements()) {
    const std::string number = text_at(one, "number");
    const std::string country = text_at(one, "country");
    if (!is_identifier(text_at(one, "type"), number)) {
      party.details.push_back({.key = text_at(one, "type"), .value = number});
    } else {
      party.identifiers.push_back(
          {.type = text_at(one, "type"),
           .number = number,
           .country_text = country,
           .country = country_of_text(country)}
      );
    }
  }
}

ListedParty entry_of(const formats::JsonRecord& record) {
  Texts texts;
  formats::JsonValue addresses;
  formats::JsonValue ids;
  for (const formats::JsonField& field : record.fields) {
    const std::string key(field.key);
    if (field.kind == formats::JsonValue::Kind::kNull) {
      continue;
    }
    if (field.kind != formats::JsonValue::Kind::kArray) {
      texts[key].emplace_back(field.text);
      continue;
    }
    formats::JsonValue list = formats::parse_json(field.text, key);
    if (key == "addresses") {
      addresses = std::move(list);
    } else if (key == "ids") {
      ids = std::move(list);
    } else {
      for (const formats::JsonValue& item : list.elements()) {
        texts[key].push_back(item.as_string() == nullptr ? item.dump() : *item.as_string());
      }
    }
  }
  ListedParty party = entry_of(texts, record.line);
  read_json_addresses(addresses, party);
  read_json_ids(ids, party);
  return party;
}

}  // namespace

void read_csl_csv(const ListFile& file, Intake& intake) {
  constexpr std::array<const char*, 22> kSingle{
      "_id",
      "source",
      "entity_number",
      "type",
      "name",
      "title",
      "start_date",
      "end_date",
      "remarks",
      "standard_order",
      "call_sign",
      "vessel_type",
      "license_requirement",
      "license_policy",
      "gross_tonnage",
      "gross_registered_tonnage",
      "vessel_flag",
      "vessel_owner",
      "source_list_url",
      "source_information_url",
      "federal_register_notice",
      "places_of_birth"};
  constexpr std::array<const char*, 5> kSeveral{
      "programs", "alt_names", "citizenships", "dates_of_birth", "nationalities"};
  for_each_row(
      file,
      {"source", "entity_number", "federal_register_notice"},
      intake,
      [&](const ListRow& row) {
        Texts texts;
        for (const char* column : kSingle) {
          if (std::string value = row.at(column); !value.empty()) {
            texts[column].push_back(std::move(value));
          }
        }
        for (const char* column : kSeveral) {
          texts[column] = pieces(row.at(column), "; ");
        }
        ListedParty party = entry_of(texts, row.line());
        for (const std::string& address : addresses_in(row.at("addresses"))) {
          party.addresses.push_back(address_of(address));
        }
        for (const std::string& id : pieces(row.at("ids"), "; ")) {
          read_identifier_cell(id, party);
        }
        intake.add(std::move(party));
      }
  );
}

void read_csl_json(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::TextSource text(*bytes);
  formats::read_json_records(
      text,
      {.layout = formats::JsonLayout::kArrayInObject, .array_key = "results"},
      [&](const formats::JsonRecord& record) { intake.add(entry_of(record)); }
  );
}

void read_bis_dpl(const ListFile& file, Intake& intake) {
  for_each_row(
      file,
      {"Name", "Street_Address", "Effective_Date", "FR_Citation"},
      intake,
      [&](const ListRow& row) {
        ListedParty party;
        party.line = row.line();
        party.names.push_back({.text = row.at("Name")});
        party.schema = schema_of("", row.at("Name"));
        party.addresses.push_back(make_address(
            {row.at("Street_Address"), row.at("City"), row.at("State"), row.at("Postal_Code")},
            row.at("City"),
            row.at("Country")
        ));
        party.programmes.emplace_back("DPL");
        party.listed_on =
            iso_text(parse_party_date(row.at("Effective_Date"), DateOrder::kMonthFirst));
        party.remarks.push_back(row.at("Action"));
        party.details = {
            {.key = "end_date",
             .value =
                 iso_text(parse_party_date(row.at("Expiration_Date"), DateOrder::kMonthFirst))},
            {.key = "standard_order", .value = row.at("Standard_Order")},
            {.key = "last_update", .value = row.at("Last_Update")},
            {.key = "federal_register_notice", .value = row.at("FR_Citation")}};
        intake.publish(row.at("Last_Update"));
        intake.add(std::move(party));
      }
  );
}

}  // namespace portolan::parties
