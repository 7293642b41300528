#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::ownership {

using EntityIndex = std::uint32_t;
using Day = std::chrono::sys_days;

/// A share of an entity as an exact count of billionths, so that 33.33 % and 16.67 % are half.
using Share = std::int64_t;
inline constexpr Share kWhole = 1'000'000'000;

/// Returns the share that `text` is, between 0 and 1: "0.5", "1", "5e-05", "50 %"; nothing for
/// other text, what lies outside, or more than nine decimals.
[[nodiscard]] std::optional<Share> parse_share(std::string_view text);

/// The same for a percentage, between 0 and 100: "50", "33.3333333", "50 %".
[[nodiscard]] std::optional<Share> parse_percentage(std::string_view text);

/// Days from the first to the last, both included; a missing end is open.
struct Days {
  std::optional<Day> from = {};
  std::optional<Day> until = {};
};

[[nodiscard]] bool contains(const Days& days, Day day);

/// Returns the days of "2024-03-01", or of a month or year ("2024-03", "2024"), or of a day with a
/// time behind it ("2024-03-01T10:00:00"); nothing for other text.
[[nodiscard]] std::optional<Days> parse_days(std::string_view text);

/// Returns the day in ISO form.
[[nodiscard]] std::string to_string(Day day);

/// A statement: `owner` holds at least `low` and at most `high` of `owned`. An unknown share is
/// 0 to `kWhole`.
struct Holding {
  EntityIndex owner = 0;
  EntityIndex owned = 0;
  Share low = 0;
  Share high = kWhole;
  /// Whether the owner is known to control the owned entity, whatever it holds.
  bool controls = false;
};

struct DatedHolding {
  Holding holding = {};
  Days days = {};
};

/// What owners hold on a day: one holding a pair, by owner and owned.
struct HoldingsAt {
  std::vector<Holding> holdings;
  /// Statements in force on the day.
  std::int64_t num_in_force = 0;
  /// Pairs about which statements differ.
  std::int64_t num_differing = 0;
  /// Statements of entities that hold themselves (treasury shares): left out, since a listed entity
  /// is listed anyway and another gets nothing from itself.
  std::int64_t num_of_self = 0;
};

/// Returns the holdings in force on `day`, the statements about one pair made into one. Equal
/// statements are one statement. Different ones may be reports of one holding or holdings that add
/// up, so the owner holds at least the greatest `low` and at most the sum of `high`. Takes
/// O(n log n).
///
/// Throws `Error` (kInvalidArgument) unless 0 <= low <= high <= kWhole in each.
[[nodiscard]] HoldingsAt holdings_at(std::span<const DatedHolding> statements, Day day);

}  // namespace portolan::ownership
