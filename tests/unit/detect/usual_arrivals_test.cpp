#include "usual_arrivals.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "portolan/detect/cell.hpp"

namespace portolan::detect {
namespace {

constexpr IndexWindow kWindow =
    {.begin = 0, .treated = 24, .end = 36, .season = 12, .block = 3, .floor_usd = 1e3};

/// An origin that sent `before` and then `after` a month, of which the given shares were recorded.
OriginFlow origin(
    const std::string& name,
    double before,
    double after,
    double seen_before,
    double seen_after
) {
  OriginFlow flow;
  flow.origin = name;
  for (std::size_t t = 0; t < kWindow.end; ++t) {
    const bool is_after = t >= kWindow.treated;
    const double sent = is_after ? after : before;
    flow.by_origin.usd.push_back(sent);
    flow.by_hub.usd.push_back(1.06 * sent * (is_after ? seen_after : seen_before));
  }
  return flow;
}

double gap_after(const CellSeries& cell) {
  const MirrorFlows flows = usual_arrivals(cell, kWindow);
  double sent = 0.0;
  double arrived = 0.0;
  for (std::size_t t = kWindow.treated; t < kWindow.end; ++t) {
    sent += flows.sent[t];
    arrived += flows.arrived[t];
  }
  return std::log(sent / arrived);
}

TEST(UsualArrivals, OpenNoGapWhereAnOriginThatWasNeverRecordedSendsMore) {
  CellSeries cell;
  cell.inflow = {origin("DEU", 1e6, 1e6, 1.0, 1.0), origin("USA", 1e6, 9e6, 0.0, 0.0)};
  // Added up over origins, the gap would open from ln 2 to ln 10. Of the unrecorded origin
  // k R / (sent + k) = 0.0005 at most is expected to arrive (k = 12,000 of 24 m USD).
  EXPECT_NEAR(gap_after(cell), 0.0, 0.005);
}

TEST(UsualArrivals, OpenAGapWhereGoodsThatUsedToArriveNoLongerDo) {
  CellSeries cell;
  cell.inflow = {origin("DEU", 1e6, 1e6, 1.0, 1.0), origin("USA", 1e6, 9e6, 1.0, 1.0 / 9.0)};
  EXPECT_NEAR(gap_after(cell), std::log(5.0), 0.005);
}

TEST(UsualArrivals, OfANewOriginAreThoseOfTheOthers) {
  CellSeries cell;
  cell.inflow = {origin("DEU", 1e6, 1e6, 0.5, 0.5), origin("USA", 0.0, 9e6, 0.5, 0.5)};
  EXPECT_NEAR(gap_after(cell), 0.0, 0.005);
}

TEST(UsualArrivals, LeaveOutOriginsThatDoNotSayWhatTheySent) {
  CellSeries cell;
  // China keeps the goods secret; that the new origin's goods arrive as it says opens no gap.
  cell.inflow = {origin("CHN", 4e6, 2e6, 1.0, 1.0), origin("USA", 0.0, 9e6, 1.0, 1.0)};
  cell.inflow[0].by_origin.usd.assign(kWindow.end, 0.0);
  EXPECT_NEAR(gap_after(cell), 0.0, 0.005);
  EXPECT_EQ(usual_arrivals(cell, kWindow).origins, 1U);
}

TEST(UsualArrivals, LeaveOutPeriodsThatOneSideHasNotPublished) {
  CellSeries cell;
  cell.inflow = {origin("DEU", 1e6, 1e6, 1.0, 1.0)};
  cell.inflow[0].by_hub.usd[30] = std::numeric_limits<double>::quiet_NaN();
  const MirrorFlows flows = usual_arrivals(cell, kWindow);
  EXPECT_EQ(flows.sent[30], 0.0);
  EXPECT_EQ(flows.arrived[30], 0.0);
  EXPECT_NEAR(gap_after(cell), 0.0, 1e-9);
}

TEST(UsualArrivals, AreNoneWithoutAnOriginThatBothSidesReport) {
  EXPECT_EQ(usual_arrivals(CellSeries{}, kWindow).origins, 0U);
}

}  // namespace
}  // namespace portolan::detect
