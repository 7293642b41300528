#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/engine/trade_question.hpp"

namespace portolan::engine {

/// A question about origins.
struct TraceRequest : TradeQuestion {
  /// Each a hub, or several with +.
  std::vector<std::string> through = {};
  std::int64_t num_routes = 0;
  std::int64_t max_legs = 4;
  std::int64_t num_hubs = 0;
  bool has_witness = false;
  /// Takes every value as certain; outputs that are not known stay so.
  bool ignores_ranges = false;
  /// For so many months goods may wait in a place before they are sent on; every value is then
  /// taken as certain. Nothing: the whole window is one.
  std::optional<std::int64_t> max_wait = {};
  /// A file with the columns country, margin and perhaps goods: which share of what a place sends
  /// is its own margin. Empty: none is known.
  std::filesystem::path margins = {};
};

/// One line of an answer. Amounts are in the unit of the table, in USD for the panel; what a kind
/// does not have is missing.
struct TraceRow {
  /// "destination": what it kept, or got over the leg; "origin" and "through": point, least and
  /// most of a set; "hub": `value` went over the leg from it, `passed` passed it; "route";
  /// "witness": a leg of the flow that makes the most of `name`.
  std::string kind;
  std::string name;
  std::optional<double> value = {};
  std::optional<Decimal3> least = {};
  std::optional<Decimal3> most = {};
  std::optional<double> share = {};
  std::optional<double> least_share = {};
  std::optional<double> most_share = {};
  std::optional<double> passed = {};
  /// Of a witness: less on such legs would make the most less.
  std::optional<bool> is_limit = {};
  /// The way of a route or a leg.
  std::vector<std::string> places = {};
  std::string family = {};
};

struct TraceResult {
  /// "USD" for the panel; empty: that of the table.
  std::string unit;
  std::vector<std::string> families;
  std::vector<TraceRow> rows;
  std::vector<std::string> notices;
};

/// Returns where the goods came from, with the least and the most that the data allow;
/// docs/methods/origins.md.
///
/// Throws `Error`: kInvalidArgument for places that the network does not know (the hint names the
/// nearest), a hub that is the destination, no destination; kBadData for a file without its
/// columns, a row with a value below 0 or a range that does not hold it, or a margin outside [0,
/// 1); kNotFound where there is no panel, no trade of the goods, or none over the leg.
[[nodiscard]] TraceResult trace(const TraceRequest& request, Progress& progress);

}  // namespace portolan::engine
