#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/match/name.hpp"

namespace portolan::match {

/// What a score is made of. docs/methods/names.md says what each part counts.
enum class ScorePart : std::uint8_t {
  kBase,
  kFirm,
  kAgreement,
  kCoverage,
  kIdentical,
  kSpelling,
  kMeaning,
  kJoined,
  kVowels,
  kConsonants,
  kOneLetterShort,
  kOneLetter,
  kTwoLettersShort,
  kTwoLetters,
  kThreeLetters,
  kInitials,
  kReplaced,
  kReplacedMore,
  kTradeReplaced,
  kPlaceReplaced,
  kNumberReplaced,
  kExtraName,
  kExtraNames,
  kExtraWord,
  kExtraTrade,
  kExtraPlace,
  kExtraNumber,
  kLegalFormDiffers,
  kLegalFormMissing,
  kKinTurned,
  kOneWord,
  kCommonOnly
};

inline constexpr std::size_t kNumScoreParts = 32;

/// The part's name in tables and JSON ("one_letter").
[[nodiscard]] std::string_view to_string(ScorePart part);

/// How much of each part two names have, by `ScorePart`: counts, or shares up to 1.
using PartAmounts = std::array<double, kNumScoreParts>;

/// What one unit of each part weighs, in decibans: ten times the decimal logarithm of how much more
/// often pairs of one bearer have it than pairs of two.
using PartWeights = std::array<double, kNumScoreParts>;

/// Returns the amounts of the parts. The same for either order of the names.
[[nodiscard]] PartAmounts part_amounts(const Name& a, const Name& b);

/// Returns the weights of data/names/weights.csv.
[[nodiscard]] const PartWeights& part_weights();

/// A part of a score with what it is about.
struct Contribution {
  ScorePart part = ScorePart::kBase;
  double amount = 0.0;
  /// amount times weight, in decibans.
  double score_db = 0.0;
  /// The words it is about: "sechin ~ sechen"; empty for parts about the whole name.
  std::string words = {};
};

struct NameScore {
  /// The sum of the contributions, in decibans; above 0 the names are rather one bearer's.
  double score_db = 0.0;
  /// Whether the names are one bearer's, 1 / (1 + 10^(-score/10)): on a mix of pairs as the one on
  /// which the weights were fitted, in which about half are. Where pairs of one bearer are rare, as
  /// in screening, it is too high by that much: take a threshold by alert rate.
  double probability = 0.0;
  /// Parts with an amount other than 0, in the order of `ScorePart`.
  std::vector<Contribution> contributions = {};
};

/// Returns the score without its explanation, in decibans. Names without tokens are nobody's:
/// `kNoScoreDb`. Cost: about a microsecond.
[[nodiscard]] double name_score_db(const Name& a, const Name& b);

inline constexpr double kNoScoreDb = -100.0;

/// Returns the score with its explanation; safe to call concurrently.
[[nodiscard]] NameScore score_names(const Name& a, const Name& b);

/// Returns 1 / (1 + 10^(-score_db/10)).
[[nodiscard]] double probability_of(double score_db);

}  // namespace portolan::match
