#include "portolan/parties/party.hpp"

#include <array>
#include <utility>

#include "portolan/base/countries.hpp"
#include "portolan/base/text.hpp"

namespace portolan::parties {
namespace {

constexpr std::array<std::pair<PartySchema, std::string_view>, 7> kSchemas{{
    {PartySchema::kPerson, "person"},
    {PartySchema::kCompany, "company"},
    {PartySchema::kOrganization, "organization"},
    {PartySchema::kVessel, "vessel"},
    {PartySchema::kAircraft, "aircraft"},
    {PartySchema::kAddress, "address"},
    {PartySchema::kUnknown, "unknown"},
}};

std::optional<CountryCode> code_of(std::string_view text, PlaceScheme scheme) {
  const auto place = find_place(text, scheme);
  return place ? place->code : std::nullopt;
}

// "Korea, North" as OFAC and others sort it: read as "North Korea".
std::string turned(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) {
    return std::string(text);
  }
  return std::string(trim(text.substr(comma + 1))) + " " + std::string(trim(text.substr(0, comma)));
}

}  // namespace

std::string_view to_string(PartySchema schema) {
  return kSchemas[static_cast<std::size_t>(schema)].second;
}

std::optional<PartySchema> parse_party_schema(std::string_view text) {
  for (const auto& [schema, name] : kSchemas) {
    if (name == text) {
      return schema;
    }
  }
  return std::nullopt;
}

std::string_view to_string(NameRole role) {
  constexpr std::array<std::string_view, 3> kNames{"primary", "alias", "former"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string_view to_string(CountryRole role) {
  constexpr std::array<std::string_view, 5> kNames{
      "nationality", "citizenship", "flag", "place", "birth"};
  return kNames[static_cast<std::size_t>(role)];
}

std::string caption_of(const ListedParty& party) {
  if (party.schema == PartySchema::kAddress && !party.addresses.empty()) {
    return party.addresses.front().text;
  }
  return party.names.empty() ? party.entry_id : party.names.front().text;
}

std::string country_of_text(std::string_view text) {
  const std::string_view name = trim(text);
  if (name.empty()) {
    return {};
  }
  if (const auto code = code_of(name, PlaceScheme::kName)) {
    return code->to_string();
  }
  if (const auto code = code_of(turned(name), PlaceScheme::kName)) {
    return code->to_string();
  }
  if (name.size() == 2) {
    const auto code = code_of(to_ascii_upper(name), PlaceScheme::kIso2);
    return code ? code->to_string() : std::string();
  }
  if (name.size() == 3) {
    const auto code = code_of(to_ascii_upper(name), PlaceScheme::kIso3);
    return code ? code->to_string() : std::string();
  }
  return {};
}

PartyAddress
make_address(const std::vector<std::string>& parts, std::string city, std::string country_text) {
  PartyAddress address;
  const auto add = [&address](std::string_view part) {
    const std::string_view text = trim(part);
    if (!text.empty()) {
      address.text += (address.text.empty() ? "" : ", ") + std::string(text);
    }
  };
  for (const std::string& part : parts) {
    add(part);
  }
  add(country_text);
  address.city = std::move(city);
  address.country = country_of_text(country_text);
  address.country_text = std::move(country_text);
  return address;
}

}  // namespace portolan::parties
