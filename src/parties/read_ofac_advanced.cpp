#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "list_rows.hpp"
#include "portolan/base/text.hpp"
#include "readers.hpp"
#include "xml_tree.hpp"

namespace portolan::parties {
namespace {

/// What the parties refer to, from a first reading of the file.
struct References {
  /// Text of a value by its element and id: {"AliasType", "1400"} is "A.K.A.".
  std::map<std::pair<std::string, std::string>, std::string> values = {};
  /// Type of a sub-type: {"4"} is "1", an individual.
  std::unordered_map<std::string, std::string> type_of_sub_type = {};
  std::unordered_map<std::string, PartyAddress> locations = {};
  /// By the id of the identity.
  std::unordered_map<std::string, std::vector<PartyIdentifier>> documents = {};
  struct Sanction {
    std::string listed_on = {};
    std::vector<std::string> programmes = {};
    std::vector<std::string> lists = {};
    bool is_used = false;
  };
  /// By the id of the profile.
  std::unordered_map<std::string, Sanction> sanctions = {};

  [[nodiscard]] std::string value(const char* element, const std::string& id) const {
    const auto found = values.find({element, id});
    return found == values.end() ? std::string() : found->second;
  }
};

int number_at(const XmlNode& node, std::string_view child) {
  return static_cast<int>(parse_integer(node.text_of(child)).value_or(0));
}

PartyDate date_of(const XmlNode* node) {
  PartyDate date;
  if (node != nullptr) {
    date.year = number_at(*node, "Year");
    date.month = number_at(*node, "Month");
    date.day = date.month == 0 ? 0 : number_at(*node, "Day");
  }
  return date;
}

const XmlNode* last_at(const XmlNode& node, std::initializer_list<std::string_view> path) {
  const auto found = node.at(path);
  return found.empty() ? nullptr : found.back();
}

// OFAC writes "1960" as the days from 1 January to 31 December of 1960, and a month likewise.
PartyDate period_of(const XmlNode& period) {
  constexpr int kLastDayOfShortMonth = 28;
  PartyDate from = date_of(last_at(period, {"Start", "From"}));
  const XmlNode* end = last_at(period, {"End", "To"});
  const PartyDate to = date_of(end == nullptr ? last_at(period, {"Start", "To"}) : end);
  if (to.year != 0 && to.year != from.year) {
    from.until_year = to.year;
  } else if (to.year != 0 && to.month != from.month) {
    from.month = 0;
    from.day = 0;
  } else if (to.year != 0 && from.day == 1 && to.day >= kLastDayOfShortMonth) {
    from.day = 0;
  }
  if (const XmlNode* start = period.child("Start")) {
    from.is_circa = start->attribute("Approximate") == "true";
  }
  from.text = iso_text(from);
  return from;
}

PartyAddress location_of(const XmlNode& location, const References& references) {
  std::vector<std::string> parts;
  std::string city;
  for (const XmlNode* part : location.all("LocationPart")) {
    const XmlNode* value = last_at(*part, {"LocationPartValue", "Value"});
    if (value == nullptr) {
      continue;
    }
    parts.push_back(value->text);
    if (references.value("LocPartType", part->attribute("LocPartTypeID")) == "CITY") {
      city = value->text;
    }
  }
  std::string country;
  for (const XmlNode* one : location.all("LocationCountry")) {
    const std::string named = references.value("Country", one->attribute("CountryID"));
    country = named.empty() ? one->text_of("Country") : named;
  }
  return make_address(parts, city, country);
}

void read_document(const XmlNode& document, References& references) {
  const std::string country = references.value("Country", document.attribute("IssuedBy-CountryID"));
  references.documents[document.attribute("IdentityID")].push_back(
      {.type = references.value("IDRegDocType", document.attribute("IDRegDocTypeID")),
       .number = document.text_of("IDRegistrationNo"),
       .country_text = country,
       .country = country_of_text(country)}
  );
}

void read_sanction(const XmlNode& entry, References& references) {
  References::Sanction& sanction = references.sanctions[entry.attribute("ProfileID")];
  for (const XmlNode* date : entry.at({"EntryEvent", "Date"})) {
    const std::string text = iso_text(date_of(date));
    if (!text.empty() && (sanction.listed_on.empty() || text < sanction.listed_on)) {
      sanction.listed_on = text;
    }
  }
  for (const XmlNode* comment : entry.at({"SanctionsMeasure", "Comment"})) {
    sanction.programmes.push_back(comment->text);
  }
  const std::string list = references.value("List", entry.attribute("ListID"));
  if (!list.empty()) {
    sanction.lists.push_back(list);
  }
}

// The parts of the file before and behind the parties.
References read_references(const ListFile& file, Intake& intake) {
  References references;
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  std::string section;
  while (const formats::XmlEvent* event = reader.next()) {
    if (event->kind != formats::XmlEvent::Kind::kStart) {
      continue;
    }
    if (event->depth == 1) {
      section = event->name;
      if (section == "DateOfIssue") {
        const XmlNode date = read_element(reader, *event, file.name);
        intake.publish(iso_text(date_of(&date)));
      }
    } else if (section == "ReferenceValueSets" && event->depth == 3) {
      const XmlNode value = read_element(reader, *event, file.name);
      references.values[{value.name, value.attribute("ID")}] = value.text;
      if (value.name == "PartySubType") {
        references.type_of_sub_type[value.attribute("ID")] = value.attribute("PartyTypeID");
      }
    } else if (event->depth == 2 && section == "Locations") {
      const XmlNode location = read_element(reader, *event, file.name);
      references.locations[location.attribute("ID")] = location_of(location, references);
    } else if (event->depth == 2 && section == "IDRegDocuments") {
      read_document(read_element(reader, *event, file.name), references);
    } else if (event->depth == 2 && section == "SanctionsEntries") {
      read_sanction(read_element(reader, *event, file.name), references);
    } else if (event->depth == 2 && section == "ProfileRelationships") {
      intake.attach("relationship");
    }
    intake.check();
  }
  return references;
}

/// Turns one element DistinctParty into an entry.
class PartyReading {
 public:
  PartyReading(const XmlNode& node, References& references) : references_(references) {
    party_.entry_id = node.attribute("FixedRef");
    party_.line = node.line;
    for (const XmlNode* comment : node.all("Comment")) {
      party_.remarks.push_back(comment->text);
    }
    for (const XmlNode* profile : node.all("Profile")) {
      read_profile(*profile);
    }
  }

  [[nodiscard]] ListedParty take() { return std::move(party_); }

 private:
  void read_profile(const XmlNode& profile) {
    party_.schema = schema_of(profile.attribute("PartySubTypeID"));
    for (const XmlNode* identity : profile.all("Identity")) {
      read_names(*identity);
      const auto documents = references_.documents.find(identity->attribute("ID"));
      if (documents != references_.documents.end()) {
        party_.identifiers.insert(
            party_.identifiers.end(), documents->second.begin(), documents->second.end()
        );
      }
    }
    for (const XmlNode* feature : profile.all("Feature")) {
      for (const XmlNode* version : feature->all("FeatureVersion")) {
        read_feature(
            references_.value("FeatureType", feature->attribute("FeatureTypeID")), *version
        );
      }
    }
    const auto sanction = references_.sanctions.find(profile.attribute("ID"));
    if (sanction != references_.sanctions.end()) {
      sanction->second.is_used = true;
      party_.listed_on = sanction->second.listed_on;
      party_.programmes = sanction->second.programmes;
      for (const std::string& list : sanction->second.lists) {
        party_.details.push_back({.key = "list", .value = list});
      }
    }
  }

  [[nodiscard]] PartySchema schema_of(const std::string& sub_type_id) const {
    const std::string sub_type = references_.value("PartySubType", sub_type_id);
    if (sub_type == "Vessel") {
      return PartySchema::kVessel;
    }
    if (sub_type == "Aircraft") {
      return PartySchema::kAircraft;
    }
    const auto found = references_.type_of_sub_type.find(sub_type_id);
    const std::string type_id =
        found == references_.type_of_sub_type.end() ? std::string() : found->second;
    const std::string type = references_.value("PartyType", type_id);
    // The numbers are OFAC's own; files cut down to samples leave the words out.
    if (type == "Individual" || (type.empty() && type_id == "1")) {
      return PartySchema::kPerson;
    }
    return type == "Entity" || (type.empty() && type_id == "2") ? PartySchema::kOrganization
                                                                : PartySchema::kUnknown;
  }

  void read_names(const XmlNode& identity) {
    std::unordered_map<std::string, std::string> types;
    for (const XmlNode* group :
         identity.at({"NamePartGroups", "MasterNamePartGroup", "NamePartGroup"})) {
      types[group->attribute("ID")] =
          references_.value("NamePartType", group->attribute("NamePartTypeID"));
    }
    for (const XmlNode* alias : identity.all("Alias")) {
      const std::string type = references_.value("AliasType", alias->attribute("AliasTypeID"));
      for (const XmlNode* documented : alias->all("DocumentedName")) {
        PartyName name = name_of(*documented, types);
        name.is_weak = alias->attribute("LowQuality") == "true";
        const bool is_primary = alias->attribute("Primary") == "true" && !has_primary_;
        has_primary_ = has_primary_ || is_primary;
        name.role = is_primary         ? NameRole::kPrimary
                    : type == "F.K.A." ? NameRole::kFormer
                                       : NameRole::kAlias;
        party_.names.push_back(std::move(name));
      }
    }
  }

  // The family name of a person is put first with a comma behind, as OFAC's tables have it.
  [[nodiscard]] PartyName name_of(
      const XmlNode& documented,
      const std::unordered_map<std::string, std::string>& types
  ) const {
    std::string last;
    std::string others;
    PartyName name;
    for (const XmlNode* value : documented.at({"DocumentedNamePart", "NamePartValue"})) {
      const auto type = types.find(value->attribute("NamePartGroupID"));
      const bool is_last = type != types.end() && type->second == "Last Name";
      std::string& part = is_last ? last : others;
      part += (part.empty() ? "" : " ") + value->text;
      name.script = references_.value("Script", value->attribute("ScriptID"));
    }
    name.text = last.empty() || others.empty() ? last + others : last + ", " + others;
    return name;
  }

  void read_feature(const std::string& type, const XmlNode& version) {
    for (const XmlNode* place : version.all("VersionLocation")) {
      const auto found = references_.locations.find(place->attribute("LocationID"));
      if (found != references_.locations.end()) {
        read_place(type, found->second);
      }
    }
    if (const XmlNode* period = version.child("DatePeriod")) {
      if (type == "Birthdate") {
        party_.birth_dates.push_back(period_of(*period));
      } else {
        party_.details.push_back({.key = type, .value = iso_text(period_of(*period))});
      }
    }
    std::vector<std::string> texts{version.text_of("Comment")};
    for (const XmlNode* detail : version.all("VersionDetail")) {
      texts.push_back(detail->text);
      texts.push_back(references_.value("DetailReference", detail->attribute("DetailReferenceID")));
    }
    for (const std::string& text : texts) {
      if (!text.empty()) {
        read_detail(type, text);
      }
    }
  }

  void read_place(const std::string& type, const PartyAddress& place) {
    const auto add_country = [&](CountryRole role) {
      party_.countries.push_back(
          {.role = role, .text = place.country_text, .country = place.country}
      );
    };
    if (type == "Location") {
      party_.addresses.push_back(place);
    } else if (type == "Nationality Country") {
      add_country(CountryRole::kNationality);
    } else if (type == "Citizenship Country") {
      add_country(CountryRole::kCitizenship);
    } else if (type == "Vessel Flag" || type == "Other Vessel Flag") {
      add_country(CountryRole::kFlag);
    } else {
      party_.details.push_back({.key = type, .value = place.text});
    }
  }

  void read_detail(const std::string& type, const std::string& text) {
    const bool is_identifier =
        type.starts_with("Digital Currency Address") || type == "SWIFT/BIC" || type == "MMSI" ||
        type == "D-U-N-S Number" || type.ends_with("Number (MSN)") ||
        type == "Aircraft Tail Number" ||
        type == "Aircraft Construction Number (also called L/N or S/N or F/N)";
    if (is_identifier) {
      party_.identifiers.push_back({.type = type, .number = text});
    } else {
      party_.details.push_back({.key = type, .value = text});
    }
  }

  References& references_;
  ListedParty party_;
  bool has_primary_ = false;
};

}  // namespace

// Parties refer to what stands behind them in the file, so it is read twice: memory holds what is
// referred to and one party at a time.
void read_ofac_advanced_xml(const ListFile& file, Intake& intake) {
  References references = read_references(file, intake);
  const auto bytes = open_list_file(file);
  formats::XmlReader reader(*bytes);
  for_each_element(reader, file.name, {"DistinctParty"}, [&](const XmlNode& node) {
    intake.add(PartyReading(node, references).take());
  });
  const auto orphans = std::ranges::count_if(references.sanctions, [](const auto& one) {
    return !one.second.is_used;
  });
  if (orphans > 0) {
    intake.note(fmt::format(
        "{}: {} sanctions are about profiles that the file does not have", file.name, orphans
    ));
  }
}

}  // namespace portolan::parties
