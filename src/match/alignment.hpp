#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "portolan/match/name.hpp"

namespace portolan::match {

/// How two words, or a word and several, are alike; the first ones most.
enum class Relation : std::uint8_t {
  kEqual,
  kSpelling,    ///< one sound
  kMeaning,     ///< one trade, place, number or given name in two forms
  kJoined,      ///< one word is several on the other side
  kVowels,      ///< the same consonants
  kConsonants,  ///< the same consonants, and one side is written without vowels
  kOneLetter,
  kTwoLetters,
  kThreeLetters,
  kInitials,
  kDifferent
};

/// Returns how many letters may differ between words, the longer of that length, to be alike.
[[nodiscard]] std::size_t most_edits(std::size_t length);

/// Returns how two words are alike.
[[nodiscard]] Relation relate(const NameToken& a, const NameToken& b);

/// The words next to each other that may be one word on the other side: two to four, no title
/// among them.
struct WordRun {
  std::size_t begin = 0;
  std::size_t count = 0;
  std::string text = {};
};

/// Returns the runs of a name, longest first.
[[nodiscard]] std::vector<WordRun> word_runs(const Name& name);

/// Tells whether a run is a telling word but for its blanks, one sound or, from six letters on, one
/// letter.
[[nodiscard]] bool
is_one_word(const std::string& run, const std::string& run_sound, const NameToken& word);

/// Tells whether a word may stand for the first letters of several: two or three consonants ("JC").
[[nodiscard]] bool may_be_acronym(const NameToken& token);

/// How much of an agreement a likeness is, between 0 and 1.
[[nodiscard]] double share_of(Relation relation);

/// Words of two names that stand for each other; a range of several is joined.
struct WordMatch {
  std::size_t begin_a = 0;
  std::size_t count_a = 1;
  std::size_t begin_b = 0;
  std::size_t count_b = 1;
  Relation relation = Relation::kEqual;
};

struct Alignment {
  /// In the order of the first name.
  std::vector<WordMatch> matches;
  /// Telling words without a counterpart, in order.
  std::vector<std::size_t> left_a;
  std::vector<std::size_t> left_b;
};

/// Pairs the words of two names, most alike first, each once: equal ones, then joined ones
/// ("Good Will" and "Goodwill"), then those that differ by letters, then initials. The same for
/// either order of names.
[[nodiscard]] Alignment align(const Name& a, const Name& b);

}  // namespace portolan::match
