#include "ftm_entity.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "portolan/base/text.hpp"

namespace portolan::parties {
namespace {

constexpr int kMaxNesting = 4;

constexpr std::array<std::pair<std::string_view, PartySchema>, 11> kSchemas{{
    {"Person", PartySchema::kPerson},
    {"Company", PartySchema::kCompany},
    {"Organization", PartySchema::kOrganization},
    {"PublicBody", PartySchema::kOrganization},
    {"LegalEntity", PartySchema::kUnknown},
    {"Thing", PartySchema::kUnknown},
    {"Asset", PartySchema::kUnknown},
    {"Vessel", PartySchema::kVessel},
    {"Airplane", PartySchema::kAircraft},
    {"CryptoWallet", PartySchema::kUnknown},
    {"Security", PartySchema::kUnknown},
}};

constexpr std::array<std::string_view, 27> kIdentifiers{
    "registrationNumber",
    "taxNumber",
    "innCode",
    "ogrnCode",
    "okpoCode",
    "kppCode",
    "leiCode",
    "swiftBic",
    "idNumber",
    "passportNumber",
    "imoNumber",
    "mmsi",
    "dunsCode",
    "uniqueEntityId",
    "vatCode",
    "npiCode",
    "uscCode",
    "jibCode",
    "bikCode",
    "callSign",
    "serialNumber",
    "icaoCode",
    "isin",
    "publicKey",
    "permId",
    "socialSecurityNumber",
    "cikCode"};

constexpr std::array<std::pair<std::string_view, CountryRole>, 7> kCountries{{
    {"nationality", CountryRole::kNationality},
    {"citizenship", CountryRole::kCitizenship},
    {"flag", CountryRole::kFlag},
    {"pastFlags", CountryRole::kFlag},
    {"birthCountry", CountryRole::kBirth},
    {"country", CountryRole::kPlace},
    {"jurisdiction", CountryRole::kPlace},
}};

constexpr std::array<std::pair<std::string_view, NameRole>, 5> kNames{{
    {"name", NameRole::kAlias},
    {"alias", NameRole::kAlias},
    {"abbreviation", NameRole::kAlias},
    {"weakAlias", NameRole::kAlias},
    {"previousName", NameRole::kFormer},
}};

void read_names(const FtmEntity& entity, ListedParty& party) {
  for (const auto& [property, role] : kNames) {
    const bool is_weak = property == "weakAlias" || property == "abbreviation";
    for (const std::string& text : entity.values(property)) {
      party.names.push_back({.text = text, .role = role, .is_weak = is_weak});
    }
  }
  const auto caption = std::ranges::find(party.names, entity.caption, &PartyName::text);
  const auto primary = caption == party.names.end() ? party.names.begin() : caption;
  if (primary != party.names.end()) {
    primary->role = NameRole::kPrimary;
  }
}

PartyAddress address_of(const FtmEntity& entity) {
  const std::string country = entity.first("country");
  const std::string full = entity.first("full");
  PartyAddress address = full.empty() ? make_address(
                                            {entity.first("street"),
                                             entity.first("street2"),
                                             entity.first("city"),
                                             entity.first("postalCode"),
                                             entity.first("region")},
                                            "",
                                            country
                                        )
                                      : PartyAddress{.text = full};
  address.city = entity.first("city");
  address.country_text = country;
  address.country = country_of_text(country);
  return address;
}

std::string text_at(const formats::JsonValue& json, std::string_view key) {
  const formats::JsonValue* value = json.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

void read_facts(const formats::JsonValue& json, FtmEntity& entity) {
  for (const char* key : {"datasets", "referents"}) {
    if (const formats::JsonValue* list = json.find(key)) {
      for (const formats::JsonValue& item : list->elements()) {
        if (item.as_string() != nullptr) {
          entity.facts.push_back({.key = key, .value = *item.as_string()});
        }
      }
    }
  }
  if (const formats::JsonValue* target = json.find("target");
      target != nullptr && target->as_bool()) {
    entity.facts.push_back({.key = "target", .value = *target->as_bool() ? "true" : "false"});
  }
}

}  // namespace

const std::vector<std::string>& FtmEntity::values(std::string_view property) const {
  static const std::vector<std::string> kNone;
  const auto found = properties.find(property);
  return found == properties.end() ? kNone : found->second;
}

std::string FtmEntity::first(std::string_view property) const {
  const std::vector<std::string>& all = values(property);
  return all.empty() ? std::string() : all.front();
}

FtmEntity ftm_entity_of(const formats::JsonValue& json, int depth) {
  FtmEntity entity{
      .id = text_at(json, "id"),
      .schema = text_at(json, "schema"),
      .caption = text_at(json, "caption")};
  read_facts(json, entity);
  const formats::JsonValue* properties = json.find("properties");
  if (properties == nullptr) {
    return entity;
  }
  for (const formats::JsonMember& member : properties->members()) {
    const auto take = [&](const formats::JsonValue& value) {
      if (const std::string* text = value.as_string()) {
        entity.properties[member.key].push_back(*text);
      } else if (value.kind() == formats::JsonValue::Kind::kObject && depth < kMaxNesting) {
        entity.nested.push_back(ftm_entity_of(value, depth + 1));
      } else if (!value.is_null()) {
        entity.properties[member.key].push_back(value.dump());
      }
    };
    if (member.value.kind() == formats::JsonValue::Kind::kArray) {
      std::ranges::for_each(member.value.elements(), take);
    } else {
      take(member.value);
    }
  }
  return entity;
}

bool FtmAttachments::take(const FtmEntity& entity) {
  if (entity.schema == "Address") {
    addresses_[entity.id] = address_of(entity);
    return true;
  }
  if (entity.schema == "Sanction") {
    for (const std::string& about : entity.values("entity")) {
      Sanction& sanction = sanctions_[about];
      for (const char* property : {"program", "programId"}) {
        for (const std::string& programme : entity.values(property)) {
          sanction.programmes.push_back(programme);
        }
      }
      for (const char* property : {"listingDate", "startDate"}) {
        for (const std::string& date : entity.values(property)) {
          if (sanction.listed_on.empty() || date < sanction.listed_on) {
            sanction.listed_on = date;
          }
        }
      }
      for (const std::string& reason : entity.values("reason")) {
        sanction.remarks.push_back(reason);
      }
    }
    return true;
  }
  if (entity.schema == "Passport" || entity.schema == "Identification") {
    const std::string country = entity.first("country");
    for (const std::string& holder : entity.values("holder")) {
      for (const char* property : {"number", "passportNumber"}) {
        for (const std::string& number : entity.values(property)) {
          documents_[holder].push_back(
              {.type = entity.first("type").empty() ? entity.schema : entity.first("type"),
               .number = number,
               .country_text = country,
               .country = country_of_text(country)}
          );
        }
      }
    }
    return true;
  }
  return false;
}

void FtmAttachments::put(const FtmEntity& entity, ListedParty& party) const {
  for (const std::string& id : entity.values("addressEntity")) {
    if (const auto found = addresses_.find(id); found != addresses_.end()) {
      party.addresses.push_back(found->second);
    }
  }
  if (const auto found = sanctions_.find(entity.id); found != sanctions_.end()) {
    const Sanction& sanction = found->second;
    party.programmes.insert(
        party.programmes.end(), sanction.programmes.begin(), sanction.programmes.end()
    );
    party.listed_on = iso_text(parse_party_date(sanction.listed_on));
    party.remarks.insert(party.remarks.end(), sanction.remarks.begin(), sanction.remarks.end());
  }
  if (const auto found = documents_.find(entity.id); found != documents_.end()) {
    party.identifiers.insert(party.identifiers.end(), found->second.begin(), found->second.end());
  }
}

bool is_party_schema(std::string_view schema) {
  return std::ranges::find(kSchemas, schema, [](const auto& one) { return one.first; }) !=
         kSchemas.end();
}

namespace {

void read_properties(const FtmEntity& entity, ListedParty& party) {
  const std::string country =
      entity.first("country").empty() ? entity.first("jurisdiction") : entity.first("country");
  for (const std::string_view property : kIdentifiers) {
    for (const std::string& number : entity.values(property)) {
      party.identifiers.push_back(
          {.type = std::string(property),
           .number = number,
           .country_text = country,
           .country = country_of_text(country)}
      );
    }
  }
  for (const auto& [property, role] : kCountries) {
    for (const std::string& text : entity.values(property)) {
      party.countries.push_back({.role = role, .text = text, .country = country_of_text(text)});
    }
  }
  for (const std::string& text : entity.values("address")) {
    party.addresses.push_back({.text = text});
  }
  for (const std::string& date : entity.values("birthDate")) {
    party.birth_dates.push_back(parse_party_date(date));
  }
  for (const char* property : {"programId", "program"}) {
    for (const std::string& text : entity.values(property)) {
      party.programmes.push_back(text);
    }
  }
  for (const char* property : {"notes", "summary"}) {
    for (const std::string& text : entity.values(property)) {
      party.remarks.push_back(text);
    }
  }
}

// What was read above is not said again.
void read_other_properties(const FtmEntity& entity, ListedParty& party) {
  std::set<std::string_view> known{
      "address", "birthDate", "programId", "program", "notes", "summary", "addressEntity"};
  known.insert(kIdentifiers.begin(), kIdentifiers.end());
  for (const auto& [property, role] : kCountries) {
    known.insert(property);
  }
  for (const auto& [property, role] : kNames) {
    known.insert(property);
  }
  for (const auto& [property, values] : entity.properties) {
    if (!known.contains(property)) {
      for (const std::string& value : values) {
        party.details.push_back({.key = property, .value = value});
      }
    }
  }
  party.details.insert(party.details.end(), entity.facts.begin(), entity.facts.end());
}

// Nested entities lack the reference to the one they are in.
void read_nested(const FtmEntity& entity, ListedParty& party) {
  FtmAttachments inside;
  FtmEntity holder{.id = entity.id};
  for (FtmEntity nested : entity.nested) {
    if (nested.schema == "Address") {
      holder.properties["addressEntity"].push_back(nested.id);
    }
    nested.properties["entity"] = {entity.id};
    nested.properties["holder"] = {entity.id};
    inside.take(nested);
  }
  const std::string listed_on = party.listed_on;
  inside.put(holder, party);
  if (party.listed_on.empty()) {
    party.listed_on = listed_on;
  }
}

}  // namespace

ListedParty party_of(const FtmEntity& entity, const FtmAttachments& attachments) {
  ListedParty party;
  party.entry_id = entity.id;
  if (entity.schema == "Address") {
    party.schema = PartySchema::kAddress;
    party.addresses.push_back(address_of(entity));
    read_other_properties(entity, party);
    return party;
  }
  const auto schema =
      std::ranges::find(kSchemas, entity.schema, [](const auto& one) { return one.first; });
  party.schema = schema == kSchemas.end() ? PartySchema::kUnknown : schema->second;
  read_names(entity, party);
  read_properties(entity, party);
  attachments.put(entity, party);
  read_nested(entity, party);
  read_other_properties(entity, party);
  return party;
}

}  // namespace portolan::parties
