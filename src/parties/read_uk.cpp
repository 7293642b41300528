#include <algorithm>
#include <array>
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

PartySchema schema_of(const std::string& type) {
  if (is_equal_ignoring_case(type, "individual")) {
    return PartySchema::kPerson;
  }
  if (is_equal_ignoring_case(type, "ship")) {
    return PartySchema::kVessel;
  }
  return is_equal_ignoring_case(type, "entity") ? PartySchema::kOrganization
                                                : PartySchema::kUnknown;
}

NameRole role_of(const std::string& type) {
  const std::string lower = to_ascii_lower(type);
  if (lower.starts_with("primary name") && lower.find("variation") == std::string::npos) {
    return NameRole::kPrimary;
  }
  return lower == "fka" ? NameRole::kFormer : NameRole::kAlias;
}

bool is_low(const std::string& quality) {
  return to_ascii_lower(quality).find("low") != std::string::npos;
}

// "(1) Afghanistan (2) Pakistan", "Russia | Cyprus", "1: … 2: …": one text each.
std::vector<std::string> several(const std::string& text) {
  std::string marked;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_number = text[i] == '(' && i + 2 < text.size() && text[i + 1] >= '0' &&
                           text[i + 1] <= '9' &&
                           (text[i + 2] == ')' || (i + 3 < text.size() && text[i + 3] == ')'));
    if (is_number) {
      marked += '|';
      i = text.find(')', i);
    } else {
      marked += text[i] == ';' ? '|' : text[i];
    }
  }
  return pieces(marked, "|");
}

void add_countries(ListedParty& party, CountryRole role, const std::string& text) {
  for (const std::string& one : several(text)) {
    party.countries.push_back({.role = role, .text = one, .country = country_of_text(one)});
  }
}

void add_identifiers(
    ListedParty& party,
    const char* type,
    const std::string& text,
    const std::string& remark
) {
  for (const std::string& number : several(text)) {
    party.identifiers.push_back({.type = type, .number = number});
  }
  if (!remark.empty()) {
    party.remarks.push_back(std::string(type) + ": " + remark);
  }
}

void add_detail(ListedParty& party, const char* key, std::string value) {
  party.details.push_back({.key = key, .value = std::move(value)});
}

// Family name and names of firms stand in the sixth field.
template <typename Get>
std::string joined_name(const Get& get) {
  std::string name;
  for (const char number : {'1', '2', '3', '4', '5', '6'}) {
    const std::string part = get(number);
    name += (name.empty() || part.empty() ? "" : " ") + part;
  }
  return name;
}

/// Columns that both lists have, under the names they have there.
struct UkColumns {
  const char* id;
  const char* type;
  const char* name_type;
  const char* quality;
  const char* script_name;
  const char* script;
  const char* language;
  const char* regime;
  const char* address;  ///< followed by a number
  const char* post_code;
  const char* country;
  const char* birth;
  const char* nationality;
  const char* passport;
  const char* passport_remark;
  const char* national_id;
  const char* national_id_remark;
  const char* listed_on;
};

constexpr UkColumns kSanctionsList{
    .id = "Unique ID",
    .type = "Designation Type",
    .name_type = "Name type",
    .quality = "Alias strength",
    .script_name = "Name non-latin script",
    .script = "Non-latin script type",
    .language = "Non-latin script language",
    .regime = "Regime Name",
    .address = "Address Line ",
    .post_code = "Address Postal Code",
    .country = "Address Country",
    .birth = "D.O.B",
    .nationality = "Nationality(/ies)",
    .passport = "Passport number",
    .passport_remark = "Passport additional information",
    .national_id = "National Identifier number",
    .national_id_remark = "National Identifier additional information",
    .listed_on = "Date Designated"};

constexpr UkColumns kConList{
    .id = "Group ID",
    .type = "Group Type",
    .name_type = "Alias Type",
    .quality = "Alias Quality",
    .script_name = "Name Non-Latin Script",
    .script = "Non-Latin Script Type",
    .language = "Non-Latin Script Language",
    .regime = "Regime",
    .address = "Address ",
    .post_code = "Post/Zip Code",
    .country = "Country",
    .birth = "DOB",
    .nationality = "Nationality",
    .passport = "Passport Number",
    .passport_remark = "Passport Details",
    .national_id = "National Identification Number",
    .national_id_remark = "National Identification Details",
    .listed_on = "Listed On"};

constexpr std::array<const char*, 18> kDetailColumns{
    "OFSI Group ID",
    "UN Reference Number",
    "Title",
    "Designation source",
    "Phone number",
    "Website",
    "Email address",
    "Position",
    "Gender",
    "Town of birth",
    "Country of birth",
    "Type of entity",
    "Subsidiaries",
    "Parent company",
    "Type of ship",
    "Tonnage of ship",
    "Length of ship",
    "Year Built"};

void read_name_and_address(const ListRow& row, const UkColumns& columns, ListedParty& party) {
  party.names.push_back(
      {.text = joined_name([&](char number) { return row.at(std::string("Name ") + number); }),
       .role = role_of(row.at(columns.name_type)),
       .is_weak = is_low(row.at(columns.quality))}
  );
  party.names.push_back(
      {.text = row.at(columns.script_name),
       .role = NameRole::kAlias,
       .script = row.at(columns.script),
       .language = row.at(columns.language)}
  );
  std::vector<std::string> lines;
  for (const char number : {'1', '2', '3', '4', '5', '6'}) {
    lines.push_back(row.at(std::string(columns.address) + number));
  }
  lines.push_back(row.at(columns.post_code));
  party.addresses.push_back(make_address(lines, "", row.at(columns.country)));
}

void read_row(const ListRow& row, const UkColumns& columns, ListedParty& party) {
  read_name_and_address(row, columns, party);
  for (const std::string& date : several(row.at(columns.birth))) {
    party.birth_dates.push_back(parse_party_date(date));
  }
  add_countries(party, CountryRole::kNationality, row.at(columns.nationality));
  add_countries(party, CountryRole::kFlag, row.at("Current believed flag of ship"));
  add_countries(party, CountryRole::kFlag, row.at("Previous flags"));
  add_identifiers(party, "Passport", row.at(columns.passport), row.at(columns.passport_remark));
  add_identifiers(
      party, "National identifier", row.at(columns.national_id), row.at(columns.national_id_remark)
  );
  add_identifiers(
      party, "Business registration number", row.at("Business registration number (s)"), ""
  );
  add_identifiers(party, "IMO number", row.at("IMO number"), "");
  add_identifiers(
      party, "Hull identification number", row.at("Hull identification number (HIN)"), ""
  );
  party.programmes.push_back(row.at(columns.regime));
  party.listed_on = iso_text(parse_party_date(row.at(columns.listed_on)));
  party.remarks.push_back(row.at("Other Information"));
  party.remarks.push_back(row.at("UK Statement of Reasons"));
  for (const std::string& sanction : pieces(row.at("Sanctions Imposed"), "|")) {
    add_detail(party, "sanction", sanction);
  }
  for (const char* column : kDetailColumns) {
    PartyDetail detail{.key = to_ascii_lower(column), .value = row.at(column)};
    if (std::ranges::find(party.details, detail) == party.details.end()) {
      party.details.push_back(std::move(detail));
    }
  }
  for (const char* column : {"Current owner/operator (s)", "Previous owner/operator (s)"}) {
    add_detail(party, column[0] == 'C' ? "owner" : "former owner", row.at(column));
  }
}

// The date in the line above the header: "Report Date: 13-Feb-2026", "Last Updated,13/02/2026".
void publish_from(std::string_view head, Intake& intake) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const auto mark = line.find_first_of(":,");
  if (mark != std::string_view::npos) {
    intake.publish(trim(line.substr(mark + 1)));
  }
}

void read_table(
    const ListFile& file,
    const UkColumns& columns,
    std::initializer_list<std::string_view> known,
    Intake& intake
) {
  std::vector<ListedParty> parties;
  std::unordered_map<std::string, std::size_t> places;
  const auto use = [&](const ListRow& row) {
    const std::string id = row.at(columns.id);
    if (id.empty()) {
      intake.reject(row.line(), columns.id, "expected the id of an entry, got none", "");
      return;
    }
    const auto [found, is_new] = places.emplace(id, parties.size());
    if (is_new) {
      parties.emplace_back();
      parties.back().entry_id = id;
      parties.back().line = row.line();
      parties.back().schema = schema_of(row.at(columns.type));
    }
    intake.attach("row");
    read_row(row, columns, parties[found->second]);
  };
  for_each_row(file, known, intake, use, [&](std::string_view head) {
    publish_from(head, intake);
  });
  for (ListedParty& party : parties) {
    intake.add(std::move(party));
  }
}

void collect(const XmlNode& node, std::string_view name, std::vector<const XmlNode*>& found) {
  for (const XmlNode& child : node.children) {
    if (child.name == name && child.children.empty()) {
      found.push_back(&child);
    }
    collect(child, name, found);
  }
}

/// The texts of all elements of that name below, which hold no others.
std::vector<std::string> texts_below(const XmlNode& node, std::string_view name) {
  std::vector<const XmlNode*> found;
  collect(node, name, found);
  std::vector<std::string> texts;
  for (const XmlNode* one : found) {
    texts.push_back(one->text);
  }
  return texts;
}

void read_xml_names(const XmlNode& node, ListedParty& party) {
  for (const XmlNode* name : node.at({"Names", "Name"})) {
    const std::string whole = name->text_of("WholeName");
    party.names.push_back(
        {.text = whole.empty() ? joined_name([&](char number) {
           return name->text_of(std::string("Name") + number);
         })
                               : whole,
         .role = role_of(name->text_of("NameType")),
         .is_weak = is_low(name->text_of("AliasStrength"))}
    );
  }
  if (!party.names.empty() && std::ranges::none_of(party.names, [](const PartyName& name) {
        return name.role == NameRole::kPrimary;
      })) {
    party.names.front().role = NameRole::kPrimary;
  }
  for (const XmlNode* name : node.at({"NonLatinNames", "NonLatinName"})) {
    party.names.push_back(
        {.text = name->text_of("NameNonLatinScript"),
         .role = NameRole::kAlias,
         .script = name->text_of("NonLatinScriptType"),
         .language = name->text_of("NonLatinScriptLanguage")}
    );
  }
}

void read_xml_addresses(const XmlNode& node, ListedParty& party) {
  for (const XmlNode* address : node.at({"Addresses", "Address"})) {
    std::vector<std::string> lines;
    for (const char number : {'1', '2', '3', '4', '5', '6'}) {
      lines.push_back(address->text_of(std::string("AddressLine") + number));
    }
    lines.push_back(address->text_of("AddressPostalCode"));
    party.addresses.push_back(make_address(lines, "", address->text_of("AddressCountry")));
  }
}

void read_xml_facts(const XmlNode& node, ListedParty& party) {
  for (const std::string& date : texts_below(node, "DOB")) {
    party.birth_dates.push_back(parse_party_date(date));
  }
  for (const std::string& country : texts_below(node, "Nationality")) {
    add_countries(party, CountryRole::kNationality, country);
  }
  for (const char* element : {"FlagOfShip", "CurrentBelievedFlagOfShip", "PreviousFlag"}) {
    for (const std::string& flag : texts_below(node, element)) {
      add_countries(party, CountryRole::kFlag, flag);
    }
  }
  constexpr std::array<std::pair<const char*, const char*>, 5> kIdentifiers{
      {{"PassportNumber", "Passport"},
       {"NationalIdentifierNumber", "National identifier"},
       {"BusinessRegistrationNumber", "Business registration number"},
       {"IMONumber", "IMO number"},
       {"HullIdentificationNumber", "Hull identification number"}}};
  for (const auto& [element, type] : kIdentifiers) {
    for (const std::string& number : texts_below(node, element)) {
      add_identifiers(party, type, number, "");
    }
  }
  constexpr std::array<const char*, 12> kDetails{
      "Title",
      "Position",
      "Gender",
      "TownOfBirth",
      "CountryOfBirth",
      "TypeOfEntity",
      "Subsidiary",
      "ParentCompany",
      "TypeOfShip",
      "CurrentOwnerOperator",
      "PhoneNumber",
      "EmailAddress"};
  for (const char* element : kDetails) {
    for (std::string& text : texts_below(node, element)) {
      add_detail(party, element, std::move(text));
    }
  }
}

ListedParty entry_of(const XmlNode& node) {
  ListedParty party;
  party.line = node.line;
  party.entry_id = node.text_of("UniqueID");
  if (party.entry_id.empty()) {
    party.entry_id = node.text_of("OFSIGroupID");
  } else {
    add_detail(party, "ofsi group id", node.text_of("OFSIGroupID"));
  }
  const std::string type = node.text_of("IndividualEntityShip");
  party.schema = schema_of(type.empty() ? node.text_of("GroupType") : type);
  read_xml_names(node, party);
  read_xml_addresses(node, party);
  read_xml_facts(node, party);
  party.programmes.push_back(node.text_of("RegimeName"));
  party.listed_on = iso_text(parse_party_date(node.text_of("DateDesignated")));
  party.remarks.push_back(node.text_of("OtherInformation"));
  party.remarks.push_back(node.text_of("UKStatementofReasons"));
  add_detail(party, "un reference number", node.text_of("UNReferenceNumber"));
  add_detail(party, "designation source", node.text_of("DesignationSource"));
  for (const std::string& sanction : pieces(node.text_of("SanctionsImposed"), "|")) {
    add_detail(party, "sanction", sanction);
  }
  return party;
}

}  // namespace

void read_uk_csv(const ListFile& file, Intake& intake) {
  read_table(file, kSanctionsList, {"Unique ID", "Regime Name", "Name 6"}, intake);
}

void read_uk_conlist(const ListFile& file, Intake& intake) {
  read_table(file, kConList, {"Group ID", "Group Type", "Name 6"}, intake);
}

void read_uk_xml(const ListFile& file, Intake& intake) {
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  for_each_element(reader, file.name, {"Designation", "DateGenerated"}, [&](const XmlNode& node) {
    if (node.name == "DateGenerated") {
      intake.publish(node.text);
    } else {
      intake.add(entry_of(node));
    }
  });
}

}  // namespace portolan::parties
