#include "portolan/world/world.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "atlas.hpp"
#include "course.hpp"
#include "planting.hpp"
#include "planting_ground.hpp"
#include "portolan/base/error.hpp"

namespace portolan::world {
namespace {

/// Streams of the seed. A new use of random numbers gets a new number, so that old worlds stay.
enum Stream : std::uint64_t {
  kGoodsStream = 1,
  kBaselineStream,
  kCastingStream,
  kEventStream,
  kSurgeStream,
  kPlantSizeStream,
  kDecoySizeStream,
};

/// Sizes of diversions are dealt from this deck, shuffled, and from it again when it is used up.
constexpr std::array kPlantDeck = {
    SizeClass::kObvious,
    SizeClass::kObvious,
    SizeClass::kLarge,
    SizeClass::kLarge,
    SizeClass::kLarge,
    SizeClass::kMedium,
    SizeClass::kMedium,
    SizeClass::kSmall,
    SizeClass::kHopeless,
};
/// A decoy that nobody would see tests nothing.
constexpr std::array kDecoyDeck = {
    SizeClass::kObvious,
    SizeClass::kLarge,
    SizeClass::kLarge,
    SizeClass::kMedium,
};

/// Deals sizes from a shuffled deck.
class SizeDealer {
 public:
  SizeDealer(std::span<const SizeClass> deck, Random random)
      : deck_(shuffled(std::vector<SizeClass>(deck.begin(), deck.end()), random)) {}

  SizeClass deal() { return deck_[next_++ % deck_.size()]; }

 private:
  std::vector<SizeClass> deck_;
  std::size_t next_ = 0;
};

std::uint16_t position_of_country(const World& world, std::string_view iso3) {
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    if (world.countries[c].code.iso3() == iso3) {
      return static_cast<std::uint16_t>(c);
    }
  }
  throw Error(ErrorCode::kInternal, "countries.csv lacks the destination");
}

std::uint16_t position_of_month(const World& world, Period month) {
  return static_cast<std::uint16_t>(month.steps_since(world.months.front()));
}

World empty_world(const WorldSpec& spec, std::uint64_t seed) {
  World world;
  world.seed = seed;
  world.spec = spec;
  world.countries = countries_of_size(spec.size);
  world.goods = goods_of_size(spec.size, Random(seed).fork(kGoodsStream));
  world.months = months_of_size(spec.size);
  world.destination = position_of_country(world, "RUS");
  world.collapse = position_of_month(world, Period::of_month(2022, 3));
  world.silence = position_of_month(world, Period::of_month(2022, 2));
  return world;
}

void keep(World& world, const std::optional<Planting>& planting) {
  if (!planting) {
    return;
  }
  const auto number = static_cast<std::uint16_t>(world.events.size());
  world.events.push_back(planting->event);
  for (PlantedFlow flow : planting->flows) {
    flow.event = number;
    world.planted.push_back(flow);
  }
}

bool wants_cells_of_its_own(EventKind kind) {
  return kind == EventKind::kWholeTradeGrows || kind == EventKind::kReportingReform ||
         kind == EventKind::kPriceShock;
}

/// All single events asked for: those first that need a hub or family for themselves.
std::vector<EventKind> kinds_in_order(const WorldSpec& spec) {
  std::vector<EventKind> kinds;
  for (const bool first : {true, false}) {
    for (const auto* requests : {&spec.plants, &spec.decoys}) {
      for (const EventRequest& request : *requests) {
        if (wants_cells_of_its_own(request.kind) == first) {
          kinds.insert(kinds.end(), static_cast<std::size_t>(request.count), request.kind);
        }
      }
    }
  }
  return kinds;
}

void plant_surges(
    World& world,
    const PlantingGround& ground,
    Casting& casting,
    const Random& random
) {
  const double share = world.spec.assumptions.stayed_surge_share;
  for (std::size_t hub = 0; share > 0.0 && hub < world.countries.size(); ++hub) {
    if (!world.countries[hub].is_hub || world.countries[hub].publishes == Publishing::kNever) {
      continue;
    }
    for (std::size_t good = 0; good < world.goods.size(); ++good) {
      Random own = random.fork(hub * world.goods.size() + good);
      const bool is_surge = world.goods[good].is_listed() && own.uniform() < share;
      const auto h = static_cast<std::uint16_t>(hub);
      const auto g = static_cast<std::uint16_t>(good);
      if (is_surge && casting.take(h, g)) {
        const SizeClass size = kDecoyDeck[own.below(kDecoyDeck.size())];
        keep(world, plant_boom(ground, h, g, size, own));
      }
    }
  }
}

void plant_events(World& world, std::span<const WorldFlow> baseline) {
  const Random random(world.seed);
  const PlantingGround ground(world, baseline);
  Casting casting(ground, random.fork(kCastingStream));
  const Random of_events = random.fork(kEventStream);
  const std::vector<EventKind> kinds = kinds_in_order(world.spec);
  SizeDealer plant_sizes(kPlantDeck, random.fork(kPlantSizeStream));
  SizeDealer decoy_sizes(kDecoyDeck, random.fork(kDecoySizeStream));
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    Random own = of_events.fork(i);
    keep(
        world,
        is_decoy(kinds[i]) ? plant_decoy(ground, casting, kinds[i], decoy_sizes.deal(), own)
                           : plant_diversion(ground, casting, kinds[i], plant_sizes.deal(), own)
    );
  }
  plant_surges(world, ground, casting, random.fork(kSurgeStream));
  std::stable_sort(
      world.planted.begin(),
      world.planted.end(),
      [](const PlantedFlow& a, const PlantedFlow& b) {
        return std::tie(a.event, a.leg, a.key) < std::tie(b.event, b.leg, b.key);
      }
  );
}

void add(FlowAmounts& sum, const FlowAmounts& more) {
  sum.left_usd += more.left_usd;
  sum.left_kg += more.left_kg;
  sum.arrived_usd += more.arrived_usd;
  sum.arrived_kg += more.arrived_kg;
}

/// Returns the sums by key of baseline and planted flows.
std::vector<WorldFlow>
all_flows(std::vector<WorldFlow> flows, std::span<const PlantedFlow> planted) {
  for (const PlantedFlow& flow : planted) {
    flows.push_back({.key = flow.key, .amounts = flow.amounts});
  }
  std::stable_sort(flows.begin(), flows.end(), [](const WorldFlow& a, const WorldFlow& b) {
    return a.key < b.key;
  });
  std::vector<WorldFlow> sums;
  for (const WorldFlow& flow : flows) {
    if (!sums.empty() && sums.back().key == flow.key) {
      add(sums.back().amounts, flow.amounts);
    } else {
      sums.push_back(flow);
    }
  }
  for (const WorldFlow& flow : sums) {
    ensure(
        flow.amounts.left_usd >= 0 && flow.amounts.arrived_usd >= 0 && flow.amounts.left_kg >= 0 &&
            flow.amounts.arrived_kg >= 0,
        "no event takes more from a flow than there is"
    );
  }
  std::erase_if(sums, [](const WorldFlow& flow) {
    return flow.amounts.left_usd == 0 && flow.amounts.arrived_usd == 0;
  });
  return sums;
}

}  // namespace

std::string_view to_string(Leg leg) {
  switch (leg) {
    case Leg::kIn:
      return "in";
    case Leg::kBetween:
      return "between";
    case Leg::kOut:
      return "out";
    case Leg::kElsewhere:
      return "elsewhere";
  }
  return "";
}

World make_world(const WorldSpec& spec, std::uint64_t seed) {
  World world = empty_world(spec, seed);
  std::vector<WorldFlow> baseline = baseline_flows(world, Random(seed).fork(kBaselineStream));
  plant_events(world, baseline);
  world.flows = all_flows(std::move(baseline), world.planted);
  return world;
}

}  // namespace portolan::world
