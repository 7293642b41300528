#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/country_code.hpp"
#include "portolan/base/period.hpp"

namespace portolan::world {

/// How large a practice world is: countries, product families, months.
enum class WorldSize : std::uint8_t {
  kSmall,   ///< 49 countries, 109 families, 2019-01 to 2023-12; made and imported in seconds.
  kMedium,  ///< 113 countries, 260 families, 2018-01 to 2023-12.
  kLarge,   ///< 224 countries, 640 families, 2018-01 to 2023-12; gigabytes.
};

/// What is put into a world on top of its ordinary trade. The first seven are diversions, the
/// others look like one and are innocent; docs/methods/practice_worlds.md says what each adds.
enum class EventKind : std::uint8_t {
  kTransit,
  kGhostTransit,
  kCodeMigration,
  kTwoHubChain,
  kPriceInflatedTransit,
  kSlowBuildUp,
  kManySmallHubs,
  kNewPlant,
  kDemandBoom,
  kHonestReExportHub,
  kOwnIndustry,
  kWholeTradeGrows,
  kPriceShock,
  kReportingReform,
  kOneOffProject,
};
inline constexpr int kNumEventKinds = 15;

/// Tells whether events of this kind are innocent.
[[nodiscard]] constexpr bool is_decoy(EventKind kind) {
  return kind >= EventKind::kNewPlant;
}

/// How large an event is beside the trade that was there before; the multiples stand in
/// `size_multiple`.
enum class SizeClass : std::uint8_t { kObvious, kLarge, kMedium, kSmall, kHopeless };
inline constexpr int kNumSizeClasses = 5;

/// Returns the added dollars a month of a cell as a multiple of what the hub bought of the family
/// from everyone in an average month before: 12, 5, 2, 0.7 or 0.15.
[[nodiscard]] double size_multiple(SizeClass size);

/// Names as they stand in files and options: "small", "ghost_transit", "hopeless".
[[nodiscard]] std::string_view to_string(WorldSize size);
[[nodiscard]] std::string_view to_string(EventKind kind);
[[nodiscard]] std::string_view to_string(SizeClass size);
[[nodiscard]] std::optional<SizeClass> parse_size_class(std::string_view text);
[[nodiscard]] std::optional<EventKind> parse_event_kind(std::string_view text);
/// Throws `Error` (kInvalidArgument) for any text but "small", "medium" and "large".
[[nodiscard]] WorldSize parse_world_size(std::string_view text);

/// So many events of one kind.
struct EventRequest {
  EventKind kind = EventKind::kTransit;
  int count = 1;
};

enum class EventGroup : std::uint8_t { kPlants, kDecoys };

/// Returns the events of `group` that a world of `size` gets by default.
[[nodiscard]] std::vector<EventRequest> default_events(EventGroup group, WorldSize size);

/// Returns what `text` asks for: "none", "all" (the default), or kinds of `group` with optional
/// counts, "transit=3,ghost_transit".
///
/// Throws `Error` (kInvalidArgument) for an unknown kind, with the nearest names as hint, or for a
/// count outside 0 to 1,000.
[[nodiscard]] std::vector<EventRequest>
parse_events(std::string_view text, EventGroup group, WorldSize size);

/// The numbers a world is drawn with. A detector tuned on the defaults is to be judged on others.
struct WorldAssumptions {
  /// Standard deviation of the logarithm of the lasting shocks to what a country buys or sells of
  /// a chapter, their monthly persistence, and the same for a family all over the world.
  double chapter_shock_sd = 0.2;
  double good_shock_sd = 0.1;
  double shock_persistence = 0.9;
  /// Standard deviation of the logarithm of a link's size that gravity does not explain.
  double link_sd = 1.1;
  /// Coefficient of variation of single shipments: small flows are lumpy, with many zeros.
  double shipment_cv = 0.8;
  /// Yearly growth of a country's trade: mean and standard deviation.
  double growth_mean = 0.03;
  double growth_sd = 0.05;
  /// What is left of the coalition's sales to the destination: listed goods, other goods.
  double listed_trade_left_share = 0.05;
  double other_trade_left_share = 0.55;
  /// How much the others' sales to the destination grow within a year after.
  double others_growth_share = 0.25;
  /// Errors of reports: noise, bias, rounding and missing weights.
  bool has_report_errors = true;
  /// Multiplies noise and bias of reports, and the shares of cells and weights that are missing.
  double report_error_factor = 1.0;
  /// Reports that are not there: cells, months, a union's inner trade, a silent destination,
  /// confidential cells, late and revised months.
  bool has_report_gaps = true;
  /// Share of the cells (hub, listed family) with a surge in demand that stayed, on top of the
  /// decoys; recorded as decoys of kind demand_boom.
  double stayed_surge_share = 0.0;
};

/// What world to make. Together with the seed it determines every byte.
struct WorldSpec {
  WorldSize size = WorldSize::kSmall;
  std::vector<EventRequest> plants = default_events(EventGroup::kPlants, WorldSize::kSmall);
  std::vector<EventRequest> decoys = default_events(EventGroup::kDecoys, WorldSize::kSmall);
  WorldAssumptions assumptions;
};

/// Returns the settings for the option texts of the command line.
/// Throws what `parse_world_size` and `parse_events` throw.
[[nodiscard]] WorldSpec
spec_of_options(std::string_view size, std::string_view plants, std::string_view decoys);

}  // namespace portolan::world
