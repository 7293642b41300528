#include <algorithm>
#include <cmath>
#include <cstddef>

#include "planting.hpp"
#include "portolan/base/error.hpp"

namespace portolan::world {
namespace {

constexpr std::uint64_t kStartSpread = 10;
constexpr double kMovedShare = 0.6;  // of the listed family's own trade, under code migration

/// What tells the kinds of transit apart.
struct TransitShape {
  bool arrives = true;  ///< False: declared for the hub, taken elsewhere.
  double price_premium = 1.0;
  std::uint16_t ramp_months = 0;
};

/// The settled facts of an event: who sells from where, when, and what goes on.
WorldEvent draw_event(
    const PlantingGround& ground,
    std::span<const std::uint16_t> hubs,
    std::span<const std::uint16_t> goods,
    Random& random
) {
  WorldEvent event;
  event.hubs.assign(hubs.begin(), hubs.end());
  event.goods.assign(goods.begin(), goods.end());
  event.origins = ground.draw_origins(goods.front(), hubs, random);
  event.start = draw_start(ground.world(), kStartSpread, random);
  event.end = static_cast<std::uint16_t>(ground.world().months.size() - 1);
  event.lag = static_cast<std::uint16_t>(random.below(3));
  event.went_on_share = 0.6 + 0.35 * random.uniform();
  return event;
}

double draw_price(const PlantingGround& ground, std::uint16_t good, Random& random) {
  return ground.world().goods[good].price_usd_kg * std::exp(0.2 * random.normal());
}

void add_transit(
    Planting& planting,
    const PlantingGround& ground,
    std::uint16_t hub,
    std::uint16_t good,
    const TransitShape& shape,
    Random& random
) {
  const WorldEvent& event = planting.event;
  const std::vector<double> monthly_usd =
      draw_monthly_usd(event, ground.bought_usd(hub, good), shape.ramp_months, random);
  const double price = draw_price(ground, good, random) * shape.price_premium;
  const double markup = 1.05 + 0.2 * random.uniform();
  add_inflows(planting, hub, good, monthly_usd, price, shape.arrives);
  if (!shape.arrives) {
    return;
  }
  const OnwardSales sales{
      .leg = Leg::kOut,
      .good = good,
      .seller = hub,
      .buyer = ground.world().destination,
      .share = event.went_on_share * markup,
      .price_usd_kg = price * markup,
      .lag = event.lag,
  };
  add_onward_sales(planting, monthly_usd, sales);
}

/// Hubs with the families that an event of this size can run through them: the destination must
/// have bought as much before. Several casts are tried, for large trading places are no cover for
/// a multiple of their trade.
struct Cast {
  std::vector<std::uint16_t> hubs;
  std::vector<std::uint16_t> goods;
};

std::optional<Cast>
draw_cast(Casting& casting, std::size_t num_hubs, std::size_t num_goods, SizeClass size) {
  constexpr int kTries = 20;
  for (int i = 0; i < kTries; ++i) {
    Cast cast{.hubs = casting.hubs(num_hubs), .goods = {}};
    cast.goods = casting.listed_goods(cast.hubs, num_goods, size_multiple(size));
    if (cast.hubs.size() == num_hubs && !cast.goods.empty()) {
      return cast;
    }
  }
  return std::nullopt;
}

std::optional<Planting> plant_transit(
    const PlantingGround& ground,
    Casting& casting,
    SizeClass size,
    const TransitShape& shape,
    Random& random
) {
  const auto cast = draw_cast(casting, 1, 1 + random.below(3), size);
  if (!cast) {
    return std::nullopt;
  }
  Planting planting{.event = draw_event(ground, cast->hubs, cast->goods, random), .flows = {}};
  planting.event.size = size;
  if (!shape.arrives) {
    planting.event.went_on_share = 1.0;
  }
  for (const std::uint16_t good : cast->goods) {
    add_transit(planting, ground, cast->hubs.front(), good, shape, random);
  }
  return planting;
}

std::optional<Planting>
plant_chain(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  const auto cast = draw_cast(casting, 2, 1 + random.below(2), size);
  if (!cast) {
    return std::nullopt;
  }
  const std::vector<std::uint16_t>& hubs = cast->hubs;
  const std::vector<std::uint16_t>& goods = cast->goods;
  Planting planting{.event = draw_event(ground, hubs, goods, random), .flows = {}};
  planting.event.size = size;
  const double first_share = 0.8 + 0.15 * random.uniform();
  const double second_share = planting.event.went_on_share;
  planting.event.went_on_share = first_share * second_share;
  for (const std::uint16_t good : goods) {
    const std::vector<double> monthly_usd =
        draw_monthly_usd(planting.event, ground.bought_usd(hubs[0], good), 0, random);
    const double price = draw_price(ground, good, random);
    const double markup = 1.05 + 0.1 * random.uniform();
    add_inflows(planting, hubs[0], good, monthly_usd, price);
    OnwardSales sales{
        .leg = Leg::kBetween,
        .good = good,
        .seller = hubs[0],
        .buyer = hubs[1],
        .share = first_share * markup,
        .price_usd_kg = price * markup,
        .lag = planting.event.lag,
    };
    add_onward_sales(planting, monthly_usd, sales);
    sales.leg = Leg::kOut;
    sales.seller = hubs[1];
    sales.buyer = ground.world().destination;
    sales.share *= second_share * markup;
    sales.price_usd_kg *= markup;
    sales.lag *= 2;
    add_onward_sales(planting, monthly_usd, sales);
  }
  return planting;
}

/// Takes from each flow of `listed` into the hub a part and declares it as `sibling`.
void move_to_sibling(
    Planting& planting,
    const PlantingGround& ground,
    std::uint16_t listed,
    std::uint16_t sibling
) {
  for (const WorldFlow& flow : ground.flows_of_good(listed)) {
    if (flow.key.importer != planting.event.hubs.front() || flow.key.month < planting.event.start) {
      continue;
    }
    const auto moved = [](std::int64_t amount) {
      return static_cast<std::int64_t>(kMovedShare * static_cast<double>(amount));
    };
    const FlowAmounts more{
        .left_usd = moved(flow.amounts.left_usd),
        .left_kg = moved(flow.amounts.left_kg),
        .arrived_usd = moved(flow.amounts.arrived_usd),
        .arrived_kg = moved(flow.amounts.arrived_kg),
    };
    const FlowAmounts less{
        .left_usd = -more.left_usd,
        .left_kg = -more.left_kg,
        .arrived_usd = -more.arrived_usd,
        .arrived_kg = -more.arrived_kg,
    };
    planting.flows.push_back({.leg = Leg::kElsewhere, .key = flow.key, .amounts = less});
    FlowKey key = flow.key;
    key.good = sibling;
    planting.flows.push_back({.leg = Leg::kIn, .key = key, .amounts = more});
  }
}

std::optional<Planting> plant_code_migration(
    const PlantingGround& ground,
    Casting& casting,
    SizeClass size,
    Random& random
) {
  constexpr int kTries = 20;
  std::vector<std::uint16_t> hubs;
  std::vector<std::uint16_t> pair;
  for (int i = 0; i < kTries && pair.empty(); ++i) {
    hubs = casting.hubs(1);
    pair = hubs.empty() ? pair : casting.siblings(hubs.front(), size_multiple(size));
  }
  if (pair.empty()) {
    return std::nullopt;
  }
  const std::uint16_t listed = pair[0];
  const std::uint16_t sibling = pair[1];
  Planting planting{.event = draw_event(ground, hubs, std::span(&sibling, 1), random), .flows = {}};
  planting.event.size = size;
  planting.event.true_goods = {listed};
  add_transit(planting, ground, hubs.front(), sibling, {}, random);
  move_to_sibling(planting, ground, listed, sibling);
  return planting;
}

std::optional<Planting> plant_many_small_hubs(
    const PlantingGround& ground,
    Casting& casting,
    SizeClass size,
    Random& random
) {
  const SizeClass size_at_hub = std::max(size, SizeClass::kMedium);  // small at every hub
  const auto cast = draw_cast(casting, 5, 1, size_at_hub);
  if (!cast) {
    return std::nullopt;
  }
  Planting planting{.event = draw_event(ground, cast->hubs, cast->goods, random), .flows = {}};
  planting.event.size = size_at_hub;
  for (const std::uint16_t hub : cast->hubs) {
    add_transit(planting, ground, hub, cast->goods.front(), {}, random);
  }
  return planting;
}

}  // namespace

std::optional<Planting> plant_diversion(
    const PlantingGround& ground,
    Casting& casting,
    EventKind kind,
    SizeClass size,
    Random& random
) {
  std::optional<Planting> planting;
  switch (kind) {
    case EventKind::kTransit:
      planting = plant_transit(ground, casting, size, {}, random);
      break;
    case EventKind::kGhostTransit:
      planting = plant_transit(ground, casting, size, {.arrives = false}, random);
      break;
    case EventKind::kPriceInflatedTransit: {
      const double premium = 2.0 + 2.0 * random.uniform();
      planting = plant_transit(ground, casting, size, {.price_premium = premium}, random);
      break;
    }
    case EventKind::kSlowBuildUp: {
      const auto ramp = static_cast<std::uint16_t>(14 + random.below(7));
      planting = plant_transit(ground, casting, size, {.ramp_months = ramp}, random);
      break;
    }
    case EventKind::kTwoHubChain:
      planting = plant_chain(ground, casting, size, random);
      break;
    case EventKind::kCodeMigration:
      planting = plant_code_migration(ground, casting, size, random);
      break;
    case EventKind::kManySmallHubs:
      planting = plant_many_small_hubs(ground, casting, size, random);
      break;
    default:
      throw Error(ErrorCode::kInternal, "plant_diversion is asked for a decoy");
  }
  if (planting) {
    planting->event.kind = kind;
  }
  return planting;
}

}  // namespace portolan::world
