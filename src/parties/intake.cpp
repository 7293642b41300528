#include "intake.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "party_json.hpp"
#include "portolan/base/text.hpp"

namespace portolan::parties {
namespace {

constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kShownBytes = 200;

// Blanks of all kinds become single ones: lists break lines within names.
std::string tidy(std::string_view text) {
  std::string result;
  bool is_gap = false;
  for (const char c : trim(text)) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank) {
      result += is_gap ? " " : "";
      result += c;
    }
    is_gap = is_blank;
  }
  return result;
}

template <typename Item>
void drop_repeated(std::vector<Item>& items) {
  std::vector<Item> kept;
  for (Item& item : items) {
    if (std::ranges::find(kept, item) == kept.end()) {
      kept.push_back(std::move(item));
    }
  }
  items = std::move(kept);
}

void tidy_names(std::vector<PartyName>& names) {
  std::vector<PartyName> kept;
  for (PartyName& name : names) {
    name.text = tidy(name.text);
    const auto same = std::ranges::find(kept, name.text, &PartyName::text);
    if (name.text.empty()) {
      continue;
    }
    if (same == kept.end()) {
      kept.push_back(std::move(name));
    } else {
      same->is_weak = same->is_weak && name.is_weak;  // strong once is strong
    }
  }
  std::ranges::stable_sort(kept, {}, [](const PartyName& name) {
    return name.role != NameRole::kPrimary;
  });
  names = std::move(kept);
}

void tidy_texts(std::vector<std::string>& texts) {
  for (std::string& text : texts) {
    text = trim(text);
  }
  std::erase(texts, "");
  drop_repeated(texts);
}

void tidy_party(ListedParty& party) {
  tidy_names(party.names);
  for (PartyAddress& address : party.addresses) {
    address.text = tidy(address.text);
  }
  std::erase_if(party.addresses, [](const PartyAddress& one) { return one.text.empty(); });
  for (PartyIdentifier& identifier : party.identifiers) {
    identifier.type = trim(identifier.type);
    identifier.number = trim(identifier.number);
  }
  std::erase_if(party.identifiers, [](const PartyIdentifier& one) { return one.number.empty(); });
  std::erase_if(party.birth_dates, [](const PartyDate& one) { return one.text.empty(); });
  for (PartyCountry& country : party.countries) {
    country.text = trim(country.text);
  }
  std::erase_if(party.countries, [](const PartyCountry& one) { return one.text.empty(); });
  std::erase_if(party.details, [](const PartyDetail& one) { return trim(one.value).empty(); });
  drop_repeated(party.addresses);
  drop_repeated(party.identifiers);
  drop_repeated(party.birth_dates);
  drop_repeated(party.countries);
  tidy_texts(party.programmes);
  tidy_texts(party.remarks);
}

}  // namespace

void Intake::add(ListedParty party, EntryChange change) {
  check();
  tidy_party(party);
  party.entry_id = trim(party.entry_id);
  if (party.entry_id.empty()) {
    party.entry_id = "x-" + content_sha256(party).substr(0, kIdDigits);
  }
  if (change == EntryChange::kAdd) {
    const int use = ++uses_of_id_[party.entry_id];
    if (use > 1) {
      party.entry_id += fmt::format("-{}", use);
    }
  }
  ++reading_.num_entries;
  const bool is_address = party.schema == PartySchema::kAddress;
  if (change != EntryChange::kRemove &&
      (is_address ? party.addresses.empty() : party.names.empty())) {
    ++reading_.num_nameless;
  }
  take_(std::move(party), change);
}

void Intake::reject(
    std::int64_t line,
    std::string_view column,
    std::string_view reason,
    std::string_view value
) {
  reading_.rejects.push_back(
      {.ordinal = std::ssize(reading_.rejects) + reading_.num_entries,
       .line = line,
       .column = std::string(column),
       .reason = std::string(reason),
       .value = std::string(value.substr(0, kShownBytes))}
  );
}

void Intake::publish(std::string_view date_text, DateOrder order) {
  const std::string date = iso_text(parse_party_date(date_text, order));
  if (date.size() == 10 && date > reading_.published_on) {
    reading_.published_on = date;
  }
}

}  // namespace portolan::parties
