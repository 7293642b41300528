#include "portolan/detect/code_migration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "made_cells.hpp"
#include "made_panel.hpp"
#include "portolan/detect/detect.hpp"

namespace portolan::detect {
namespace {

using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Four years, the date after the second; a year is a block.
constexpr IndexWindow
    kFourYears{.begin = 0, .treated = 2, .end = 4, .season = 1, .block = 1, .floor_usd = 0.0};

PairOfCodes pair(const std::string& exporter, Values family, Values siblings) {
  return {
      .exporter = exporter, .family_usd = std::move(family), .siblings_usd = std::move(siblings)};
}

TEST(CodeMigration, MatchesWhatTheFamilyLostWithWhatSiblingsGained) {
  // From DEU the family lost 2 x 80 and its siblings gained 2 x 60; from USA it lost 2 x 40 and
  // they stood still: 120 of 240.
  const std::vector<PairOfCodes> pairs = {
      pair("DEU", {100.0, 100.0, 20.0, 20.0}, {10.0, 10.0, 70.0, 70.0}),
      pair("USA", {100.0, 100.0, 60.0, 60.0}, {10.0, 10.0, 10.0, 10.0})};
  const auto moved = code_migration(pairs, kFourYears);
  ASSERT_TRUE(moved.has_value());
  EXPECT_DOUBLE_EQ(moved->share, 0.5);
  EXPECT_DOUBLE_EQ(moved->moved_out_usd, 120.0);
  EXPECT_DOUBLE_EQ(moved->lost_usd, 240.0);
  EXPECT_DOUBLE_EQ(moved->siblings_usd, 120.0);
  EXPECT_EQ(moved->pairs, 2U);
}

TEST(CodeMigration, IsNegativeWhereTheFamilyGainedWhatSiblingsLost) {
  const std::vector<PairOfCodes> pairs = {
      pair("DEU", {20.0, 20.0, 100.0, 100.0}, {90.0, 90.0, 10.0, 10.0})};
  EXPECT_DOUBLE_EQ(code_migration(pairs, kFourYears)->share, -1.0);
}

TEST(CodeMigration, DoesNotMatchAcrossExporters) {
  // What one origin sold less of, another sold more of under another code.
  const std::vector<PairOfCodes> pairs = {
      pair("DEU", {100.0, 100.0, 20.0, 20.0}, {10.0, 10.0, 10.0, 10.0}),
      pair("USA", {50.0, 50.0, 50.0, 50.0}, {10.0, 10.0, 90.0, 90.0})};
  EXPECT_DOUBLE_EQ(code_migration(pairs, kFourYears)->share, 0.0);
}

TEST(CodeMigration, LeavesSmallMovesAlone) {
  // A fall by a fifth and a rise by a fifth are no more than noise.
  const std::vector<PairOfCodes> pairs = {
      pair("DEU", {100.0, 100.0, 80.0, 80.0}, {100.0, 100.0, 120.0, 120.0})};
  EXPECT_DOUBLE_EQ(code_migration(pairs, kFourYears)->share, 0.0);
}

TEST(CodeMigration, IsNothingWhereSiblingsAreUnknown) {
  const Values unknown(4, made::kMissing);
  const std::vector<PairOfCodes> pairs = {pair("DEU", {100.0, 100.0, 20.0, 20.0}, unknown)};
  EXPECT_FALSE(code_migration(pairs, kFourYears).has_value());
  EXPECT_FALSE(code_migration({}, kFourYears).has_value());
}

TEST(CodeMigration, StaysBetweenItsBoundsAndTurnsItsSignWithTheRoles) {
  Random random(23);
  for (int round = 0; round < 200; ++round) {
    std::vector<PairOfCodes> pairs;
    std::vector<PairOfCodes> turned;
    for (int k = 0; k < 5; ++k) {
      PairOfCodes one = pair("AAA", {}, {});
      for (int year = 0; year < 4; ++year) {
        one.family_usd.push_back(std::exp(2.0 * random.normal()));
        one.siblings_usd.push_back(std::exp(2.0 * random.normal()));
      }
      pairs.push_back(one);
      std::swap(one.family_usd, one.siblings_usd);
      turned.push_back(one);
    }
    const auto moved = code_migration(pairs, kFourYears);
    const auto back = code_migration(turned, kFourYears);
    EXPECT_LE(std::abs(moved->share), 1.0) << round;
    EXPECT_DOUBLE_EQ(moved->moved_out_usd, back->moved_in_usd) << round;
    EXPECT_DOUBLE_EQ(moved->moved_in_usd, back->moved_out_usd) << round;
  }
}

TEST(MigratedCodes, AreShownWhereBothLegsFit) {
  const std::vector<PairOfCodes> in = {
      pair("DEU", {100.0, 100.0, 20.0, 20.0}, {10.0, 10.0, 90.0, 90.0})};
  const std::vector<PairOfCodes> out = {pair("ARM", {1.0, 1.0, 1.0, 1.0}, {1.0, 1.0, 60.0, 60.0})};
  const std::vector<PairOfCodes> still = {pair("ARM", {1.0, 1.0, 1.0, 1.0}, {5.0, 5.0, 5.0, 5.0})};
  const auto both = migrated_codes(in, out, kFourYears, 50.0);
  ASSERT_TRUE(both.has_value());
  EXPECT_DOUBLE_EQ(*both->onward_usd, 118.0);
  EXPECT_DOUBLE_EQ(both->inflow.moved_out_usd, 160.0);
  EXPECT_FALSE(migrated_codes(in, still, kFourYears, 50.0).has_value());
  const auto unseen = migrated_codes(in, {}, kFourYears, 50.0);
  ASSERT_TRUE(unseen.has_value());
  EXPECT_FALSE(unseen->onward_usd.has_value());
  EXPECT_FALSE(migrated_codes(in, out, kFourYears, 81.0).has_value()) << "a rise of 80 a year";
}

/// A heading of which one family is controlled, into Armenia.
class CodesOfAPanel : public ::testing::Test {
 protected:
  void add(const std::string& family, const std::string& from, double before, double after) {
    const bool is_out = from == "ARM";
    flows.push_back(
        {.family = family,
         .exporter = from,
         .importer = is_out ? "RUS" : "ARM",
         .by_exporter = is_out,
         .usd = made::steps(before, after, 1 + flows.size()),
         .kg = {}}
    );
  }

  [[nodiscard]] DetectResult run() const {
    const panel::CodedPanel panel = made::write_panel(folder.path(), flows);
    Goods goods = made::goods();
    goods.family = "854231";
    DetectInput input;
    input.panel = &panel;
    input.goods = {&goods, 1};
    input.is_controlled = [](int, std::string_view family) {
      return family == "854231";
    };
    input.controlling = {"DEU", "USA"};
    SilentProgress progress;
    return detect(input, {}, progress);
  }

  std::vector<made::PanelFlow> flows;
  made::Folder folder;
};

TEST_F(CodesOfAPanel, AreListedWithoutAnErrorRateWhereTheyChange) {
  add("854231", "DEU", 1e6, 2e5);
  add("854239", "DEU", 2e5, 3e6);
  add("854239", "ARM", 1e5, 2e6);
  add("854290", "DEU", 1e5, 1e5);
  const DetectResult result = run();
  ASSERT_THAT(result.migrated_codes, SizeIs(1));
  const MigratedCodes& moved = result.migrated_codes.front();
  EXPECT_EQ(moved.hub, "ARM");
  EXPECT_EQ(moved.heading, "8542");
  EXPECT_EQ(moved.family, "854231");
  EXPECT_EQ(moved.sibling, "854239");
  // 0.8 million a month for 24 months, up to the noise of the series.
  EXPECT_NEAR(moved.inflow.moved_out_usd, 24 * 0.8e6, 1e6);
  EXPECT_NEAR(*moved.onward_usd, 24 * 1.9e6, 4e6);
  EXPECT_THAT(result.notices, Contains(HasSubstr("no error rate stands behind this list")));
  EXPECT_THAT(result.notices, Contains(HasSubstr("of 854239, which no list names, it rose")));
  EXPECT_THAT(
      result.notices,
      Contains(ContainsRegex("on to the destination: [0-9.e+]+ USD more than before"))
  );
}

TEST_F(CodesOfAPanel, AreNotListedWhereAnotherOriginSellsTheSibling) {
  add("854231", "DEU", 1e6, 2e5);
  add("854239", "USA", 2e5, 3e6);
  add("854239", "DEU", 2e5, 2e5);
  EXPECT_THAT(run().migrated_codes, IsEmpty());
}

TEST(CodeItems, ShowTheShareAndAreNotWeighed) {
  CellSeries cell = made::diverted();
  cell.direct_codes = {pair("DEU", made::steps(1e6, 1e5, 1), made::steps(1e5, 2e6, 2))};
  cell.uncontrolled_siblings = {"870321"};
  const Lead lead = *made::assess(cell).lead;
  const auto found =
      std::ranges::find(lead.evidence, "code_migration_direct", &EvidenceItem::measure);
  ASSERT_NE(found, lead.evidence.end());
  EXPECT_DOUBLE_EQ(found->value, 1.0);
  EXPECT_EQ(found->weight, 0);
  EXPECT_EQ(found->rows.count, 96);
  EXPECT_THAT(panel_sql(found->rows), HasSubstr("family IN ('870323', '870321')"));
  EXPECT_EQ(lead.score, made::assess(made::diverted()).lead->score);
}

}  // namespace
}  // namespace portolan::detect
