#include "portolan/detect/concentration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "made_cells.hpp"
#include "made_panel.hpp"
#include "portolan/detect/detect.hpp"

namespace portolan::detect {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// Two families of each of 25 chapters; the first six families are controlled.
std::vector<FamilyMove>
moves_of(double controlled_change, std::uint64_t seed, double common_change = 0.0) {
  Random random(seed);
  std::vector<FamilyMove> moves;
  for (int i = 0; i < 50; ++i) {
    FamilyMove move;
    move.family = std::to_string(10 + i / 2) + "0" + std::to_string(i % 2) + "00";
    move.is_controlled = i < 6;
    const double change = common_change + 0.3 * random.normal() + (i < 6 ? controlled_change : 0.0);
    move.inflow = LegChange{
        .change = change,
        .after_usd = 1e6 * std::exp(change),
        .before_usd = 1e6,
        .blocks = 8,
        .is_new = false};
    moves.push_back(move);
  }
  return moves;
}

Basket controlled_of(const std::vector<FamilyMove>& moves) {
  Basket basket;
  for (const FamilyMove& move : moves) {
    if (move.is_controlled) {
      basket.families.insert(move.family);
    }
  }
  return basket;
}

std::optional<Concentration>
test_of(const std::vector<FamilyMove>& moves, const Basket& basket, std::uint64_t seed = 1) {
  return concentration(moves, &FamilyMove::inflow, basket, "ARM", seed);
}

TEST(ConcentrationOfASurge, IsRemarkableWhereTheGoodsRoseAndOthersDidNot) {
  const auto moves = moves_of(2.0, 1);
  const auto found = test_of(moves, controlled_of(moves));
  ASSERT_TRUE(found.has_value());
  EXPECT_LT(found->test.p_value, 0.005);
  EXPECT_EQ(found->test.basket, 6U);
  EXPECT_EQ(found->test.universe, 50U);
  EXPECT_DOUBLE_EQ(found->share_before, 6.0 / 50.0);
  EXPECT_GT(found->share_of_rise, 0.7);
}

TEST(ConcentrationOfASurge, IsNotRemarkableWhereEverythingRose) {
  const auto moves = moves_of(0.0, 2, 2.0);
  EXPECT_GT(test_of(moves, controlled_of(moves))->test.p_value, 0.05);
}

TEST(ConcentrationOfASurge, RepeatsThePickingOfGoodsThatWerePickedOnTheOutcome) {
  // Nothing but noise; the six families that rose most are called the goods.
  auto moves = moves_of(0.0, 3);
  std::ranges::sort(moves, [](const FamilyMove& a, const FamilyMove& b) {
    return a.inflow->change() > b.inflow->change();
  });
  Basket basket;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    moves[i].is_controlled = false;
    (i < 6 ? basket.families : basket.picked_from).insert(moves[i].family);
  }
  EXPECT_EQ(test_of(moves, basket)->test.p_value, 1.0);
  basket.picked_from.clear();
  EXPECT_LT(test_of(moves, basket)->test.p_value, 0.01) << "as if a list had named them";
}

TEST(ConcentrationOfASurge, LeavesOutGoodsThatOtherListsControl) {
  auto moves = moves_of(2.0, 1);
  const Basket basket = controlled_of(moves);
  moves[10].is_controlled = true;
  EXPECT_EQ(test_of(moves, basket)->test.universe, 49U);
}

TEST(ConcentrationOfASurge, IsNothingWhereFamiliesOrChaptersAreFew) {
  auto moves = moves_of(2.0, 1);
  const Basket basket = controlled_of(moves);
  std::vector<FamilyMove> few(moves.begin(), moves.begin() + 35);
  EXPECT_FALSE(test_of(few, basket).has_value()) << "29 others";
  for (std::size_t i = 6; i < moves.size(); ++i) {
    moves[i].family = "40" + moves[i].family.substr(2);
  }
  EXPECT_FALSE(test_of(moves, basket).has_value()) << "one other chapter";
}

TEST(ConcentrationOfASurge, IsTheSameForTheSameSeed) {
  const auto moves = moves_of(0.3, 4);
  const auto a = test_of(moves, controlled_of(moves), 5);
  const auto b = test_of(moves, controlled_of(moves), 5);
  const auto c = test_of(moves, controlled_of(moves), 6);
  EXPECT_EQ(a->test.p_value, b->test.p_value);
  EXPECT_EQ(a->test.random_mean, b->test.random_mean);
  EXPECT_NE(a->test.random_mean, c->test.random_mean);
}

TEST(ConcentrationOfASurge, StandsInLeadsAndInTheNoticesOfARun) {
  std::vector<made::PanelFlow> flows;
  std::vector<Goods> goods;
  for (int i = 0; i < 50; ++i) {
    const bool is_controlled = i < 6;
    made::PanelFlow flow;
    flow.family = std::to_string(10 + i / 2) + std::to_string(10 + i % 2) + "00";
    flow.exporter = "DEU";
    flow.importer = "ARM";
    flow.by_exporter = false;
    flow.usd = made::steps(1e6, is_controlled ? 8e6 : 1e6, 100 + static_cast<std::uint64_t>(i));
    if (is_controlled) {
      goods.push_back(made::goods());
      goods.back().family = flow.family;
    }
    flows.push_back(flow);
  }
  const made::Folder folder;
  const panel::CodedPanel panel = made::write_panel(folder.path(), flows);
  DetectInput input;
  input.panel = &panel;
  input.goods = goods;
  input.is_controlled = [&](int, std::string_view family) {
    return std::ranges::find(goods, family, &Goods::family) != goods.end();
  };
  input.controlling = {"DEU", "USA"};
  DetectOptions options;
  options.is_calibrated = false;
  options.min_score = -10'000;
  SilentProgress progress;
  const DetectResult result = detect(input, options, progress);
  ASSERT_THAT(result.concentrations, SizeIs(1));
  EXPECT_EQ(result.concentrations.front().hub, "ARM");
  EXPECT_LT(result.concentrations.front().inflow.test.p_value, 0.01);
  EXPECT_THAT(result.notices, Contains(HasSubstr("in 1 of 1 hubs what came in rose more")));
  ASSERT_THAT(result.surges, SizeIs(6));
  for (const Lead& surge : result.surges) {
    const auto item = std::ranges::find(surge.evidence, "concentration_in", &EvidenceItem::measure);
    ASSERT_NE(item, surge.evidence.end());
    EXPECT_EQ(item->weight, 0);
    EXPECT_EQ(item->placebos->p_value, result.concentrations.front().inflow.test.p_value);
  }
}

}  // namespace
}  // namespace portolan::detect
