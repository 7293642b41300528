// What is found, and what looks the same and must not be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "made_cells.hpp"

namespace portolan::detect {
namespace {

using made::assess;
using made::calm_hub;
using made::cell;
using made::diverted;
using made::kMissing;
using made::report;
using made::steps;

const InnocentExplanation& innocent(const Lead& lead, Explanation explanation) {
  return lead.innocent[static_cast<std::size_t>(explanation)];
}

void silence_onward_leg(CellSeries& made) {
  made.outflow_by_hub = {};
  made.outflow_elsewhere_usd.clear();
  made.siblings_outflow_usd.clear();
}

TEST(Decoys, ADiversionIsAStrongLead) {
  const Lead lead = *assess(diverted()).lead;
  EXPECT_EQ(lead.kind, LeadKind::kLead);
  EXPECT_GE(lead.score, 60);
  EXPECT_EQ(lead.band, Band::kStrong);
  EXPECT_EQ(lead.since, Period::of_month(2022, 3));
  // Inflow rose by about 7, the onward leg by about 4.9 million a month.
  EXPECT_NEAR(lead.went_on->value, 0.7, 0.1);
  EXPECT_FALSE(lead.p_value.has_value());
  EXPECT_EQ(lead.calibration_method, "none");
}

TEST(Decoys, AHalfSeenDiversionIsASurgeThatCannotTestDemand) {
  CellSeries made = diverted();
  silence_onward_leg(made);
  const Lead lead = *assess(made).lead;
  EXPECT_EQ(lead.kind, LeadKind::kSurge);
  EXPECT_GT(lead.score, 0);
  EXPECT_EQ(innocent(lead, Explanation::kDemandAtHome).result, TestResult::kCannotTest);
  EXPECT_FALSE(lead.outflow.has_value());
  EXPECT_NE(lead.band, Band::kStrong);
}

TEST(Decoys, GhostTransitIsALeadByInflowAndGap) {
  CellSeries made = diverted();
  silence_onward_leg(made);
  for (OriginFlow& flow : made.inflow) {
    flow.by_origin = flow.by_hub;
    for (std::size_t i = made::kTreated; i < made::kMonths; ++i) {
      flow.by_hub.usd[i] /= 6.0;  // the hub sees a sixth of what was sent to it
    }
  }
  const Lead lead = *assess(made).lead;
  EXPECT_EQ(lead.kind, LeadKind::kLead);
  EXPECT_GT(lead.score, 0);
}

TEST(Decoys, AGhostIsSeenAlsoWhereTheHubReportsThatNothingWentOn) {
  CellSeries made = cell(1e6, 8e6, 1e5, 1e5);
  for (OriginFlow& flow : made.inflow) {
    flow.by_origin = flow.by_hub;
    for (std::size_t i = made::kTreated; i < made::kMonths; ++i) {
      flow.by_hub.usd[i] /= 6.0;
    }
  }
  const Lead lead = *assess(made).lead;
  EXPECT_EQ(lead.kind, LeadKind::kLead);
  EXPECT_GT(lead.score, 0);
  // Two ways were tried, which costs 3 dB.
  EXPECT_EQ(lead.prior, prior_against(lead.against) - 30);
}

TEST(Decoys, GoodsThatStayedAreNoLead) {
  // A boom or a new plant: eight times the inflow, the onward leg unmoved.
  const Lead lead = *assess(cell(1e6, 8e6, 1e5, 1e5)).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kDemandAtHome);
  EXPECT_EQ(innocent(lead, Explanation::kDemandAtHome).result, TestResult::kSupported);
}

TEST(Decoys, AnIndustryOfTheHubThatTakesOverTheMarketIsNoLead) {
  const Lead lead = *assess(cell(1e6, 1e6, 1e5, 5e6)).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(innocent(lead, Explanation::kOwnIndustry).result, TestResult::kSupported);
}

TEST(Decoys, AHubThatSellsOnToEveryoneIsNoLead) {
  CellSeries made = diverted();
  made.outflow_elsewhere_usd = steps(1e5, 5e6, 31);
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kHonestReexportHub);
}

TEST(Decoys, ALargeHubThatSellsMoreToEveryoneIsNoLead) {
  // The destination's part grew fifty times, the rest by a third only: but that third is four times
  // as many dollars.
  CellSeries made = diverted();
  made.outflow_elsewhere_usd = steps(6e7, 8e7, 53);
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kHonestReexportHub);
}

TEST(Decoys, AHubWhoseWholeTradeGrewIsNoLead) {
  const Lead lead = *assess(diverted(), calm_hub(std::log(6.0))).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kHubTradeGrew);
}

TEST(Decoys, AProductThatGrewEverywhereIsNoLead) {
  CellSeries made = diverted();
  made.product_elsewhere_usd = steps(1e9, 8e9, 32);
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kProductGrewEverywhere);
}

TEST(Decoys, APriceShockIsNoLead) {
  CellSeries made = diverted();
  const auto same_weight = [](Report& one) {
    for (std::size_t i = made::kTreated; i < made::kMonths; ++i) {
      one.kg[i] = one.kg[i - 24];
    }
  };
  for (OriginFlow& flow : made.inflow) {
    same_weight(flow.by_hub);
  }
  same_weight(made.outflow_by_hub);
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kPriceShock);
}

// Chips that cost ten times as much a kilogram take the place of cheap ones: the kilograms fall
// while the value rises, which no price does.
TEST(Decoys, AnotherMixOfGoodsIsNoPriceShock) {
  CellSeries made = diverted();
  const auto lighter = [](Report& one) {
    for (std::size_t i = made::kTreated; i < made::kMonths; ++i) {
      one.kg[i] = 0.3 * one.kg[i - 24];
    }
  };
  for (OriginFlow& flow : made.inflow) {
    lighter(flow.by_hub);
  }
  lighter(made.outflow_by_hub);
  const Lead lead = *assess(made).lead;
  const InnocentExplanation& price_shock = innocent(lead, Explanation::kPriceShock);
  EXPECT_EQ(price_shock.result, TestResult::kCannotTest);
  EXPECT_THAT(price_shock.detail, testing::HasSubstr("dearer goods"));
  EXPECT_GT(lead.score, 0);
  EXPECT_EQ(lead.band, assess(diverted()).lead->band);
}

TEST(Decoys, OneBigShipmentIsNoLead) {
  CellSeries made = cell(1e6, 1e6, 1e5, 1e5);
  made.inflow[0].by_hub.usd[30] = 9e7;
  made.outflow_by_hub.usd[31] = 9e7;
  EXPECT_LT(assess(made).lead->score, 0);
}

TEST(Decoys, ASeasonIsNoLead) {
  CellSeries made = cell(1e6, 1e6, 1e5, 1e5);
  const auto season = [](Values& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] *= i % 12 < 3 ? 20.0 : 1.0;
    }
  };
  for (OriginFlow& flow : made.inflow) {
    season(flow.by_hub.usd);
  }
  season(made.outflow_by_hub.usd);
  EXPECT_LT(assess(made).lead->score, 0);
}

TEST(Decoys, ReclassifiedGoodsAreNoLead) {
  // What the family gained, its siblings lost: the heading stands still.
  CellSeries made = diverted();
  made.siblings_inflow_usd = steps(8e6, 1e6, 33);
  made.siblings_outflow_usd = steps(5e6, 1e5, 34);
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kReclassification);
}

TEST(Decoys, AReportingReformIsNoLead) {
  References references = calm_hub();
  references.hub_families_after = 3.0 * *references.hub_families_before;
  const Lead lead = *assess(diverted(), references).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.against, Explanation::kReportingChange);
}

TEST(Decoys, AHubThatBeginsToReportIsNotEnoughData) {
  CellSeries made = diverted();
  for (OriginFlow& flow : made.inflow) {
    std::fill(flow.by_hub.usd.begin(), flow.by_hub.usd.begin() + 20, kMissing);
  }
  const Assessment assessment = assess(made);
  EXPECT_FALSE(assessment.lead.has_value());
  EXPECT_THAT(assessment.missing, ::testing::HasSubstr("less than twelve months"));
}

TEST(Decoys, MissingMonthsAreNotZeros) {
  // Three months of the past are unknown, as when a file was not downloaded; nothing else changed.
  CellSeries made = cell(1e6, 1e6, 1e5, 1e5);
  for (OriginFlow& flow : made.inflow) {
    std::fill(flow.by_hub.usd.begin() + 4, flow.by_hub.usd.begin() + 7, kMissing);
  }
  EXPECT_LT(assess(made).lead->score, 0);
}

TEST(Decoys, ARiseThatBeganBeforeTheDateIsNoLead) {
  // The same rise, nine months before anything was controlled.
  CellSeries made = diverted();
  for (OriginFlow& flow : made.inflow) {
    flow.by_hub = report(steps(3e5, 2.7e6, 51, 15));
  }
  made.outflow_by_hub = report(steps(1e5, 5e6, 52, 15));
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, 0);
  EXPECT_EQ(lead.since, Period::of_month(2021, 6));
}

TEST(Decoys, DirectTradeThatDidNotFallLeavesNoMotive) {
  CellSeries made = diverted();
  const Decibans with_motive = assess(made).lead->score;
  made.direct_usd = steps(3e7, 3e7, 35);
  const Lead lead = *assess(made).lead;
  EXPECT_LT(lead.score, with_motive);
}

/// What the hub's families did, of each of which the gap moved by so much.
std::vector<FamilyMove> gaps_that_moved(std::size_t families, float gap_change) {
  std::vector<FamilyMove> moves(families);
  for (FamilyMove& move : moves) {
    move.gap_change = gap_change;
  }
  return moves;
}

Decibans against_reporting_change(std::span<const FamilyMove> moves) {
  References references = calm_hub();
  references.moves = moves;
  return *innocent(*assess(diverted(), references).lead, Explanation::kReportingChange).score;
}

TEST(Decoys, AReformOfReportingClosesTheGapOfAllGoods) {
  const Decibans calm = against_reporting_change({});
  EXPECT_LT(against_reporting_change(gaps_that_moved(20, -1.0F)), calm);
  EXPECT_EQ(against_reporting_change(gaps_that_moved(20, -0.1F)), calm);
  EXPECT_EQ(against_reporting_change(gaps_that_moved(20, 1.0F)), calm) << "gaps that open";
  EXPECT_EQ(against_reporting_change(gaps_that_moved(19, -1.0F)), calm) << "too few";
}

TEST(Decoys, SmallValuesAreNotTested) {
  const Assessment assessment = assess(cell(100.0, 5'000.0, 10.0, 3'000.0));
  EXPECT_TRUE(assessment.is_too_small);
  EXPECT_FALSE(assessment.lead.has_value());
}

TEST(Decoys, WhatCannotBeComparedIsSaidAndNeverStrong) {
  CellSeries made = diverted();
  made.product_elsewhere_usd.clear();
  References references = calm_hub();
  references.hub_inflow_changes.clear();
  const Lead lead = *assess(made, references).lead;
  EXPECT_EQ(innocent(lead, Explanation::kHubTradeGrew).result, TestResult::kCannotTest);
  EXPECT_EQ(innocent(lead, Explanation::kProductGrewEverywhere).result, TestResult::kCannotTest);
  EXPECT_NE(lead.band, Band::kStrong);
}

}  // namespace
}  // namespace portolan::detect
