#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::match {

/// How a word is written, as far as comparing needs to know.
enum class Writing : std::uint8_t {
  kLetters,     ///< Latin and alphabets that write vowels: Cyrillic, Greek, Armenian, Georgian, …
  kConsonants,  ///< Arabic and Hebrew: short vowels are left out
  kSyllables,   ///< Hangul: one character a syllable
  kCharacters,  ///< Chinese characters: one a syllable, with meanings of their own
};

/// One word of a name.
struct Word {
  /// As it was written, without marks that only join ("al-Assad" gives "al" and "Assad").
  std::string text = {};
  /// In ASCII letters and digits, lower case.
  std::string latin = {};
  /// A second reading where the language is unknown ("Володимир": volodymyr beside volodimir);
  /// empty where there is none.
  std::string other = {};
  Writing writing = Writing::kLetters;
  /// Whether it was cut from the word before without a blank: at a capital, behind the Arabic
  /// article.
  bool is_glued = false;
};

/// Returns the words of UTF-8 `text`: cut at blanks and punctuation, at a change of writing and at
/// a capital within ("SiemensAG"); apostrophes and marks without width are left out; dots between
/// single letters join ("C.I.A." is "cia"); "&" is "and". Bytes that are no UTF-8 separate.
///
/// Letters become ASCII by the tables of data/names: the language of Cyrillic is told by its
/// letters, Chinese characters are read as Mandarin, Hangul as Korean names are usually written.
/// A letter no table knows becomes three of its own, so that its word equals itself. Safe to call
/// concurrently; O(|text|).
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

/// Returns the ASCII form of one run of Chinese characters or Hangul.
[[nodiscard]] std::string syllables_to_latin(std::u32string_view characters);

/// Returns the code points of UTF-8 `text`; faulty bytes give U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);

}  // namespace portolan::match
