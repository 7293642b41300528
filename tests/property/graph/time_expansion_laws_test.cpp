#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/graph/max_flow.hpp"
#include "portolan/graph/time_expansion.hpp"
#include "random_trade.hpp"

namespace portolan::graph {
namespace {

constexpr std::uint64_t kSeeds = 200;

struct Periods {
  TimeGrid grid;
  std::vector<PeriodFlow> flows;
  std::vector<PeriodProducer> producers;
};

Periods random_periods(std::uint64_t seed) {
  Periods result{
      .grid = {.num_nodes = static_cast<NodeIndex>(2 + seed % 6), .num_periods = 7},
      .flows = {},
      .producers = {}};
  for (std::uint32_t period = 0; period < result.grid.num_periods; ++period) {
    const auto trade = reference::random_trade(
        seed * 100 + period, {.nodes = result.grid.num_nodes, .density = 0.4, .producers = 0.3}
    );
    for (const Flow& flow : trade.flows) {
      result.flows.push_back({period, flow});
    }
    for (const Producer& producer : trade.producers) {
      result.producers.push_back({period, producer});
    }
  }
  return result;
}

std::int64_t lacking(const FlowNetwork& network) {
  std::int64_t sum = 0;
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    sum += network.unknown()[node] + network.raised()[node];
  }
  return sum;
}

/// What stocks can cover at most, as a largest flow from all that remains to all that is lacking.
std::int64_t
most_covered(const Periods& periods, const FlowNetwork& network, std::uint32_t max_wait) {
  const NodeIndex lacking_from = network.num_nodes();  // each node twice: what remains, what lacks
  const NodeIndex source = 2 * network.num_nodes();
  const NodeIndex sink = source + 1;
  std::vector<Arc> arcs;
  for (NodeIndex node = 0; node < periods.grid.num_nodes; ++node) {
    for (std::uint32_t period = 0; period < periods.grid.num_periods; ++period) {
      const NodeIndex now = periods.grid.at(node, period);
      const std::int64_t lack = network.unknown()[now] + network.raised()[now];
      arcs.push_back({source, now, lack > 0 ? 0 : network.absorption()[now]});
      arcs.push_back({lacking_from + now, sink, lack});
      for (std::uint32_t later = period + 1;
           later <= period + max_wait && later < periods.grid.num_periods;
           ++later) {
        const NodeIndex then = lacking_from + periods.grid.at(node, later);
        arcs.push_back({now, then, network.absorption()[now]});
      }
    }
  }
  return max_flow(sink + 1, arcs, source, sink).value;
}

TEST(TimeExpansionLaws, StocksCoverAsMuchAsAnyRuleCould) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Periods periods = random_periods(seed);
    const auto none = expand_over_time(periods.grid, periods.flows, periods.producers);
    for (const std::uint32_t max_wait : {1U, 2U, 5U}) {
      const auto some =
          expand_over_time(periods.grid, periods.flows, periods.producers, {.max_wait = max_wait});
      EXPECT_EQ(
          lacking(none.network) - lacking(some.network),
          most_covered(periods, none.network, max_wait)
      ) << "seed "
        << seed << ", at most " << max_wait << " periods";
    }
  }
}

TEST(TimeExpansionLaws, StocksLeadForwardWithinTheWaitAndChangeNoTrade) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Periods periods = random_periods(seed);
    const NodeIndex n = periods.grid.num_nodes;
    const auto expansion =
        expand_over_time(periods.grid, periods.flows, periods.producers, {.max_wait = 2});
    const auto without = expand_over_time(periods.grid, periods.flows, periods.producers);
    std::size_t kept = 0;
    for (LegIndex leg = 0; leg < expansion.network.goods().num_legs(); ++leg) {
      const Flow& flow = expansion.network.goods().legs()[leg];
      if (std::ranges::find(expansion.stocks, leg) != expansion.stocks.end()) {
        EXPECT_EQ(flow.exporter % n, flow.importer % n) << "seed " << seed;
        EXPECT_GT(flow.importer / n, flow.exporter / n) << "seed " << seed;
        EXPECT_LE(flow.importer / n - flow.exporter / n, 2U) << "seed " << seed;
      } else {
        EXPECT_EQ(flow, without.network.goods().legs()[kept++]) << "seed " << seed;
      }
    }
    EXPECT_EQ(kept, without.network.goods().num_legs()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace portolan::graph
