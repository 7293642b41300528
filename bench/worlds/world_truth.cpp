#include "world_truth.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "p_values.hpp"
#include "portolan/world/truth.hpp"

namespace portolan::bench {
namespace {

constexpr double kSeenShare = 0.5;
constexpr double kRaisedShare = 0.1;

/// The panel's families of a cell: its goods under all their codes.
std::vector<std::string>
families_of(const goods::FamilyTable& table, const std::vector<std::string>& codes) {
  std::set<std::string> names;
  for (const std::string& code : codes) {
    const auto hs_code = HsCode::parse(code);
    for (const HsEdition edition : {HsEdition::kHs2017, HsEdition::kHs2022}) {
      if (const auto family = hs_code ? table.family_of(edition, *hs_code) : std::nullopt) {
        names.insert(std::string(*family));
      }
    }
  }
  return {names.begin(), names.end()};
}

Months sum_of(const std::vector<const CellMonths*>& cells, Months CellMonths::*leg) {
  Months sum;
  for (const CellMonths* cell : cells) {
    const Months& part = cell->*leg;
    sum.resize(std::max(sum.size(), part.size()), 0.0);
    for (std::size_t t = 0; t < part.size(); ++t) {
      sum[t] += part[t];
    }
  }
  return sum;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Level and spread of a leg before the date.
struct Past {
  double mean = 0.0;
  double spread = 0.0;
};

std::optional<Past> past_of(const Months& leg, const Split& split) {
  std::vector<double> known;
  for (std::size_t t = split.begin; t < std::min(split.treated, leg.size()); ++t) {
    if (!std::isnan(leg[t])) {
      known.push_back(leg[t]);
    }
  }
  if (known.size() < 2) {
    return std::nullopt;
  }
  const double center = median(known);
  std::vector<double> distances;
  distances.reserve(known.size());
  for (const double usd : known) {
    distances.push_back(std::abs(usd - center));
  }
  const Moments moments = moments_of(known);
  const double robust = 1.4826 * median(distances);
  return Past{.mean = moments.mean, .spread = robust > 0.0 ? robust : std::sqrt(moments.variance)};
}

double over(double usd, double spread) {
  return spread > 0.0 ? usd / spread : std::numeric_limits<double>::infinity();
}

/// Makes the plants of one world.
class Planter {
 public:
  Planter(const world::World& world, const goods::FamilyTable& table, const WorldSeries& series)
      : world_(world), table_(table) {
    for (const CellMonths& cell : series.cells) {
      cells_.emplace(cell.name, &cell);
    }
    for (const world::WorldFlow& flow : world.flows) {
      if (flow.key.importer == world.destination) {
        sold_[{flow.key.good, flow.key.exporter}].emplace_back(
            flow.key.month, static_cast<double>(flow.amounts.left_usd)
        );
      }
    }
  }

  [[nodiscard]] Plant plant(const world::TruthEvent& event, const world::TruthCell& cell) const {
    Plant plant;
    plant.event = event.number;
    plant.kind = event.kind;
    plant.size_class = event.size;
    plant.hub = cell.hub.to_string();
    plant.families = families_of(table_, cell.hs);
    std::vector<const CellMonths*> cells;
    bool is_listed = false;
    for (const std::string& family : plant.families) {
      if (const auto found = cells_.find(CellName{plant.hub, family}); found != cells_.end()) {
        cells.push_back(found->second);
        is_listed = is_listed || found->second->is_listed;
      }
    }
    const double months = event.end.steps_since(event.start) + 1;
    const double in_usd = static_cast<double>(cell.in_usd()) / months;
    const double out_usd = static_cast<double>(cell.out_usd()) / months;
    plant.sight = sight(event, cell, cells, is_listed);
    plant.monthly_usd = plant.sight == Sight::kGhost ? in_usd : out_usd;
    if (!cells.empty()) {
      set_sizes(plant, cells, in_usd, out_usd);
    }
    return plant;
  }

 private:
  [[nodiscard]] Sight sight(
      const world::TruthEvent& event,
      const world::TruthCell& cell,
      const std::vector<const CellMonths*>& cells,
      bool is_listed
  ) const {
    if (!is_listed) {
      return Sight::kUnlisted;
    }
    if (event.kind == world::EventKind::kGhostTransit) {
      return Sight::kGhost;
    }
    if (event.kind == world::EventKind::kTwoHubChain && cell.hub == event.hubs.front()) {
      return Sight::kToNextHub;
    }
    const auto start = static_cast<std::size_t>(event.start.steps_since(world_.months.front()));
    const auto end = static_cast<std::size_t>(event.end.steps_since(world_.months.front())) + 1;
    double reported = 0.0;
    for (const CellMonths* one : cells) {
      reported += known_sum(one->outflow, start, end).usd;
    }
    return reported >= kSeenShare * truly_sold(cell, start, end) ? Sight::kBothLegs
                                                                 : Sight::kHalfSeen;
  }

  [[nodiscard]] double truly_sold(const world::TruthCell& cell, std::size_t start, std::size_t end)
      const {
    double sum = 0.0;
    for (std::size_t g = 0; g < world_.goods.size(); ++g) {
      if (world_.goods[g].hs2022.front() != cell.family) {
        continue;
      }
      for (std::size_t c = 0; c < world_.countries.size(); ++c) {
        const auto found =
            sold_.find({static_cast<std::uint16_t>(g), static_cast<std::uint16_t>(c)});
        if (world_.countries[c].code != cell.hub || found == sold_.end()) {
          continue;
        }
        for (const auto& [month, usd] : found->second) {
          sum += month >= start && month < end ? usd : 0.0;
        }
      }
    }
    return sum;
  }

  static void set_sizes(
      Plant& plant,
      const std::vector<const CellMonths*>& cells,
      double in_usd,
      double out_usd
  ) {
    const Split& split = cells.front()->split;
    const auto in = past_of(sum_of(cells, &CellMonths::inflow), split);
    const auto out = plant.sight == Sight::kBothLegs
                         ? past_of(sum_of(cells, &CellMonths::outflow), split)
                         : std::nullopt;
    if (!in) {
      return;
    }
    if (!out) {
      plant.size = over(plant.monthly_usd, in->spread);
      plant.weakest_size = over(in_usd, in->spread);
      return;
    }
    plant.size = over(plant.monthly_usd, out->mean <= in->mean ? out->spread : in->spread);
    plant.weakest_size = std::min(over(in_usd, in->spread), over(out_usd, out->spread));
  }

  const world::World& world_;
  const goods::FamilyTable& table_;
  std::map<CellName, const CellMonths*> cells_;
  std::map<std::pair<std::uint16_t, std::uint16_t>, std::vector<std::pair<std::uint16_t, double>>>
      sold_;  ///< To the destination, by good and exporter.
};

/// Cells into which the events brought more: at least a tenth of what would have come in anyway
/// since the break, whoever sold it. Sales of a new plant or of an honest hub count where they go.
std::set<CellName> raised_inflows(const world::World& world, const goods::FamilyTable& table) {
  struct Inflow {
    double all = 0.0;
    double added = 0.0;
  };
  using Cell = std::pair<std::uint16_t, std::uint16_t>;  // importer, good
  std::map<Cell, Inflow> inflows;
  const auto usd_of = [](const world::FlowAmounts& amounts) {
    return static_cast<double>(std::max(amounts.left_usd, amounts.arrived_usd));
  };
  const auto is_inflow = [&](const world::FlowKey& key) {
    return key.month >= world.collapse && key.exporter != world.destination;
  };
  for (const world::WorldFlow& flow : world.flows) {
    if (is_inflow(flow.key)) {
      inflows[{flow.key.importer, flow.key.good}].all += usd_of(flow.amounts);
    }
  }
  for (const world::PlantedFlow& flow : world.planted) {
    if (is_inflow(flow.key)) {
      inflows[{flow.key.importer, flow.key.good}].added += usd_of(flow.amounts);
    }
  }
  std::set<CellName> raised;
  for (const auto& [cell, inflow] : inflows) {
    if (inflow.added <= 0.0 || inflow.added < kRaisedShare * (inflow.all - inflow.added)) {
      continue;
    }
    std::vector<std::string> codes = world.goods[cell.second].hs2017;
    const auto& later = world.goods[cell.second].hs2022;
    codes.insert(codes.end(), later.begin(), later.end());
    for (const std::string& family : families_of(table, codes)) {
      raised.insert({world.countries[cell.first].code.to_string(), family});
    }
  }
  return raised;
}

}  // namespace

std::string_view to_string(Sight sight) {
  constexpr std::array<std::string_view, kNumSights> kNames = {
      "both_legs", "half_seen", "ghost", "to_next_hub", "unlisted"};
  return kNames[static_cast<std::size_t>(sight)];
}

std::size_t size_class_of(double size) {
  constexpr std::array kBounds = {1.0, 2.0, 5.0, 10.0};
  return static_cast<std::size_t>(
      std::upper_bound(kBounds.begin(), kBounds.end(), size) - kBounds.begin()
  );
}

std::string_view name_of_size_class(std::size_t size_class) {
  constexpr std::array<std::string_view, kNumSizes> kNames = {"0-1", "1-2", "2-5", "5-10", "10+"};
  return kNames[size_class];
}

CellTruth truth_of_cells(
    const world::World& world,
    const goods::FamilyTable& table,
    const WorldSeries& series
) {
  const Planter planter(world, table, series);
  CellTruth truth;
  truth.brought_in = raised_inflows(world, table);
  for (const world::TruthEvent& event : world::truth_of(world).events) {
    if (world::is_decoy(event.kind)) {
      continue;
    }
    for (const world::TruthCell& cell : event.cells) {
      for (const std::string& family : families_of(table, cell.hs)) {
        truth.diverted.insert({cell.hub.to_string(), family});
      }
      truth.plants.push_back(planter.plant(event, cell));
    }
  }
  return truth;
}

}  // namespace portolan::bench
