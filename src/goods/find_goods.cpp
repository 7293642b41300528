#include "portolan/goods/find_goods.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "embedded/goods.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/labels.hpp"

namespace portolan::goods {
namespace {

/// What the table of words says counts so much for each of its words, whose rarity it is not told.
constexpr double kOfTable = 8.0;
/// What a word counts in the text of a code, of its heading, of its chapter; and a mere beginning.
constexpr std::array kOfText = {1.0, 0.5, 0.25};
constexpr double kOfBeginning = 0.6;
constexpr double kOfPurpose = 0.3;
constexpr std::size_t kShortestBeginning = 4;

constexpr std::array<std::string_view, 26> kLinking = {
    "a",    "an",  "and",   "as",  "at",  "by",    "for",  "from",   "in",
    "into", "is",  "kind",  "not", "of",  "other", "on",   "or",     "than",
    "that", "the", "their", "to",  "use", "used",  "with", "without"};

/// One form for singular and plural.
std::string stem(std::string word) {
  const auto ends = [&](std::string_view end) {
    return word.size() > end.size() + 2 && word.ends_with(end);
  };
  if (ends("ies")) {
    return word.substr(0, word.size() - 3) + "y";
  }
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes")) {
    return word.substr(0, word.size() - 2);
  }
  if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) {
    word.pop_back();
  }
  return word;
}

/// A word, and how much it counts.
struct Word {
  std::string text;
  double weight = 1.0;
};

/// The words of a text in its order, lower case, without those that only link; what follows "for"
/// or "with" says what goods are for or have beside, and counts less.
std::vector<Word> weighted_words(std::string_view text) {
  std::vector<Word> words;
  std::string word;
  double weight = 1.0;
  const auto end_word = [&] {
    if (word == "for" || word == "with") {
      weight = kOfPurpose;
    }
    if (!word.empty() && std::ranges::find(kLinking, word) == kLinking.end()) {
      words.push_back({stem(word), weight});
    }
    word.clear();
  };
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_other = static_cast<unsigned char>(c) >= 0x80;  // of another script: kept whole
    if (is_digit || is_upper || is_other || (c >= 'a' && c <= 'z')) {
      word += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (Word& word : weighted_words(text)) {
    words.push_back(std::move(word.text));
  }
  return words;
}

struct WordRow {
  std::vector<std::string> words;
  std::string phrase;
  HsCode code;
  std::string reason;
};

const std::vector<WordRow>& word_rows() {
  static const std::vector<WordRow> rows = [] {
    std::vector<WordRow> result;
    for (const auto& record :
         read_embedded_table(embedded::goods_words_csv, {"word", "code", "reason"})) {
      const auto code = HsCode::parse(record[1]);
      ensure(code.has_value(), fmt::format("goods words: \"{}\" is no code", record[1]));
      result.push_back({words_of(record[0]), record[0], *code, record[2]});
    }
    return result;
  }();
  return rows;
}

/// Where each word of `phrase` stands in `asked`; empty if one is missing.
std::set<std::size_t>
places_of(const std::vector<std::string>& phrase, const std::vector<Word>& asked) {
  std::set<std::size_t> places;
  for (const std::string& word : phrase) {
    const auto found = std::ranges::find(asked, word, &Word::text);
    if (found == asked.end()) {
      return {};
    }
    places.insert(static_cast<std::size_t>(found - asked.begin()));
  }
  return places;
}

/// The words of the texts, and how rare each is.
class Texts {
 public:
  explicit Texts(std::span<const CodeText> texts) {
    for (const CodeText& text : texts) {
      const auto words = words_of(text.text);
      own_[text.code] = {words.begin(), words.end()};
      for (const std::string& word : own_[text.code]) {
        ++frequency_[word];
      }
    }
  }

  /// How much of a word a code's texts hold, and the word there; 0 where they hold none.
  [[nodiscard]] std::pair<double, std::string> hold(const HsCode& code, const std::string& word)
      const {
    std::pair<double, std::string> best{0.0, ""};
    std::size_t up = 0;
    for (int level = code.level(); level >= 2; level -= 2, ++up) {
      const auto words = own_.find(code.prefix(level));
      if (words == own_.end()) {
        continue;
      }
      for (const std::string& held : words->second) {
        const double likeness = like(held, word);
        const double value = likeness * kOfText[std::min(up, kOfText.size() - 1)] * rarity(held);
        if (value > best.first) {
          best = {value, held};
        }
      }
    }
    return best;
  }

  [[nodiscard]] const std::map<HsCode, std::set<std::string>>& own() const { return own_; }

 private:
  static double like(std::string_view held, std::string_view asked) {
    if (held == asked) {
      return 1.0;
    }
    const auto shorter = std::min(held.size(), asked.size());
    const bool is_beginning = held.substr(0, shorter) == asked.substr(0, shorter);
    return is_beginning && shorter >= kShortestBeginning ? kOfBeginning : 0.0;
  }

  [[nodiscard]] double rarity(const std::string& word) const {
    return std::log((static_cast<double>(own_.size()) + 1.0) / (frequency_.at(word) + 0.5));
  }

  std::map<HsCode, std::set<std::string>> own_;
  std::map<std::string, double> frequency_;
};

struct Candidate {
  double score = 0.0;
  std::set<std::size_t> covered;
  std::vector<std::string> reasons;
};

void add_table(const std::vector<Word>& asked, std::map<HsCode, Candidate>& found) {
  for (const WordRow& row : word_rows()) {
    const auto places = places_of(row.words, asked);
    if (places.empty()) {
      continue;
    }
    Candidate& candidate = found[row.code];
    // "ceramic capacitor" says more than "capacitor": only what is new counts.
    for (const std::size_t place : places) {
      candidate.score +=
          candidate.covered.insert(place).second ? asked[place].weight * kOfTable : 0.0;
    }
    candidate.reasons.push_back(fmt::format("{}: {}", row.phrase, row.reason));
  }
}

void add_texts(
    const std::vector<Word>& asked,
    const Texts& texts,
    std::map<HsCode, Candidate>& found
) {
  for (const auto& [code, words] : texts.own()) {
    std::vector<std::string> held;
    Candidate one;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto [value, word] = texts.hold(code, asked[i].text);
      if (value > 0.0) {
        one.score += asked[i].weight * value;
        one.covered.insert(i);
        held.push_back(word);
      }
    }
    const bool is_own = std::ranges::any_of(held, [&words = words](const std::string& word) {
      return words.contains(word);
    });
    if (code.level() < 4 || (!is_own && !found.contains(code))) {
      continue;
    }
    Candidate& candidate = found[code];
    candidate.score += one.score;
    candidate.covered.insert(one.covered.begin(), one.covered.end());
    if (!held.empty()) {
      candidate.reasons.push_back("its text has " + join(held, ", "));
    }
  }
}

}  // namespace

std::vector<CodeText> own_code_texts() {
  std::vector<CodeText> texts;
  for (const auto& record : read_embedded_table(embedded::goods_labels_csv, {"code", "label"})) {
    texts.push_back({HsCode::parse(record[0]).value(), record[1]});
  }
  return texts;
}

std::vector<FoundCode>
find_goods(std::string_view words, std::span<const CodeText> texts, std::size_t limit) {
  auto asked = weighted_words(words);
  std::set<std::string> once;
  std::erase_if(asked, [&](const Word& word) { return !once.insert(word.text).second; });
  std::map<HsCode, Candidate> found;
  add_table(asked, found);
  add_texts(asked, Texts(texts), found);
  std::map<HsCode, std::string> text_of;
  for (const CodeText& text : texts) {
    text_of.emplace(text.code, text.text);
  }
  std::vector<FoundCode> result;
  for (auto& [code, candidate] : found) {
    const auto text = text_of.find(code);
    result.push_back(
        {.code = code,
         .text = text == text_of.end() ? goods_label(code) : text->second,
         .score = candidate.score,
         .covered =
             static_cast<double>(candidate.covered.size()) / static_cast<double>(asked.size()),
         .reasons = std::move(candidate.reasons)}
    );
  }
  std::ranges::stable_sort(result, std::ranges::greater(), &FoundCode::score);
  result.resize(std::min(result.size(), limit));
  return result;
}

}  // namespace portolan::goods
