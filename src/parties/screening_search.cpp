#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/match/name_score.hpp"
#include "qualifiers.hpp"
#include "screener_tables.hpp"

namespace portolan::parties {
namespace {

// Names must be rather one bearer's than two, whatever else agrees.
constexpr double kLeastNameDb = 0.0;
// A digit or letter of an identifier is one of ten or more; of ten thousand listed numbers one may
// agree by chance.
constexpr double kIdentifierCharacterDb = 10.0;
constexpr double kIdentifierPriorDb = -40.0;
constexpr double kMostIdentifierDb = 40.0;

bool is_person(const ScreenedEntry& entry, const ScreeningQuery& query) {
  return entry.schema == PartySchema::kPerson ||
         (entry.schema == PartySchema::kUnknown && query.kind == match::NameKind::kPerson);
}

double identifier_db(const std::string& key) {
  return std::min(
      kMostIdentifierDb,
      kIdentifierCharacterDb * static_cast<double>(key.size()) + kIdentifierPriorDb
  );
}

void add_part(ScreeningHit& hit, HitPart part) {
  hit.score_db += part.score_db;
  hit.parts.push_back(std::move(part));
}

// The most that facts beside the name may add for this query.
double most_added(const ScreeningQuery& query) {
  double most = 0.0;
  if (query.birth.year != 0) {
    most += weight_db(Qualifier::kBirthSameDay);
  }
  if (!query.countries.empty()) {
    most += weight_db(Qualifier::kCountrySamePerson);
  }
  return most;
}

std::string births_text(const EntryFacts& facts) {
  std::vector<std::string> texts;
  for (const PartyDate& date : facts.births) {
    texts.push_back(iso_text(date));
  }
  return join(texts, ", ");
}

void add_qualifiers(
    const ScreeningQuery& query,
    const ScreenedEntry& entry,
    const EntryFacts& facts,
    ScreeningHit& hit
) {
  if (hit.is_weak) {
    add_part(
        hit, {.part = "weak_alias", .amount = 1.0, .score_db = weight_db(Qualifier::kWeakAlias)}
    );
  }
  if (const auto births = compare_births(query.birth, facts.births)) {
    add_part(
        hit,
        {.part = std::string(to_string(*births)),
         .amount = 1.0,
         .score_db = weight_db(*births),
         .words = iso_text(query.birth) + " / " + births_text(facts)}
    );
  }
  const auto countries =
      compare_countries(query.countries, facts.countries, is_person(entry, query));
  if (countries) {
    add_part(
        hit,
        {.part = std::string(to_string(*countries)),
         .amount = 1.0,
         .score_db = weight_db(*countries),
         .words = join(query.countries, ", ") + " / " + join(facts.countries, ", ")}
    );
  }
}

void add_change(ScreeningHit& hit, std::string what, double change_db) {
  hit.changes.push_back({.what = std::move(what), .change_db = change_db});
}

void add_birth_changes(const ScreeningQuery& query, const EntryFacts& facts, ScreeningHit& hit) {
  if (const auto births = compare_births(query.birth, facts.births)) {
    add_change(hit, "no birth date", -weight_db(*births));
  } else if (!facts.births.empty() && query.kind != match::NameKind::kOrganization) {
    const std::string births_listed = births_text(facts);
    add_change(
        hit,
        "a birth date more than 5 years from " + births_listed,
        weight_db(Qualifier::kBirthFarApart)
    );
    add_change(hit, "the birth date " + births_listed, weight_db(Qualifier::kBirthSameDay));
  }
}

// What is not known of the one asked about and would tell the two apart, and what was given and
// may be wrong.
void add_changes(
    const ScreeningQuery& query,
    const ScreenedEntry& entry,
    const EntryFacts& facts,
    ScreeningHit& hit
) {
  const bool is_natural = is_person(entry, query);
  add_birth_changes(query, facts, hit);
  if (const auto countries = compare_countries(query.countries, facts.countries, is_natural)) {
    add_change(hit, "no country", -weight_db(*countries));
  } else if (!facts.countries.empty()) {
    add_change(
        hit,
        "a country other than " + join(facts.countries, ", "),
        weight_db(is_natural ? Qualifier::kCountryOtherPerson : Qualifier::kCountryOtherFirm)
    );
  }
  if (query.identifiers.empty() && facts.num_identifiers > 0) {
    add_change(
        hit, fmt::format("one of its {} identifiers", facts.num_identifiers), kMostIdentifierDb
    );
  }
  if (hit.is_weak) {
    add_change(hit, "a strong alias of that name", -weight_db(Qualifier::kWeakAlias));
  }
}

}  // namespace

struct ScreeningSearcher::State {
  explicit State(const Screener& screener)
      : tables(screener.tables()), names(screener.tables().names) {}

  void search_names(const ScreeningQuery& query, double threshold_db);
  void search_addresses(const ScreeningQuery& query, double threshold_db);
  void search_identifiers(const ScreeningQuery& query, double threshold_db);
  void keep(ScreeningHit hit, double threshold_db);

  const Screener::Tables& tables;
  match::NameSearcher names;
  /// The best hit of each entry.
  std::map<std::size_t, ScreeningHit> best;
};

void ScreeningSearcher::State::keep(ScreeningHit hit, double threshold_db) {
  if (hit.score_db < threshold_db) {
    return;
  }
  const auto found = best.find(hit.entry);
  if (found == best.end()) {
    best.emplace(hit.entry, std::move(hit));
  } else if (hit.score_db > found->second.score_db) {
    found->second = std::move(hit);
  }
}

void ScreeningSearcher::State::search_names(const ScreeningQuery& query, double threshold_db) {
  const match::Name name = match::prepare_name(query.text, query.kind);
  const double least = threshold_db <= kLeastNameDb
                           ? threshold_db
                           : std::max(kLeastNameDb, threshold_db - most_added(query));
  for (const match::NameHit& one : names.search(name, least)) {
    const ListedName& listed = tables.listed_names[one.number];
    const match::Name& listed_name = tables.names.names()[one.number];
    ScreeningHit hit{.entry = listed.entry, .listed = listed_name.text, .is_weak = listed.is_weak};
    for (const match::Contribution& part : match::score_names(name, listed_name).contributions) {
      add_part(
          hit,
          {.part = std::string(to_string(part.part)),
           .amount = part.amount,
           .score_db = part.score_db,
           .words = part.words}
      );
    }
    add_qualifiers(query, tables.entries[listed.entry], tables.facts[listed.entry], hit);
    keep(std::move(hit), threshold_db);
  }
}

void ScreeningSearcher::State::search_addresses(const ScreeningQuery& query, double threshold_db) {
  const std::vector<AddressWord> words = address_words(query.text);
  for (const AddressIndex::Hit& one : tables.addresses.search(words, threshold_db)) {
    const ListedText& listed = tables.listed_addresses[one.number];
    ScreeningHit hit{.entry = listed.entry, .listed = listed.text};
    for (AddressPart& part : score_addresses(words, tables.addresses.words(one.number)).parts) {
      add_part(
          hit,
          {.part = std::move(part.part),
           .amount = part.amount,
           .score_db = part.score_db,
           .words = std::move(part.words)}
      );
    }
    keep(std::move(hit), threshold_db);
  }
}

void ScreeningSearcher::State::search_identifiers(
    const ScreeningQuery& query,
    double threshold_db
) {
  for (const std::string& number : query.identifiers) {
    const std::string key = identifier_key(number);
    const auto found = tables.identifiers.find(key);
    if (key.empty() || found == tables.identifiers.end()) {
      continue;
    }
    for (const ListedText& listed : found->second) {
      ScreeningHit hit{.entry = listed.entry, .listed = listed.text};
      add_part(
          hit,
          {.part = "identifier_same", .amount = 1.0, .score_db = identifier_db(key), .words = key}
      );
      add_qualifiers(query, tables.entries[listed.entry], tables.facts[listed.entry], hit);
      keep(std::move(hit), threshold_db);
    }
  }
}

ScreeningSearcher::ScreeningSearcher(const Screener& screener)
    : state_(std::make_unique<State>(screener)) {}
ScreeningSearcher::~ScreeningSearcher() = default;

std::vector<ScreeningHit>
ScreeningSearcher::search(const ScreeningQuery& query, double threshold_db) {
  state_->best.clear();
  if (query.is_address) {
    state_->search_addresses(query, threshold_db);
  } else {
    state_->search_names(query, threshold_db);
    state_->search_identifiers(query, threshold_db);
  }
  std::vector<ScreeningHit> hits;
  for (auto& [entry, hit] : state_->best) {
    hit.probability = match::probability_of(hit.score_db);
    if (!query.is_address) {
      add_changes(query, state_->tables.entries[entry], state_->tables.facts[entry], hit);
    }
    hits.push_back(std::move(hit));
  }
  const auto order = [&](const ScreeningHit& hit) {
    const ScreenedEntry& entry = state_->tables.entries[hit.entry];
    return std::tuple(-hit.score_db, entry.list, std::string_view(entry.entry_id));
  };
  std::ranges::sort(hits, {}, order);
  return hits;
}

}  // namespace portolan::parties
