#include <optional>
#include <string>

#include "identifier_types.hpp"
#include "list_rows.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "readers.hpp"
#include "xml_tree.hpp"

namespace portolan::parties {
namespace {

PartySchema schema_of(const std::string& type) {
  if (is_equal_ignoring_case(type, "individual")) {
    return PartySchema::kPerson;
  }
  if (is_equal_ignoring_case(type, "vessel")) {
    return PartySchema::kVessel;
  }
  if (is_equal_ignoring_case(type, "aircraft")) {
    return PartySchema::kAircraft;
  }
  return is_equal_ignoring_case(type, "entity") ? PartySchema::kOrganization
                                                : PartySchema::kUnknown;
}

// "ABBAS, Abu" as OFAC's tables have it.
std::string name_of(const XmlNode& node) {
  const std::string last = node.text_of("lastName");
  const std::string first = node.text_of("firstName");
  return first.empty() || last.empty() ? last + first : last + ", " + first;
}

NameRole role_of(const std::string& type) {
  return is_equal_ignoring_case(type, "f.k.a.") ? NameRole::kFormer : NameRole::kAlias;
}

void read_identifier(const XmlNode& id, ListedParty& party) {
  const std::string type = id.text_of("idType");
  const std::string number = id.text_of("idNumber");
  // "Gender", "Additional Sanctions Information -" and the like stand among the documents.
  if (!is_identifier(type, number)) {
    party.details.push_back({.key = type, .value = number});
    return;
  }
  const std::string country = id.text_of("idCountry");
  party.identifiers.push_back(
      {.type = type, .number = number, .country_text = country, .country = country_of_text(country)}
  );
}

void read_addresses(const XmlNode& entry, ListedParty& party) {
  for (const XmlNode* address : entry.at({"addressList", "address"})) {
    const std::string city = address->text_of("city");
    party.addresses.push_back(make_address(
        {address->text_of("address1"),
         address->text_of("address2"),
         address->text_of("address3"),
         city,
         address->text_of("stateOrProvince"),
         address->text_of("postalCode")},
        city,
        address->text_of("country")
    ));
  }
}

void read_countries(const XmlNode& entry, ListedParty& party) {
  const auto add = [&](CountryRole role, const std::string& text) {
    party.countries.push_back({.role = role, .text = text, .country = country_of_text(text)});
  };
  for (const XmlNode* one : entry.at({"nationalityList", "nationality"})) {
    add(CountryRole::kNationality, one->text_of("country"));
  }
  for (const XmlNode* one : entry.at({"citizenshipList", "citizenship"})) {
    add(CountryRole::kCitizenship, one->text_of("country"));
  }
  for (const XmlNode* vessel : entry.all("vesselInfo")) {
    add(CountryRole::kFlag, vessel->text_of("vesselFlag"));
    for (const XmlNode& part : vessel->children) {
      if (part.name != "vesselFlag") {
        party.details.push_back({.key = part.name, .value = part.text});
      }
    }
  }
}

ListedParty entry_of(const XmlNode& entry) {
  ListedParty party;
  party.entry_id = entry.text_of("uid");
  party.line = entry.line;
  party.schema = schema_of(entry.text_of("sdnType"));
  party.names.push_back({.text = name_of(entry)});
  for (const XmlNode* aka : entry.at({"akaList", "aka"})) {
    party.names.push_back(
        {.text = name_of(*aka),
         .role = role_of(aka->text_of("type")),
         .is_weak = is_equal_ignoring_case(aka->text_of("category"), "weak")}
    );
  }
  for (const XmlNode* programme : entry.at({"programList", "program"})) {
    party.programmes.push_back(programme->text);
  }
  for (const XmlNode* programme : entry.all("program")) {
    party.programmes.push_back(programme->text);
  }
  for (const XmlNode* id : entry.at({"idList", "id"})) {
    read_identifier(*id, party);
  }
  for (const XmlNode* item : entry.at({"dateOfBirthList", "dateOfBirthItem"})) {
    party.birth_dates.push_back(parse_party_date(item->text_of("dateOfBirth")));
  }
  for (const XmlNode* item : entry.at({"placeOfBirthList", "placeOfBirthItem"})) {
    party.details.push_back({.key = "place of birth", .value = item->text_of("placeOfBirth")});
  }
  read_addresses(entry, party);
  read_countries(entry, party);
  party.details.push_back({.key = "title", .value = entry.text_of("title")});
  party.remarks.push_back(entry.text_of("remarks"));
  return party;
}

}  // namespace

void read_ofac_xml(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  std::optional<std::int64_t> record_count;
  std::int64_t num_entries = 0;
  for_each_element(reader, file.name, {"sdnEntry", "publshInformation"}, [&](const XmlNode& node) {
    if (node.name == "sdnEntry") {
      ++num_entries;
      intake.add(entry_of(node));
      return;
    }
    intake.publish(node.text_of("Publish_Date"), DateOrder::kMonthFirst);
    record_count = parse_integer(node.text_of("Record_Count"));
  });
  if (record_count && *record_count != num_entries) {
    throw bad_data(
        "{}: Record_Count: expected {} entries, got {}", file.name, *record_count, num_entries
    )
        .with_hint("the file is not whole; download it again");
  }
}

}  // namespace portolan::parties
