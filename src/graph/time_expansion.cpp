#include "portolan/graph/time_expansion.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

/// Two more nodes must have numbers: the ends of a maximum flow.
constexpr std::uint64_t kMostNodes = std::numeric_limits<NodeIndex>::max() - 2;

void check(const TimeGrid& grid, std::string_view subject, NodeIndex node, std::uint32_t period) {
  if (period >= grid.num_periods) {
    throw invalid_argument(
        "{}: expected periods below {}, got {}", subject, grid.num_periods, period
    );
  }
  require_node(subject, node, grid.num_nodes);
}

std::vector<Flow> expanded(const TimeGrid& grid, std::span<const PeriodFlow> flows) {
  std::vector<Flow> result;
  result.reserve(flows.size());
  for (const auto& [period, flow] : flows) {
    check(grid, "flows", std::max(flow.exporter, flow.importer), period);
    result.push_back({grid.at(flow.exporter, period), grid.at(flow.importer, period), flow.value});
  }
  return result;
}

std::vector<Producer> expanded(const TimeGrid& grid, std::span<const PeriodProducer> producers) {
  std::vector<Producer> result;
  result.reserve(producers.size());
  for (const auto& [period, producer] : producers) {
    check(grid, "producers", producer.node, period);
    result.push_back({grid.at(producer.node, period), producer.output});
  }
  return result;
}

GoodsTrade goods_of(const TimeGrid& grid, FlowMatrix trade, std::span<const double> margin_shares) {
  if (margin_shares.empty()) {
    return {.goods = std::move(trade), .margin = {}};
  }
  if (margin_shares.size() != grid.num_nodes) {
    throw invalid_argument(
        "margin_shares: expected {} values, one for each node, got {}",
        grid.num_nodes,
        margin_shares.size()
    );
  }
  std::vector<double> shares;
  for (std::uint32_t period = 0; period < grid.num_periods; ++period) {
    shares.insert(shares.end(), margin_shares.begin(), margin_shares.end());
  }
  return take_out_margins(trade, shares);
}

/// What each node has in each period beyond what it sends; negative where it lacks goods.
std::vector<std::int64_t> remainders(const FlowNetwork& network) {
  std::vector<std::int64_t> result(network.num_nodes());
  for (NodeIndex node = 0; node < result.size(); ++node) {
    result[node] = network.absorption()[node] - network.unknown()[node] - network.raised()[node];
  }
  return result;
}

std::vector<Flow>
stocks_of(const TimeGrid& grid, std::uint32_t max_wait, std::vector<std::int64_t> remainder) {
  std::vector<Flow> stocks;
  for (NodeIndex node = 0; node < grid.num_nodes; ++node) {
    for (std::uint32_t period = 0; period < grid.num_periods; ++period) {
      const NodeIndex now = grid.at(node, period);
      for (std::uint32_t past = period - std::min(period, max_wait);
           past < period && remainder[now] < 0;
           ++past) {
        const NodeIndex then = grid.at(node, past);
        const std::int64_t taken = std::min(remainder[then], -remainder[now]);
        if (taken > 0) {
          stocks.push_back({then, now, taken});
          remainder[then] -= taken;
          remainder[now] += taken;
        }
      }
    }
  }
  return stocks;
}

}  // namespace

TimeExpansion expand_over_time(
    const TimeGrid& grid,
    std::span<const PeriodFlow> flows,
    std::span<const PeriodProducer> producers,
    const TimeExpansionOptions& options
) {
  if (std::uint64_t{grid.num_nodes} * grid.num_periods > kMostNodes) {
    throw invalid_argument(
        "grid: expected at most {} nodes in all periods, got {} in each of {}",
        kMostNodes,
        grid.num_nodes,
        grid.num_periods
    );
  }
  const NodeIndex num_nodes = grid.num_nodes * grid.num_periods;
  auto [goods, margin] =
      goods_of(grid, FlowMatrix(num_nodes, expanded(grid, flows)), options.margin_shares);
  const auto made = expanded(grid, producers);
  FlowNetwork without_stocks(goods, made, margin);
  const auto stocks = stocks_of(grid, options.max_wait, remainders(without_stocks));
  if (stocks.empty()) {
    return {.network = std::move(without_stocks), .stocks = {}};
  }
  std::vector<Flow> all(goods.legs().begin(), goods.legs().end());
  all.insert(all.end(), stocks.begin(), stocks.end());
  TimeExpansion result{
      .network = FlowNetwork(FlowMatrix(num_nodes, all), made, std::move(margin)), .stocks = {}};
  for (const Flow& stock : stocks) {
    result.stocks.push_back(*result.network.goods().find(stock.exporter, stock.importer));
  }
  return result;
}

}  // namespace portolan::graph
