#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/match/words.hpp"

namespace portolan::match {

/// Whose name it is; it decides which words mean something.
enum class NameKind : std::uint8_t {
  kPerson,
  kOrganization,
  kVessel,  ///< also aircraft
  kUnknown  ///< a firm or a person
};

/// Returns the kind for a schema of FollowTheMoney or a plain word, case ignored: "Person";
/// "Company", "Organization", "PublicBody"; "Vessel", "Airplane"; "LegalEntity", "Thing" or empty
/// text, which is kUnknown. Nothing for others.
[[nodiscard]] std::optional<NameKind> parse_name_kind(std::string_view schema);

/// The schemas that `parse_name_kind` takes.
[[nodiscard]] std::vector<std::string> name_schemas();

/// What a word is in a name.
enum class TokenRole : std::uint8_t {
  kName,
  kCommon,    ///< a name or word that many share
  kTrade,     ///< what a firm does
  kPlace,     ///< in names of firms
  kNumber,    ///< in names of firms and vessels
  kInitial,   ///< one letter, in names of persons
  kTitle,     ///< may be left out, as all below
  kKin,       ///< "bin", "ibn"
  kParticle,  ///< "al", "de"
  kArticle    ///< "the", "of", "and", in names of firms
};

/// A word of a name, ready to be compared.
struct NameToken {
  /// ASCII, lower case; `other` a second reading, often empty.
  std::string latin = {};
  std::string other = {};
  /// What ways of writing one sound have in common (docs/methods/names.md).
  std::string sound = {};
  /// The consonants of that, those told apart that Arabic and Hebrew tell apart.
  std::string skeleton = {};
  /// The word of a trade, the place, the number or the form of a given name that stands for all
  /// ways to say it; empty where there is none.
  std::string meaning = {};
  /// As written, for Chinese characters and Hangul only.
  std::u32string characters = {};
  /// Which letters and digits occur in `latin`: bit 0 for a, bit 26 for 0.
  std::uint64_t letters = 0;
  TokenRole role = TokenRole::kName;
  Writing writing = Writing::kLetters;
  /// As `Word::is_glued`.
  bool is_glued = false;
  /// How much an agreement says, 1 for a rare word.
  double weight = 1.0;
};

/// A name, ready to be compared.
struct Name {
  /// As it was given.
  std::string text = {};
  NameKind kind = NameKind::kUnknown;
  /// In the order of the name, family names given first before a comma put behind.
  std::vector<NameToken> tokens = {};
  /// The classes of its legal forms ("llc"), sorted, without repetition.
  std::vector<std::string> legal_forms = {};
};

/// Returns the name in UTF-8 `text`, read by the tables of data/names. Legal forms are taken out;
/// a name that is nothing but legal forms, titles or particles keeps them as names. No tokens for
/// text without letters and digits. Safe to call concurrently; O(|text|).
[[nodiscard]] Name prepare_name(std::string_view text, NameKind kind);

/// Tells whether the token says whose name it is: all roles before kTitle.
[[nodiscard]] inline bool is_telling(const NameToken& token) {
  return token.role < TokenRole::kTitle;
}

}  // namespace portolan::match
