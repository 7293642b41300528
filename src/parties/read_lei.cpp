#include <string>

#include "list_rows.hpp"
#include "readers.hpp"
#include "xml_tree.hpp"

namespace portolan::parties {
namespace {

PartyAddress address_of(const XmlNode& node) {
  const std::string city = node.text_of("City");
  std::vector<std::string> parts{node.text_of("FirstAddressLine")};
  for (const XmlNode* line : node.all("AdditionalAddressLine")) {
    parts.push_back(line->text);
  }
  parts.insert(parts.end(), {city, node.text_of("Region"), node.text_of("PostalCode")});
  return make_address(parts, city, node.text_of("Country"));
}

void read_entity(const XmlNode& entity, ListedParty& party) {
  for (const XmlNode* name : entity.all("LegalName")) {
    party.names.push_back({.text = name->text, .language = name->attribute("lang")});
  }
  for (const char* element : {"OtherEntityNames", "TransliteratedOtherEntityNames"}) {
    for (const XmlNode* names : entity.all(element)) {
      for (const XmlNode& name : names->children) {
        const bool is_former = name.attribute("type") == "PREVIOUS_LEGAL_NAME";
        party.names.push_back(
            {.text = name.text,
             .role = is_former ? NameRole::kFormer : NameRole::kAlias,
             .language = name.attribute("lang")}
        );
      }
    }
  }
  for (const char* element : {"LegalAddress", "HeadquartersAddress"}) {
    for (const XmlNode* address : entity.all(element)) {
      party.addresses.push_back(address_of(*address));
    }
  }
  const std::string country = entity.text_of("LegalJurisdiction").substr(0, 2);
  party.countries.push_back(
      {.role = CountryRole::kPlace, .text = country, .country = country_of_text(country)}
  );
  for (const XmlNode* authority : entity.all("RegistrationAuthority")) {
    party.identifiers.push_back(
        {.type = "registration number " + authority->text_of("RegistrationAuthorityID"),
         .number = authority->text_of("RegistrationAuthorityEntityID"),
         .country_text = country,
         .country = country_of_text(country)}
    );
  }
  party.details.push_back({.key = "status", .value = entity.text_of("EntityStatus")});
}

}  // namespace

void read_lei_xml(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  for_each_element(reader, file.name, {"LEIRecord", "LEIHeader"}, [&](const XmlNode& node) {
    if (node.name == "LEIHeader") {
      intake.publish(node.text_of("ContentDate").substr(0, 10));
      return;
    }
    ListedParty party;
    party.line = node.line;
    party.schema = PartySchema::kOrganization;
    party.entry_id = node.text_of("LEI");
    party.identifiers.push_back({.type = "LEI", .number = party.entry_id});
    for (const XmlNode* entity : node.all("Entity")) {
      read_entity(*entity, party);
    }
    for (const XmlNode* registration : node.all("Registration")) {
      party.details.push_back(
          {.key = "registration", .value = registration->text_of("RegistrationStatus")}
      );
    }
    intake.add(std::move(party));
  });
}

}  // namespace portolan::parties
