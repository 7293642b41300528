#include "origin_cells.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace portolan::bench {
namespace {

using Pair = std::pair<std::uint16_t, std::uint16_t>;  // exporter, importer

/// The trade of one family in the months of an event, pair by pair.
class FamilyMonths {
 public:
  FamilyMonths(const world::World& world, std::uint16_t good, Measure measure)
      : world_(world), measure_(measure), good_(good) {}

  [[nodiscard]] std::map<Pair, std::int64_t> total(std::uint16_t from) const {
    std::map<Pair, std::int64_t> sums;
    for (const world::WorldFlow& flow : world_.flows) {
      if (flow.key.good == good_ && flow.key.month >= from) {
        sums[{flow.key.exporter, flow.key.importer}] += amount(flow.amounts);
      }
    }
    return sums;
  }

  /// What a leg of an event added, or what all events did (over all months).
  [[nodiscard]] std::map<Pair, std::int64_t>
  planted(std::uint16_t event, world::Leg leg, std::uint16_t from) const {
    std::map<Pair, std::int64_t> sums;
    for (const world::PlantedFlow& flow : world_.planted) {
      if (flow.key.good == good_ && flow.event == event && flow.leg == leg &&
          flow.key.month >= from) {
        sums[{flow.key.exporter, flow.key.importer}] += amount(flow.amounts);
      }
    }
    return sums;
  }

  /// Who sells the family without any event, and who made what an event diverts.
  [[nodiscard]] std::vector<trace::ProducerRow> makers(std::uint16_t event) const {
    std::map<std::uint16_t, std::int64_t> sold;
    for (const world::WorldFlow& flow : world_.flows) {
      if (flow.key.good == good_) {
        sold[flow.key.exporter] += amount(flow.amounts);
      }
    }
    for (const world::PlantedFlow& flow : world_.planted) {
      if (flow.key.good == good_) {
        sold[flow.key.exporter] -= amount(flow.amounts);
      }
    }
    std::set<std::uint16_t> makers;
    for (const auto& [country, value] : sold) {
      if (value > 0 && !world_.countries[country].is_hub && country != world_.destination) {
        makers.insert(country);
      }
    }
    for (const auto& [ends, value] : planted(event, world::Leg::kIn, 0)) {
      makers.insert(ends.first);
    }
    std::vector<trace::ProducerRow> rows;
    for (const std::uint16_t maker : makers) {
      rows.push_back({.place = name(maker), .output = std::nullopt});
    }
    return rows;
  }

  [[nodiscard]] std::string name(std::uint16_t country) const {
    return world_.countries[country].code.to_string();
  }

 private:
  [[nodiscard]] std::int64_t amount(const world::FlowAmounts& amounts) const {
    return measure_ == Measure::kUsd ? amounts.arrived_usd : amounts.arrived_kg;
  }

  const world::World& world_;
  Measure measure_;
  std::uint16_t good_;
};

trace::FamilyTrade trade_of(const FamilyMonths& family, std::uint16_t event, std::uint16_t from) {
  trace::FamilyTrade trade{.family = "", .rows = {}, .producers = family.makers(event)};
  for (const auto& [ends, sum] : family.total(from)) {
    if (sum > 0 && ends.first != ends.second) {
      const auto value = Decimal3::from_thousandths(1'000 * sum);
      trade.rows.push_back({family.name(ends.first), family.name(ends.second), value, value, value}
      );
    }
  }
  return trade;
}

/// The shares of the countries from which the event's goods came to its first hub.
std::map<std::string, double> origins_of(const FamilyMonths& family, std::uint16_t event) {
  std::map<std::string, double> amounts;
  double sum = 0.0;
  for (const auto& [ends, value] : family.planted(event, world::Leg::kIn, 0)) {
    amounts[family.name(ends.first)] += static_cast<double>(value);
    sum += static_cast<double>(value);
  }
  for (auto& [country, amount] : amounts) {
    amount /= sum;
  }
  return amounts;
}

/// The cells of one family of an event, one for each hub that sends to the destination.
void add_cells(
    const world::World& world,
    std::uint16_t event,
    std::uint16_t good,
    Measure measure,
    double max_other_share,
    std::vector<OriginCell>& cells
) {
  const FamilyMonths family(world, good, measure);
  const world::WorldEvent& planted = world.events[event];
  const auto from = static_cast<std::uint16_t>(planted.start + planted.lag);
  const auto total = family.total(from);
  for (const auto& [ends, diverted] : family.planted(event, world::Leg::kOut, from)) {
    const std::int64_t leg = total.contains(ends) ? total.at(ends) : 0;
    const double other = 1.0 - static_cast<double>(diverted) / static_cast<double>(leg);
    if (leg <= 0 || diverted <= 0 || ends.second != world.destination || other > max_other_share) {
      continue;
    }
    OriginCell cell{
        .kind = planted.kind,
        .hub = family.name(ends.first),
        .destination = family.name(ends.second),
        .trade = trade_of(family, event, from),
        .origins = {}};
    for (const auto& [country, share] : origins_of(family, event)) {
      cell.origins.push_back({country, share * (1.0 - other), share * (1.0 - other) + other});
    }
    cells.push_back(std::move(cell));
  }
}

}  // namespace

std::vector<OriginCell>
origin_cells(const world::World& world, Measure measure, double max_other_share) {
  std::vector<OriginCell> cells;
  for (std::uint16_t event = 0; event < world.events.size(); ++event) {
    const auto kind = world.events[event].kind;
    if (is_decoy(kind) || kind == world::EventKind::kGhostTransit) {
      continue;
    }
    std::set<std::uint16_t> goods(
        world.events[event].goods.begin(), world.events[event].goods.end()
    );
    for (const std::uint16_t good : goods) {
      add_cells(world, event, good, measure, max_other_share, cells);
    }
  }
  return cells;
}

trace::FamilyTrade reported(const trace::FamilyTrade& trade, double deviation, Random& random) {
  trace::FamilyTrade result = trade;
  const auto times = [](double value, double factor) {
    return Decimal3::from_double(value * factor).value_or(Decimal3());
  };
  for (trace::TradeRow& row : result.rows) {
    const double stated = row.value.to_double() * std::exp(deviation * random.normal());
    row.value = times(stated, 1.0);
    row.low = times(stated, std::exp(-2.0 * deviation));
    row.high = times(stated, std::exp(2.0 * deviation));
  }
  return result;
}

void OriginScore::add(const OriginCell& cell, const trace::FamilyTrade& trade) {
  trace::OriginsQuestion question{.destination = cell.destination, .hub = cell.hub};
  for (const TrueOrigin& origin : cell.origins) {
    question.origins.push_back({.name = origin.country, .places = {origin.country}});
  }
  const auto answer = trace::trace_origins({&trade, 1}, question);
  ++cells;
  for (std::size_t i = 0; i < cell.origins.size(); ++i) {
    const TrueOrigin& truth = cell.origins[i];
    const trace::BoundedAmount& found = answer.origins[i].amount;
    const double least = found.least_share.value_or(0.0);
    const double most = found.most_share.value_or(1.0);
    constexpr double kRounding = 1e-9;
    ++origins;
    within_bounds += least <= truth.high + kRounding && truth.low <= most + kRounding ? 1 : 0;
    absolute_error += std::abs(found.share.value_or(0.0) - (truth.low + truth.high) / 2.0);
    width += most - least;
  }
}

}  // namespace portolan::bench
