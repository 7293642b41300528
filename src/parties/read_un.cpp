#include <array>
#include <string>
#include <vector>

#include "list_rows.hpp"
#include "portolan/base/text.hpp"
#include "readers.hpp"
#include "xml_tree.hpp"

namespace portolan::parties {
namespace {

std::string full_name(const XmlNode& node) {
  std::string name;
  for (const char* part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
    const std::string text = node.text_of(part);
    name += (name.empty() || text.empty() ? "" : " ") + text;
  }
  return name;
}

std::vector<std::string> values(const XmlNode& entry, std::string_view element) {
  std::vector<std::string> texts;
  for (const XmlNode* value : entry.at({element, "VALUE"})) {
    texts.push_back(value->text);
  }
  return texts;
}

void read_aliases(const XmlNode& entry, ListedParty& party) {
  for (const char* element : {"INDIVIDUAL_ALIAS", "ENTITY_ALIAS"}) {
    for (const XmlNode* alias : entry.all(element)) {
      const std::string quality = alias->text_of("QUALITY");
      party.names.push_back(
          {.text = alias->text_of("ALIAS_NAME"),
           .role = quality == "f.k.a." ? NameRole::kFormer : NameRole::kAlias,
           .is_weak = quality == "Low"}
      );
      if (const std::string date = alias->text_of("DATE_OF_BIRTH"); !date.empty()) {
        party.birth_dates.push_back(parse_party_date(date));
      }
    }
  }
}

void read_birth_dates(const XmlNode& entry, ListedParty& party) {
  for (const XmlNode* one : entry.all("INDIVIDUAL_DATE_OF_BIRTH")) {
    std::string text = one->text_of("DATE");
    if (text.empty()) {
      text = one->text_of("YEAR");
    }
    if (text.empty() && !one->text_of("FROM_YEAR").empty()) {
      text = one->text_of("FROM_YEAR") + " to " + one->text_of("TO_YEAR");
    }
    if (text.empty()) {
      text = one->text_of("NOTE");
    }
    PartyDate date = parse_party_date(text);
    date.is_circa = date.is_circa || one->text_of("TYPE_OF_DATE") == "APPROXIMATELY";
    party.birth_dates.push_back(date);
  }
}

void read_addresses(const XmlNode& entry, ListedParty& party) {
  for (const char* element : {"INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"}) {
    for (const XmlNode* one : entry.all(element)) {
      const std::string city = one->text_of("CITY");
      party.addresses.push_back(make_address(
          {one->text_of("STREET"), city, one->text_of("STATE_PROVINCE"), one->text_of("ZIP_CODE")},
          city,
          one->text_of("COUNTRY")
      ));
      if (const std::string note = one->text_of("NOTE"); !note.empty()) {
        party.remarks.push_back("address: " + note);
      }
    }
  }
}

void read_documents(const XmlNode& entry, ListedParty& party) {
  for (const XmlNode* one : entry.all("INDIVIDUAL_DOCUMENT")) {
    const std::string issuer = one->text_of("ISSUING_COUNTRY");
    const std::string country = issuer.empty() ? one->text_of("COUNTRY_OF_ISSUE") : issuer;
    const std::string second = one->text_of("TYPE_OF_DOCUMENT2");
    party.identifiers.push_back(
        {.type = one->text_of("TYPE_OF_DOCUMENT") + (second.empty() ? "" : ", " + second),
         .number = one->text_of("NUMBER"),
         .country_text = country,
         .country = country_of_text(country)}
    );
    if (const std::string note = one->text_of("NOTE"); !note.empty()) {
      party.remarks.push_back("document: " + note);
    }
  }
}

ListedParty entry_of(const XmlNode& entry) {
  ListedParty party;
  party.line = entry.line;
  party.entry_id = entry.text_of("DATAID");
  if (party.entry_id.empty()) {
    party.entry_id = entry.text_of("REFERENCE_NUMBER");
  }
  party.schema = entry.name == "INDIVIDUAL" ? PartySchema::kPerson : PartySchema::kOrganization;
  party.names.push_back({.text = full_name(entry)});
  party.names.push_back({.text = entry.text_of("NAME_ORIGINAL_SCRIPT"), .role = NameRole::kAlias});
  read_aliases(entry, party);
  read_addresses(entry, party);
  read_documents(entry, party);
  read_birth_dates(entry, party);
  for (const std::string& country : values(entry, "NATIONALITY")) {
    party.countries.push_back(
        {.role = CountryRole::kNationality, .text = country, .country = country_of_text(country)}
    );
  }
  for (const XmlNode* place : entry.all("INDIVIDUAL_PLACE_OF_BIRTH")) {
    party.details.push_back(
        {.key = "place of birth",
         .value = make_address(
                      {place->text_of("CITY"), place->text_of("STATE_PROVINCE")},
                      "",
                      place->text_of("COUNTRY")
         )
                      .text}
    );
  }
  party.programmes.push_back(entry.text_of("UN_LIST_TYPE"));
  party.listed_on = iso_text(parse_party_date(entry.text_of("LISTED_ON")));
  party.remarks.push_back(entry.text_of("COMMENTS1"));
  party.details.push_back({.key = "reference", .value = entry.text_of("REFERENCE_NUMBER")});
  party.details.push_back({.key = "gender", .value = entry.text_of("GENDER")});
  for (const char* element : {"TITLE", "DESIGNATION"}) {
    for (const std::string& value : values(entry, element)) {
      party.details.push_back({.key = to_ascii_lower(element), .value = value});
    }
  }
  for (const std::string& value : values(entry, "LAST_DAY_UPDATED")) {
    party.details.push_back({.key = "updated", .value = value});
  }
  return party;
}

}  // namespace

void read_un_xml(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  for_each_element(
      reader,
      file.name,
      {"INDIVIDUAL", "ENTITY"},
      [&](const XmlNode& node) { intake.add(entry_of(node)); },
      [&](const formats::XmlEvent& event) {
        if (const std::string* date = event.attribute("dateGenerated")) {
          intake.publish(std::string_view(*date).substr(0, 10));
        }
      }
  );
}

}  // namespace portolan::parties
