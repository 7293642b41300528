#include <algorithm>
#include <cmath>
#include <cstddef>

#include "planting.hpp"
#include "portolan/base/error.hpp"

namespace portolan::world {
namespace {

constexpr std::uint64_t kStartSpread = 12;
constexpr std::uint16_t kBuildingMonths = 4;

std::uint16_t last_month(const World& world) {
  return static_cast<std::uint16_t>(world.months.size() - 1);
}

double draw_price(const PlantingGround& ground, std::uint16_t good, Random& random) {
  return ground.world().goods[good].price_usd_kg * std::exp(0.2 * random.normal());
}

/// An event at one hub with listed families of one chapter; nothing if none is free.
std::optional<Planting> draw_hub_event(
    const PlantingGround& ground,
    Casting& casting,
    std::size_t most_goods,
    SizeClass size,
    Random& random
) {
  const std::vector<std::uint16_t> hubs = casting.hubs(1);
  const std::vector<std::uint16_t> goods = casting.listed_goods(hubs, 1 + random.below(most_goods));
  if (hubs.empty() || goods.empty()) {
    return std::nullopt;
  }
  Planting planting;
  planting.event.size = size;
  planting.event.hubs = hubs;
  planting.event.goods = goods;
  planting.event.origins = ground.draw_origins(goods.front(), hubs, random);
  planting.event.start = draw_start(ground.world(), kStartSpread, random);
  planting.event.end = last_month(ground.world());
  return planting;
}

/// Other countries than the hub and the destination, in random order.
std::vector<std::uint16_t>
draw_buyers(const World& world, std::uint16_t hub, std::size_t count, Random& random) {
  std::vector<std::uint16_t> buyers;
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    if (c != hub && c != world.destination) {
      buyers.push_back(static_cast<std::uint16_t>(c));
    }
  }
  buyers = shuffled(buyers, random);
  buyers.resize(std::min(count, buyers.size()));
  return buyers;
}

/// Sells to others and to the destination, which gets `destination_share` of `share`.
void add_sales_to_all(
    Planting& planting,
    const PlantingGround& ground,
    std::span<const double> monthly_usd,
    OnwardSales sales,
    double destination_share,
    Random& random
) {
  const double share = sales.share;
  const auto buyers = draw_buyers(ground.world(), sales.seller, 6 + random.below(5), random);
  sales.leg = Leg::kElsewhere;
  for (const std::uint16_t buyer : buyers) {
    sales.buyer = buyer;
    sales.share = share * (1.0 - destination_share) / static_cast<double>(buyers.size());
    add_onward_sales(planting, monthly_usd, sales);
  }
  sales.leg = Leg::kOut;
  sales.buyer = ground.world().destination;
  sales.share = share * destination_share;
  add_onward_sales(planting, monthly_usd, sales);
}

/// A factory begins to work: parts come in and stay, and a product of it is sold to everyone.
std::optional<Planting>
plant_factory(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  auto planting = draw_hub_event(ground, casting, 4, size, random);
  if (!planting) {
    return std::nullopt;
  }
  const std::uint16_t hub = planting->event.hubs.front();
  std::vector<double> all_usd(planting->event.end - planting->event.start + 1U, 0.0);
  for (const std::uint16_t good : planting->event.goods) {
    const std::vector<double> monthly_usd =
        draw_monthly_usd(planting->event, ground.bought_usd(hub, good), kBuildingMonths, random);
    add_inflows(*planting, hub, good, monthly_usd, draw_price(ground, good, random));
    std::transform(
        all_usd.begin(), all_usd.end(), monthly_usd.begin(), all_usd.begin(), std::plus<>()
    );
  }
  for (const std::uint16_t product : casting.unlisted_good(hub)) {
    OnwardSales sales{
        .good = product,
        .seller = hub,
        .share = 1.3,
        .price_usd_kg = draw_price(ground, product, random),
        .lag = kBuildingMonths,
    };
    add_sales_to_all(*planting, ground, all_usd, sales, 0.1, random);
  }
  return planting;
}

std::optional<Planting>
plant_demand_boom(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  auto planting = draw_hub_event(ground, casting, 4, size, random);
  if (!planting) {
    return std::nullopt;
  }
  const std::uint16_t hub = planting->event.hubs.front();
  for (const std::uint16_t good : planting->event.goods) {
    const std::vector<double> monthly_usd =
        draw_monthly_usd(planting->event, ground.bought_usd(hub, good), 2, random);
    add_inflows(*planting, hub, good, monthly_usd, draw_price(ground, good, random));
  }
  return planting;
}

/// A trading place grows: more comes in, more goes out to many, the destination one of them.
std::optional<Planting>
plant_honest_hub(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  auto planting = draw_hub_event(ground, casting, 3, size, random);
  if (!planting) {
    return std::nullopt;
  }
  const std::uint16_t hub = planting->event.hubs.front();
  const double destination_share = 0.06 + 0.08 * random.uniform();
  const double sold_share = 0.8 + 0.15 * random.uniform();
  planting->event.went_on_share = sold_share * destination_share;
  for (const std::uint16_t good : planting->event.goods) {
    const std::vector<double> monthly_usd =
        draw_monthly_usd(planting->event, ground.bought_usd(hub, good), 3, random);
    const double price = draw_price(ground, good, random);
    add_inflows(*planting, hub, good, monthly_usd, price);
    const OnwardSales sales{
        .good = good,
        .seller = hub,
        .share = 1.1 * sold_share,
        .price_usd_kg = 1.1 * price,
        .lag = 1,
    };
    add_sales_to_all(*planting, ground, monthly_usd, sales, destination_share, random);
  }
  return planting;
}

std::optional<Planting>
plant_own_industry(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  auto planting = draw_hub_event(ground, casting, 3, size, random);
  if (!planting) {
    return std::nullopt;
  }
  planting->event.origins.clear();  // its own goods
  const std::uint16_t hub = planting->event.hubs.front();
  for (const std::uint16_t good : planting->event.goods) {
    const std::vector<double> monthly_usd =
        draw_monthly_usd(planting->event, ground.sold_to_destination_usd(hub, good), 3, random);
    const OnwardSales sales{
        .leg = Leg::kOut,
        .good = good,
        .seller = hub,
        .buyer = ground.world().destination,
        .share = 1.0,
        .price_usd_kg = draw_price(ground, good, random),
    };
    add_onward_sales(*planting, monthly_usd, sales);
  }
  return planting;
}

FlowAmounts scaled(const FlowAmounts& amounts, double factor) {
  const auto scale = [factor](std::int64_t amount) {
    return static_cast<std::int64_t>(std::llround(factor * static_cast<double>(amount)));
  };
  return {
      .left_usd = scale(amounts.left_usd),
      .left_kg = scale(amounts.left_kg),
      .arrived_usd = scale(amounts.arrived_usd),
      .arrived_kg = scale(amounts.arrived_kg),
  };
}

/// Everything a hub buys and sells grows, listed or not, with everyone.
std::optional<Planting>
plant_whole_growth(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  constexpr double kRampMonths = 6.0;
  Planting planting;
  planting.event.size = size;
  planting.event.hubs = casting.hub_of_its_own();
  planting.event.start = draw_start(ground.world(), kStartSpread, random);
  planting.event.end = last_month(ground.world());
  const double growth = 0.5 + 1.0 * random.uniform();
  if (planting.event.hubs.empty()) {
    return std::nullopt;
  }
  const std::uint16_t hub = planting.event.hubs.front();
  for (const WorldFlow& flow : ground.flows()) {
    const bool is_purchase = flow.key.importer == hub;
    if (flow.key.month < planting.event.start || (!is_purchase && flow.key.exporter != hub)) {
      continue;
    }
    const bool is_out = flow.key.importer == ground.world().destination;
    const double age = static_cast<double>(flow.key.month - planting.event.start + 1);
    planting.flows.push_back({
        .leg = is_purchase ? Leg::kIn
               : is_out    ? Leg::kOut
                           : Leg::kElsewhere,
        .key = flow.key,
        .amounts = scaled(flow.amounts, growth * std::min(1.0, age / kRampMonths)),
    });
  }
  return planting;
}

/// A family gets dearer all over the world: more dollars, not a kilogram more.
std::optional<Planting>
plant_price_shock(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  Planting planting;
  planting.event.size = size;
  planting.event.goods = casting.good_of_its_own();
  planting.event.start = draw_start(ground.world(), kStartSpread, random);
  planting.event.end = last_month(ground.world());
  const double rise = 0.5 + 1.0 * random.uniform();
  if (planting.event.goods.empty()) {
    return std::nullopt;
  }
  for (const WorldFlow& flow : ground.flows_of_good(planting.event.goods.front())) {
    if (flow.key.month < planting.event.start) {
      continue;
    }
    FlowAmounts amounts = scaled(flow.amounts, rise);
    amounts.left_kg = 0;
    amounts.arrived_kg = 0;
    planting.flows.push_back({.leg = Leg::kElsewhere, .key = flow.key, .amounts = amounts});
  }
  return planting;
}

/// A hub begins to record what it missed. Nothing moves that did not move before.
std::optional<Planting>
plant_reform(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  Planting planting;
  planting.event.size = size;
  planting.event.hubs = casting.hub_of_its_own();
  planting.event.start = draw_start(ground.world(), kStartSpread, random);
  planting.event.end = last_month(ground.world());
  planting.event.reported_share_before = 0.3 + 0.2 * random.uniform();
  if (planting.event.hubs.empty()) {
    return std::nullopt;
  }
  return planting;
}

/// A power station or a stadium: three months of deliveries; half of the times a part is sold on.
std::optional<Planting>
plant_project(const PlantingGround& ground, Casting& casting, SizeClass size, Random& random) {
  auto planting = draw_hub_event(ground, casting, 2, size, random);
  if (!planting) {
    return std::nullopt;
  }
  WorldEvent& event = planting->event;
  event.end = static_cast<std::uint16_t>(event.start + 2);
  const bool sells_rest = random.below(2) == 0;
  const std::uint16_t hub = event.hubs.front();
  for (const std::uint16_t good : event.goods) {
    const std::vector<double> monthly_usd =
        draw_monthly_usd(event, 3.0 * ground.bought_usd(hub, good), 0, random);
    const double price = draw_price(ground, good, random);
    add_inflows(*planting, hub, good, monthly_usd, price);
    if (sells_rest) {
      event.went_on_share = 0.2;
      const OnwardSales sales{
          .leg = Leg::kOut,
          .good = good,
          .seller = hub,
          .buyer = ground.world().destination,
          .share = 0.4,
          .price_usd_kg = price,
          .lag = 1,
      };
      add_onward_sales(*planting, monthly_usd, sales);
    }
  }
  return planting;
}

}  // namespace

std::optional<Planting> plant_decoy(
    const PlantingGround& ground,
    Casting& casting,
    EventKind kind,
    SizeClass size,
    Random& random
) {
  std::optional<Planting> planting;
  switch (kind) {
    case EventKind::kNewPlant:
      planting = plant_factory(ground, casting, size, random);
      break;
    case EventKind::kDemandBoom:
      planting = plant_demand_boom(ground, casting, size, random);
      break;
    case EventKind::kHonestReExportHub:
      planting = plant_honest_hub(ground, casting, size, random);
      break;
    case EventKind::kOwnIndustry:
      planting = plant_own_industry(ground, casting, size, random);
      break;
    case EventKind::kWholeTradeGrows:
      planting = plant_whole_growth(ground, casting, size, random);
      break;
    case EventKind::kPriceShock:
      planting = plant_price_shock(ground, casting, size, random);
      break;
    case EventKind::kReportingReform:
      planting = plant_reform(ground, casting, size, random);
      break;
    case EventKind::kOneOffProject:
      planting = plant_project(ground, casting, size, random);
      break;
    default:
      throw Error(ErrorCode::kInternal, "plant_decoy is asked for a diversion");
  }
  if (planting) {
    planting->event.kind = kind;
  }
  return planting;
}

Planting plant_boom(
    const PlantingGround& ground,
    std::uint16_t hub,
    std::uint16_t good,
    SizeClass size,
    Random& random
) {
  Planting planting;
  planting.event.kind = EventKind::kDemandBoom;
  planting.event.size = size;
  planting.event.hubs = {hub};
  planting.event.goods = {good};
  planting.event.origins = ground.draw_origins(good, planting.event.hubs, random);
  planting.event.start = draw_start(ground.world(), kStartSpread, random);
  planting.event.end = last_month(ground.world());
  const std::vector<double> monthly_usd =
      draw_monthly_usd(planting.event, ground.bought_usd(hub, good), 2, random);
  add_inflows(planting, hub, good, monthly_usd, draw_price(ground, good, random));
  return planting;
}

}  // namespace portolan::world
