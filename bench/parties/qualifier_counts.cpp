#include "qualifier_counts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/progress.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/match/name_index.hpp"
#include "portolan/match/name_score.hpp"
#include "portolan/parties/list_reader.hpp"

namespace portolan::bench {
namespace {

// The threshold at which docs/methods/names.md reports alerts.
constexpr double kThresholdDb = 5.61;

std::vector<parties::ListedParty>
read(const std::vector<std::filesystem::path>& paths, parties::PartySchema schema) {
  std::vector<parties::ListFile> files;
  for (const auto& path : paths) {
    for (auto& file : parties::recognise_list_files(path)) {
      files.push_back(std::move(file));
    }
  }
  std::vector<parties::ListedParty> list;
  SilentProgress progress;
  (void)parties::read_party_list(
      files,
      [&](parties::ListedParty&& party, parties::EntryChange) {
        if (party.schema == schema) {
          list.push_back(std::move(party));
        }
      },
      progress
  );
  return list;
}

/// What is compared of a party beside its name.
struct Facts {
  std::vector<std::string> countries = {};
  std::vector<parties::PartyDate> births = {};
};

Facts facts_of(const parties::ListedParty& party) {
  Facts facts;
  for (const auto& country : party.countries) {
    const bool is_own = country.role == parties::CountryRole::kNationality ||
                        country.role == parties::CountryRole::kCitizenship;
    if (is_own && !country.country.empty()) {
      facts.countries.push_back(country.country);
    }
  }
  for (const auto& date : party.birth_dates) {
    if (date.year != 0) {
      facts.births.push_back(date);
    }
  }
  return facts;
}

int last_year(const parties::PartyDate& date) {
  return date.until_year == 0 ? date.year : date.until_year;
}

// Years between the nearest two dates; 0 where spans meet.
int years_apart(const Facts& a, const Facts& b) {
  int least = 1'000;
  for (const auto& one : a.births) {
    for (const auto& other : b.births) {
      least =
          std::min(least, std::max({0, other.year - last_year(one), one.year - last_year(other)}));
    }
  }
  return least;
}

bool has_day(const parties::PartyDate& date) {
  return date.day != 0;
}

std::string birth_class(const Facts& a, const Facts& b) {
  if (a.births.empty() || b.births.empty()) {
    return "";
  }
  const int apart = years_apart(a, b);
  if (apart > 0) {
    return apart == 1   ? "birth: a year apart"
           : apart <= 5 ? "birth: 2 to 5 years apart"
                        : "birth: more than 5 years apart";
  }
  bool has_days = false;
  for (const auto& one : a.births) {
    for (const auto& other : b.births) {
      has_days = has_days || (has_day(one) && has_day(other) && one.year == other.year);
      if (has_day(one) && one.year == other.year && one.month == other.month &&
          one.day == other.day) {
        return "birth: the same day";
      }
    }
  }
  return has_days ? "birth: the same year, another day" : "birth: the same year, no day";
}

std::string country_class(const Facts& a, const Facts& b) {
  if (a.countries.empty() || b.countries.empty()) {
    return "";
  }
  for (const auto& one : a.countries) {
    if (std::ranges::find(b.countries, one) != b.countries.end()) {
      return "country: the same";
    }
  }
  return "country: another";
}

using Counts = std::map<std::string, std::pair<int, int>>;

void count(const Facts& a, const Facts& b, bool is_same, Counts& counts) {
  for (const std::string& what : {birth_class(a, b), country_class(a, b)}) {
    if (!what.empty()) {
      ++(is_same ? counts[what].first : counts[what].second);
    }
  }
}

struct Index {
  std::vector<std::size_t> owners = {};
  std::vector<bool> is_weak = {};
  std::vector<match::Name> names = {};
};

Index index_of(const std::vector<parties::ListedParty>& list, match::NameKind kind) {
  Index index;
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const auto& name : list[i].names) {
      index.owners.push_back(i);
      index.is_weak.push_back(name.is_weak);
      index.names.push_back(match::prepare_name(name.text, kind));
    }
  }
  return index;
}

// Firms: countries of their addresses.
Facts places_of(const parties::ListedParty& party) {
  Facts facts;
  for (const auto& address : party.addresses) {
    if (!address.country.empty()) {
      facts.countries.push_back(address.country);
    }
  }
  return facts;
}

// One bearer: firms of the UN's list and of OFAC's with one name. Two: entries of OFAC's list whose
// names are near each other's.
Counts count_firms(
    const std::vector<parties::ListedParty>& ofac,
    const std::vector<parties::ListedParty>& un
) {
  constexpr double kSameDb = 15.0;
  constexpr auto kKind = match::NameKind::kOrganization;
  Index all = index_of(ofac, kKind);
  const auto owners = all.owners;
  const match::NameIndex index(std::move(all.names));
  match::NameSearcher searcher(index);
  Counts counts;
  for (const auto& party : un) {
    const auto hits =
        searcher.search(match::prepare_name(party.names.front().text, kKind), kSameDb);
    if (!hits.empty()) {
      count(places_of(party), places_of(ofac[owners[hits.front().number]]), true, counts);
    }
  }
  for (std::size_t i = 0; i < ofac.size(); ++i) {
    const auto hits =
        searcher.search(match::prepare_name(ofac[i].names.front().text, kKind), kThresholdDb);
    std::size_t last = i;
    for (const auto& hit : hits) {
      const std::size_t other = owners[hit.number];
      if (other > i && other != last) {
        count(places_of(ofac[i]), places_of(ofac[other]), false, counts);
        last = other;
      }
    }
  }
  return counts;
}

void print(const Counts& counts) {
  std::map<std::string, std::pair<double, double>> totals;
  for (const auto& [what, pair] : counts) {
    auto& total = totals[what.substr(0, what.find(':'))];
    total.first += pair.first + 0.5;
    total.second += pair.second + 0.5;
  }
  for (const auto& [what, pair] : counts) {
    const auto& total = totals[what.substr(0, what.find(':'))];
    const double ratio = ((pair.first + 0.5) / total.first) / ((pair.second + 0.5) / total.second);
    fmt::print(
        "{:<36} one bearer {:>5}  two {:>5}  {:+.1f} dB\n",
        what,
        pair.first,
        pair.second,
        10.0 * std::log10(ratio)
    );
  }
}

}  // namespace

void print_qualifier_counts(
    const std::filesystem::path& lists,
    const std::filesystem::path& negatives
) {
  const std::vector<std::filesystem::path> ofac_files{
      lists / "ofac" / "sdn.csv.gz", lists / "ofac" / "alt.csv.gz", lists / "ofac" / "add.csv.gz"};
  const auto ofac = read(ofac_files, parties::PartySchema::kPerson);
  const auto un = read({lists / "un_consolidated.xml.gz"}, parties::PartySchema::kPerson);
  Index all = index_of(ofac, match::NameKind::kPerson);
  const auto owners = all.owners;
  const auto is_weak = all.is_weak;
  const match::NameIndex index(std::move(all.names));
  match::NameSearcher searcher(index);
  Counts counts;
  int num_same = 0;
  // One bearer: names of at least three words that are equal but for spelling.
  constexpr double kSameDb = 20.0;
  for (const auto& party : un) {
    const auto name = match::prepare_name(party.names.front().text, match::NameKind::kPerson);
    if (name.tokens.size() < 3) {
      continue;
    }
    const auto hits = searcher.search(name, kSameDb);
    if (!hits.empty()) {
      ++num_same;
      count(facts_of(party), facts_of(ofac[owners[hits.front().number]]), true, counts);
    }
  }
  formats::InputFile file(negatives);
  const std::string text = formats::read_all(file, std::size_t{256} << 20U);
  formats::CsvRecordReader reader(text, "negatives", {});
  int num_hits = 0;
  int num_weak = 0;
  (void)reader.next();
  while (const auto* record = reader.next()) {
    const auto hits = searcher.search(
        match::prepare_name(record->fields[0], match::NameKind::kPerson), kThresholdDb
    );
    Facts facts;
    facts.births = {parties::parse_party_date(record->fields[5])};
    facts.countries = {parties::country_of_text(record->fields[7])};
    for (const auto& hit : hits) {
      ++num_hits;
      num_weak += is_weak[hit.number] ? 1 : 0;
      count(facts, facts_of(ofac[owners[hit.number]]), false, counts);
    }
  }
  const auto weak_names = std::ranges::count(is_weak, true);
  fmt::print(
      "{} pairs of one bearer, {} of two; {} names of which {} weak, {} hits of which {} weak\n",
      num_same,
      num_hits,
      is_weak.size(),
      weak_names,
      num_hits,
      num_weak
  );
  print(counts);
  fmt::print("firms\n");
  print(count_firms(
      read(ofac_files, parties::PartySchema::kOrganization),
      read({lists / "un_consolidated.xml.gz"}, parties::PartySchema::kOrganization)
  ));
}

}  // namespace portolan::bench
