// Which placebos a cell is compared with (docs/methods/detection.md).
#include "placebo_study.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "portolan/base/random.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kPeriods = 48;
constexpr std::size_t kControls = 60;
constexpr std::uint16_t kHub = 3;
constexpr std::uint16_t kOtherHub = 5;
const Goods kGoods = [] {
  Goods goods;
  goods.family = "854231";
  return goods;
}();

Series wandering(Random& random, double swing) {
  Series series;
  for (std::size_t t = 0; t < kPeriods; ++t) {
    series.push_back(static_cast<float>(1e6 * std::exp(swing * random.normal())));
  }
  return series;
}

CellLegs cell_of(std::uint16_t hub, std::uint32_t family, Random& random, double swing) {
  CellLegs cell;
  cell.hub = hub;
  cell.family = family;
  cell.is_control = family < kControls;
  cell.goods = cell.is_control ? nullptr : &kGoods;
  cell.window = {
      .begin = 0, .treated = 24, .end = kPeriods, .season = 12, .block = 3, .floor_usd = 1e3};
  cell.inflow = wandering(random, swing);
  cell.outflow = wandering(random, swing);
  return cell;
}

/// Families of six chapters, and the goods.
std::vector<std::string> family_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kControls; ++i) {
    names.push_back(std::to_string((20 + i % 6) * 10'000 + i));
  }
  names.push_back(kGoods.family);
  return names;
}

LegTable table_of(std::uint16_t hub, std::uint64_t seed, double swing) {
  Random random(seed);
  LegTable table;
  for (std::uint32_t family = 0; family <= kControls; ++family) {
    table.cells.push_back(cell_of(hub, family, random, swing));
    table.product_elsewhere[family] = {};
  }
  return table;
}

CellVerdict verdict_of(const LegTable& table) {
  SilentProgress progress;
  const auto names = family_names();
  const PlaceboStudy study(
      table, table, names, {.min_value_usd = 1e5, .seed = 1, .threads = 1}, progress
  );
  return *study.find(kHub, kControls);
}

/// How the trade of the other hub is reported.
enum class Other { kAlike, kByHeadings, kToEveryone };

LegTable with_other_hub(Other other) {
  LegTable table = table_of(kHub, 7, 0.2);
  for (CellLegs& cell : table_of(kOtherHub, 8, 2.0).cells) {
    cell.level = other == Other::kByHeadings ? 4 : 6;
    cell.is_outflow_to_all = other == Other::kToEveryone && cell.is_control;
    table.cells.push_back(std::move(cell));
  }
  return table;
}

TEST(PlaceboStudy, ComparesWithPlacebosOfHubsReportedAlike) {
  const CellVerdict alone = verdict_of(table_of(kHub, 7, 0.2));
  ASSERT_TRUE(alone.inflow && alone.outflow);
  EXPECT_EQ(alone.inflow->placebos, kControls);
  for (const Other other : {Other::kByHeadings, Other::kToEveryone}) {
    const CellVerdict beside = verdict_of(with_other_hub(other));
    ASSERT_TRUE(beside.inflow && beside.outflow);
    EXPECT_EQ(beside.inflow->placebos, kControls);
    EXPECT_EQ(beside.inflow->p_value, alone.inflow->p_value);
    EXPECT_EQ(beside.outflow->p_value, alone.outflow->p_value);
  }
  EXPECT_EQ(verdict_of(with_other_hub(Other::kAlike)).inflow->placebos, 2 * kControls);
}

TEST(PlaceboStudy, CountsHubsAndChaptersAsClusters) {
  EXPECT_EQ(verdict_of(table_of(kHub, 7, 0.2)).inflow->clusters, 6U);
  EXPECT_EQ(verdict_of(with_other_hub(Other::kAlike)).inflow->clusters, 12U);
}

TEST(PlaceboStudy, SaysOfTheOnwardLegOnlyWhereOneIsTested) {
  LegTable table = table_of(kHub, 7, 0.2);
  for (CellLegs& cell : table.cells) {
    cell.is_outflow_to_all = cell.is_control;
  }
  const auto speaks_of_everyone = [](const CellVerdict& verdict) {
    return std::ranges::any_of(verdict.caveats, [](const QualityIssue& issue) {
      return issue.issue == "placebos_to_everyone";
    });
  };
  EXPECT_TRUE(speaks_of_everyone(verdict_of(table)));
  table.cells.back().outflow.clear();
  EXPECT_FALSE(speaks_of_everyone(verdict_of(table)));
}

TEST(PlaceboStudy, ExpectsARangeThatHoldsItsExpectation) {
  const CellVerdict verdict = verdict_of(table_of(kHub, 7, 0.2));
  ASSERT_TRUE(verdict.expected_inflow.has_value());
  EXPECT_GE(verdict.expected_inflow->low, 0.0);
  EXPECT_LT(verdict.expected_inflow->low, verdict.expected_inflow->usd);
  EXPECT_GT(verdict.expected_inflow->high, verdict.expected_inflow->usd);
}

}  // namespace
}  // namespace portolan::detect
