#include "portolan/graph/time_expansion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/graph/mixing.hpp"

namespace portolan::graph {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr NodeIndex kMaker = 0;
constexpr NodeIndex kHub = 1;
constexpr NodeIndex kBuyer = 2;

/// The hub receives 100 in period 0 and sends 60 in period 1.
const std::vector<PeriodFlow> kOnceEach = {
    {.period = 0, .flow = {kMaker, kHub, 100}},
    {.period = 1, .flow = {kHub, kBuyer, 60}}};
const std::vector<PeriodProducer> kMade = {{.period = 0, .producer = {kMaker, 100}}};

/// The legs that are stocks, as they are.
std::vector<Flow> stocks_of(const TimeExpansion& expansion) {
  std::vector<Flow> flows;
  for (const LegIndex leg : expansion.stocks) {
    flows.push_back(expansion.network.goods().legs()[leg]);
  }
  return flows;
}

TEST(TimeExpansion, HasGoodsOfUnknownOriginWhereNoneMayWait) {
  const TimeGrid grid{.num_nodes = 3, .num_periods = 2};
  const auto expansion = expand_over_time(grid, kOnceEach, kMade);
  EXPECT_THAT(expansion.stocks, IsEmpty());
  EXPECT_EQ(expansion.network.unknown()[grid.at(kHub, 1)], 60);
  EXPECT_EQ(expansion.network.absorption()[grid.at(kHub, 0)], 100);
}

TEST(TimeExpansion, LetsGoodsWaitForThePeriodsAllowed) {
  const TimeGrid grid{.num_nodes = 3, .num_periods = 2};
  const auto expansion = expand_over_time(grid, kOnceEach, kMade, {.max_wait = 1});
  EXPECT_THAT(stocks_of(expansion), ElementsAre(Flow{grid.at(kHub, 0), grid.at(kHub, 1), 60}));
  EXPECT_EQ(expansion.network.unknown()[grid.at(kHub, 1)], 0);
  EXPECT_EQ(expansion.network.absorption()[grid.at(kHub, 0)], 40);
  const auto table = trace_origins(expansion.network, std::array{grid.at(kBuyer, 1)});
  EXPECT_THAT(table.made(0, grid.at(kMaker, 0)), DoubleEq(60.0));
}

// 10 stay in periods 0 and 1 each; 15 are lacking in period 2.
TEST(TimeExpansion, TakesTheOldestFirst) {
  const TimeGrid grid{.num_nodes = 3, .num_periods = 3};
  const std::vector<PeriodFlow> flows = {
      {.period = 0, .flow = {kMaker, kHub, 10}},
      {.period = 1, .flow = {kMaker, kHub, 10}},
      {.period = 2, .flow = {kHub, kBuyer, 15}}};
  const NodeIndex now = grid.at(kHub, 2);
  EXPECT_THAT(
      stocks_of(expand_over_time(grid, flows, {}, {.max_wait = 2})),
      ElementsAre(Flow{grid.at(kHub, 0), now, 10}, Flow{grid.at(kHub, 1), now, 5})
  );
  const auto shorter = expand_over_time(grid, flows, {}, {.max_wait = 1});
  EXPECT_THAT(stocks_of(shorter), ElementsAre(Flow{grid.at(kHub, 1), now, 10}));
  EXPECT_EQ(shorter.network.unknown()[now], 5);
}

TEST(TimeExpansion, RaisesTheOutputOfAProducerOnlyByWhatStocksLack) {
  const TimeGrid grid{.num_nodes = 2, .num_periods = 2};
  const std::vector<PeriodFlow> flows = {{.period = 1, .flow = {0, 1, 50}}};
  const std::vector<PeriodProducer> producers = {
      {.period = 0, .producer = {0, 30}}, {.period = 1, .producer = {0, 5}}};
  const auto expansion = expand_over_time(grid, flows, producers, {.max_wait = 1});
  EXPECT_THAT(expansion.network.raised(), ElementsAre(0, 0, 15, 0));
}

// Of the 125 sold, 25 are the hub's margin: only 100 have to come from stock.
TEST(TimeExpansion, TakesMarginsOutOfTradeAndNotOfStocks) {
  const TimeGrid grid{.num_nodes = 3, .num_periods = 2};
  const std::vector<PeriodFlow> flows = {
      {.period = 0, .flow = {kMaker, kHub, 100}}, {.period = 1, .flow = {kHub, kBuyer, 125}}};
  const std::vector<double> shares = {0.0, 0.2, 0.0};
  const auto expansion =
      expand_over_time(grid, flows, kMade, {.max_wait = 1, .margin_shares = shares});
  EXPECT_THAT(stocks_of(expansion), ElementsAre(Flow{grid.at(kHub, 0), grid.at(kHub, 1), 100}));
  EXPECT_EQ(expansion.network.margin()[grid.at(kBuyer, 1)], 25);
  EXPECT_THAT(expansion.network.unknown(), ElementsAre(0, 0, 0, 0, 0, 0));
}

TEST(TimeExpansion, RejectsWhatLiesOutsideTheGrid) {
  const TimeGrid grid{.num_nodes = 3, .num_periods = 1};
  const TimeGrid too_large{.num_nodes = 1U << 31U, .num_periods = 2};
  const std::vector<PeriodProducer> outside = {{.period = 0, .producer = {3, 1}}};
  const std::array shares = {0.5};
  const TimeExpansionOptions one_share{.margin_shares = shares};
  EXPECT_THAT(
      [&] { (void)expand_over_time(grid, kOnceEach, kMade); },
      ThrowsMessage<Error>("flows: expected periods below 1, got 1")
  );
  EXPECT_THAT(
      [&] { (void)expand_over_time(grid, {}, outside); },
      ThrowsMessage<Error>("producers: expected nodes below 3, got 3")
  );
  EXPECT_THAT(
      [&] { (void)expand_over_time(grid, {}, {}, one_share); },
      ThrowsMessage<Error>("margin_shares: expected 3 values, one for each node, got 1")
  );
  EXPECT_THAT(
      [&] { (void)expand_over_time(too_large, {}, {}); },
      ThrowsMessage<Error>(
          "grid: expected at most 4294967293 nodes in all periods, got 2147483648 in each of 2"
      )
  );
}

}  // namespace
}  // namespace portolan::graph
