#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "alignment.hpp"
#include "deletion_table.hpp"
#include "portolan/match/edit_distance.hpp"
#include "portolan/match/name_index.hpp"

namespace portolan::match {

/// A word or a run of words of the list, with the names that have it.
struct IndexEntry {
  /// A run has `latin`, `sound` and `letters` only.
  NameToken token;
  /// Words of the run; 1 for a word.
  std::uint8_t count = 1;
  std::vector<std::uint32_t> names;
};

/// From this length on, words may differ by three letters.
inline constexpr std::size_t kLongWord = 8;

/// Words of one length, arranged to be scanned.
struct SameLengthWords {
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint64_t> letters;
  /// The words one behind the other.
  std::string bytes;
};

/// What the bound of a name's score needs.
struct NameFacts {
  double total_weight = 0.0;
  /// Words that must find a counterpart: names, common ones and initials.
  std::uint8_t num_names = 0;
  /// Of these, initials and acronyms, which may stand for words that no table finds.
  std::uint8_t num_jokers = 0;
  /// The most agreement that they give.
  double joker_weight = 0.0;
  /// With which letters words begin, and with which jokers do.
  std::uint64_t first_letters = 0;
  std::uint64_t joker_letters = 0;
};

/// The names of one kind.
struct KindTables {
  using Numbers = std::vector<std::uint32_t>;
  using Lookup = std::unordered_map<std::string, Numbers>;

  /// Of each name of the kind, its number in the list.
  Numbers numbers;
  std::vector<NameFacts> facts;
  /// Names with jokers; all names by rising total weight.
  Numbers joker_names;
  Numbers by_weight;
  std::vector<IndexEntry> entries;
  Lookup by_latin;
  Lookup by_sound;
  Lookup by_meaning;
  Lookup by_skeleton;
  std::unordered_map<std::u32string, Numbers> by_characters;
  /// Telling words within two letters, runs within one.
  DeletionTable words_near;
  DeletionTable runs_near;
  /// Skeletons of telling words within one consonant.
  DeletionTable skeletons_near;
  /// Telling words of at least `kLongWord` letters by length, for three letters and more; those
  /// over 64 together, as are runs too long for `runs_near`.
  std::array<SameLengthWords, Pattern::kMaxBytes + 1> long_words;
  Numbers longest_words;
  Numbers longest_runs;
  /// Words that only a comparison one by one finds: second readings, Chinese characters, Hangul.
  Numbers others;
  Numbers consonant_words;
};

struct NameIndex::Tables {
  static constexpr std::size_t kNumKinds = 4;

  std::vector<Name> names;
  /// By `NameKind`.
  std::array<KindTables, kNumKinds> kinds;
};

/// Returns a word's facts for `NameFacts`.
[[nodiscard]] bool needs_counterpart(const NameToken& token);
[[nodiscard]] NameFacts facts_of(const Name& name);

}  // namespace portolan::match
