#include "histories.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "dense_simplex.hpp"

namespace portolan::reference {
namespace {

using graph::LegIndex;
using graph::NodeIndex;

/// Variables are the flows by kind and leg, then the absorptions by kind and node.
LinearProgramme programme(const graph::FlowNetwork& network, const KindsOfGoods& kinds) {
  const std::size_t n = network.num_nodes();
  const std::size_t legs = network.goods().num_legs();
  const std::size_t num_kinds = kinds.entering.size();
  LinearProgramme result;
  result.objective.assign(num_kinds * (legs + n), 0.0);
  const auto add_row = [&](double right) -> std::vector<double>& {
    result.right.push_back(right);
    return result.rows.emplace_back(result.objective.size(), 0.0);
  };
  for (std::size_t leg = 0; leg < legs; ++leg) {
    auto& row = add_row(static_cast<double>(network.goods().legs()[leg].value));
    for (std::size_t kind = 0; kind < num_kinds; ++kind) {
      row[kind * legs + leg] = 1.0;
    }
  }
  for (std::size_t kind = 0; kind < num_kinds; ++kind) {
    for (std::size_t node = 0; node < n; ++node) {
      auto& row = add_row(static_cast<double>(kinds.entering[kind][node]));
      row[num_kinds * legs + kind * n + node] = 1.0;
      for (std::size_t leg = 0; leg < legs; ++leg) {
        const graph::Flow& trade = network.goods().legs()[leg];
        if (trade.exporter == node) {
          row[kind * legs + leg] += 1.0;
        }
        for (std::size_t arriving = 0; arriving < num_kinds && trade.importer == node; ++arriving) {
          if (kinds.becomes[arriving][node] == kind) {
            row[arriving * legs + leg] -= 1.0;
          }
        }
      }
    }
  }
  return result;
}

std::int64_t whole(std::optional<double> value) {
  if (!value || std::abs(*value - std::round(*value)) > 1e-6) {
    throw std::runtime_error("absorbed_range: expected a whole value, got none");
  }
  return std::llround(*value);
}

}  // namespace

KindsOfGoods lasting_kinds(std::vector<std::vector<std::int64_t>> entering) {
  KindsOfGoods kinds{.entering = std::move(entering), .becomes = {}};
  for (std::size_t kind = 0; kind < kinds.entering.size(); ++kind) {
    kinds.becomes.emplace_back(kinds.entering[kind].size(), kind);
  }
  return kinds;
}

KindsOfGoods
kinds_by_passage(const graph::FlowNetwork& network, const std::vector<NodeIndex>& hubs) {
  const auto all = network.amounts(graph::every_source());
  auto kinds = lasting_kinds({all, std::vector<std::int64_t>(all.size(), 0)});
  for (const NodeIndex hub : hubs) {
    std::swap(kinds.entering[0][hub], kinds.entering[1][hub]);
    kinds.becomes[0][hub] = 1;
  }
  return kinds;
}

Range absorbed_range(
    const graph::FlowNetwork& network,
    const KindsOfGoods& kinds,
    std::size_t kind,
    NodeIndex destination
) {
  auto largest = programme(network, kinds);
  const std::size_t absorbed =
      kinds.entering.size() * network.goods().num_legs() + kind * network.num_nodes() + destination;
  largest.objective[absorbed] = 1.0;
  const std::int64_t most = whole(largest_value(largest));
  largest.objective[absorbed] = -1.0;
  return {.least = -whole(largest_value(largest)), .most = most};
}

}  // namespace portolan::reference
