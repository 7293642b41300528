#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "list_rows.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_stream.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "readers.hpp"

namespace portolan::parties {
namespace {

using formats::JsonValue;

std::string at(const JsonValue& feature, std::string_view key) {
  const JsonValue* value = feature.find(key);
  if (value == nullptr || value->is_null()) {
    return {};
  }
  return value->as_string() != nullptr ? *value->as_string() : value->dump();
}

PartySchema schema_of(const std::string& type) {
  constexpr std::array<std::pair<std::string_view, PartySchema>, 6> kTypes{
      {{"PERSON", PartySchema::kPerson},
       {"ORGANIZATION", PartySchema::kOrganization},
       {"COMPANY", PartySchema::kCompany},
       {"VESSEL", PartySchema::kVessel},
       {"AIRCRAFT", PartySchema::kAircraft},
       {"ADDRESS", PartySchema::kAddress}}};
  for (const auto& [name, schema] : kTypes) {
    if (is_equal_ignoring_case(type, name)) {
      return schema;
    }
  }
  return PartySchema::kUnknown;
}

void read_name(const JsonValue& feature, ListedParty& party) {
  std::string text = at(feature, "NAME_FULL");
  if (text.empty()) {
    text = at(feature, "NAME_ORG");
  }
  if (text.empty()) {
    for (const char* part : {"NAME_FIRST", "NAME_MIDDLE", "NAME_LAST"}) {
      const std::string word = at(feature, part);
      text += (text.empty() || word.empty() ? "" : " ") + word;
    }
  }
  if (!text.empty()) {
    const std::string type = at(feature, "NAME_TYPE");
    const bool is_primary = is_equal_ignoring_case(type, "primary") || party.names.empty();
    party.names.push_back(
        {.text = std::move(text), .role = is_primary ? NameRole::kPrimary : NameRole::kAlias}
    );
  }
}

void read_address(const JsonValue& feature, ListedParty& party) {
  const std::string full = at(feature, "ADDR_FULL");
  const std::string city = at(feature, "ADDR_CITY");
  const std::string country = at(feature, "ADDR_COUNTRY");
  PartyAddress address = make_address(
      {at(feature, "ADDR_LINE1"),
       at(feature, "ADDR_LINE2"),
       city,
       at(feature, "ADDR_STATE"),
       at(feature, "ADDR_POSTAL_CODE")},
      city,
      country
  );
  if (!full.empty()) {
    address.text = full;
  }
  party.addresses.push_back(std::move(address));
}

void read_countries(const JsonValue& feature, ListedParty& party) {
  constexpr std::array<std::pair<const char*, CountryRole>, 5> kRoles{
      {{"NATIONALITY", CountryRole::kNationality},
       {"CITIZENSHIP", CountryRole::kCitizenship},
       {"COUNTRY_OF_ASSOCIATION", CountryRole::kPlace},
       {"REGISTRATION_COUNTRY", CountryRole::kPlace},
       {"COUNTRY_OF_BIRTH", CountryRole::kBirth}}};
  for (const auto& [key, role] : kRoles) {
    const std::string text = at(feature, key);
    party.countries.push_back({.role = role, .text = text, .country = country_of_text(text)});
  }
}

// PASSPORT_NUMBER beside PASSPORT_COUNTRY, OTHER_ID_NUMBER beside OTHER_ID_TYPE.
bool read_identifier(const JsonValue& feature, const std::string& key, ListedParty& party) {
  constexpr std::string_view kEnd = "_NUMBER";
  if (!key.ends_with(kEnd) || key == "PHONE_NUMBER") {
    return false;
  }
  const std::string stem = key.substr(0, key.size() - kEnd.size());
  const std::string type = at(feature, stem + "_TYPE");
  const std::string country = at(feature, stem + "_COUNTRY");
  party.identifiers.push_back(
      {.type = type.empty() ? stem : type,
       .number = at(feature, key),
       .country_text = country,
       .country = country_of_text(country)}
  );
  return true;
}

void read_feature(const JsonValue& feature, ListedParty& party) {
  read_name(feature, party);
  read_address(feature, party);
  read_countries(feature, party);
  party.birth_dates.push_back(parse_party_date(at(feature, "DATE_OF_BIRTH")));
  for (const formats::JsonMember& member : feature.members()) {
    const std::string& key = member.key;
    const bool is_known = key.starts_with("NAME_") || key.starts_with("ADDR_") ||
                          key == "DATE_OF_BIRTH" || key == "NATIONALITY" || key == "CITIZENSHIP" ||
                          key.starts_with("COUNTRY_OF_") || key == "REGISTRATION_COUNTRY" ||
                          key == "DATA_SOURCE" || key == "RECORD_ID" || key == "RECORD_TYPE" ||
                          key.ends_with("_COUNTRY") || key.ends_with("_TYPE");
    if (is_known || member.value.kind() == JsonValue::Kind::kArray ||
        read_identifier(feature, key, party)) {
      continue;
    }
    if (key == "TOPIC" || key == "PROGRAM") {
      party.programmes.push_back(at(feature, key));
    } else {
      party.details.push_back({.key = to_ascii_lower(key), .value = at(feature, key)});
    }
  }
}

}  // namespace

void read_senzing(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::TextSource text(*bytes);
  const auto take = [&](const formats::JsonRecord& record) {
    ListedParty party;
    party.line = record.line;
    JsonValue root = JsonValue::object();
    std::vector<JsonValue> lists;
    for (const formats::JsonField& field : record.fields) {
      if (field.kind == JsonValue::Kind::kArray) {
        lists.push_back(
            formats::parse_json(field.text, file.name + ":" + std::to_string(record.line))
        );
      } else if (field.kind != JsonValue::Kind::kNull) {
        root.set(std::string(field.key), field.text);
      }
    }
    party.entry_id = at(root, "RECORD_ID");
    party.schema = schema_of(at(root, "RECORD_TYPE"));
    read_feature(root, party);
    for (const JsonValue& list : lists) {
      for (const JsonValue& feature : list.elements()) {
        read_feature(feature, party);
      }
    }
    intake.add(std::move(party));
  };
  formats::read_json_records(text, {.layout = formats::JsonLayout::kLines}, take);
}

}  // namespace portolan::parties
