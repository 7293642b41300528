#include "portolan/trace/origins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "made_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::trace {
namespace {

using made::amount;
using made::row;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::ThrowsMessage;

/// Japan and Germany make 60 and 20, the hub ARM buys all, sells 40 to RUS; 40 stay.
FamilyTrade one_hub() {
  return {
      .family = "8703",
      .rows = {row("JPN", "ARM", 60), row("DEU", "ARM", 20), row("ARM", "RUS", 40)},
      .producers = {{"JPN", amount(60)}, {"DEU", amount(20)}}};
}

OriginsAnswer ask(const FamilyTrade& trade, const OriginsQuestion& question) {
  return trace_origins({&trade, 1}, question);
}

/// Worked by hand: mixed, three quarters of 40 are Japan's; Germany made 20, so Japan at least 20.
void expect_one_hub(const OriginsAnswer& answer) {
  ASSERT_EQ(answer.origins.size(), 3U);
  const OriginRow& japan = answer.origins[0];
  EXPECT_EQ(japan.name, "JPN");
  EXPECT_DOUBLE_EQ(*japan.amount.value, 30.0);
  EXPECT_EQ(japan.amount.least, amount(20));
  EXPECT_EQ(japan.amount.most, amount(40));
  EXPECT_DOUBLE_EQ(*japan.amount.share, 0.75);
  EXPECT_DOUBLE_EQ(*japan.amount.least_share, 0.5);
  EXPECT_DOUBLE_EQ(*japan.amount.most_share, 1.0);
  const OriginRow& germany = answer.origins[1];
  EXPECT_EQ(germany.name, "DEU");
  EXPECT_DOUBLE_EQ(*germany.amount.value, 10.0);
  EXPECT_EQ(germany.amount.least, amount(0));
  EXPECT_EQ(germany.amount.most, amount(20));
  EXPECT_EQ(answer.origins[2].name, "unknown");
  EXPECT_EQ(answer.origins[2].amount.most, amount(0));
}

TEST(TraceOrigins, GivePointLeastAndMostOfWhatADestinationKept) {
  const auto answer = ask(one_hub(), {.destination = "RUS"});
  EXPECT_DOUBLE_EQ(*answer.destination.value, 40.0);
  EXPECT_EQ(answer.destination.least, amount(40));
  expect_one_hub(answer);
}

// RUS sells 15 on, so it keeps 25; the leg's origins stay as they were.
TEST(TraceOrigins, GiveTheSameForALegWhateverTheDestinationSellsOn) {
  auto trade = one_hub();
  trade.rows.push_back(row("RUS", "BLR", 15));
  const auto answer = ask(trade, {.destination = "RUS", .hub = "ARM"});
  EXPECT_DOUBLE_EQ(*answer.destination.value, 40.0);
  expect_one_hub(answer);
}

// 10 of the 40 come back to ARM, which then has 90 to keep or sell. Mixing: all that ARM has is
// three quarters Japan's. Of the 40 on the leg, 10 may have passed before, and be whoever's.
TEST(TraceOrigins, CountWhatComesBackOverALegForAndAgainstAnOrigin) {
  auto trade = one_hub();
  trade.rows.push_back(row("RUS", "ARM", 10));
  const auto answer =
      ask(trade,
          {.destination = "RUS",
           .hub = "ARM",
           .origins = {{.name = "DEU", .places = {"DEU"}, .has_unknown = false}}});
  EXPECT_NEAR(*answer.origins[0].amount.share, 0.25, 1e-12);
  EXPECT_EQ(answer.origins[0].amount.least, amount(0));
  EXPECT_EQ(answer.origins[0].amount.most, amount(30));
}

TEST(TraceOrigins, AskAboutSetsOfOriginsAndUnknownTogether) {
  auto trade = one_hub();
  trade.producers.pop_back();  // what DEU sends is of unknown origin now
  const OriginsQuestion question{
      .destination = "RUS",
      .origins = {
          {.name = "unknown", .places = {}, .has_unknown = true},
          {.name = "JPN+unknown", .places = {"JPN"}, .has_unknown = true},
          {.name = "DEU", .places = {"DEU"}, .has_unknown = false}}};
  const auto answer = ask(trade, question);
  EXPECT_DOUBLE_EQ(*answer.origins[0].amount.value, 10.0);
  EXPECT_DOUBLE_EQ(*answer.origins[1].amount.value, 40.0);
  EXPECT_EQ(answer.origins[1].amount.least, amount(40));
  EXPECT_EQ(answer.origins[2].amount.most, amount(0));
  EXPECT_THAT(answer.no_producers, ElementsAre("DEU"));
  EXPECT_THAT(answer.unconnected, ElementsAre("DEU"));
}

// Families are different goods: of 40 + 10 at least 20 + 10 are Japan's.
TEST(TraceOrigins, AddFamiliesUp) {
  const std::vector<FamilyTrade> families = {
      one_hub(),
      {.family = "8704", .rows = {row("JPN", "RUS", 10)}, .producers = {{"JPN", std::nullopt}}}};
  const auto answer = trace_origins(
      families,
      {.destination = "RUS", .origins = {{.name = "JPN", .places = {"JPN"}, .has_unknown = false}}}
  );
  EXPECT_DOUBLE_EQ(*answer.destination.value, 50.0);
  EXPECT_DOUBLE_EQ(*answer.origins[0].amount.value, 40.0);
  EXPECT_EQ(answer.origins[0].amount.least, amount(30));
  EXPECT_EQ(answer.origins[0].amount.most, amount(50));
  EXPECT_DOUBLE_EQ(*answer.origins[0].amount.least_share, 0.6);
}

// JPN sells 5 to RUS directly. What passed ARM: 40 of 45, however the goods are divided.
TEST(TraceOrigins, TellWhatPassedAHub) {
  auto trade = one_hub();
  trade.rows.push_back(row("JPN", "RUS", 5));
  trade.producers[0].output = amount(65);
  const auto answer =
      ask(trade,
          {.destination = "RUS",
           .through = {{.name = "ARM", .places = {"ARM"}, .has_unknown = false}},
           .num_hubs = 5});
  EXPECT_DOUBLE_EQ(*answer.through[0].amount.value, 40.0);
  EXPECT_EQ(answer.through[0].amount.least, amount(40));
  EXPECT_EQ(answer.through[0].amount.most, amount(40));
  ASSERT_EQ(answer.hubs.size(), 1U);
  EXPECT_EQ(answer.hubs[0].name, "ARM");
  EXPECT_NEAR(answer.hubs[0].over_leg, 40.0, 1e-9);
}

TEST(TraceOrigins, ListTheLargestRoutes) {
  const auto answer = ask(one_hub(), {.destination = "RUS", .num_routes = 5});
  ASSERT_EQ(answer.routes.size(), 2U);
  EXPECT_THAT(answer.routes[0].places, ElementsAre("JPN", "ARM", "RUS"));
  EXPECT_NEAR(answer.routes[0].value, 30.0, 1e-9);
  EXPECT_NEAR(*answer.routes[1].share, 0.25, 1e-12);
}

TEST(TraceOrigins, ShowTheFlowThatMakesTheMostAndWhatLimitsIt) {
  const auto answer =
      ask(one_hub(),
          {.destination = "RUS",
           .origins = {{.name = "JPN", .places = {"JPN"}, .has_unknown = false}},
           .has_witness = true});
  const auto& legs = answer.origins[0].witness;
  ASSERT_EQ(legs.size(), 2U);
  EXPECT_EQ(legs[0].exporter, "JPN");
  EXPECT_EQ(legs[0].value, amount(40));
  EXPECT_FALSE(legs[0].is_limit);
  EXPECT_EQ(legs[1].exporter, "ARM");
  EXPECT_TRUE(legs[1].is_limit);
}

TEST(TraceOrigins, TellOutputsThatTradeContradicts) {
  auto trade = one_hub();
  trade.producers[0].output = amount(50);
  const auto answer = ask(trade, {.destination = "RUS"});
  ASSERT_EQ(answer.raised.size(), 1U);
  EXPECT_EQ(answer.raised[0].stated, amount(50));
  EXPECT_EQ(answer.raised[0].needed, amount(60));
}

// RUS makes cars, nobody knows how many: of what it kept, 40 came from ARM, and any number is its
// own.
TEST(TraceOrigins, HaveNoMostWhereADestinationMakesGoodsItself) {
  auto trade = one_hub();
  trade.producers.push_back({"RUS", std::nullopt});
  const auto answer = ask(trade, {.destination = "RUS"});
  EXPECT_EQ(answer.destination.least, amount(40));
  EXPECT_EQ(answer.destination.most, std::nullopt);
  EXPECT_EQ(answer.origins[0].name, "JPN");
  EXPECT_EQ(answer.origins[0].amount.least, amount(20));
  EXPECT_EQ(answer.origins[0].amount.most, amount(40));
  EXPECT_DOUBLE_EQ(*answer.origins[0].amount.least_share, 0.0);
  const OriginRow& own = answer.origins[2];
  EXPECT_EQ(own.name, "RUS");
  EXPECT_EQ(own.amount.most, std::nullopt);
  EXPECT_DOUBLE_EQ(*own.amount.most_share, 1.0);
}

// ARM has 40 of Japan, 20 of Korea by KOR, and 10 that Russia sends back, sells 50 to Russia and
// keeps 20. Korea's can be all of the 20 and of the 10, which passed KOR before, and none.
TEST(TraceOrigins, CountWhatComesBackForAndAgainstAHub) {
  const FamilyTrade trade{
      .family = "8703",
      .rows =
          {row("JPN", "ARM", 40),
           row("SGP", "KOR", 20),
           row("KOR", "ARM", 20),
           row("ARM", "RUS", 50),
           row("RUS", "ARM", 10)},
      .producers = {{"JPN", amount(40)}, {"SGP", amount(20)}}};
  const auto answer =
      ask(trade,
          {.destination = "RUS", .hub = "ARM", .through = {{.name = "KOR", .places = {"KOR"}}}});
  EXPECT_EQ(answer.through[0].amount.least, amount(0));
  EXPECT_EQ(answer.through[0].amount.most, amount(30));
  EXPECT_EQ(answer.origins[1].name, "SGP");
  EXPECT_EQ(answer.origins[1].amount.most, amount(30));
}

// Three makers' ways, 10, 4 and 6 of them: the third is larger than the second.
TEST(TraceOrigins, GiveTheLargestRoutesOfAllOrigins) {
  const FamilyTrade trade{
      .family = "8703",
      .rows = {row("AUT", "RUS", 10), row("BEL", "RUS", 4), row("CHE", "RUS", 6)},
      .producers = {{"AUT", amount(10)}, {"BEL", amount(4)}, {"CHE", amount(6)}}};
  const auto answer = ask(trade, {.destination = "RUS", .num_routes = 2});
  ASSERT_EQ(answer.routes.size(), 2U);
  EXPECT_THAT(answer.routes[0].places, ElementsAre("AUT", "RUS"));
  EXPECT_THAT(answer.routes[1].places, ElementsAre("CHE", "RUS"));
}

/// Hong Kong sells for 125 what Japan sold it for 100.
FamilyTrade dear_hub() {
  return {
      .family = "8542",
      .rows = {row("JPN", "HKG", 100), row("HKG", "RUS", 125)},
      .producers = {{"JPN", amount(100)}},
      .margins = {{"HKG", 0.2}}};
}

void expect_margin(const OriginsAnswer& answer) {
  EXPECT_EQ(answer.destination.least, amount(125));
  ASSERT_EQ(answer.origins.size(), 3U);
  EXPECT_EQ(answer.origins[0].name, "JPN");
  EXPECT_EQ(answer.origins[0].amount.least, amount(100));
  EXPECT_EQ(answer.origins[0].amount.most, amount(100));
  EXPECT_EQ(answer.origins[1].name, "unknown");
  EXPECT_EQ(answer.origins[1].amount.most, amount(0));
  EXPECT_EQ(answer.origins[2].name, "margin");
  EXPECT_DOUBLE_EQ(*answer.origins[2].amount.value, 25.0);
  EXPECT_EQ(answer.origins[2].amount.least, amount(25));
}

TEST(TraceOrigins, TakeAKnownMarginForNoGoods) {
  expect_margin(ask(dear_hub(), {.destination = "RUS"}));
  expect_margin(ask(dear_hub(), {.destination = "RUS", .hub = "HKG"}));
  // Month by month the same.
  expect_margin(ask(dear_hub(), {.destination = "RUS", .max_wait = 0}));
  expect_margin(ask(dear_hub(), {.destination = "RUS", .hub = "HKG", .max_wait = 0}));
  // Without the margin what Hong Kong lacks is of unknown origin.
  FamilyTrade cheap = dear_hub();
  cheap.margins.clear();
  EXPECT_EQ(ask(cheap, {.destination = "RUS"}).origins[1].amount.least, amount(25));
}

/// ARM buys 60 in the first month and sells 40 in the third.
FamilyTrade late_sale() {
  auto sale = row("ARM", "RUS", 40);
  sale.period = 2;
  return {
      .family = "8703",
      .rows = {row("JPN", "ARM", 60), sale},
      .producers = {{"JPN", std::nullopt}}};
}

TEST(TraceOrigins, LetGoodsWaitAsLongAsAsked) {
  for (const std::string hub : {"", "ARM"}) {
    const auto waited = ask(late_sale(), {.destination = "RUS", .hub = hub, .max_wait = 2});
    EXPECT_EQ(waited.origins[0].name, "JPN");
    EXPECT_EQ(waited.origins[0].amount.least, amount(40));
    EXPECT_DOUBLE_EQ(*waited.origins[0].amount.value, 40.0);
    EXPECT_EQ(waited.waited, amount(40));
    const auto too_late = ask(late_sale(), {.destination = "RUS", .hub = hub, .max_wait = 1});
    ASSERT_EQ(too_late.origins.size(), 1U);
    EXPECT_EQ(too_late.origins[0].name, "unknown");
    EXPECT_EQ(too_late.origins[0].amount.least, amount(40));
    EXPECT_EQ(too_late.waited, amount(0));
  }
}

// What was sold before it could have been bought was something else.
TEST(TraceOrigins, SellNothingBeforeItCame) {
  FamilyTrade trade = late_sale();
  trade.rows[0].period = 3;
  const auto answer = ask(trade, {.destination = "RUS", .max_wait = 9});
  EXPECT_EQ(answer.origins[0].name, "unknown");
  EXPECT_EQ(answer.origins[0].amount.least, amount(40));
  EXPECT_EQ(ask(trade, {.destination = "RUS"}).origins[0].name, "JPN");
}

// A stated output of 30 in three months is 10 in each: the 60 of the first are raised by 50.
TEST(TraceOrigins, SpreadAStatedOutputOverTheMonths) {
  FamilyTrade trade = late_sale();
  trade.producers[0].output = amount(30);
  const auto answer = ask(trade, {.destination = "RUS", .max_wait = 2});
  ASSERT_EQ(answer.raised.size(), 1U);
  EXPECT_EQ(answer.raised[0].needed, amount(80));
}

TEST(TraceOrigins, RejectQuestionsThatCannotBeAsked) {
  const FamilyTrade trade = one_hub();
  const auto asked = [&](OriginsQuestion question) {
    return [&trade, question] {
      (void)ask(trade, question);
    };
  };
  EXPECT_THAT(
      asked({.destination = "RUSS"}),
      ThrowsMessage<Error>("to: expected a place of the network, got \"RUSS\"")
  );
  EXPECT_THAT(
      asked({.destination = "RUS", .through = {{.name = "RUS", .places = {"RUS"}}}}),
      ThrowsMessage<Error>("through: expected hubs before the end that is asked about, got \"RUS\"")
  );
  EXPECT_THAT(
      asked({.destination = "RUS", .hub = "DEU"}),
      ThrowsMessage<Error>("to: expected trade from DEU to RUS, got none")
  );
  EXPECT_THAT(
      [] { (void)trace_origins({}, {.destination = "RUS"}); },
      ThrowsMessage<Error>("network: expected at least one flow, got none")
  );
  EXPECT_THAT(
      asked({.destination = "RUS", .num_routes = 3, .max_wait = 1}),
      ThrowsMessage<Error>("wait: expected neither routes nor hubs of goods that wait, got 3 and 0")
  );
  FamilyTrade dear = trade;
  dear.margins = {{"ARM", 1.0}};
  EXPECT_THAT(
      [&] { (void)ask(dear, {.destination = "RUS"}); },
      ThrowsMessage<Error>("margin of ARM: expected a share from 0 to below 1, got 1")
  );
  FamilyTrade wrong = trade;
  wrong.rows[0].low = amount(61);
  EXPECT_THAT(
      [&] { (void)ask(wrong, {.destination = "RUS"}); },
      ThrowsMessage<Error>(
          "JPN to ARM: expected 0 <= low <= value <= high, got low 61, value 60, high 60"
      )
  );
}

}  // namespace
}  // namespace portolan::trace
