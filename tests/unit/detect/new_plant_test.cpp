#include "portolan/detect/new_plant.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <vector>

#include "made_cells.hpp"

namespace portolan::detect {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

LegChange from_to(double before_usd, double after_usd) {
  return {
      .change = bounded_log_change(after_usd, before_usd),
      .after_usd = after_usd,
      .before_usd = before_usd,
      .blocks = 8,
      .is_new = before_usd <= 0.0};
}

FamilyMove exported(const std::string& family, double before_usd, double after_usd) {
  FamilyMove move;
  move.family = family;
  move.elsewhere = from_to(before_usd, after_usd);
  return move;
}

FamilyMove bought(const std::string& family, double before_usd, double after_usd) {
  FamilyMove move;
  move.family = family;
  move.inflow = from_to(before_usd, after_usd);
  move.sees_outflow = true;
  return move;
}

/// A hub that exports five other families as before.
std::vector<FamilyMove> calm_exports() {
  std::vector<FamilyMove> moves;
  for (const char* family : {"010121", "200989", "610451", "710813", "940210"}) {
    moves.push_back(exported(family, 5e6, 5e6));
  }
  return moves;
}

TEST(PlantSigns, SeeExportsThatBegan) {
  auto moves = calm_exports();
  moves.push_back(exported("841810", 0.0, 6e6));
  const PlantSigns signs = plant_signs(moves, "854231", 1e7, 0.0);
  EXPECT_EQ(signs.begun, 1U);
  EXPECT_EQ(signs.largest, "841810");
  EXPECT_DOUBLE_EQ(signs.largest_usd, 6e6);
  EXPECT_TRUE(signs.has_new_exports);
  // Beside goods that rose by 13 million, six million are less than half.
  EXPECT_FALSE(plant_signs(moves, "854231", 1.3e7, 0.0).has_new_exports);
}

TEST(PlantSigns, SeeNoneInExportsOfGoodsThatCameInAsMuch) {
  auto moves = calm_exports();
  moves.push_back(exported("841810", 0.0, 6e6));
  moves.back().inflow = from_to(1e5, 4e6);
  const PlantSigns signs = plant_signs(moves, "854231", 1e7, 0.0);
  EXPECT_EQ(signs.begun, 0U);
  EXPECT_FALSE(signs.has_new_exports);
}

TEST(PlantSigns, SeeNoneInExportsThatAreNotMadeOfTheGoods) {
  auto moves = calm_exports();
  moves.push_back(exported("030399", 0.0, 6e6));  // frozen fish, no matter how many circuits came
  EXPECT_FALSE(plant_signs(moves, "854231", 1e7, 0.0).has_new_exports);
  EXPECT_TRUE(plant_signs(moves, "291590", 1e7, 0.0).has_new_exports);
}

TEST(PlantSigns, SeeNoneWhereManyExportsBegan) {
  auto moves = calm_exports();
  for (const char* family : {"841810", "870899", "900190", "950300"}) {
    moves.push_back(exported(family, 0.0, 6e6));
  }
  EXPECT_FALSE(plant_signs(moves, "854231", 1e7, 0.0).has_new_exports);
  moves.pop_back();
  EXPECT_TRUE(plant_signs(moves, "854231", 1e7, 0.0).has_new_exports);
}

TEST(PlantSigns, CallChanceWhatFallsAsOftenAsItRises) {
  auto moves = calm_exports();
  moves.push_back(exported("841810", 0.0, 6e6));
  moves.push_back(exported("841821", 6e6, 0.0));
  const PlantSigns signs = plant_signs(moves, "854231", 1e7, 0.0);
  EXPECT_EQ(signs.begun, 1U);
  EXPECT_EQ(signs.ended, 1U);
  EXPECT_FALSE(signs.has_new_exports);
}

TEST(PlantSigns, LookPastControlledGoodsAndTheGoodsOwnHeading) {
  auto moves = calm_exports();
  moves.push_back(exported("854239", 0.0, 6e6));
  moves.push_back(exported("848620", 0.0, 6e6));
  moves.back().is_controlled = true;
  EXPECT_FALSE(plant_signs(moves, "854231", 1e7, 0.0).has_new_exports);
}

TEST(PlantSigns, SayNothingWhereExportsAreHardlySeen) {
  const std::vector<FamilyMove> two = {exported("841810", 0.0, 6e6), exported("010121", 5e6, 5e6)};
  EXPECT_FALSE(plant_signs(two, "854231", 1e7, 0.0).begun.has_value());
  EXPECT_FALSE(plant_signs({}, "854231", 1e7, 0.0).can_tell());
  EXPECT_FALSE(plant_signs(calm_exports(), "854231", -1.0, 0.0).can_tell()) << "nothing rose";
}

TEST(PlantSigns, SeeMachinesThatCameAndStayed) {
  // 8515 and 8479 make electronics; 8430 does not.
  std::vector<FamilyMove> moves = {
      bought("851519", 1e6, 3e6), bought("847989", 1e6, 2e6), bought("843041", 0.0, 9e9)};
  const PlantSigns signs = plant_signs(moves, "854231", 1e7, 0.0);
  ASSERT_TRUE(signs.machines_change.has_value());
  // From 2 to 5 million, with a hundredth of the larger added to both.
  EXPECT_DOUBLE_EQ(*signs.machines_change, std::log(5.05 / 2.05));
  EXPECT_DOUBLE_EQ(signs.machines_kept_usd, 3e6);
  EXPECT_TRUE(signs.has_new_machines);
  EXPECT_FALSE(plant_signs(moves, "854231", 1e7, 0.6).has_new_machines)
      << "everything the hub buys grew";
  EXPECT_FALSE(plant_signs(moves, "854231", 4e7, 0.0).has_new_machines)
      << "little beside the goods";
  moves[0].outflow = from_to(0.0, 2e6);
  EXPECT_FALSE(plant_signs(moves, "854231", 1e7, 0.0).has_new_machines) << "two thirds went on";
  for (FamilyMove& move : moves) {
    move.sees_outflow = false;
    move.outflow.reset();
  }
  EXPECT_FALSE(plant_signs(moves, "854231", 1e7, 0.0).machines_change.has_value())
      << "nobody reports what went on";
}

TEST(MachinesOfChapter, AreHeadingsOfMachinesForEveryChapter) {
  for (int chapter = 1; chapter <= 97; ++chapter) {
    const std::string name = (chapter < 10 ? "0" : "") + std::to_string(chapter);
    const auto machines = machines_of_chapter(name);
    EXPECT_FALSE(machines.empty()) << name;
    for (const std::string& heading : machines) {
      EXPECT_EQ(heading.size(), 4U);
      EXPECT_TRUE(heading.starts_with("84") || heading.starts_with("85") || heading == "9031")
          << heading;
    }
  }
  EXPECT_THAT(products_of_chapter("85"), Contains("88"));
  EXPECT_THAT(products_of_chapter("29"), Contains("any"));
  EXPECT_THAT(machines_of_chapter("87"), Contains("8462"));
  EXPECT_THAT(machines_of_chapter("61"), Contains("8479"));
}

const InnocentExplanation& plant_of(const Lead& lead) {
  return lead.innocent[static_cast<std::size_t>(Explanation::kNewPlant)];
}

/// The made diversion with nobody reporting what went on: a surge.
CellSeries half_seen() {
  CellSeries cell = made::diverted();
  cell.outflow_by_hub = {};
  cell.outflow_elsewhere_usd.clear();
  return cell;
}

TEST(NewPlant, ExplainsASurgeOfAHubThatBeganToMakeOtherGoods) {
  auto moves = calm_exports();
  moves.push_back(exported("841810", 0.0, 2e8));
  References references = made::calm_hub();
  const Lead before = *made::assess(half_seen(), references).lead;
  EXPECT_EQ(plant_of(before).result, TestResult::kCannotTest);
  references.moves = moves;
  const Lead lead = *made::assess(half_seen(), references).lead;
  EXPECT_EQ(plant_of(lead).result, TestResult::kSupported);
  EXPECT_EQ(lead.against, Explanation::kNewPlant);
  EXPECT_LT(lead.score, 0);
  EXPECT_GT(before.score, 0);
}

TEST(NewPlant, CannotBeTestedInASurgeWithoutSigns) {
  // A plant for the home market would show nothing that the data hold.
  const auto moves = calm_exports();
  References references = made::calm_hub();
  const Decibans plain = made::assess(half_seen(), references).lead->score;
  references.moves = moves;
  const Lead lead = *made::assess(half_seen(), references).lead;
  EXPECT_EQ(plant_of(lead).result, TestResult::kCannotTest);
  EXPECT_THAT(plant_of(lead).detail, HasSubstr("home market"));
  EXPECT_EQ(lead.score, plain);
}

TEST(NewPlant, DoesNotExplainGoodsThatWentOn) {
  auto moves = calm_exports();
  References references = made::calm_hub();
  references.moves = moves;
  EXPECT_EQ(
      plant_of(*made::assess(made::diverted(), references).lead).result, TestResult::kNotSupported
  );
}

TEST(NewPlant, CanOnlyLowerAScore) {
  auto moves = calm_exports();
  moves.push_back(exported("841810", 0.0, 2e8));
  Random random(41);
  for (int round = 0; round < 100; ++round) {
    const auto level = [&] {
      return 1e6 * std::exp(1.5 * random.normal());
    };
    CellSeries cell = made::cell(level(), level(), level(), level());
    References references = made::calm_hub();
    const auto plain = made::assess(cell, references);
    references.moves = moves;
    const auto with_signs = made::assess(cell, references);
    ASSERT_TRUE(plain.lead && with_signs.lead) << round;
    EXPECT_LE(with_signs.lead->score, plain.lead->score) << round;
    Decibans sum = with_signs.lead->prior;
    for (const EvidenceItem& item : with_signs.lead->evidence) {
      sum += item.weight;
    }
    EXPECT_EQ(sum, with_signs.lead->score) << round;
  }
}

}  // namespace
}  // namespace portolan::detect
