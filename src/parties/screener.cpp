#include "portolan/parties/screener.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/text.hpp"
#include "screener_tables.hpp"

namespace portolan::parties {
namespace {

constexpr std::size_t kLeastIdentifier = 5;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Words that lists put before a number within it.
std::string_view without_label(std::string_view number) {
  std::string_view text = trim(number);
  const auto end = text.find_first_of(" :");
  if (end == std::string_view::npos) {
    return text;
  }
  const std::string_view word = text.substr(0, end);
  const std::string_view rest = trim(text.substr(end + 1));
  const bool is_label = std::ranges::all_of(word, is_letter);
  return is_label && std::ranges::any_of(rest, is_digit) ? rest : text;
}

void add_unique(std::vector<std::string>& texts, const std::string& text) {
  if (!text.empty() && std::ranges::find(texts, text) == texts.end()) {
    texts.push_back(text);
  }
}

// A person's own countries; a firm's are those of its addresses, too.
std::vector<std::string> countries_of(const ListedParty& party) {
  std::vector<std::string> countries;
  for (const PartyCountry& country : party.countries) {
    if (country.role != CountryRole::kBirth) {
      add_unique(countries, country.country);
    }
  }
  if (party.schema != PartySchema::kPerson) {
    for (const PartyAddress& address : party.addresses) {
      add_unique(countries, address.country);
    }
  }
  return countries;
}

}  // namespace

std::string identifier_key(std::string_view number) {
  std::string key;
  for (const char c : without_label(number)) {
    if (is_digit(c) || is_letter(c)) {
      key += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return key.size() < kLeastIdentifier || !std::ranges::any_of(key, is_digit) ? std::string() : key;
}

match::NameKind name_kind_of(PartySchema schema) {
  switch (schema) {
    case PartySchema::kPerson:
      return match::NameKind::kPerson;
    case PartySchema::kCompany:
    case PartySchema::kOrganization:
      return match::NameKind::kOrganization;
    case PartySchema::kVessel:
    case PartySchema::kAircraft:
      return match::NameKind::kVessel;
    case PartySchema::kAddress:
    case PartySchema::kUnknown:
      break;
  }
  return match::NameKind::kUnknown;
}

struct Screener::Builder::State {
  std::vector<ScreenedEntry> entries;
  std::vector<EntryFacts> facts;
  std::vector<match::Name> names;
  std::vector<ListedName> listed_names;
  AddressIndex addresses;
  std::vector<ListedText> listed_addresses;
  std::unordered_map<std::string, std::vector<ListedText>> identifiers;
};

Screener::Builder::Builder() : state_(std::make_unique<State>()) {}
Screener::Builder::~Builder() = default;

void Screener::Builder::add(const StoredParty& stored, std::size_t list) {
  const ListedParty& party = stored.party;
  const auto number = static_cast<std::uint32_t>(state_->entries.size());
  state_->entries.push_back(
      {.list = list,
       .entry_id = party.entry_id,
       .schema = party.schema,
       .caption = caption_of(party),
       .content_sha256 = stored.content_sha256}
  );
  const match::NameKind kind = name_kind_of(party.schema);
  // The name of an address ("Address 1") is no name.
  if (party.schema != PartySchema::kAddress) {
    for (const PartyName& name : party.names) {
      state_->names.push_back(match::prepare_name(name.text, kind));
      state_->listed_names.push_back({.entry = number, .is_weak = name.is_weak});
    }
  }
  for (const PartyAddress& address : party.addresses) {
    state_->addresses.add(address.text);
    state_->listed_addresses.push_back({.entry = number, .text = address.text});
  }
  EntryFacts facts{.countries = countries_of(party)};
  for (const PartyDate& date : party.birth_dates) {
    if (date.year != 0) {
      facts.births.push_back(date);
    }
  }
  for (const PartyIdentifier& identifier : party.identifiers) {
    const std::string key = identifier_key(identifier.number);
    if (!key.empty()) {
      state_->identifiers[key].push_back(
          {.entry = number,
           .text = identifier.type + (identifier.type.empty() ? "" : " ") + identifier.number}
      );
      ++facts.num_identifiers;
    }
  }
  state_->facts.push_back(std::move(facts));
}

Screener Screener::Builder::build() {
  auto tables = std::make_unique<Tables>(Tables{
      .entries = std::move(state_->entries),
      .facts = std::move(state_->facts),
      .names = match::NameIndex(std::move(state_->names)),
      .listed_names = std::move(state_->listed_names),
      .addresses = std::move(state_->addresses),
      .listed_addresses = std::move(state_->listed_addresses),
      .identifiers = std::move(state_->identifiers)});
  state_ = std::make_unique<State>();
  return Screener(std::move(tables));
}

Screener::Screener(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Screener::~Screener() = default;
Screener::Screener(Screener&&) noexcept = default;
Screener& Screener::operator=(Screener&&) noexcept = default;

const ScreenedEntry& Screener::entry(std::size_t number) const {
  return tables_->entries[number];
}
std::size_t Screener::num_entries() const {
  return tables_->entries.size();
}
std::size_t Screener::num_names() const {
  return tables_->listed_names.size();
}

}  // namespace portolan::parties
