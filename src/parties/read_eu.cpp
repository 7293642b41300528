#include <algorithm>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "list_rows.hpp"
#include "portolan/base/text.hpp"
#include "readers.hpp"
#include "xml_tree.hpp"

namespace portolan::parties {
namespace {

/// The value of a field of one part of an entry, by the name it has in the XML: both layouts hold
/// the same fields.
using Field = std::function<std::string(std::string_view field)>;

// "person" and "P", "enterprise" and "E": files differ in which of two fields has which.
PartySchema schema_of(const std::string& one, const std::string& other) {
  for (const std::string& code : {one, other}) {
    if (is_equal_ignoring_case(code, "person") || code == "P") {
      return PartySchema::kPerson;
    }
    if (is_equal_ignoring_case(code, "enterprise") || code == "E") {
      return PartySchema::kOrganization;
    }
  }
  return PartySchema::kUnknown;
}

void add_detail(ListedParty& party, const char* key, std::string value) {
  party.details.push_back({.key = key, .value = std::move(value)});
}

void read_name(const Field& field, bool is_weak, ListedParty& party) {
  std::string text = field("wholeName");
  if (text.empty()) {
    for (const char* part : {"firstName", "middleName", "lastName"}) {
      const std::string word = field(part);
      text += (text.empty() || word.empty() ? "" : " ") + word;
    }
  }
  const bool is_first = party.names.empty();
  party.names.push_back(
      {.text = std::move(text),
       .role = is_first ? NameRole::kPrimary : NameRole::kAlias,
       .is_weak = is_weak,
       .language = field("nameLanguage")}
  );
  add_detail(party, "gender", field("gender"));
  add_detail(party, "title", field("title"));
  add_detail(party, "function", field("function"));
}

void read_address(const Field& field, ListedParty& party) {
  const std::string iso2 = field("countryIso2Code");
  const std::string named = field("countryDescription");
  const std::string box = field("poBox");
  PartyAddress address = make_address(
      {field("street"),
       box.empty() ? "" : "PO Box " + box,
       field("place"),
       field("city"),
       field("region"),
       field("zipCode")},
      field("city"),
      named == "UNKNOWN" ? "" : named
  );
  if (const std::string country = country_of_text(iso2); !country.empty()) {
    address.country = country;
  }
  party.addresses.push_back(std::move(address));
}

void read_identifier(const Field& field, ListedParty& party) {
  const std::string description = field("identificationTypeDescription");
  const std::string number = field("number");
  const std::string country = field("countryDescription");
  party.identifiers.push_back(
      {.type = description.empty() ? field("identificationTypeCode") : description,
       .number = number.empty() ? field("latinNumber") : number,
       .country_text = country == "UNKNOWN" ? "" : country,
       .country = country_of_text(country)}
  );
}

void read_birth(const Field& field, ListedParty& party) {
  std::string text = field("birthdate");
  if (text.empty() && !field("yearRangeFrom").empty()) {
    text = field("yearRangeFrom") + " to " + field("yearRangeTo");
  }
  if (text.empty()) {
    const std::string month = field("monthOfYear").empty() ? field("month") : field("monthOfYear");
    const std::string day = field("dayOfMonth").empty() ? field("day") : field("dayOfMonth");
    text = field("year");
    if (!month.empty() && month != "0") {
      text += "-" + month + (day.empty() || day == "0" ? "" : "-" + day);
    }
  }
  PartyDate date = parse_party_date(text);
  date.is_circa = date.is_circa || is_equal_ignoring_case(field("circa"), "true");
  party.birth_dates.push_back(date);
  add_detail(
      party,
      "place of birth",
      make_address(
          {field("city"), field("place"), field("region")}, "", field("countryDescription")
      )
          .text
  );
}

void read_citizenship(const Field& field, ListedParty& party) {
  const std::string named = field("countryDescription");
  const std::string by_code = country_of_text(field("countryIso2Code"));
  if (named != "UNKNOWN") {
    party.countries.push_back(
        {.role = CountryRole::kCitizenship,
         .text = named.empty() ? field("countryIso2Code") : named,
         .country = by_code.empty() ? country_of_text(named) : by_code}
    );
  }
}

void read_regulation(const Field& field, ListedParty& party) {
  party.programmes.push_back(field("programme"));
  const std::string date = iso_text(parse_party_date(field("publicationDate")));
  if (!date.empty() && (party.listed_on.empty() || date < party.listed_on)) {
    party.listed_on = date;
  }
  add_detail(party, "regulation", field("numberTitle"));
}

void set_designation(ListedParty& party, const std::string& designated_on) {
  const std::string date = iso_text(parse_party_date(designated_on));
  if (!date.empty()) {
    party.listed_on = date;
  }
}

ListedParty entry_of(const XmlNode& entity) {
  ListedParty party;
  party.line = entity.line;
  party.entry_id = entity.attribute("logicalId");
  if (party.entry_id.empty()) {
    party.entry_id = entity.attribute("euReferenceNumber");
  } else {
    add_detail(party, "reference", entity.attribute("euReferenceNumber"));
  }
  add_detail(party, "un reference", entity.attribute("unitedNationId"));
  for (const XmlNode& part : entity.children) {
    const Field field = [&part](std::string_view name) {
      return part.attribute(name);
    };
    if (part.name == "subjectType") {
      party.schema = schema_of(part.attribute("code"), part.attribute("classificationCode"));
    } else if (part.name == "nameAlias") {
      read_name(field, part.attribute("strong") == "false", party);
    } else if (part.name == "address") {
      read_address(field, party);
    } else if (part.name == "identification") {
      read_identifier(field, party);
    } else if (part.name == "birthdate") {
      read_birth(field, party);
    } else if (part.name == "citizenship") {
      read_citizenship(field, party);
    } else if (part.name == "regulation") {
      read_regulation(field, party);
    } else if (part.name == "remark") {
      party.remarks.push_back(part.text);
    }
  }
  set_designation(party, entity.attribute("designationDate"));
  return party;
}

// The columns of one part of an entry, "NameAlias_WholeName": found by the name in the XML since
// columns are compared without case.
Field field_of(const ListRow& row, std::string prefix) {
  return [&row, prefix = std::move(prefix)](std::string_view name) {
    constexpr std::string_view kLong = "identification";
    const std::string column =
        name.starts_with(kLong) ? std::string(name.substr(kLong.size())) : std::string(name);
    return row.at(prefix + column);
  };
}

void read_row(const ListRow& row, ListedParty& party) {
  if (const Field name = field_of(row, "NameAlias_");
      !name("wholeName").empty() || !name("lastName").empty()) {
    read_name(name, is_equal_ignoring_case(name("strong"), "false"), party);
  }
  if (const Field address = field_of(row, "Address_");
      !address("logicalId").empty() || !address("city").empty() || !address("street").empty()) {
    read_address(address, party);
  }
  if (const Field birth = field_of(row, "BirthDate_");
      !birth("logicalId").empty() || !birth("birthdate").empty()) {
    const Field dated = [&birth](std::string_view name) {
      return birth(name == "birthdate" ? "birthDate" : name);
    };
    read_birth(dated, party);
  }
  if (const Field id = field_of(row, "Identification_");
      !id("number").empty() || !id("latinNumber").empty()) {
    read_identifier(id, party);
  }
  if (const Field citizen = field_of(row, "Citizenship_");
      !citizen("countryDescription").empty() || !citizen("countryIso2Code").empty()) {
    read_citizenship(citizen, party);
  }
  read_regulation(field_of(row, "Entity_Regulation_"), party);
  party.remarks.push_back(row.at("Entity_Remark"));
  set_designation(party, row.at("Entity_DesignationDate"));
}

}  // namespace

void read_eu_xml(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  for_each_element(
      reader,
      file.name,
      {"sanctionEntity"},
      [&](const XmlNode& node) { intake.add(entry_of(node)); },
      [&](const formats::XmlEvent& event) {
        if (const std::string* date = event.attribute("generationDate")) {
          intake.publish(std::string_view(*date).substr(0, 10));
        }
      }
  );
}

void read_eu_csv(const ListFile& file, Intake& intake) {
  std::vector<ListedParty> parties;
  std::unordered_map<std::string, std::size_t> places;
  for_each_row(file, {"Entity_LogicalId", "NameAlias_WholeName"}, intake, [&](const ListRow& row) {
    intake.publish(row.at("fileGenerationDate"));
    const std::string id = row.at("Entity_LogicalId").empty() ? row.at("Entity_EU_ReferenceNumber")
                                                              : row.at("Entity_LogicalId");
    if (id.empty()) {
      intake.reject(row.line(), "Entity_LogicalId", "expected the id of an entry, got none", "");
      return;
    }
    const auto [found, is_new] = places.emplace(id, parties.size());
    if (is_new) {
      ListedParty party;
      party.entry_id = id;
      party.line = row.line();
      party.schema =
          schema_of(row.at("Entity_SubjectType"), row.at("Entity_SubjectType_ClassificationCode"));
      if (id != row.at("Entity_EU_ReferenceNumber")) {
        add_detail(party, "reference", row.at("Entity_EU_ReferenceNumber"));
      }
      add_detail(party, "un reference", row.at("Entity_UnitedNationId"));
      parties.push_back(std::move(party));
    }
    intake.attach("row");
    read_row(row, parties[found->second]);
  });
  for (ListedParty& party : parties) {
    intake.add(std::move(party));
  }
}

}  // namespace portolan::parties
