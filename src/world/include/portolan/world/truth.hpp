#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/country_code.hpp"
#include "portolan/base/period.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// One month of an event at one hub and family, in whole true dollars. `in_usd` came from origins
/// or the hub before; for ghost transit it was only declared. `out_usd` went to the destination or
/// the next hub.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): its codes and months have no default
struct TruthMonth {
  Period month;
  std::int64_t in_usd = 0;
  std::int64_t out_usd = 0;
};

/// What an event does at one hub with one family.
struct TruthCell {
  CountryCode hub;
  std::string family;              ///< First code of HS2022.
  std::vector<std::string> hs;     ///< All codes of the family, both editions, sorted.
  std::string lists;               ///< "" for goods on no list.
  std::vector<TruthMonth> months;  ///< Those with any dollars.

  [[nodiscard]] std::int64_t in_usd() const;
  [[nodiscard]] std::int64_t out_usd() const;
};

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): its codes and months have no default
struct TruthOrigin {
  CountryCode iso3;
  double share = 0.0;
};

/// A planted event as it is written beside the world.
struct TruthEvent {
  int number = 0;  ///< From 1.
  EventKind kind = EventKind::kTransit;
  SizeClass size = SizeClass::kLarge;
  std::vector<CountryCode> hubs;  ///< In the order of a chain; empty: everywhere.
  CountryCode destination;
  std::vector<TruthOrigin> origins;
  Period start;
  Period end;
  double went_on_share = 0.0;
  /// Codes of the event's families, both editions, sorted; empty: all goods.
  std::vector<std::string> hs;
  /// Codes of what the goods really are, where they are declared as others.
  std::vector<std::string> true_hs;
  /// Ordered by hub, family. Empty where an event has no cell of its own (price shock, growth of a
  /// hub's whole trade, reporting reform).
  std::vector<TruthCell> cells;
};

/// The truth of a world.
struct Truth {
  std::uint64_t seed = 0;
  WorldSize size = WorldSize::kSmall;
  Period first_month;
  Period last_month;
  std::vector<TruthEvent> events;
};

/// Returns the truth of `world`.
[[nodiscard]] Truth truth_of(const World& world);

/// Writes `folder`/truth.json (all of it, schema "portolan.world_truth/1") and truth.csv (one row a
/// month of a cell, for spreadsheets). Throws `Error` (kUnavailable) if a file cannot be written.
void write_truth(const Truth& truth, const std::filesystem::path& folder);

}  // namespace portolan::world
