#include "portolan/trace/arrivals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
using testing::IsEmpty;
using testing::ThrowsMessage;

/// ARM has 60 of Japan and 20 of Germany, sends 40 to RUS and 10 to GEO; KGZ sends on 8 of Germany;
/// GEO's 6 to RUS are ARM's.
FamilyTrade two_hubs() {
  return {
      .family = "8703",
      .rows =
          {row("JPN", "ARM", 60),
           row("DEU", "ARM", 20),
           row("ARM", "RUS", 40),
           row("ARM", "GEO", 10),
           row("GEO", "RUS", 6),
           row("DEU", "KGZ", 8),
           row("KGZ", "RUS", 8)},
      .producers = {{"JPN", amount(60)}, {"DEU", amount(28)}, {"RUS", amount(5)}}};
}

TEST(ArrivalsOf, CountGoodsOnTheirLastLeg) {
  const FamilyTrade trade = two_hubs();
  const auto arrivals = arrivals_of({&trade, 1}, "RUS", {});
  ASSERT_EQ(arrivals.legs.size(), 3U);
  EXPECT_EQ(arrivals.legs[0].exporter, "ARM");
  EXPECT_NEAR(arrivals.legs[0].asked, 40.0, 1e-12);
  EXPECT_DOUBLE_EQ(arrivals.legs[0].sent, 50.0);
  EXPECT_EQ(arrivals.legs[1].exporter, "GEO");
  EXPECT_NEAR(arrivals.legs[1].asked, 6.0, 1e-12);
  EXPECT_EQ(arrivals.legs[2].exporter, "KGZ");
  EXPECT_DOUBLE_EQ(arrivals.over_all_legs, 54.0);
}

// Three quarters of ARM's goods are Japan's, none of KGZ's.
TEST(ArrivalsOf, GiveWhatIsOfTheOriginsAskedAbout) {
  const FamilyTrade trade = two_hubs();
  const std::vector<PlaceSet> japan = {{.name = "JPN", .places = {"JPN"}}};
  const auto arrivals = arrivals_of({&trade, 1}, "RUS", japan);
  ASSERT_EQ(arrivals.legs.size(), 2U);
  EXPECT_NEAR(arrivals.legs[0].asked, 30.0, 1e-12);
  EXPECT_NEAR(arrivals.legs[1].asked, 4.5, 1e-12);
  EXPECT_DOUBLE_EQ(arrivals.legs[1].over_leg, 6.0);
  EXPECT_THAT(arrivals.unconnected, IsEmpty());
}

// ARM makes 20 itself, a fifth of the 100 that it has, and Germany sends 9 of its own.
TEST(ArrivalsOf, LeaveOutWhatAnExporterMadeWhereOnlyThirdPlacesCount) {
  FamilyTrade trade = two_hubs();
  trade.rows.push_back(row("DEU", "RUS", 9));
  trade.producers.push_back({"ARM", amount(20)});
  trade.producers[1].output = amount(37);
  const auto arrivals = arrivals_of({&trade, 1}, "RUS", {}, Ways::kThroughThirdPlaces);
  ASSERT_EQ(arrivals.legs.size(), 3U);
  EXPECT_EQ(arrivals.legs[0].exporter, "ARM");
  EXPECT_NEAR(arrivals.legs[0].asked, 32.0, 1e-12);
  EXPECT_EQ(arrivals.legs[1].exporter, "GEO");
  EXPECT_NEAR(arrivals.legs[1].asked, 6.0, 1e-12);
  EXPECT_EQ(arrivals.legs[2].exporter, "KGZ");
  EXPECT_EQ(arrivals_of({&trade, 1}, "RUS", {}).legs.size(), 4U);
}

TEST(ArrivalsOf, TellOriginsOfWhichNothingArrives) {
  FamilyTrade trade = two_hubs();
  trade.rows.push_back(row("CHN", "MNG", 9));
  trade.producers.push_back({"CHN", amount(9)});
  const std::vector<PlaceSet> china = {{.name = "CHN", .places = {"CHN"}}};
  const auto arrivals = arrivals_of({&trade, 1}, "RUS", china);
  EXPECT_THAT(arrivals.legs, IsEmpty());
  EXPECT_THAT(arrivals.unconnected, ElementsAre("CHN"));
}

// A row that says nothing of its capacity cannot grow beside one that does.
TEST(ArrivalsOf, AddUpTheCapacitiesOfALeg) {
  FamilyTrade trade = two_hubs();
  trade.rows.push_back(row("ARM", "RUS", 5));
  trade.rows[2].capacity = amount(70);
  const auto arrivals = arrivals_of({&trade, 1}, "RUS", {});
  EXPECT_EQ(arrivals.legs[0].capacity, 75.0);
  EXPECT_EQ(arrivals.legs[1].capacity, std::nullopt);
}

TEST(ArrivalsOf, RejectPlacesThatTheNetworkDoesNotKnow) {
  const FamilyTrade trade = two_hubs();
  const std::vector<PlaceSet> own = {{.name = "RUS", .places = {"RUS"}}};
  EXPECT_THAT(
      [&] {
        (void)arrivals_of({&trade, 1}, "RSU", {});
      },
      ThrowsMessage<Error>("to: expected a place of the network, got \"RSU\"")
  );
  EXPECT_THAT(
      [&] {
        (void)arrivals_of({&trade, 1}, "RUS", own);
      },
      ThrowsMessage<Error>("origin: expected places other than the destination, got \"RUS\"")
  );
}

}  // namespace
}  // namespace portolan::trace
