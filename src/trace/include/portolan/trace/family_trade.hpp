#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/decimal3.hpp"

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
};

/// A place that makes the goods. Without an output nobody knows how much: it made at least what its
/// trade needs, and perhaps all that it sent.
struct ProducerRow {
  std::string place;
  std::optional<Decimal3> output;
};

/// The trade of one family of goods in one period, with those who make them. Rows of the same pair
/// add up.
struct FamilyTrade {
  /// Empty where the goods have no name.
  std::string family;
  std::vector<TradeRow> rows;
  std::vector<ProducerRow> producers;
};

/// Returns all places that any of the rows names, sorted, each once.
[[nodiscard]] std::vector<std::string> places_of(std::span<const FamilyTrade> families);

/// Throws `Error` (kInvalidArgument) about `subject` if `place` is not among the sorted `places`;
/// the hint names the nearest.
void require_place(
    std::string_view subject,
    const std::string& place,
    std::span<const std::string> places
);

}  // namespace portolan::trace
