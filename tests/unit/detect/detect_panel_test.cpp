// From a coded panel to leads: which cells are tested, where, and with what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "made_cells.hpp"
#include "made_panel.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/detect/detect.hpp"

namespace portolan::detect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DetectOnAPanel : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("detect_panel_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void add(
      const std::string& family,
      const std::string& exporter,
      const std::string& importer,
      const Values& usd,
      bool by_exporter
  ) {
    for (const made::PanelFlow& flow : flows_) {
      if (flow.family == family && flow.exporter == exporter && flow.importer == importer) {
        return;
      }
    }
    flows_.push_back({family, exporter, importer, by_exporter, usd, {}});
  }

  /// A diversion of `family` over `hub`, as the hub reports it.
  void add_diversion(const std::string& family, const std::string& hub) {
    add(family, "DEU", hub, made::steps(1e6, 8e6, 41), false);
    add(family, "USA", hub, made::steps(5e5, 4e6, 42), false);
    add(family, "JPN", hub, made::steps(5e5, 4e6, 43), false);
    add(family, hub, "RUS", made::steps(1e5, 9e6, 44), true);
    add(family, "DEU", "RUS", made::steps(3e7, 1e6, 45), true);
  }

  [[nodiscard]] panel::CodedPanel write() const { return made::write_panel(folder_, flows_); }

  [[nodiscard]] DetectResult
  run(const std::vector<std::string>& families, DetectOptions options = {}) const {
    const panel::CodedPanel panel = write();
    std::vector<Goods> goods;
    for (const std::string& family : families) {
      Goods one = made::goods();
      one.family = family;
      one.level = static_cast<int>(family.size());
      goods.push_back(one);
    }
    DetectInput input;
    input.panel = &panel;
    input.goods = goods;
    input.coverage = coverage_;
    input.is_controlled = [&](int, std::string_view family) {
      return std::find(families.begin(), families.end(), family) != families.end();
    };
    input.controlling = {"AUS", "DEU", "JPN", "USA"};
    input.customs_union = {"ARM", "KGZ", "RUS"};
    SilentProgress progress;
    return detect(input, options, progress);
  }

  std::filesystem::path folder_;
  std::vector<made::PanelFlow> flows_;
  std::vector<Coverage> coverage_;
};

TEST_F(DetectOnAPanel, FindsADiversionAndNamesItsWay) {
  add_diversion("870323", "ARM");
  const DetectResult result = run({"870323"});
  ASSERT_EQ(result.leads.size(), 1U);
  EXPECT_TRUE(result.surges.empty());
  const Lead& lead = result.leads.front();
  EXPECT_EQ(lead.hub, "ARM");
  EXPECT_EQ(lead.destination, "RUS");
  EXPECT_EQ(lead.origins.front().iso3, "DEU");
  EXPECT_NEAR(lead.origins.front().share, 0.5, 0.02);  // 8 of 16 million a month
  EXPECT_EQ(lead.since, Period::of_month(2022, 3));
  EXPECT_EQ(lead.window.since, Period::of_month(2022, 3));
  EXPECT_THAT(result.notices.front(), HasSubstr("error rate is not controlled"));
}

TEST_F(DetectOnAPanel, KeepsHalfSeenCorridorsApart) {
  add_diversion("870323", "ARM");
  for (const char* origin : {"DEU", "JPN", "USA"}) {
    add("870323", origin, "KGZ", made::steps(1e5, 4e6, 51), true);
  }
  const DetectResult result = run({"870323"});
  ASSERT_EQ(result.leads.size(), 1U);
  ASSERT_EQ(result.surges.size(), 1U);
  EXPECT_EQ(result.leads.front().hub, "ARM");
  EXPECT_EQ(result.surges.front().hub, "KGZ");
  EXPECT_EQ(result.tested_leads, 1U);
  EXPECT_EQ(result.tested_surges, 1U);
}

TEST_F(DetectOnAPanel, ChangesNoMeasureOfACellWhenAnotherIsAdded) {
  add_diversion("870323", "ARM");
  const Lead alone = run({"870323"}).leads.at(0);
  add_diversion("010121", "KGZ");
  add_diversion("870323", "GEO");
  const DetectResult result = run({"870323"});
  const auto same = std::find_if(result.leads.begin(), result.leads.end(), [](const Lead& lead) {
    return lead.hub == "ARM";
  });
  ASSERT_NE(same, result.leads.end());
  ASSERT_EQ(same->evidence.size(), alone.evidence.size());
  for (std::size_t i = 0; i < alone.evidence.size(); ++i) {
    EXPECT_EQ(same->evidence[i].measure, alone.evidence[i].measure);
    EXPECT_EQ(same->evidence[i].value, alone.evidence[i].value) << alone.evidence[i].measure;
  }
  EXPECT_EQ(same->score, alone.score);
}

TEST_F(DetectOnAPanel, AddsUpWhatAllHubsTookOfTheLostTrade) {
  add_diversion("870323", "ARM");
  const Lead alone = run({"870323"}).leads.at(0);
  ASSERT_TRUE(alone.displacement.has_value());
  EXPECT_EQ(alone.displacement->hubs, 1U);
  EXPECT_EQ(alone.displacement->all_hubs_share, alone.displacement->hub_share);
  // The loss of the direct trade and the onward excess are those of the lead itself.
  EXPECT_EQ(alone.displacement->hub_share, alone.outflow->excess / alone.displacement->lost_usd);
  add_diversion("870323", "GEO");
  add("870323", "DEU", "KGZ", made::steps(1e5, 4e6, 51), true);  // half-seen: adds nothing
  const DetectResult result = run({"870323"});
  ASSERT_EQ(result.leads.size(), 2U);
  const double sum =
      result.leads[0].displacement->hub_share + result.leads[1].displacement->hub_share;
  for (const Lead& lead : result.leads) {
    EXPECT_EQ(lead.displacement->hubs, 2U);
    EXPECT_NEAR(lead.displacement->all_hubs_share, sum, 1e-12);
    const auto item = std::ranges::find(lead.evidence, "displacement", &EvidenceItem::measure);
    EXPECT_THAT(item->detail, HasSubstr("all tested hubs that show one (2)"));
  }
}

TEST_F(DetectOnAPanel, AnswersTheSameOnOneThreadAndOnMore) {
  for (const char* family : {"870321", "870322", "870323", "854231", "854232"}) {
    add_diversion(family, "ARM");
    add_diversion(family, "KGZ");
  }
  DetectOptions one;
  one.threads = 1;
  DetectOptions four;
  four.threads = 4;
  const std::vector<std::string> families = {"854231", "854232", "870321", "870322", "870323"};
  const DetectResult a = run(families, one);
  const DetectResult b = run(families, four);
  ASSERT_EQ(a.leads.size(), 10U);
  ASSERT_EQ(a.leads.size(), b.leads.size());
  for (std::size_t i = 0; i < a.leads.size(); ++i) {
    EXPECT_EQ(a.leads[i].id, b.leads[i].id);
    EXPECT_EQ(a.leads[i].score, b.leads[i].score);
    EXPECT_EQ(a.leads[i].inflow->expected, b.leads[i].inflow->expected);
  }
}

TEST_F(DetectOnAPanel, NeverTakesAControllingCountryForAHubUnlessNamed) {
  add_diversion("870323", "AUS");
  EXPECT_TRUE(run({"870323"}).leads.empty());
  DetectOptions options;
  options.hubs = {"AUS"};
  EXPECT_EQ(run({"870323"}, options).leads.size(), 1U);
}

TEST_F(DetectOnAPanel, FindsNothingWhenTheDatesAreShiftedBeforeTheRise) {
  add_diversion("870323", "ARM");
  DetectOptions options;
  options.since = Period::of_month(2021, 3);
  options.until = Period::of_month(2022, 2);
  const DetectResult result = run({"870323"}, options);
  EXPECT_TRUE(result.leads.empty());
  EXPECT_TRUE(result.surges.empty());
}

TEST_F(DetectOnAPanel, SaysWhatIsMissingWhereThePastIsTooShort) {
  add("870323", "DEU", "ARM", made::steps(1e6, 8e6, 41), false);
  DetectOptions options;
  options.since = Period::of_month(2020, 9);
  const DetectResult result = run({"870323"}, options);
  EXPECT_THAT(
      result.not_enough_data,
      ElementsAre(::testing::Field(&Untested::missing, HasSubstr("less than twelve months")))
  );
}

TEST_F(DetectOnAPanel, TakesAMonthWithoutARowAsZeroOnlyWhereItWasPublished) {
  // Germany's exports to Armenia of the family have no row before the date. In one panel Germany
  // published these months (another family has rows), in the other it did not.
  Values new_route = made::steps(0.0, 8e6, 61);
  add("870323", "DEU", "ARM", new_route, true);
  EXPECT_EQ(run({"870323"}).not_enough_data.size(), 1U);
  add("010121", "DEU", "ARM", made::steps(1e6, 1e6, 62), true);
  const DetectResult result = run({"870323"});
  EXPECT_TRUE(result.not_enough_data.empty());
  EXPECT_EQ(result.tested_surges, 1U);
}

TEST_F(DetectOnAPanel, TakesNoZerosFromBeforeAnEditionThatBroughtTheCode) {
  // Germany published all months, and the code has rows from 2022-01 on, the first month of HS2022,
  // two months before the date. A file that was asked for the new code only looks like this.
  add("870350", "DEU", "ARM", made::steps(0.0, 8e6, 61, 22), true);
  add("010121", "DEU", "ARM", made::steps(1e6, 1e6, 62), true);
  const DetectResult result = run({"870350"});
  EXPECT_EQ(result.tested_surges, 0U);
  EXPECT_EQ(result.not_enough_data.size(), 1U);
}

TEST_F(DetectOnAPanel, TakesCoverageOfLongerCodesForTheirSubheadings) {
  add("870323", "DEU", "ARM", made::steps(0.0, 8e6, 61), true);
  add("010121", "DEU", "ARM", made::steps(1e6, 1e6, 62), true);
  // The source gives eight digits; it says of every month that a missing row is a zero.
  for (int month = 0; month < 48; ++month) {
    coverage_.push_back(
        {.reporter = "DEU",
         .is_export = true,
         .period = Period::of_month(2020, 3).plus(month).number(),
         .level = 8}
    );
  }
  EXPECT_EQ(run({"870323"}).tested_surges, 1U);
  // A source that does not say so for the time before the date leaves it unknown.
  coverage_.erase(coverage_.begin(), coverage_.begin() + 24);
  EXPECT_EQ(run({"870323"}).not_enough_data.size(), 1U);
}

TEST_F(DetectOnAPanel, TakesYearsWhereThereAreNoMonths) {
  for (made::PanelFlow flow :
       {made::PanelFlow{"870323", "DEU", "ARM", false, {1e7, 1.1e7, 1e7, 6e7, 9e7}, {}},
        made::PanelFlow{"870323", "ARM", "RUS", true, {1e6, 1e6, 1.2e6, 3e7, 6e7}, {}},
        made::PanelFlow{"870323", "DEU", "RUS", true, {3e8, 3e8, 3e8, 1e8, 1e7}, {}}}) {
    flow.first = Period::of_year(2019);
    flows_.push_back(flow);
  }
  const DetectResult result = run({"870323"});
  ASSERT_EQ(result.tested_leads, 1U);
  ASSERT_EQ(result.leads.size(), 1U);
  EXPECT_EQ(result.leads.front().window.since, Period::of_year(2022));
  const auto& issues = result.leads.front().data_quality;
  ASSERT_GE(issues.size(), 2U);
  EXPECT_EQ(issues[issues.size() - 2].issue, "spread_assumed");
  EXPECT_EQ(issues.back().issue, "no_placebos");
  EXPECT_FALSE(result.leads.front().q_value.has_value());
}

// A file of one side that holds controlled goods only: the one that rose stands out among what all
// of them did a year earlier, and what the hub's other goods did is not claimed.
TEST_F(DetectOnAPanel, ComparesHalfSeenGoodsWithEarlierDatesWhereNothingElseIsThere) {
  std::vector<std::string> families;
  for (std::uint64_t k = 0; k < 60; ++k) {
    families.push_back(std::to_string(840110 + 100 * k));
    const double after = k == 30 ? 4e6 : 4e5;
    add(families.back(), "DEU", "KGZ", made::steps(4e5, after, 500 + k), true);
  }
  DetectOptions options;
  options.until = Period::of_month(2022, 11);
  const DetectResult result = run(families, options);
  EXPECT_EQ(result.rated_in_time, 60U);
  ASSERT_EQ(result.surges.size(), 1U);
  const Lead& surge = result.surges.front();
  EXPECT_EQ(surge.goods.family, families[30]);
  EXPECT_EQ(surge.calibration_method, "placebos in time");
  EXPECT_LE(*surge.q_value, 0.1);
  // None of the 60 placebos of the one date lies above: (1 + 0) / (1 + 60).
  EXPECT_NEAR(*surge.p_value, 1.0 / 61.0, 1e-12);
  EXPECT_FALSE(surge.innocent[static_cast<std::size_t>(Explanation::kHubTradeGrew)].score);
  EXPECT_NE(surge.band, Band::kStrong);
  EXPECT_TRUE(std::ranges::any_of(surge.data_quality, [](const QualityIssue& issue) {
    return issue.issue == "placebos_in_time" && issue.detail.find("2021-06") != std::string::npos;
  }));
}

// With two years of the past and two after, no earlier date has room: the answer says what lacks.
TEST_F(DetectOnAPanel, SaysWhenThePastIsTooShortForEarlierDates) {
  std::vector<std::string> families;
  for (std::uint64_t k = 0; k < 60; ++k) {
    families.push_back(std::to_string(840110 + 100 * k));
    add(families.back(), "DEU", "KGZ", made::steps(4e5, k == 30 ? 4e6 : 4e5, 500 + k), true);
  }
  const DetectResult result = run(families);
  EXPECT_EQ(result.rated_in_time, 0U);
  ASSERT_EQ(result.surges.size(), 1U);
  EXPECT_FALSE(result.surges.front().q_value.has_value());
  EXPECT_TRUE(std::ranges::any_of(result.surges.front().data_quality, [](const auto& issue) {
    return issue.issue == "no_placebos_in_time" &&
           issue.detail.find("24 months before anything was controlled, 36") != std::string::npos;
  }));
}

TEST_F(DetectOnAPanel, RefusesADestinationThatIsNoCountry) {
  add_diversion("870323", "ARM");
  DetectOptions options;
  options.destination = "XYZ";
  EXPECT_THROW((void)run({"870323"}, options), Error);
}

TEST(OptionsFor, CountYearsOnlyWhole) {
  DetectOptions options;
  options.since = Period::of_month(2021, 3);
  options.from = Period::of_month(2019, 3);
  options.until = Period::of_month(2022, 2);
  const DetectOptions years = options_for(options, Frequency::kAnnual);
  EXPECT_EQ(years.since, Period::of_year(2021));
  EXPECT_EQ(years.from, Period::of_year(2020));
  EXPECT_EQ(years.until, Period::of_year(2021));
}

}  // namespace
}  // namespace portolan::detect
