#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "portolan/world/truth.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {
namespace {

constexpr std::uint64_t kSeeds[] = {1, 2, 20'240'607};

World world_with(std::string_view plants, std::string_view decoys, std::uint64_t seed) {
  return make_world(spec_of_options("small", plants, decoys), seed);
}

using Amounts = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;

std::map<FlowKey, Amounts> by_key(const World& world) {
  std::map<FlowKey, Amounts> flows;
  for (const WorldFlow& flow : world.flows) {
    const FlowAmounts& a = flow.amounts;
    flows[flow.key] = {a.left_usd, a.left_kg, a.arrived_usd, a.arrived_kg};
  }
  return flows;
}

/// What `world` has more than `quiet`, by key, zeros left out.
std::map<FlowKey, Amounts> difference(const World& world, const World& quiet) {
  std::map<FlowKey, Amounts> rest = by_key(world);
  for (const auto& [key, amounts] : by_key(quiet)) {
    auto& own = rest[key];
    std::get<0>(own) -= std::get<0>(amounts);
    std::get<1>(own) -= std::get<1>(amounts);
    std::get<2>(own) -= std::get<2>(amounts);
    std::get<3>(own) -= std::get<3>(amounts);
  }
  std::erase_if(rest, [](const auto& entry) { return entry.second == Amounts{}; });
  return rest;
}

std::map<FlowKey, Amounts> planted_sums(const World& world) {
  std::map<FlowKey, Amounts> sums;
  for (const PlantedFlow& flow : world.planted) {
    auto& own = sums[flow.key];
    std::get<0>(own) += flow.amounts.left_usd;
    std::get<1>(own) += flow.amounts.left_kg;
    std::get<2>(own) += flow.amounts.arrived_usd;
    std::get<3>(own) += flow.amounts.arrived_kg;
  }
  std::erase_if(sums, [](const auto& entry) { return entry.second == Amounts{}; });
  return sums;
}

bool contains(const std::vector<std::uint16_t>& values, std::uint16_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

TEST(WorldEvents, AreAllThatTellsAWorldFromTheSameSeedWithoutThem) {
  for (const std::uint64_t seed : kSeeds) {
    const World quiet = world_with("none", "none", seed);
    const World loud = world_with("all", "all", seed);
    ASSERT_TRUE(quiet.planted.empty());
    ASSERT_TRUE(quiet.events.empty());
    ASSERT_FALSE(loud.planted.empty());
    EXPECT_EQ(difference(loud, quiet), planted_sums(loud)) << "seed " << seed;
  }
}

TEST(WorldEvents, AreAsManyAsWereAskedForAndShareNoCell) {
  for (const std::uint64_t seed : kSeeds) {
    const World world = world_with("all", "all", seed);
    EXPECT_EQ(world.events.size(), 17U) << "seed " << seed;  // 3 + 6 diversions, 8 decoys
    std::map<std::pair<std::uint16_t, std::uint16_t>, int> uses;
    for (const WorldEvent& event : world.events) {
      for (const std::uint16_t hub : event.hubs) {
        for (const std::uint16_t good : event.goods) {
          EXPECT_EQ(++uses[std::make_pair(hub, good)], 1) << "seed " << seed;
        }
      }
    }
  }
}

// The truth must say what is in the flows: it is computed here from the two worlds alone.
TEST(WorldEvents, BringTransitInAndOutWithTheStatedDollars) {
  for (const std::uint64_t seed : kSeeds) {
    const World quiet = world_with("none", "none", seed);
    const World world = world_with("transit", "none", seed);
    const Truth truth = truth_of(world);
    ASSERT_EQ(truth.events.size(), 1U);
    ASSERT_EQ(world.events.front().hubs.size(), 1U);
    std::int64_t in_usd = 0;
    std::int64_t out_usd = 0;
    for (const auto& [key, amounts] : difference(world, quiet)) {
      ASSERT_GE(key.month, world.events.front().start);
      ASSERT_TRUE(contains(world.events.front().goods, key.good));
      ASSERT_EQ(std::get<0>(amounts), std::get<2>(amounts)) << "all that left arrived";
      (key.importer == world.events.front().hubs.front() ? in_usd : out_usd) +=
          std::get<0>(amounts);
      if (key.importer != world.events.front().hubs.front()) {
        ASSERT_EQ(key.importer, world.destination);
        ASSERT_EQ(key.exporter, world.events.front().hubs.front());
      }
    }
    std::int64_t truth_in_usd = 0;
    std::int64_t truth_out_usd = 0;
    for (const TruthCell& cell : truth.events.front().cells) {
      truth_in_usd += cell.in_usd();
      truth_out_usd += cell.out_usd();
    }
    EXPECT_EQ(in_usd, truth_in_usd);
    EXPECT_EQ(out_usd, truth_out_usd);
    EXPECT_GT(in_usd, 0);
    EXPECT_GT(out_usd, 0);
  }
}

TEST(WorldEvents, LetGhostsLeaveAndNeverArrive) {
  const World quiet = world_with("none", "none", 1);
  const World world = world_with("ghost_transit", "none", 1);
  std::int64_t left_usd = 0;
  for (const auto& [key, amounts] : difference(world, quiet)) {
    left_usd += std::get<0>(amounts);
    EXPECT_EQ(std::get<2>(amounts), 0);
    EXPECT_EQ(std::get<3>(amounts), 0);
  }
  EXPECT_GT(left_usd, 0);
}

TEST(WorldEvents, RunAChainOverBothHubs) {
  const World world = world_with("two_hub_chain", "none", 1);
  const WorldEvent& event = world.events.front();
  ASSERT_EQ(event.hubs.size(), 2U);
  std::map<Leg, std::int64_t> usd;
  for (const PlantedFlow& flow : world.planted) {
    usd[flow.leg] += flow.amounts.left_usd;
    if (flow.leg == Leg::kBetween) {
      EXPECT_EQ(flow.key.exporter, event.hubs[0]);
      EXPECT_EQ(flow.key.importer, event.hubs[1]);
    }
  }
  EXPECT_GT(usd[Leg::kIn], 0);
  EXPECT_GT(usd[Leg::kBetween], 0);
  EXPECT_GT(usd[Leg::kOut], 0);
}

TEST(WorldEvents, MoveListedGoodsToASiblingUnderCodeMigration) {
  const World quiet = world_with("none", "none", 1);
  const World world = world_with("code_migration", "none", 1);
  const WorldEvent& event = world.events.front();
  ASSERT_EQ(event.true_goods.size(), 1U);
  const WorldGood& listed = world.goods[event.true_goods.front()];
  const WorldGood& sibling = world.goods[event.goods.front()];
  EXPECT_TRUE(listed.is_listed());
  EXPECT_FALSE(sibling.is_listed());
  EXPECT_EQ(listed.heading(), sibling.heading());
  std::int64_t listed_usd = 0;
  std::int64_t sibling_usd = 0;
  for (const auto& [key, amounts] : difference(world, quiet)) {
    if (key.importer == event.hubs.front()) {
      (key.good == event.goods.front() ? sibling_usd : listed_usd) += std::get<0>(amounts);
    }
  }
  EXPECT_LT(listed_usd, 0);
  EXPECT_GT(sibling_usd, -listed_usd);
}

TEST(WorldEvents, InflateThePriceOfPriceInflatedTransit) {
  const World world = world_with("price_inflated_transit", "none", 1);
  for (const std::uint16_t good : world.events.front().goods) {
    double usd = 0.0;
    double kg = 0.0;
    for (const PlantedFlow& flow : world.planted) {
      if (flow.key.good == good) {
        usd += static_cast<double>(flow.amounts.left_usd);
        kg += static_cast<double>(flow.amounts.left_kg);
      }
    }
    // A premium of 2 to 4 times an own price of exp(0.2 z), markup above: 1.2 lies 2.5 sd below.
    EXPECT_GT(usd / kg, 1.2 * world.goods[good].price_usd_kg);
  }
}

TEST(WorldEvents, BuildUpSlowly) {
  const World world = world_with("slow_build_up", "none", 2);
  const WorldEvent& event = world.events.front();
  double early_usd = 0.0;
  double late_usd = 0.0;
  for (const PlantedFlow& flow : world.planted) {
    if (flow.leg == Leg::kIn) {
      const auto usd = static_cast<double>(flow.amounts.left_usd);
      early_usd += flow.key.month < event.start + 4 ? usd : 0.0;
      late_usd += flow.key.month + 4 > event.end ? usd : 0.0;
    }
  }
  EXPECT_GT(late_usd, 2.0 * early_usd);
}

TEST(WorldEvents, SpreadOverFiveHubsWhereManyAreAskedFor) {
  const World world = world_with("many_small_hubs", "none", 1);
  EXPECT_EQ(world.events.front().hubs.size(), 5U);
  EXPECT_EQ(truth_of(world).events.front().cells.size(), 5U);
}

TEST(WorldEvents, HaveOriginsWhoseSharesSumToOne) {
  for (const std::uint64_t seed : kSeeds) {
    for (const WorldEvent& event : world_with("all", "none", seed).events) {
      double sum = 0.0;
      for (const OriginShare& origin : event.origins) {
        sum += origin.share;
      }
      EXPECT_NEAR(sum, 1.0, 1e-12);
    }
  }
}

// Decoys: what makes each innocent must hold in the flows.
TEST(WorldEvents, KeepGoodsInTheHubInADemandBoom) {
  const World world = world_with("none", "demand_boom", 1);
  for (const PlantedFlow& flow : world.planted) {
    EXPECT_EQ(flow.leg, Leg::kIn);
  }
  EXPECT_FALSE(world.planted.empty());
}

TEST(WorldEvents, SellFromOwnIndustryWithoutBuying) {
  const World world = world_with("none", "own_industry", 1);
  for (const PlantedFlow& flow : world.planted) {
    EXPECT_EQ(flow.leg, Leg::kOut);
    EXPECT_EQ(flow.key.importer, world.destination);
  }
  EXPECT_FALSE(world.planted.empty());
}

TEST(WorldEvents, LetAnHonestHubSellMostlyToOthers) {
  const World world = world_with("none", "honest_re_export_hub", 1);
  std::map<Leg, std::int64_t> usd;
  for (const PlantedFlow& flow : world.planted) {
    usd[flow.leg] += flow.amounts.left_usd;
  }
  EXPECT_GT(usd[Leg::kOut], 0);
  EXPECT_GT(usd[Leg::kElsewhere], 4 * usd[Leg::kOut]);
}

TEST(WorldEvents, RaiseDollarsAndNoWeightInAPriceShock) {
  const World world = world_with("none", "price_shock", 1);
  for (const PlantedFlow& flow : world.planted) {
    EXPECT_GE(flow.amounts.left_usd, 0);
    EXPECT_EQ(flow.amounts.left_kg, 0);
  }
  EXPECT_FALSE(world.planted.empty());
}

TEST(WorldEvents, EndAOneOffProject) {
  const World world = world_with("none", "one_off_project", 1);
  const WorldEvent& event = world.events.front();
  EXPECT_EQ(event.end, event.start + 2);
  for (const PlantedFlow& flow : world.planted) {
    EXPECT_LE(flow.key.month, event.end);
  }
}

TEST(WorldEvents, PlantAsManyStayedSurgesAsAskedFor) {
  WorldSpec spec = spec_of_options("small", "none", "none");
  spec.assumptions.stayed_surge_share = 0.3;
  const World world = make_world(spec, 1);
  const auto is_testable = [](const WorldCountry& country) {
    return country.is_hub && country.publishes != Publishing::kNever;
  };
  const double cells =
      static_cast<double>(std::count_if(world.countries.begin(), world.countries.end(), is_testable)
      ) *
      static_cast<double>(std::count_if(
          world.goods.begin(),
          world.goods.end(),
          [](const WorldGood& good) { return good.is_listed(); }
      ));
  // Binomial: within 5 standard deviations.
  EXPECT_NEAR(static_cast<double>(world.events.size()), 0.3 * cells, 5.0 * std::sqrt(0.21 * cells));
}

TEST(WorldEvents, BreakDirectTradeAlsoWhereNothingIsPlanted) {
  const World world = world_with("none", "none", 1);
  double before_usd = 0.0;
  double after_usd = 0.0;
  for (const WorldFlow& flow : world.flows) {
    const bool is_listed_sale = flow.key.importer == world.destination &&
                                world.countries[flow.key.exporter].is_coalition &&
                                world.goods[flow.key.good].is_listed();
    const int year = world.months[flow.key.month].year();
    if (is_listed_sale && (year == 2021 || year == 2023)) {
      (year == 2021 ? before_usd : after_usd) += static_cast<double>(flow.amounts.left_usd);
    }
  }
  // The share left is 0.05; growth and shocks of two years do not double it.
  EXPECT_LT(after_usd, 0.1 * before_usd);
  EXPECT_GT(after_usd, 0.025 * before_usd);
}

}  // namespace
}  // namespace portolan::world
