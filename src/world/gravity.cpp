#include "gravity.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>

#include "atlas.hpp"

namespace portolan::world {
namespace {

constexpr double kSupplyElasticity = 0.9;
constexpr double kDistanceElasticity = 0.9;
constexpr double kEuFactor = 2.0;
constexpr double kUnionFactor = 4.0;
constexpr double kLeastMonthlyUsd = 150.0;  // below, a link would ship once in ten years

/// How many links of a family a world keeps.
struct LinkLimits {
  std::size_t largest;
  std::size_t suppliers_of_hub;
  std::size_t suppliers_of_destination;
};

LinkLimits limits_of(WorldSize size) {
  switch (size) {
    case WorldSize::kSmall:
      return {16, 2, 8};
    case WorldSize::kMedium:
      return {50, 3, 12};
    case WorldSize::kLarge:
      return {130, 4, 20};
  }
  return {};
}

/// Makers of listed goods sit in the coalition and in China; hubs have next to no industry in them.
double specialisation(const WorldCountry& country, const WorldGood& good) {
  if (!good.is_listed()) {
    return 1.0;
  }
  if (country.is_coalition) {
    return 2.0;
  }
  if (country.code.iso3() == "CHN") {
    return 2.5;
  }
  return country.is_hub || country.is_customs_union ? 0.03 : 0.2;
}

class FamilyGravity {
 public:
  FamilyGravity(const World& world, std::uint16_t good, Random random)
      : world_(world), good_(good), random_(random) {
    draw_supply_and_demand();
  }

  std::vector<Link> links() {
    std::vector<Link> all = all_links();
    std::vector<Link> kept = select(all);
    const double scale = scale_to_world_trade(all);
    std::vector<Link> result;
    for (Link& link : kept) {
      link.monthly_usd *= scale;
      link.price_usd_kg = world_.goods[good_].price_usd_kg * std::exp(0.35 * random_.normal());
      if (link.monthly_usd >= kLeastMonthlyUsd) {
        result.push_back(link);
      }
    }
    add_sales_of_hubs(result);
    std::sort(result.begin(), result.end(), [](const Link& a, const Link& b) {
      return std::tie(a.exporter, a.importer) < std::tie(b.exporter, b.importer);
    });
    return result;
  }

 private:
  void draw_supply_and_demand() {
    const WorldGood& good = world_.goods[good_];
    for (const WorldCountry& country : world_.countries) {
      const double takes_part =
          std::clamp(0.1 + 0.13 * std::log(1.0 + country.gdp_busd), 0.02, 1.0);
      const bool is_maker = random_.uniform() < takes_part;
      const double skill = std::exp(1.1 * random_.normal());
      const double want = std::exp(0.5 * random_.normal());
      supply_.push_back(
          is_maker ? std::pow(country.gdp_busd, kSupplyElasticity) * skill *
                         specialisation(country, good)
                   : 0.0
      );
      demand_.push_back(country.gdp_busd * want);
    }
  }

  std::vector<Link> all_links() {
    std::vector<Link> all;
    const double link_sd = world_.spec.assumptions.link_sd;
    for (std::size_t i = 0; i < supply_.size(); ++i) {
      for (std::size_t j = 0; j < demand_.size(); ++j) {
        const double noise = std::exp(link_sd * random_.normal());
        if (i == j || supply_[i] <= 0.0) {
          continue;
        }
        all.push_back(Link{
            .good = good_,
            .exporter = static_cast<std::uint16_t>(i),
            .importer = static_cast<std::uint16_t>(j),
            .monthly_usd = supply_[i] * demand_[j] * nearness(i, j) * noise,
        });
      }
    }
    std::sort(all.begin(), all.end(), [](const Link& a, const Link& b) {
      return std::tie(b.monthly_usd, a.exporter, a.importer) <
             std::tie(a.monthly_usd, b.exporter, b.importer);
    });
    return all;
  }

  [[nodiscard]] double nearness(std::size_t i, std::size_t j) const {
    const WorldCountry& a = world_.countries[i];
    const WorldCountry& b = world_.countries[j];
    double factor = std::pow(distance_km(a, b) / 1'000.0, -kDistanceElasticity);
    if (a.is_eu && b.is_eu) {
      factor *= kEuFactor;
    }
    if (a.is_customs_union && b.is_customs_union) {
      factor *= kUnionFactor;
    }
    return factor;
  }

  /// The largest links of all; beyond them the largest suppliers of hubs and destination.
  [[nodiscard]] std::vector<Link> select(const std::vector<Link>& largest_first) const {
    const LinkLimits limits = limits_of(world_.spec.size);
    std::vector<std::size_t> suppliers(world_.countries.size(), 0);
    std::vector<Link> kept;
    std::size_t rank = 0;
    for (const Link& link : largest_first) {
      std::size_t limit = 0;
      if (link.importer == world_.destination) {
        limit = limits.suppliers_of_destination;
      } else if (world_.countries[link.importer].is_hub) {
        limit = limits.suppliers_of_hub;
      }
      if (rank++ < limits.largest || suppliers[link.importer] < limit) {
        ++suppliers[link.importer];
        kept.push_back(link);
      }
    }
    return kept;
  }

  [[nodiscard]] double scale_to_world_trade(const std::vector<Link>& all) const {
    double total = 0.0;
    for (const Link& link : all) {
      total += link.monthly_usd;
    }
    return total > 0.0 ? world_.goods[good_].monthly_usd / total : 0.0;
  }

  /// Every third hub or so sells a small part of what it buys to the destination, as neighbours do.
  void add_sales_of_hubs(std::vector<Link>& links) {
    std::vector<double> bought(world_.countries.size(), 0.0);
    std::vector<bool> sells(world_.countries.size(), false);
    for (const Link& link : links) {
      bought[link.importer] += link.monthly_usd;
      if (link.importer == world_.destination) {
        sells[link.exporter] = true;
      }
    }
    for (std::size_t hub = 0; hub < bought.size(); ++hub) {
      const double chance = random_.uniform();
      const double share = 0.01 + 0.05 * random_.uniform();
      const double price = world_.goods[good_].price_usd_kg * std::exp(0.35 * random_.normal());
      const double usd = share * bought[hub];
      const bool is_seller = world_.countries[hub].is_hub && !sells[hub] && chance < 0.6;
      if (!is_seller || usd < kLeastMonthlyUsd) {
        continue;
      }
      links.push_back(Link{
          .good = good_,
          .exporter = static_cast<std::uint16_t>(hub),
          .importer = world_.destination,
          .monthly_usd = usd,
          .price_usd_kg = price,
      });
    }
  }

  const World& world_;
  std::uint16_t good_;
  Random random_;
  std::vector<double> supply_;
  std::vector<double> demand_;
};

}  // namespace

std::vector<Link> gravity_links(const World& world, const Random& random) {
  std::vector<Link> links;
  for (std::size_t good = 0; good < world.goods.size(); ++good) {
    FamilyGravity family(world, static_cast<std::uint16_t>(good), random.fork(good));
    const std::vector<Link> own = family.links();
    links.insert(links.end(), own.begin(), own.end());
  }
  return links;
}

}  // namespace portolan::world
