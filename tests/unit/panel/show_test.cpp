#include "portolan/panel/show.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "lake_fixture.hpp"
#include "portolan/base/error.hpp"

namespace portolan::panel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

class PanelShow : public LakeFixture {
 protected:
  ShowResult show_goods(
      std::string_view corridor,
      std::initializer_list<std::string_view> goods,
      std::optional<Period> from = std::nullopt,
      std::optional<Period> until = std::nullopt
  ) {
    (void)build();
    const auto ends = select_corridor(corridor);
    ShowRequest request{
        .exporters = ends.exporters,
        .importers = ends.importers,
        .goods = {},
        .from = from,
        .until = until};
    for (const std::string_view code : goods) {
      request.goods.push_back(*HsCode::parse(code));
    }
    return show(CodedPanel::open(folder_ / "panel" / "coded"), request);
  }
};

TEST_F(PanelShow, AddsCodesAndCountriesAndKeepsAnnualAndMonthlyApart) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, code, freq, period) VALUES"
      " ('X', 'DEU', 'KGZ', 10, '854231', 'M', 202201), ('X', 'FRA', 'KGZ', 5, '854239', 'M', "
      "202201),"
      " ('X', 'DEU', 'KGZ', 3, '854231', 'M', 202211), ('X', 'DEU', 'KGZ', 900, '854231', 'M', "
      "202212),"
      " ('X', 'CHN', 'KGZ', 77, '854231', 'M', 202201), ('X', 'DEU', 'KGZ', 99, '854231', 'A', "
      "202200),"
      " ('X', 'DEU', 'KGZ', 1000, '870323', 'M', 202201), ('M', 'KGZ', 'DEU', 9, '854231', 'M', "
      "202201)"
  );
  const auto result =
      show_goods("EU27:KGZ", {"8542"}, Period::of_month(2022, 1), Period::of_month(2022, 11));
  ASSERT_THAT(result.series, SizeIs(1));  // the year 2022 is not wholly inside the window
  const ShowSeries& series = result.series[0];
  EXPECT_EQ(series.frequency, Frequency::kMonthly);
  EXPECT_THAT(series.families, ElementsAre("854231", "854239"));
  ASSERT_THAT(series.points, SizeIs(2));
  EXPECT_EQ(series.points[0].exported.usd, 15'000);
  EXPECT_EQ(series.points[0].imported.usd, 9'000);
  EXPECT_EQ(series.points[0].num_both, 1);
  EXPECT_NEAR(*series.points[0].gap, std::log(10.0 / (9.0 / 1.06)), 1e-12);
  EXPECT_EQ(series.total.exported.usd, 18'000);
  EXPECT_EQ(series.total.exported.num_reported, 3);
  EXPECT_EQ(series.total.imported.num_unknown, 2);
}

TEST_F(PanelShow, TellsAStatedSumFromTheSumOfMembers) {
  database_.execute(
      "INSERT INTO trade (plane, source, flow, reporter, partner, reporter_code, partner_code, "
      "value, currency, level, code) VALUES"
      " ('region', 'eurostat', 'X', NULL, 'KGZ', 'EU27_2020', 'KG', 263, 'EUR', 0, 'TOTAL'),"
      " ('main', 'kgz', 'M', 'KGZ', 'DEU', 'KG', 'DE', 200, 'EUR', 0, 'TOTAL'),"
      " ('main', 'kgz', 'M', 'KGZ', 'FRA', 'KG', 'FR', 45, 'EUR', 0, 'TOTAL'),"
      " ('main', 'kgz', 'M', 'KGZ', 'CHN', 'KG', 'CN', 9999, 'EUR', 0, 'TOTAL')"
  );
  const auto result = show_goods("EU27:KGZ", {"TOTAL"});
  ASSERT_THAT(result.series, SizeIs(2));
  EXPECT_EQ(result.series[0].basis, SumBasis::kCountries);
  EXPECT_EQ(result.series[0].total.imported.eur, 245'000);
  EXPECT_EQ(result.series[0].total.exported.status, Status::kUnknown);
  EXPECT_EQ(result.series[0].total.exported.usd, std::nullopt);
  EXPECT_EQ(result.series[1].basis, SumBasis::kStated);
  EXPECT_EQ(result.series[1].total.exported.eur, 263'000);
}

TEST_F(PanelShow, GivesNoSumInEurosWhereOneFlowIsInDollars) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, currency, period) VALUES"
      " ('X', 'DEU', 'KGZ', 100, 'EUR', 202200), ('X', 'CHN', 'KGZ', 10, 'USD', 202200)"
  );
  const auto result = show_goods("DEU+CHN:KGZ", {"8542"});
  ASSERT_THAT(result.series, SizeIs(1));
  EXPECT_EQ(result.series[0].total.exported.eur, std::nullopt);
  EXPECT_EQ(result.series[0].total.exported.usd, 105'305 + 10'000);  // 1.053049 USD
}

TEST_F(PanelShow, ShowsEachLevelByItselfAndSaysWhatALevelCannotHold) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, level, code) VALUES"
      " ('X', 'ARM', 'RUS', 100, 4, '8542'), ('X', 'ARM', 'RUS', 60, 6, '854231'), ('X', 'ARM', "
      "'RUS', 7, 6, '870323')"
  );
  const auto result = show_goods("ARM:RUS", {"8542", "870323"});
  ASSERT_THAT(result.series, SizeIs(2));
  EXPECT_EQ(result.series[0].level, 4);
  EXPECT_EQ(result.series[0].total.exported.usd, 100'000);
  EXPECT_THAT(result.series[0].goods_left_out, ElementsAre("870323"));
  EXPECT_EQ(result.series[1].level, 6);
  EXPECT_EQ(result.series[1].total.exported.usd, 67'000);
  EXPECT_THAT(result.series[1].goods_left_out, SizeIs(0));
}

TEST_F(PanelShow, TakesTheWorldAsAllCountriesAndAsStated) {
  database_.execute(
      "INSERT INTO trade (plane, flow, reporter, partner, reporter_code, partner_code, value) "
      "VALUES"
      " ('main', 'M', 'ARM', 'CHN', 'ARM', '156', 70), ('main', 'M', 'ARM', 'USA', 'ARM', '842', "
      "30),"
      " ('special', 'M', 'ARM', NULL, 'ARM', '899', 4), ('world', 'M', 'ARM', NULL, 'ARM', '0', "
      "105)"
  );
  database_.execute("INSERT INTO coverage (reporter, flow) VALUES ('ARM', 'M')");
  const auto result = show_goods("WLD:ARM", {"85"});
  ASSERT_THAT(result.series, SizeIs(2));
  EXPECT_EQ(result.series[0].total.imported.usd, 104'000);
  EXPECT_EQ(result.series[1].total.imported.usd, 105'000);
}

TEST(SelectCorridor, ReadsGroupsListsAndNames) {
  EXPECT_THAT(select_place("Kyrgyzstan").countries, ElementsAre("KGZ"));
  EXPECT_THAT(select_place("KAZ+KGZ").countries, ElementsAre("KAZ", "KGZ"));
  EXPECT_THAT(select_place("eu27").countries, SizeIs(27));
  EXPECT_THAT(select_place("G7+").countries, SizeIs(39));
  EXPECT_THAT(
      [] { (void)select_corridor("DEU"); },
      ThrowsMessage<Error>(HasSubstr("expected ORIGIN:DESTINATION, got \"DEU\""))
  );
}

}  // namespace
}  // namespace portolan::panel
