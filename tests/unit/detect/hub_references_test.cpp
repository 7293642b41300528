// What the families of a hub give those that are compared with them.
#include "hub_references.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "made_cells.hpp"
#include "made_panel.hpp"

namespace portolan::detect {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

/// Goods of 36 families of six chapters from Germany into Armenia, each twice as much after the
/// date, and one of which nothing came before.
class ReferencesOfAHub : public ::testing::Test {
 protected:
  ReferencesOfAHub() {
    for (int i = 0; i < 36; ++i) {
      add(std::to_string(200'000 + 10'000 * (i % 6) + i), made::steps(1e6, 2e6, 50));
    }
    add("271000", made::steps(0.0, 5e6, 50));
  }

  void add(const std::string& family, const Values& usd) {
    flows.push_back(
        {.family = family,
         .exporter = "DEU",
         .importer = "ARM",
         .by_exporter = false,
         .usd = usd,
         .kg = {}}
    );
  }

  std::vector<made::PanelFlow> flows;
  made::Folder folder;
};

TEST_F(ReferencesOfAHub, AreControlsWithTradeBeforeAndMovesOfAllFamilies) {
  const panel::CodedPanel panel = made::write_panel(folder.path(), flows);
  const PanelFrame frame(panel, Frequency::kMonthly, 6, {});
  Roles roles;
  roles.destination_name = "RUS";
  roles.is_controlling.assign(panel.places().size(), false);
  roles.is_in_union.assign(panel.places().size(), false);
  const std::array hubs = {*panel.find_place("ARM")};
  const std::array windows = {Window{
      .from = Period::of_month(2020, 3),
      .since = Period::of_month(2022, 3),
      .until = Period::of_month(2024, 2)}};
  const auto is_controlled = [](int, std::string_view family) {
    return family == "200000";
  };
  SilentProgress progress;
  const HubReferences references(frame, hubs, windows, roles, is_controlled, {}, progress);
  // One is controlled, one is new: the code may not have existed before.
  const auto& changes = references.of(hubs[0], windows[0]).hub_inflow_changes;
  EXPECT_THAT(changes, SizeIs(35));
  EXPECT_THAT(changes, Each(::testing::DoubleNear(std::log(2.0), 0.1)));
  const auto moves = references.moves(hubs[0], windows[0]);
  ASSERT_THAT(moves, SizeIs(37));
  EXPECT_TRUE(moves[0].is_controlled);
  EXPECT_NEAR(moves[1].inflow->change(), std::log(2.0), 0.1);
  EXPECT_NEAR(moves[36].inflow->rise_usd(), 24 * 5e6, 24e6);
  EXPECT_FALSE(moves[1].sees_outflow);
}

}  // namespace
}  // namespace portolan::detect
