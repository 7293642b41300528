#include "portolan/parties/address_match.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "embedded/parties.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/edit_distance.hpp"
#include "portolan/match/words.hpp"
#include "portolan/parties/party.hpp"

namespace portolan::parties {
namespace {

// Two writings of one address have a word in common nine times of ten.
constexpr double kAgreementShare = 0.9;
constexpr double kPriorDb = -40.0;
constexpr double kMissingWordDb = -3.0;
constexpr double kOtherNumberDb = -10.0;
constexpr double kSpellingDb = -3.0;
constexpr std::size_t kShortestSpelled = 6;
// Shares of addresses that have a word or number which the table does not know.
constexpr double kRareWordShare = 0.001;
constexpr std::array<double, 3> kNumberShares{0.02, 0.008, 0.002};
// Words that more addresses have do not lead to candidates.
constexpr double kCommonShare = 0.02;
// What the words that lead to a candidate must weigh together.
constexpr double kLeastSharedDb = 20.0;

struct WordTable {
  std::unordered_map<std::string, double> shares;
  std::set<std::string, std::less<>> kinds;
};

WordTable read_table() {
  WordTable table;
  for (const auto& row : read_embedded_table(embedded::address_words_csv, {"word", "share"})) {
    if (row[1].empty()) {
      table.kinds.insert(std::string(row[0]));
    } else {
      table.shares[std::string(row[0])] = parse_double(row[1]).value_or(kRareWordShare);
    }
  }
  return table;
}

const WordTable& word_table() {
  static const WordTable kTable = read_table();
  return kTable;
}

double share_of(const std::string& word, bool is_number) {
  const auto found = word_table().shares.find(word);
  if (found != word_table().shares.end()) {
    return found->second;
  }
  if (!is_number) {
    return kRareWordShare;
  }
  return kNumberShares[std::min(word.size(), kNumberShares.size()) - 1];
}

bool has_digit(const std::string& word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// "77, Iran" ends with its country, which the country says better.
std::string without_countries(std::string_view text) {
  std::string kept;
  for (const std::string_view piece : split(text, ',')) {
    const bool is_country = !has_digit(std::string(piece)) && !country_of_text(piece).empty();
    if (!is_country) {
      kept += std::string(piece) + " , ";
    }
  }
  return kept;
}

const AddressWord* near_spelling(const AddressWord& word, const std::vector<AddressWord>& among) {
  if (word.is_number || word.text.size() < kShortestSpelled) {
    return nullptr;
  }
  for (const AddressWord& other : among) {
    if (!other.is_number && other.text.size() >= kShortestSpelled &&
        match::alignment_distance(word.text, other.text) == 1) {
      return &other;
    }
  }
  return nullptr;
}

/// Collects parts of one name.
class Parts {
 public:
  void add(const char* part, double score_db, const std::string& words) {
    const auto found = std::ranges::find(score_.parts, part, &AddressPart::part);
    if (found == score_.parts.end()) {
      score_.parts.push_back({.part = part, .amount = 1.0, .score_db = score_db, .words = words});
    } else {
      found->amount += 1.0;
      found->score_db += score_db;
      found->words += (words.empty() ? "" : ", ") + words;
    }
    score_.score_db += score_db;
  }
  [[nodiscard]] AddressScore take() { return std::move(score_); }

 private:
  AddressScore score_;
};

std::vector<AddressWord>
only_in(const std::vector<AddressWord>& these, const std::vector<AddressWord>& others) {
  std::vector<AddressWord> result;
  for (const AddressWord& word : these) {
    if (std::ranges::find(others, word.text, &AddressWord::text) == others.end()) {
      result.push_back(word);
    }
  }
  return result;
}

// Words that are one but for a letter are taken off both sides.
void pair_spellings(
    std::vector<AddressWord>& asked,
    std::vector<AddressWord>& listed,
    Parts& parts
) {
  for (std::size_t i = 0; i < asked.size();) {
    const AddressWord* other = near_spelling(asked[i], listed);
    if (other == nullptr) {
      ++i;
      continue;
    }
    parts.add(
        "address_spelling",
        std::min(asked[i].weight_db, other->weight_db) + kSpellingDb,
        asked[i].text + " ~ " + other->text
    );
    listed.erase(listed.begin() + (other - listed.data()));
    asked.erase(asked.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void add_missing(
    const std::vector<AddressWord>& asked,
    const std::vector<AddressWord>& listed,
    Parts& parts
) {
  std::vector<std::string> asked_numbers;
  std::vector<std::string> listed_numbers;
  for (const AddressWord& word : asked) {
    if (word.is_number) {
      asked_numbers.push_back(word.text);
    } else {
      parts.add("address_missing", kMissingWordDb, word.text);
    }
  }
  for (const AddressWord& word : listed) {
    if (word.is_number) {
      listed_numbers.push_back(word.text);
    } else {
      parts.add("address_missing", kMissingWordDb, word.text);
    }
  }
  const std::size_t pairs = std::min(asked_numbers.size(), listed_numbers.size());
  for (std::size_t i = 0; i < std::max(asked_numbers.size(), listed_numbers.size()); ++i) {
    if (i < pairs) {
      parts.add(
          "address_numbers_differ", kOtherNumberDb, asked_numbers[i] + " / " + listed_numbers[i]
      );
    } else {
      parts.add(
          "address_missing",
          kMissingWordDb,
          i < asked_numbers.size() ? asked_numbers[i] : listed_numbers[i]
      );
    }
  }
}

}  // namespace

std::vector<AddressWord> address_words(std::string_view text) {
  std::vector<AddressWord> words;
  for (const match::Word& word : match::words_of(without_countries(text))) {
    if (word.latin.empty() || word_table().kinds.contains(word.latin)) {
      continue;
    }
    const bool is_number = has_digit(word.latin);
    words.push_back(
        {.text = word.latin,
         .is_number = is_number,
         .weight_db = 10.0 * std::log10(kAgreementShare / share_of(word.latin, is_number))}
    );
  }
  std::ranges::sort(words, {}, &AddressWord::text);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

AddressScore
score_addresses(const std::vector<AddressWord>& asked, const std::vector<AddressWord>& listed) {
  Parts parts;
  for (const AddressWord& word : asked) {
    if (std::ranges::find(listed, word.text, &AddressWord::text) != listed.end()) {
      parts.add(word.is_number ? "address_numbers" : "address_words", word.weight_db, word.text);
    }
  }
  std::vector<AddressWord> asked_only = only_in(asked, listed);
  std::vector<AddressWord> listed_only = only_in(listed, asked);
  pair_spellings(asked_only, listed_only, parts);
  add_missing(asked_only, listed_only, parts);
  parts.add("address_prior", kPriorDb, "");
  return parts.take();
}

std::size_t AddressIndex::add(std::string_view text) {
  const auto number = static_cast<std::uint32_t>(addresses_.size());
  addresses_.push_back(address_words(text));
  const double least_db = 10.0 * std::log10(kAgreementShare / kCommonShare);
  for (const AddressWord& word : addresses_.back()) {
    if (word.weight_db > least_db) {
      numbers_by_word_[word.text].push_back(number);
    }
  }
  return number;
}

std::vector<AddressIndex::Hit>
AddressIndex::search(const std::vector<AddressWord>& asked, double threshold_db) const {
  std::unordered_map<std::uint32_t, double> shared_db;
  for (const AddressWord& word : asked) {
    const auto found = numbers_by_word_.find(word.text);
    if (found != numbers_by_word_.end()) {
      for (const std::uint32_t number : found->second) {
        shared_db[number] += word.weight_db;
      }
    }
  }
  std::vector<Hit> hits;
  for (const auto& [number, db] : shared_db) {
    if (db < kLeastSharedDb) {
      continue;
    }
    const double score = score_addresses(asked, addresses_[number]).score_db;
    if (score >= threshold_db) {
      hits.push_back({.number = number, .score_db = score});
    }
  }
  std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
    return a.score_db != b.score_db ? a.score_db > b.score_db : a.number < b.number;
  });
  return hits;
}

}  // namespace portolan::parties
