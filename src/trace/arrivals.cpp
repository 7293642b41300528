#include "portolan/trace/arrivals.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "family_network.hpp"
#include "portolan/base/error.hpp"
#include "portolan/graph/mixing.hpp"

namespace portolan::trace {
namespace {

using graph::NodeIndex;

constexpr double kThousandth = 1e-3;

/// The sources of a family that are asked about, each once.
graph::OriginSet
asked_sources(const FamilyNetwork& family, std::span<const PlaceSet> origins, NodeIndex end) {
  std::set<NodeIndex> producers;
  bool has_unknown = false;
  for (const PlaceSet& set : origins) {
    const auto found = family.origins_of(set);
    producers.insert(found.producers.begin(), found.producers.end());
    has_unknown = has_unknown || found.unknown;
  }
  if (origins.empty()) {
    for (NodeIndex node = 0; node < family.num_place_nodes(); ++node) {
      if (family.is_producer(node) && node != end) {
        producers.insert(node);
      }
    }
  }
  return {.producers = {producers.begin(), producers.end()}, .unknown = has_unknown};
}

std::map<std::string, Arrival> legs_to(const FamilyTrade& trade, const std::string& destination) {
  std::map<std::string, double> sent;
  std::map<std::string, Arrival> legs;
  std::map<std::string, double> room;
  std::set<std::string> is_limited;
  for (const TradeRow& row : trade.rows) {
    const double value = row.value.to_double();
    sent[row.exporter] += value;
    if (row.importer != destination) {
      continue;
    }
    Arrival& leg = legs[row.exporter];
    leg.family = trade.family;
    leg.exporter = row.exporter;
    leg.over_leg += value;
    room[row.exporter] += row.capacity.value_or(row.value).to_double();
    if (row.capacity) {
      is_limited.insert(row.exporter);
    }
  }
  for (auto& [exporter, leg] : legs) {
    leg.sent = sent[exporter];
    if (is_limited.contains(exporter)) {
      leg.capacity = room[exporter];
    }
  }
  return legs;
}

double amount_of(const FamilyNetwork& family, const PlaceSet& set, NodeIndex end) {
  return graph::shares_of_origins(family.point(), family.origins_of(set))[end];
}

/// The share of what a node sends that it made itself, if its goods are asked about.
double share_of_own(const FamilyNetwork& family, const graph::OriginSet& asked, NodeIndex node) {
  return std::ranges::binary_search(asked.producers, node)
             ? graph::shares_of_origins(family.point(), {.producers = {node}})[node]
             : 0.0;
}

void check(
    std::span<const FamilyTrade> families,
    const std::string& destination,
    std::span<const PlaceSet> origins
) {
  const auto places = places_of(families);
  require_place("to", destination, places);
  for (const PlaceSet& set : origins) {
    for (const std::string& place : set.places) {
      require_place("origin", place, places);
      if (place == destination) {
        throw invalid_argument(
            "origin: expected places other than the destination, got \"{}\"", place
        );
      }
    }
  }
}

}  // namespace

Arrivals arrivals_of(
    std::span<const FamilyTrade> families,
    const std::string& destination,
    std::span<const PlaceSet> origins,
    Ways ways
) {
  check(families, destination, origins);
  Arrivals result;
  std::vector<bool> is_connected(origins.size(), false);
  for (const FamilyTrade& trade : families) {
    const auto family = FamilyNetwork::make(trade, {.destination = destination});
    if (!family) {
      continue;
    }
    const NodeIndex end = family->end();
    for (std::size_t i = 0; i < origins.size(); ++i) {
      is_connected[i] = is_connected[i] || amount_of(*family, origins[i], end) > 0.0;
    }
    const graph::OriginSet asked = asked_sources(*family, origins, end);
    const auto shares = graph::shares_of_origins(family->point(), asked);
    for (auto& [exporter, leg] : legs_to(trade, destination)) {
      result.over_all_legs += leg.over_leg;
      const NodeIndex node = family->nodes_of(exporter).front();
      const double own =
          ways == Ways::kThroughThirdPlaces ? share_of_own(*family, asked, node) : 0.0;
      leg.asked = std::clamp(shares[node] - own, 0.0, 1.0) * leg.over_leg;
      // A thousandth of the unit is what the data tell; less is rounding.
      if (leg.asked >= kThousandth) {
        result.legs.push_back(leg);
      }
    }
  }
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (!is_connected[i]) {
      result.unconnected.push_back(origins[i].name);
    }
  }
  return result;
}

}  // namespace portolan::trace
