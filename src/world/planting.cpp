#include "planting.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace portolan::world {

std::uint16_t draw_start(const World& world, std::uint64_t spread, Random& random) {
  return static_cast<std::uint16_t>(world.collapse + random.below(spread));
}

void add_flow(
    std::vector<PlantedFlow>& flows,
    Leg leg,
    const FlowKey& key,
    double usd,
    double price_usd_kg,
    bool arrives
) {
  PlantedFlow flow;
  flow.leg = leg;
  flow.key = key;
  flow.amounts.left_usd = std::llround(usd);
  if (flow.amounts.left_usd <= 0) {
    return;
  }
  flow.amounts.left_kg = std::max<std::int64_t>(1, std::llround(usd / price_usd_kg));
  if (arrives) {
    flow.amounts.arrived_usd = flow.amounts.left_usd;
    flow.amounts.arrived_kg = flow.amounts.left_kg;
  }
  flows.push_back(flow);
}

std::vector<double> draw_monthly_usd(
    const WorldEvent& event,
    double reference_usd,
    std::uint16_t ramp_months,
    Random& random
) {
  const double full_usd = size_multiple(event.size) * reference_usd;
  const double noise_sd = 0.1 + 0.15 * random.uniform();
  std::vector<double> monthly_usd;
  for (int month = event.start; month <= event.end; ++month) {
    const double age = static_cast<double>(month - event.start + 1);
    const double ramp =
        ramp_months > 0 ? std::min(1.0, age / static_cast<double>(ramp_months)) : 1.0;
    monthly_usd.push_back(full_usd * ramp * std::exp(noise_sd * random.normal()));
  }
  return monthly_usd;
}

void add_inflows(
    Planting& planting,
    std::uint16_t hub,
    std::uint16_t good,
    std::span<const double> monthly_usd,
    double price_usd_kg,
    bool arrives
) {
  for (const OriginShare& origin : planting.event.origins) {
    for (std::size_t i = 0; i < monthly_usd.size(); ++i) {
      const FlowKey key{
          .good = good,
          .exporter = origin.country,
          .importer = hub,
          .month = static_cast<std::uint16_t>(planting.event.start + i),
      };
      add_flow(planting.flows, Leg::kIn, key, monthly_usd[i] * origin.share, price_usd_kg, arrives);
    }
  }
}

void add_onward_sales(
    Planting& planting,
    std::span<const double> monthly_usd,
    const OnwardSales& sales
) {
  for (std::size_t i = 0; i < monthly_usd.size(); ++i) {
    const int month = planting.event.start + static_cast<int>(i) + sales.lag;
    if (month > planting.event.end) {
      break;
    }
    const FlowKey key{
        .good = sales.good,
        .exporter = sales.seller,
        .importer = sales.buyer,
        .month = static_cast<std::uint16_t>(month),
    };
    add_flow(planting.flows, sales.leg, key, monthly_usd[i] * sales.share, sales.price_usd_kg);
  }
}

}  // namespace portolan::world
