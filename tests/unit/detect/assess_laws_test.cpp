#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "made_cells.hpp"

namespace portolan::detect {
namespace {

Decibans sum_of_evidence(const Lead& lead) {
  Decibans sum = lead.prior;
  for (const EvidenceItem& item : lead.evidence) {
    sum += item.weight;
  }
  return sum;
}

/// Random cells: rises and falls of both legs by factors from 1/20 to 20.
CellSeries random_cell(std::uint64_t seed) {
  Random random(seed);
  const auto level = [&] {
    return 1e6 * std::exp(1.5 * random.normal());
  };
  return made::cell(level(), level(), level(), level());
}

void scale(Values& values, double factor) {
  for (double& value : values) {
    value *= factor;
  }
}

void scale(Report& report, double factor) {
  scale(report.usd, factor);
  scale(report.kg, factor);
  scale(report.usd_with_kg, factor);
}

CellSeries scaled(CellSeries cell, double factor) {
  for (OriginFlow& flow : cell.inflow) {
    scale(flow.by_origin, factor);
    scale(flow.by_hub, factor);
  }
  scale(cell.outflow_by_hub, factor);
  scale(cell.outflow_by_destination, factor);
  for (Values* values :
       {&cell.outflow_elsewhere_usd,
        &cell.direct_usd,
        &cell.product_elsewhere_usd,
        &cell.product_elsewhere_kg,
        &cell.product_elsewhere_usd_with_kg,
        &cell.siblings_inflow_usd,
        &cell.siblings_outflow_usd}) {
    scale(*values, factor);
  }
  return cell;
}

TEST(AssessCell, PriorAndEvidenceAddUpToTheScoreExactly) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto assessment = made::assess(random_cell(seed));
    ASSERT_TRUE(assessment.lead.has_value()) << seed;
    EXPECT_EQ(sum_of_evidence(*assessment.lead), assessment.lead->score) << seed;
  }
}

TEST(AssessCell, ScoresAgainstTheStrongestTestedExplanation) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Lead lead = *made::assess(random_cell(seed)).lead;
    for (const InnocentExplanation& innocent : lead.innocent) {
      if (innocent.score) {
        EXPECT_GE(*innocent.score, lead.score) << seed << to_string(innocent.explanation);
      } else {
        EXPECT_EQ(innocent.result, TestResult::kCannotTest);
        EXPECT_FALSE(innocent.detail.empty()) << to_string(innocent.explanation);
      }
    }
  }
}

TEST(AssessCell, ScoresTheSameInEveryUnit) {
  // Factors of two change no bit of a quotient; others may move a rounded tenth.
  for (const double factor : {0.25, 4.0, 1024.0}) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const CellSeries cell = random_cell(seed);
      // The unit must not matter to the size strata either, so all past cells move along.
      References references = made::calm_hub();
      for (auto* pool : {&references.past_inflow, &references.past_outflow}) {
        for (PastChange& past : *pool) {
          past.log_size += std::log(factor);
        }
      }
      DetectOptions options;
      options.min_value_usd *= factor;
      const auto moved =
          assess_cell(scaled(cell, factor), made::goods(), references, made::window(), options);
      const auto plain = made::assess(cell);
      ASSERT_EQ(plain.lead.has_value(), moved.lead.has_value());
      EXPECT_EQ(plain.lead->score, moved.lead->score) << factor << " " << seed;
      EXPECT_EQ(plain.lead->since, moved.lead->since);
    }
  }
}

TEST(AssessCell, DoesNotCareAboutTheOrderOfOrigins) {
  CellSeries cell = made::diverted();
  const Lead before = *made::assess(cell).lead;
  std::reverse(cell.inflow.begin(), cell.inflow.end());
  const Lead after = *made::assess(cell).lead;
  EXPECT_EQ(before.score, after.score);
  ASSERT_EQ(before.origins.size(), after.origins.size());
  for (std::size_t i = 0; i < before.origins.size(); ++i) {
    EXPECT_EQ(before.origins[i].iso3, after.origins[i].iso3);
    EXPECT_NEAR(before.origins[i].share, after.origins[i].share, 1e-12);
  }
}

TEST(AssessCell, SharesOfOriginsSumToOneAndLieInTheirRange) {
  const Lead lead = *made::assess(made::diverted()).lead;
  double sum = 0.0;
  for (const OriginShare& origin : lead.origins) {
    sum += origin.share;
    EXPECT_LE(origin.low, origin.share + 1e-12);
    EXPECT_GE(origin.high, origin.share - 1e-12);
  }
  EXPECT_NEAR(sum, 1.0, 1e-12);
}

TEST(AssessCell, ItemsOfOneGroupCountOnce) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Lead lead = *made::assess(random_cell(seed)).lead;
    std::vector<std::string> counted;
    for (const EvidenceItem& item : lead.evidence) {
      if (item.weight != 0) {
        counted.push_back(item.group);
      }
    }
    std::sort(counted.begin(), counted.end());
    EXPECT_TRUE(std::adjacent_find(counted.begin(), counted.end()) == counted.end()) << seed;
  }
}

TEST(AssessCell, NamesTheRowsOfEveryNumber) {
  const Lead lead = *made::assess(made::diverted()).lead;
  for (const EvidenceItem& item : lead.evidence) {
    EXPECT_GT(item.rows.count, 0) << item.measure;
    EXPECT_FALSE(panel_sql(item.rows).empty());
  }
}

TEST(AssessCell, AsksTheCounterfactualAndTheNullDistributionThatAreGiven) {
  DetectOptions options;
  options.models.method = "made up";
  options.models.counterfactual = [](const CellSeries&,
                                     Leg,
                                     std::span<const double>,
                                     const IndexWindow&) -> std::optional<Expectation> {
    return Expectation{.usd = 7.0, .low = 5.0, .high = 9.0};
  };
  options.models.null_distribution = [](const CellSeries&, std::string_view measure, double
                                     ) -> std::optional<NullVerdict> {
    if (measure != "inflow_excess") {
      return std::nullopt;
    }
    NullVerdict verdict;
    verdict.p_value = 0.25;
    verdict.placebo_cells = 3;
    return verdict;
  };
  const Lead lead =
      *assess_cell(made::diverted(), made::goods(), made::calm_hub(), made::window(), options).lead;
  EXPECT_EQ(lead.inflow->expected, 7.0);
  EXPECT_EQ(lead.inflow->excess, lead.inflow->after - 7.0);
  EXPECT_EQ(lead.inflow->low, lead.inflow->after - 9.0);
  EXPECT_EQ(lead.placebo_cells, 3U);
  EXPECT_EQ(lead.calibration_method, "made up");
  EXPECT_EQ(lead.evidence.front().measure, "inflow_excess");
  ASSERT_TRUE(lead.evidence.front().placebos.has_value());
  EXPECT_EQ(lead.evidence.front().placebos->p_value, 0.25);
  EXPECT_FALSE(made::assess(made::diverted()).lead->evidence.front().placebos.has_value());
}

}  // namespace
}  // namespace portolan::detect
