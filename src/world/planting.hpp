#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "planting_ground.hpp"
#include "portolan/base/random.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// One event with what it adds to flows; `PlantedFlow::event` is still to be set.
struct Planting {
  WorldEvent event;
  std::vector<PlantedFlow> flows;
};

/// Returns an event of `kind` and `size`; nothing if the casting has no hub or family left for it.
/// Every event draws from a generator of its own.
[[nodiscard]] std::optional<Planting> plant_diversion(
    const PlantingGround& ground,
    Casting& casting,
    EventKind kind,
    SizeClass size,
    Random& random
);
[[nodiscard]] std::optional<Planting> plant_decoy(
    const PlantingGround& ground,
    Casting& casting,
    EventKind kind,
    SizeClass size,
    Random& random
);
/// Returns a boom in demand of one given cell that stays.
[[nodiscard]] Planting plant_boom(
    const PlantingGround& ground,
    std::uint16_t hub,
    std::uint16_t good,
    SizeClass size,
    Random& random
);

/// Month of an event's begin: up to `spread` - 1 months after the break.
[[nodiscard]] std::uint16_t draw_start(const World& world, std::uint64_t spread, Random& random);

/// Adds `usd` to a flow as goods at `price_usd_kg`; `arrives` is false for goods that were only
/// declared.
void add_flow(
    std::vector<PlantedFlow>& flows,
    Leg leg,
    const FlowKey& key,
    double usd,
    double price_usd_kg,
    bool arrives = true
);

/// Returns what an event on `hub` and `good` brings in each month from `event.start` to
/// `event.end`: the size's multiple of what the hub bought before, with a tenth to a quarter noise,
/// rising evenly over the first `ramp_months`.
[[nodiscard]] std::vector<double> draw_monthly_usd(
    const WorldEvent& event,
    double reference_usd,
    std::uint16_t ramp_months,
    Random& random
);

/// Adds monthly inflows into `hub` from the event's origins by their shares.
void add_inflows(
    Planting& planting,
    std::uint16_t hub,
    std::uint16_t good,
    std::span<const double> monthly_usd,
    double price_usd_kg,
    bool arrives = true
);

/// Sales that follow on inflows: of each month's dollars a share, some months later.
struct OnwardSales {
  Leg leg = Leg::kOut;
  std::uint16_t good = 0;
  std::uint16_t seller = 0;
  std::uint16_t buyer = 0;
  double share = 0.0;
  double price_usd_kg = 1.0;
  int lag = 0;
};

/// Adds them, as long as the event lasts.
void add_onward_sales(
    Planting& planting,
    std::span<const double> monthly_usd,
    const OnwardSales& sales
);

}  // namespace portolan::world
