#include "word_tables.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "embedded/match.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/edit_distance.hpp"
#include "portolan/match/words.hpp"

namespace portolan::match {
namespace {

WordClass class_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, WordClass>, 9> kClasses{
      {{"title", WordClass::kTitle},
       {"honorific", WordClass::kHonorific},
       {"kin", WordClass::kKin},
       {"particle", WordClass::kParticle},
       {"article", WordClass::kArticle},
       {"vessel", WordClass::kVesselPrefix},
       {"number", WordClass::kNumber},
       {"trade", WordClass::kTrade},
       {"common", WordClass::kCommonWord}}};
  for (const auto& [known, what] : kClasses) {
    if (known == name) {
      return what;
    }
  }
  ensure(false, "words.csv: a class that no code knows");
  return WordClass::kTrade;
}

}  // namespace

WordTables::WordTables() {
  for (const auto& row : read_embedded_table(embedded::legal_forms_csv, {"class", "forms"})) {
    add(row[1], WordClass::kLegalForm, row[0]);
  }
  for (const auto& row : read_embedded_table(embedded::words_csv, {"class", "value", "words"})) {
    add(row[2], class_of(row[0]), row[1]);
  }
  for (const auto& row : read_embedded_table(embedded::places_csv, {"place", "words"})) {
    add(row[1], WordClass::kPlace, row[0]);
  }
  for (const auto& row : read_embedded_table(embedded::given_names_csv, {"class", "names"})) {
    const bool is_common = row[0] == "common";
    const std::string first = row[1].substr(0, row[1].find(';'));
    add(row[1], is_common ? WordClass::kCommonName : WordClass::kSameName, is_common ? "" : first);
  }
}

void WordTables::add(std::string_view phrases, WordClass what, std::string_view value) {
  for (const std::string_view phrase : split(phrases, ';')) {
    std::vector<std::string> words;
    for (const Word& word : words_of(phrase)) {
      words.push_back(word.latin);
      if (what == WordClass::kLegalForm && word.latin.size() >= 7) {
        long_legal_words_.push_back(word.latin);
      }
    }
    ensure(!words.empty(), "data/names: a phrase without letters");
    WordMeaning meaning{.what = what, .value = std::string(value)};
    meaning.rest.assign(words.begin() + 1, words.end());
    by_first_word_[words.front()].push_back(std::move(meaning));
  }
}

const WordMeaning*
WordTables::find(const std::vector<std::string>& words, std::size_t at, WordClass what) const {
  const auto found = by_first_word_.find(words[at]);
  if (found == by_first_word_.end()) {
    return nullptr;
  }
  const WordMeaning* longest = nullptr;
  for (const WordMeaning& meaning : found->second) {
    const bool fits = meaning.what == what && at + meaning.rest.size() < words.size() &&
                      std::equal(
                          meaning.rest.begin(),
                          meaning.rest.end(),
                          words.begin() + static_cast<std::ptrdiff_t>(at) + 1
                      );
    if (fits && (longest == nullptr || meaning.rest.size() > longest->rest.size())) {
      longest = &meaning;
    }
  }
  return longest;
}

bool WordTables::is_misspelt_legal_word(std::string_view word) const {
  if (word.size() < 8) {
    return false;
  }
  const Pattern pattern(word);
  const std::size_t limit = word.size() >= 12 ? 2 : 1;
  return std::any_of(
      long_legal_words_.begin(),
      long_legal_words_.end(),
      [&](const std::string& known) {
        const std::size_t longer = std::max(known.size(), word.size());
        return longer - std::min(known.size(), word.size()) <= limit &&
               alignment_distance(pattern, known) <= limit;
      }
  );
}

const WordTables& word_tables() {
  static const WordTables tables;
  return tables;
}

}  // namespace portolan::match
