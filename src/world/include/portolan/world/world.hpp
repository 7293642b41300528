#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portolan/base/country_code.hpp"
#include "portolan/base/period.hpp"
#include "portolan/world/world_spec.hpp"

namespace portolan::world {

/// How well a country reports its monthly trade; `kNever` publishes none.
enum class Publishing : std::uint8_t { kGood, kFair, kPoor, kNever };

/// A country of a practice world. Codes, place and output are real; its trade is not.
struct WorldCountry {
  CountryCode code;
  std::string iso2;
  int comtrade_code = 0;
  std::string name;
  double latitude = 0.0;
  double longitude = 0.0;
  double gdp_busd = 0.0;
  bool is_eu = false;
  bool is_coalition = false;      ///< Stops selling listed goods to the destination.
  bool is_customs_union = false;  ///< Member of the destination's customs union.
  bool is_hub = false;            ///< Events may run through it.
  Publishing publishes = Publishing::kFair;
};

/// A product family: the codes that hold its trade before and since the edition of 2022.
struct WorldGood {
  std::vector<std::string> hs2017;
  std::vector<std::string> hs2022;
  std::vector<double> hs2022_shares;  ///< Of value and weight, in the order of `hs2022`; sum 1.
  std::string lists;                  ///< "", or names of lists with blanks between: "chpl drones".
  std::string sector;
  double monthly_usd = 0.0;  ///< World trade in an average month at the start.
  double price_usd_kg = 0.0;
  double shipment_usd = 0.0;

  [[nodiscard]] bool is_listed() const { return !lists.empty(); }
  [[nodiscard]] std::string chapter() const { return hs2017.front().substr(0, 2); }
  [[nodiscard]] std::string heading() const { return hs2017.front().substr(0, 4); }
};

/// Where a flow stands: a family from one country to another in one month. Indices are positions in
/// `World::goods`, `countries` and `months`.
struct FlowKey {
  std::uint16_t good = 0;
  std::uint16_t exporter = 0;
  std::uint16_t importer = 0;
  std::uint16_t month = 0;

  auto operator<=>(const FlowKey&) const = default;
};

/// What truly moved, in whole dollars at the exporter's border (FOB) and whole kilograms. What left
/// and what arrived differ for goods that were declared for a country and went elsewhere.
struct FlowAmounts {
  std::int64_t left_usd = 0;
  std::int64_t left_kg = 0;
  std::int64_t arrived_usd = 0;
  std::int64_t arrived_kg = 0;
};

struct WorldFlow {
  FlowKey key;
  FlowAmounts amounts;
};

/// What part of an event a planted flow is.
enum class Leg : std::uint8_t {
  kIn,         ///< From an origin to the (first) hub.
  kBetween,    ///< From the first hub of a chain to the second.
  kOut,        ///< From the (last) hub to the destination.
  kElsewhere,  ///< All else: sales of a plant or an honest hub to others, a hub's other trade.
};
[[nodiscard]] std::string_view to_string(Leg leg);

/// What an event adds to (or, below zero, takes from) a flow.
struct PlantedFlow {
  std::uint16_t event = 0;  ///< Position in `World::events`.
  Leg leg = Leg::kIn;
  FlowKey key;
  FlowAmounts amounts;
};

struct OriginShare {
  std::uint16_t country = 0;
  double share = 0.0;
};

/// Something planted into a world: a diversion or a decoy.
struct WorldEvent {
  EventKind kind = EventKind::kTransit;
  SizeClass size = SizeClass::kLarge;
  std::vector<std::uint16_t> hubs;  ///< In the order of a chain; empty for a price shock.
  std::vector<OriginShare> origins;
  std::vector<std::uint16_t> goods;       ///< Families as declared.
  std::vector<std::uint16_t> true_goods;  ///< What they are, where that differs (code migration).
  std::uint16_t start = 0;                ///< First month.
  std::uint16_t end = 0;                  ///< Last month.
  std::uint16_t lag = 0;                  ///< Months between the legs.
  double went_on_share = 0.0;  ///< Of the quantity that came in; 0 where nothing went on.
  /// Reporting reform: the share of its trade that the hub reported before.
  double reported_share_before = 1.0;
};

/// A practice world: its true trade, and what was planted.
struct World {
  std::uint64_t seed = 0;
  WorldSpec spec;
  std::vector<WorldCountry> countries;  ///< By ISO3.
  std::vector<WorldGood> goods;         ///< By first code of HS2017.
  std::vector<Period> months;
  std::uint16_t destination = 0;
  std::uint16_t collapse = 0;  ///< Month in which direct trade breaks: 2022-03.
  std::uint16_t silence = 0;   ///< First month the destination does not publish: 2022-02.
  std::vector<WorldEvent> events;
  std::vector<PlantedFlow> planted;  ///< By event, leg, key.
  std::vector<WorldFlow> flows;      ///< By key, planted ones included; none with all amounts zero.
};

/// Makes the world that `spec` and `seed` determine.
///
/// Trade without the events does not depend on them: `flows` less `planted` is the same for every
/// choice of plants and decoys. An event is left out where the world has no hub or family left for
/// it. Takes about a second for a small world, minutes and about a gigabyte for a large one.
///
/// The numbers come from `Random` and the C mathematical library and are rounded to whole dollars
/// and kilograms; a library that differs in the last bit would change about one value in 10^9.
[[nodiscard]] World make_world(const WorldSpec& spec, std::uint64_t seed);

}  // namespace portolan::world
