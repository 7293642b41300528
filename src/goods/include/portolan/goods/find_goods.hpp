#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/hs_code.hpp"

namespace portolan::goods {

/// What a nomenclature says that a code is.
struct CodeText {
  HsCode code;
  std::string text;
};

/// A code that words may mean.
struct FoundCode {
  HsCode code;
  std::string text;
  /// How much of the words it holds, rare words counting more; for order only.
  double score = 0.0;
  /// Share of the words (without "for", "of" and the like) that led to it.
  double covered = 0.0;
  /// Why, in words: "accelerometer: measures forces of motion", "its text has navigation".
  std::vector<std::string> reasons;
};

/// Returns Portolan's own labels of headings and subheadings: what there is without a nomenclature
/// of the user's.
[[nodiscard]] std::vector<CodeText> own_code_texts();

/// Returns the codes that words such as "MEMS accelerometer for drones" may mean, the likeliest
/// first, at most `limit`: by a shipped table of words of trade (data/goods_words.csv) and by the
/// words in the texts of the codes, of their headings and of their chapters. Among equal ones by
/// code. Only headings and subheadings of `texts`, and what the table names. Deterministic; a start
/// of a search, no ruling on what goods are.
///
/// Takes time in proportion to the texts. Empty for words of which none is known.
[[nodiscard]] std::vector<FoundCode>
find_goods(std::string_view words, std::span<const CodeText> texts, std::size_t limit);

}  // namespace portolan::goods
