#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace portolan::match {

/// What the tables of data/names say of a word or a phrase.
enum class WordClass : std::uint8_t {
  kLegalForm,
  kTitle,
  kHonorific,
  kKin,
  kParticle,
  kArticle,
  kVesselPrefix,
  kNumber,
  kTrade,
  kCommonWord,
  kPlace,
  kCommonName,
  kSameName,
};

struct WordMeaning {
  WordClass what = WordClass::kTrade;
  /// The class of the legal form, the place, the trade, the number, the name that stands for all.
  std::string value = {};
  /// Words of the phrase behind the first.
  std::vector<std::string> rest = {};
};

class WordTables {
 public:
  WordTables();

  /// Returns the longest phrase of a class that begins at `at`, null if there is none.
  [[nodiscard]] const WordMeaning*
  find(const std::vector<std::string>& words, std::size_t at, WordClass what) const;

  /// Tells whether `word`, of at least 8 letters, is a word of a legal form but for one letter, or
  /// for two of at least 12.
  [[nodiscard]] bool is_misspelt_legal_word(std::string_view word) const;

 private:
  void add(std::string_view phrases, WordClass what, std::string_view value);

  std::unordered_map<std::string, std::vector<WordMeaning>> by_first_word_;
  std::vector<std::string> long_legal_words_ = {};
};

/// The tables, built at the first call; safe to call concurrently.
[[nodiscard]] const WordTables& word_tables();

}  // namespace portolan::match
