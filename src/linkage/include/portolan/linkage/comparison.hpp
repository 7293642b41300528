#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/linkage/records.hpp"

namespace portolan::linkage {

/// What a level asks of two values.
enum class Measure : std::uint8_t {
  kExact,        ///< the same folded text
  kJaroWinkler,  ///< similarity of at least the threshold
  kEdit,         ///< at most that many letters inserted, deleted, replaced or swapped
  kDays,         ///< at most that many days apart
  kUserPart,     ///< the same before the "@"
  kSwapped       ///< one's value is the other's in the column `swapped_with`
};

struct Level {
  Measure measure = Measure::kExact;
  double threshold = 0.0;

  bool operator==(const Level&) const = default;
};

/// Returns the level for "exact", "jaro_winkler 0.9", "edit 1", "days 31", "user_part", "swapped";
/// nothing for other text.
[[nodiscard]] std::optional<Level> parse_level(std::string_view text);

/// The inverse of `parse_level`.
[[nodiscard]] std::string to_string(const Level& level);

/// How two records are compared in one respect: by the first of `levels` that holds; the last
/// outcome, not among them, is "else".
struct Comparison {
  std::string name;
  std::size_t column = 0;
  /// A column with which values of `column` are often swapped (forename and surname).
  std::optional<std::size_t> swapped_with = {};
  std::vector<Level> levels;
  /// Whether agreement on a rare value weighs more than on a common one.
  bool uses_frequency = false;

  /// Outcomes apart from missing: the levels and "else".
  [[nodiscard]] std::size_t num_outcomes() const { return levels.size() + 1; }
};

/// Returns the kinds of column that `levels_for` knows, in the order of its table.
[[nodiscard]] std::vector<std::string> column_kinds();

/// Returns the usual levels of a kind of column: "name", "text", "code", "date", "email", "exact";
/// nothing for another one. docs/methods/linkage.md lists them.
[[nodiscard]] std::optional<std::vector<Level>> levels_for(std::string_view kind);

inline constexpr int kMissing = -1;

/// Returns the outcome of comparing two records: the index of the first level that holds,
/// `levels.size()` where none does, `kMissing` where a value is missing. Symmetric.
[[nodiscard]] int
outcome_of(const Comparison& comparison, const Records& records, RecordIndex a, RecordIndex b);

}  // namespace portolan::linkage
