#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/ownership/holdings.hpp"

namespace portolan::ownership {

/// When an entity counts as owned by listed persons.
struct OwnershipTest {
  /// The share that listed persons must hold.
  Share threshold = kWhole / 2;
  /// Whether the threshold itself is enough ("50 % or more"), or only what exceeds it.
  bool takes_threshold = true;
  /// Whether holdings of different listed persons are added. Without, each listed person's holdings
  /// count alone, those through entities that the person owns included.
  bool adds_owners = true;
  /// Whether control without ownership is enough.
  bool counts_control = false;
};

/// A rule of a regime and the days on which it was in force.
struct Rule {
  std::string regime;
  Days days;
  OwnershipTest test;
  /// Country of the authorities whose listings the rule reads, lower case ("us", "eu", "gb").
  std::string listing_country;
  std::string source;
};

/// Returns the rules of data/ownership/rules.csv in its order.
[[nodiscard]] const std::vector<Rule>& rules();

/// Returns the names of the regimes in the order of the table, each once.
[[nodiscard]] std::vector<std::string> regimes();

/// Returns the rule of the regime that is in force on `day`; null where none is.
[[nodiscard]] const Rule* rule_on(std::string_view regime, Day day);

}  // namespace portolan::ownership
