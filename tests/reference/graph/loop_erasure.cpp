#include "loop_erasure.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace portolan::reference {
namespace {

using graph::Flow;
using graph::FlowNetwork;
using graph::NodeIndex;

double share_of(const FlowNetwork& network, const Flow& leg) {
  return static_cast<double>(leg.value) / static_cast<double>(network.supply()[leg.exporter]);
}

double staying(const FlowNetwork& network, NodeIndex node) {
  return network.supply()[node] == 0 ? 0.0
                                     : static_cast<double>(network.absorption()[node]) /
                                           static_cast<double>(network.supply()[node]);
}

/// Sets share[j] = base[j] + sum of the shares of j's legs times share[importer] until it holds,
/// without the legs that `is_cut` names.
template <typename IsCut>
std::vector<double>
settle(const FlowNetwork& network, const std::vector<double>& base, const IsCut& is_cut) {
  auto share = base;
  double change = 1.0;
  for (int round = 0; round < 1'000'000 && change > 1e-16; ++round) {
    change = 0.0;
    for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
      double next = base[node];
      for (const graph::LegIndex index : network.goods().legs_out_of(node)) {
        const Flow& leg = network.goods().legs()[index];
        if (!is_cut(leg)) {
          next += share_of(network, leg) * share[leg.importer];
        }
      }
      change = std::max(change, std::abs(next - share[node]));
      share[node] = next;
    }
  }
  return share;
}

}  // namespace

std::map<std::vector<NodeIndex>, double>
shares_by_route(const FlowNetwork& network, NodeIndex origin) {
  std::map<std::vector<NodeIndex>, double> stayed;
  std::map<std::vector<NodeIndex>, double> under_way = {{{origin}, 1.0}};
  double left = 1.0;
  while (left > 1e-14) {
    left = 0.0;
    std::map<std::vector<NodeIndex>, double> next;
    for (const auto& [route, share] : under_way) {
      stayed[route] += share * staying(network, route.back());
      for (const graph::LegIndex index : network.goods().legs_out_of(route.back())) {
        const Flow& leg = network.goods().legs()[index];
        auto longer = route;
        const auto before = std::ranges::find(longer, leg.importer);
        longer.erase(before, longer.end());
        longer.push_back(leg.importer);
        const double going = share * share_of(network, leg);
        next[std::move(longer)] += going;
        left += going;
      }
    }
    under_way = std::move(next);
  }
  return stayed;
}

std::vector<double> shares_reaching(const FlowNetwork& network, NodeIndex target) {
  std::vector<double> base(network.num_nodes(), 0.0);
  base[target] = 1.0;
  return settle(network, base, [&](const Flow& leg) { return leg.exporter == target; });
}

std::vector<double>
shares_staying(const FlowNetwork& network, NodeIndex target, NodeIndex hub, bool is_leg_cut) {
  std::vector<double> base(network.num_nodes(), 0.0);
  base[target] = staying(network, target);
  return settle(network, base, [&](const Flow& leg) {
    return is_leg_cut && leg.exporter == hub && leg.importer == target;
  });
}

}  // namespace portolan::reference
