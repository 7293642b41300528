#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/engine/trade_question.hpp"

namespace portolan::engine {

/// What one check is of: all that a place sends of the goods, all that it sends of one family of
/// them, or its leg to the destination.
enum class CheckAt { kHubs, kPairs, kLegs };

/// "hubs", "pairs", "legs": the names that users give.
[[nodiscard]] const std::vector<std::string>& check_at_names();
[[nodiscard]] const std::string& to_string(CheckAt at);
/// Returns the one of that name; throws `Error` (kInvalidArgument) for another.
[[nodiscard]] CheckAt parse_check_at(const std::string& name);

/// A question about checks; `to` is one place.
struct WhatIfRequest : TradeQuestion {
  CheckAt at = CheckAt::kHubs;
  /// Whether only goods that come through a third country count, not what their makers send
  /// themselves.
  bool is_indirect = false;
  std::int64_t checks = 3;
  /// The share that a check finds of what passes it, above 0 and at most 1.
  double detection_share = 0.7;
  /// How readily goods give way, from 0 (docs/methods/checks.md).
  double least_elasticity = 0.0;
  double most_elasticity = 2.0;
  /// Up to so many times of what passes now can pass a leg of which no capacity is known, at least
  /// 1; missing: all of the goods.
  std::optional<double> growth = {};
  /// Whether a leg without a stated capacity can grow by as much as it once did from one window
  /// like this to the next (docs/methods/checks.md); for the panel, instead of `growth`.
  bool has_growth_of_history = false;
  /// Files with a column place: plans to compare, at most 3.
  std::vector<std::filesystem::path> plans = {};
  /// One more plan, without a file: its places, each as in a plan's file.
  std::vector<std::string> checked = {};
};

/// Some places to check and what that would do. Amounts are in the unit of the table, in USD for
/// the panel, of a window like the one asked about.
struct CheckRow {
  /// "best": no other choice of as many stops more in the worst case; "greedy": one place after the
  /// other; "plan": the user's; "check": one place of the last best choice, with what passes it
  /// now.
  std::string kind;
  /// The file of a plan; "--check" for one without.
  std::string name = {};
  std::int64_t checks = 0;
  /// Names of places ("ARM"), of a place and a family ("ARM:870323") or of legs ("ARM>RUS"); of a
  /// greedy choice in its order, else sorted.
  std::vector<std::string> places = {};
  std::optional<double> passing = {};
  std::optional<double> stopped_before_rerouting = {};  ///< If nothing gave way.
  std::optional<double> least_stopped = {};  ///< In the worst case over the elasticities.
  std::optional<double> most_stopped = {};
  std::optional<double> least_share = {};  ///< Of all goods asked about that arrive.
  /// Other trade that is held up.
  std::optional<double> innocent = {};
  /// What the best choice of as many stops more in its worst case.
  std::optional<double> gap = {};
  /// What who knew the elasticity could stop more.
  std::optional<double> regret = {};
};

struct WhatIfResult {
  /// "USD" for the panel; empty: that of the table.
  std::string unit;
  std::vector<std::string> families;
  /// What arrives of the goods asked about, now. Missing where nobody told of any.
  std::optional<double> arriving = {};
  std::vector<CheckRow> rows;
  std::vector<std::string> notices;
};

/// Returns which checks would stop most of the goods on their way to a destination after goods have
/// given way, for 0 to `checks` checks. It names what to check and never what stays open.
///
/// Throws `Error`: kInvalidArgument for shares, elasticities and growths outside their ranges,
/// places that the network does not know, a plan that checks the destination, more than three
/// plans, or a choice that is not proven within the search's limit; kBadData and kNotFound as
/// `trace`; kInterrupted.
[[nodiscard]] WhatIfResult what_if(const WhatIfRequest& request, Progress& progress);

}  // namespace portolan::engine
