#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/base/period.hpp"

namespace portolan::trace {

/// What one place sent to another: the best guess, and the range in which it is certain to lie.
struct TradeRow {
  std::string exporter;
  std::string importer;
  Decimal3 value;
  Decimal3 low;
  Decimal3 high;
  /// The most that could go this way, at least `value`, where somebody knows; only `arrivals_of`
  /// reads it.
  std::optional<Decimal3> capacity = {};
  /// The period, counted from 0; only questions with `max_wait` read it.
  std::uint32_t period = 0;
};

/// A place that makes the goods. Without an output nobody knows how much: it made at least what its
/// trade needs, and perhaps all that it sent.
struct ProducerRow {
  std::string place;
  std::optional<Decimal3> output;
};

/// A place that sells dearer than it buys: the share of the value of all that it sends which is its
/// own margin, not goods; at least 0 and below 1.
struct MarginRow {
  std::string place;
  double share = 0.0;
};

/// The trade of one family of goods in a window, with those who make them. Rows of the same pair
/// add up.
struct FamilyTrade {
  /// Empty where the goods have no name.
  std::string family;
  std::vector<TradeRow> rows;
  std::vector<ProducerRow> producers;
  /// Each place at most once.
  std::vector<MarginRow> margins = {};
};

/// Returns all places that any of the rows names, sorted, each once.
[[nodiscard]] std::vector<std::string> places_of(std::span<const FamilyTrade> families);

/// The number of a month among months, of a year among years.
[[nodiscard]] std::uint32_t period_count(const Period& period);

/// Makes the first period of all families together 0.
void count_periods_from_first(std::span<FamilyTrade> families);

/// Throws `Error` (kInvalidArgument) about `subject` if `place` is not among the sorted `places`;
/// the hint names the nearest.
void require_place(
    std::string_view subject,
    const std::string& place,
    std::span<const std::string> places
);

}  // namespace portolan::trace
