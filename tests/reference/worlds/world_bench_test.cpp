// What the benchmark on practice worlds rests on: its series, its truth, its scores.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "detector.hpp"
#include "p_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/world/score.hpp"
#include "scoreboard.hpp"
#include "world_family.hpp"
#include "world_run.hpp"
#include "world_series.hpp"
#include "world_truth.hpp"

namespace portolan::bench {
namespace {

using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Pointwise;
using ::testing::SizeIs;

// Tables of Student's t, two decimals of t and three of the tail.
TEST(StudentUpperTail, AgreesWithPrintedTables) {
  EXPECT_NEAR(student_upper_tail(1.8125, 10.0), 0.05, 1e-5);
  EXPECT_NEAR(student_upper_tail(2.2281, 10.0), 0.025, 1e-5);
  EXPECT_NEAR(student_upper_tail(63.6567, 1.0), 0.005, 1e-6);
  EXPECT_NEAR(student_upper_tail(0.0, 7.0), 0.5, 1e-12);
  EXPECT_NEAR(student_upper_tail(-2.2281, 10.0), 0.975, 1e-5);
}

TEST(NormalUpperTail, AgreesWithPrintedTables) {
  EXPECT_NEAR(normal_upper_tail(1.644854), 0.05, 1e-6);
  EXPECT_NEAR(normal_upper_tail(3.090232), 0.001, 1e-7);
}

// The example of Benjamini and Hochberg (1995), section 3.2: four of fifteen at 0.05.
TEST(BenjaminiHochberg, RejectsTheFourOfItsAuthorsExample) {
  const std::vector<double> p = {
      0.0001,
      0.0004,
      0.0019,
      0.0095,
      0.0201,
      0.0278,
      0.0298,
      0.0344,
      0.0459,
      0.3240,
      0.4262,
      0.5719,
      0.6528,
      0.7590,
      1.0000};
  const auto q = benjamini_hochberg(p);
  EXPECT_EQ(std::count_if(q.begin(), q.end(), [](double value) { return value <= 0.05; }), 4);
  EXPECT_NEAR(q[0], 0.0015, 1e-12);
  EXPECT_NEAR(q[4], 0.0201 * 15.0 / 5.0, 1e-12);
  EXPECT_NEAR(q[5], 0.0298 * 15.0 / 7.0, 1e-12) << "a later p-value gives the lower q-value";
}

/// A small country that exports nothing in some months counts as silent there; then the importers'
/// reports serve, which hold freight and insurance of at most 18 %.
MATCHER(IsFobOrCif, "") {
  const double told = std::get<0>(arg);
  const double fob = std::get<1>(arg);
  return told >= fob && told <= 1.18 * fob + 1.0;
}

TEST(WorldSeries, AreTheTrueFlowsWhereReportsAreWithoutErrorsAndGaps) {
  world::WorldSpec spec;
  spec.assumptions.has_report_errors = false;
  spec.assumptions.has_report_gaps = false;
  spec.decoys.clear();  // a reform of reporting hides true flows
  const world::World world = world::make_world(spec, 5);
  const goods::FamilyTable families = families_of_worlds();
  const WorldQuestion question(families);
  const WorldPanel panel = panel_of_world(world, families);
  const WorldSeries series = series_of_world(panel, question.input(panel));

  std::map<CellName, Months> inflow;
  std::map<CellName, Months> outflow;
  std::map<std::string, int> goods_of_family;
  const auto family_of = [&](const world::WorldGood& good) {
    return std::string(
        families.family_of(HsEdition::kHs2017, *HsCode::parse(good.hs2017.front())).value()
    );
  };
  for (const world::WorldGood& good : world.goods) {
    goods_of_family[family_of(good)] += good.hs2022.size() > 1 ? 2 : 1;
  }
  for (const world::WorldFlow& flow : world.flows) {
    const std::string family = family_of(world.goods[flow.key.good]);
    const auto name = [&](std::uint16_t country) {
      return CellName{world.countries[country].code.to_string(), family};
    };
    const bool is_sale = flow.key.importer == world.destination;
    if (flow.key.exporter != world.destination) {
      Months& months = is_sale ? outflow[name(flow.key.exporter)] : inflow[name(flow.key.importer)];
      months.resize(world.months.size(), 0.0);
      months[flow.key.month] += static_cast<double>(flow.amounts.left_usd);
    }
  }
  std::size_t compared = 0;
  for (const CellMonths& cell : series.cells) {
    if (goods_of_family[cell.name.family] != 1) {
      continue;  // of the families that change their codes the drones part from the cameras
    }
    ++compared;
    EXPECT_THAT(cell.inflow, Pointwise(IsFobOrCif(), inflow[cell.name]))
        << cell.name.hub << " " << cell.name.family;
    if (!cell.outflow.empty()) {
      EXPECT_THAT(cell.outflow, Pointwise(IsFobOrCif(), outflow[cell.name]))
          << cell.name.hub << " " << cell.name.family;
    }
  }
  EXPECT_GT(compared, 1'500U);
}

/// The truth of one world with many plants.
class CellTruthTest : public ::testing::Test {
 protected:
  CellTruthTest()
      : world(world::make_world({}, 1)),
        families(families_of_worlds()),
        question(families),
        panel(panel_of_world(world, families)),
        truth(truth_of_cells(world, families, series_of_world(panel, question.input(panel)))) {}

  world::World world;
  goods::FamilyTable families;
  WorldQuestion question;
  WorldPanel panel;
  CellTruth truth;
};

TEST_F(CellTruthTest, HasEveryCellOfEveryDiversion) {
  std::size_t cells = 0;
  std::int64_t dollars = 0;
  for (const world::TruthEvent& event : world::truth_of(world).events) {
    for (const world::TruthCell& cell : event.cells) {
      const bool is_diversion = !world::is_decoy(event.kind);
      cells += is_diversion ? 1 : 0;
      const bool is_ghost = event.kind == world::EventKind::kGhostTransit;
      dollars += !is_diversion ? 0 : is_ghost ? cell.in_usd() : cell.out_usd();
    }
  }
  EXPECT_THAT(truth.plants, SizeIs(cells));
  double told = 0.0;
  const auto events = world::truth_of(world).events;
  for (const Plant& plant : truth.plants) {
    const auto& event = events[static_cast<std::size_t>(plant.event) - 1];
    told += plant.monthly_usd * (event.end.steps_since(event.start) + 1);
  }
  EXPECT_NEAR(told, static_cast<double>(dollars), 1.0);
}

TEST_F(CellTruthTest, TellsWhatTheReportsShow) {
  for (const Plant& plant : truth.plants) {
    const bool is_inner_union = plant.hub == "BLR" || plant.hub == "KAZ" || plant.hub == "KGZ";
    if (plant.sight == Sight::kBothLegs) {
      EXPECT_FALSE(is_inner_union) << plant.hub << " counts about a quarter of what it sends";
      EXPECT_GT(plant.size, 0.0);
      EXPECT_GT(plant.weakest_size, 0.0);
    }
    EXPECT_EQ(plant.kind == world::EventKind::kGhostTransit, plant.sight == Sight::kGhost);
    if (plant.kind == world::EventKind::kCodeMigration) {
      EXPECT_EQ(plant.sight, Sight::kUnlisted);
    }
  }
}

TEST_F(CellTruthTest, AgreesWithTheScoreOfWorlds) {
  // A lead in every third cell that the program would test, whatever it thinks of it.
  const detect::DetectInput input = question.input(panel);
  std::vector<world::FoundLead> leads;
  Verdicts verdicts;
  for (const CellMonths& cell : series_of_world(panel, input).cells) {
    const auto goods = std::ranges::find(input.goods, cell.name.family, &detect::Goods::family);
    if (goods == input.goods.end() || (cell.hub + cell.family) % 3 != 0) {
      continue;
    }
    leads.push_back(
        {.id = {},
         .kind = world::LeadKind::kLead,
         .hub = *CountryCode::parse(cell.name.hub),
         .destination = *CountryCode::parse("RUS"),
         .hs = goods->hs,
         .since = {},
         .from = {},
         .until = {},
         .inflow_excess_usd = {},
         .outflow_excess_usd = {},
         .q_value = {}}
    );
    verdicts.leads.push_back({.cell = cell.name, .suspicion = 0.0, .q_value = 0.0});
  }
  const auto score = world::score_world(world::truth_of(world), leads);
  const Detector detector{.name = "all", .what = "", .run = {}};
  const auto own = score_verdicts(detector, verdicts, truth, std::vector{0.1});
  ASSERT_THAT(own.levels, SizeIs(1));
  EXPECT_THAT(score.false_leads, Gt(100));
  EXPECT_THAT(score.leads - score.false_leads, Gt(1));
  EXPECT_EQ(own.levels[0].leads, score.leads);
  EXPECT_EQ(own.levels[0].false_leads, score.false_leads);
}

TEST(ScoreVerdicts, CountsCellsAtEachLevel) {
  CellTruth truth;
  truth.diverted = {{"ARM", "854231"}, {"KGZ", "854231"}};
  truth.brought_in = {{"KGZ", "854231"}};
  truth.plants = {
      Plant{.hub = "ARM", .families = {"854231"}}, Plant{.hub = "KGZ", .families = {"854231"}}};
  Verdicts verdicts;
  verdicts.leads = {
      {.cell = {"ARM", "854231"}, .suspicion = 3.0, .q_value = 0.04},
      {.cell = {"ARE", "854231"}, .suspicion = 2.0, .q_value = 0.15},
      {.cell = {"TUR", "854231"}, .suspicion = 1.0, .q_value = 0.60}};
  verdicts.surges = {
      {.cell = {"KGZ", "854231"}, .suspicion = 1.0, .q_value = 0.08},
      {.cell = {"GEO", "854231"}, .suspicion = 1.0, .q_value = 0.09}};
  const Detector detector{.name = "any", .what = "", .run = {}};

  const auto score = score_verdicts(detector, verdicts, truth, std::vector{0.05, 0.2});

  EXPECT_EQ(score.tested, 3);
  ASSERT_THAT(score.levels, SizeIs(2));
  EXPECT_EQ(score.levels[0].leads, 1);
  EXPECT_EQ(score.levels[0].false_leads, 0);
  EXPECT_THAT(score.levels[0].found, ElementsAre(true, false));
  EXPECT_EQ(score.levels[0].surges, 0);
  EXPECT_DOUBLE_EQ(score.levels[1].false_share(), 0.5);
  EXPECT_EQ(score.levels[1].surges, 2);
  EXPECT_EQ(score.levels[1].false_surges, 1);
  EXPECT_THAT(score.levels[1].found_as_surge, ElementsAre(false, true));
}

TEST(RunWorlds, GivesTheSameBytesForAnyNumberOfThreads) {
  std::vector<const Detector*> detectors;
  for (const Detector& detector : all_detectors()) {
    detectors.push_back(&detector);
  }
  RunRequest request{
      .family = "noisy/plants/stayed30",
      .first_seed = 7,
      .last_seed = 9,
      .detectors = detectors,
      .levels = {0.1},
      .threads = 1};
  const auto one = run_worlds(request);
  request.threads = 3;
  const auto three = run_worlds(request);
  EXPECT_EQ(csv_of_worlds("w", one), csv_of_worlds("w", three));
  EXPECT_EQ(csv_of_plants("w", one), csv_of_plants("w", three));
  EXPECT_EQ(summary_of("w", one), summary_of("w", three));
  EXPECT_EQ(one.front().seed, 7U);
}

TEST(SpecOfFamily, NamesWorldsAndNothingElse) {
  EXPECT_THAT(all_families(), SizeIs(32));
  const world::WorldSpec spec = spec_of_family("shocks/quiet/stayed30");
  EXPECT_DOUBLE_EQ(spec.assumptions.chapter_shock_sd, 0.4);
  EXPECT_DOUBLE_EQ(spec.assumptions.stayed_surge_share, 0.3);
  EXPECT_THAT(spec.plants, IsEmpty());
  EXPECT_FALSE(spec.decoys.empty());
  EXPECT_THROW((void)spec_of_family("shocks/plants"), Error);
}

}  // namespace
}  // namespace portolan::bench
