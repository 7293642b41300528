#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/trace/family_trade.hpp"

namespace portolan::trace {

/// Places that are asked about together.
struct PlaceSet {
  std::string name;
  std::vector<std::string> places = {};
  /// Also what is of unknown origin, wherever it appeared.
  bool has_unknown = false;
  /// Also re-export margins, which are no goods.
  bool has_margins = false;
};

/// Whose goods a destination's were.
struct OriginsQuestion {
  std::string destination;
  /// Empty: what the destination kept. Else: what this place sent to it.
  std::string hub = {};
  /// Empty: each producer, what is of unknown origin, and margins where there are any.
  std::vector<PlaceSet> origins = {};
  /// Hubs of which is asked what passed at least one of them.
  std::vector<PlaceSet> through = {};
  /// So many of the largest routes, of up to `max_legs` legs, and of the hubs.
  std::size_t num_routes = 0;
  std::uint32_t max_legs = 4;
  std::size_t num_hubs = 0;
  /// Whether the flows that make the bounds are given.
  bool has_witness = false;
  /// For so many periods goods may wait in a place before they are sent on: the oldest first, and
  /// only what would else be made or of unknown origin (`graph::expand_over_time`). Every value is
  /// then taken as certain, and a stated output is made in equal parts in each period. Nothing: all
  /// periods are one.
  std::optional<std::uint32_t> max_wait = {};
};

/// An amount under mixing, with what is certain without it; the share of what the destination kept
/// (or got over the leg). Nothing where it kept nothing.
struct BoundedAmount {
  std::optional<double> value = {};
  Decimal3 least = {};
  /// Missing where nobody knows what the destination itself makes.
  std::optional<Decimal3> most = {};
  std::optional<double> share = {};
  std::optional<double> least_share = {};
  std::optional<double> most_share = {};
};

/// A leg of a flow by which the most of a kind can have come.
struct WitnessLeg {
  std::string family = {};
  std::string exporter = {};
  std::string importer = {};
  Decimal3 value = {};
  /// It belongs to the smallest cut: with less on such legs the most would be less.
  bool is_limit = false;
};

struct OriginRow {
  std::string name;
  BoundedAmount amount = {};
  std::vector<WitnessLeg> witness = {};
};

/// A way of goods under mixing, without its loops.
struct RouteRow {
  std::string family = {};
  /// From where they were made; or "unknown" and where they appeared.
  std::vector<std::string> places = {};
  double value = 0.0;
  std::optional<double> share = {};  ///< Of what the destination kept.
};

/// What a place did for the destination under mixing, in goods that it did not make itself.
struct HubRow {
  std::string name;
  double passed = 0.0;
  /// What went over the leg from it to the destination: what the destination loses without.
  double over_leg = 0.0;
};

/// A producer whose stated output is less than its trade needs.
struct RaisedOutput {
  std::string family = {};
  std::string place = {};
  Decimal3 stated = {};
  Decimal3 needed = {};
};

struct OriginsAnswer {
  /// What the destination kept, or got over the leg.
  BoundedAmount destination = {};
  /// In the order asked, or by value, largest first; without those that can have sent nothing.
  std::vector<OriginRow> origins = {};
  std::vector<OriginRow> through = {};
  std::vector<RouteRow> routes = {};
  std::vector<HubRow> hubs = {};
  std::vector<RaisedOutput> raised = {};
  /// What waited from one period to a later one in all places together; only with `max_wait`.
  Decimal3 waited = {};
  /// Places asked about that make nothing: what they send beyond their receipts is of unknown
  /// origin.
  std::vector<std::string> no_producers = {};
  /// Origins asked about from which no way leads to the destination.
  std::vector<std::string> unconnected = {};
};

/// Returns where the goods came from: the point under mixing, the least and the most without it
/// (docs/methods/origins.md), over the ranges of the rows and of unknown outputs. Families are
/// different goods: amounts, least and most of several are the sums.
///
/// Goods that went over a leg may come back to its hub and pass again. The bounds count what comes
/// back for and against every origin, whichever is wider; under mixing it is like the leg itself.
///
/// Throws `Error`: kInvalidArgument for no rows, places that are in none of them (with the nearest
/// names), a hub that is the destination, ranges that do not hold their value or begin below 0, a
/// margin outside [0, 1), or routes or hubs together with `max_wait` (each month has its own);
/// kNotFound where the hub sent nothing to the destination.
[[nodiscard]] OriginsAnswer
trace_origins(std::span<const FamilyTrade> families, const OriginsQuestion& question);

}  // namespace portolan::trace
