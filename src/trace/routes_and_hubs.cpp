#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "family_network.hpp"
#include "portolan/graph/routes.hpp"

namespace portolan::trace {
namespace {

using graph::NodeIndex;

constexpr double kThousandth = 1e-3;

/// Nodes from which goods are asked about, with whether those of unknown origin are meant.
std::vector<std::pair<NodeIndex, bool>>
starts_of(const FamilyNetwork& family, const OriginsQuestion& question) {
  std::vector<bool> is_asked(family.num_place_nodes(), question.origins.empty());
  bool has_unknown = question.origins.empty();
  for (const PlaceSet& set : question.origins) {
    has_unknown = has_unknown || set.has_unknown;
    for (const std::string& place : set.places) {
      for (const NodeIndex node : family.nodes_of(place)) {
        is_asked[node] = true;
      }
    }
  }
  std::vector<std::pair<NodeIndex, bool>> starts;
  for (NodeIndex node = 0; node < family.num_place_nodes(); ++node) {
    if (is_asked[node] && family.point().output()[node] > 0) {
      starts.emplace_back(node, false);
    }
    if (has_unknown && family.point().unknown()[node] > 0) {
      starts.emplace_back(node, true);
    }
  }
  return starts;
}

std::vector<HubRow> summed_hubs(std::span<const FamilyNetwork> families) {
  std::map<std::string, HubRow> hubs;
  for (const FamilyNetwork& family : families) {
    for (NodeIndex node = 0; node < family.num_place_nodes(); ++node) {
      if (family.name(node) == family.name(family.end())) {
        continue;
      }
      const auto all = graph::hub_value(family.point(), graph::every_source(), node, family.end());
      if (!(all.passed > 0.0)) {
        continue;
      }
      const auto own = graph::hub_value(
          family.point(), {.producers = family.nodes_of(family.name(node))}, node, family.end()
      );
      HubRow& hub = hubs[family.name(node)];
      hub.name = family.name(node);
      hub.passed += kThousandth * std::max(0.0, all.passed - own.passed);
      hub.over_leg += kThousandth * std::max(0.0, all.over_leg - own.over_leg);
    }
  }
  std::vector<HubRow> result;
  for (auto& [name, hub] : hubs) {
    // A thousandth of the unit is what the data tell; less is rounding.
    if (hub.passed >= kThousandth) {
      result.push_back(std::move(hub));
    }
  }
  return result;
}

/// What a route must have to be one of the `count` largest; 0 while there are fewer.
double least_of_largest(std::span<const RouteRow> rows, std::size_t count) {
  if (rows.size() < count) {
    return 0.0;
  }
  std::vector<double> values;
  for (const RouteRow& row : rows) {
    values.push_back(row.value);
  }
  const auto last = values.begin() + static_cast<std::ptrdiff_t>(count) - 1;
  std::ranges::nth_element(values, last, std::ranges::greater());
  return *last;
}

}  // namespace

std::vector<RouteRow> routes_of(
    std::span<const FamilyNetwork> families,
    const OriginsQuestion& question,
    std::optional<double> kept
) {
  std::vector<RouteRow> rows;
  for (const FamilyNetwork& family : families) {
    const graph::RouteFinder finder(family.point(), family.end(), question.max_legs);
    for (const auto& [node, is_unknown] : starts_of(family, question)) {
      const auto& entered = is_unknown ? family.point().unknown() : family.point().output();
      const double least = least_of_largest(rows, question.num_routes) /
                           (kThousandth * static_cast<double>(entered[node]));
      const auto found = finder.largest(node, question.num_routes, least);
      for (const graph::Route& route : found.routes) {
        RouteRow row{.family = family.family(), .places = {}};
        if (is_unknown) {
          row.places.emplace_back("unknown");
        }
        for (const NodeIndex place : route.nodes) {
          row.places.push_back(family.name(place));
        }
        row.value = kThousandth * route.share * static_cast<double>(entered[node]);
        if (kept) {
          row.share = row.value / *kept;
        }
        rows.push_back(std::move(row));
      }
    }
  }
  std::ranges::stable_sort(rows, [](const RouteRow& a, const RouteRow& b) {
    return a.value > b.value;
  });
  rows.resize(std::min(rows.size(), question.num_routes));
  return rows;
}

std::vector<HubRow>
hubs_of(std::span<const FamilyNetwork> families, const OriginsQuestion& question) {
  auto hubs = summed_hubs(families);
  std::erase_if(hubs, [&](const HubRow& hub) { return hub.name == question.hub; });
  std::ranges::stable_sort(hubs, [](const HubRow& a, const HubRow& b) {
    return std::pair(a.over_leg, a.passed) > std::pair(b.over_leg, b.passed);
  });
  hubs.resize(std::min(hubs.size(), question.num_hubs));
  return hubs;
}

}  // namespace portolan::trace
