#include "portolan/panel/build.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lake_fixture.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::panel {
namespace {

using ::testing::ElementsAre;

class PanelBuild : public LakeFixture {};

constexpr auto* kReports =
    "SELECT period, exporter, importer, family, export_usd, import_usd, export_status, "
    "import_status";

TEST_F(PanelBuild, PutsBothReportsBesideEachOther) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, ordinal) VALUES"
      " ('X', 'ARM', 'RUS', 1000, 0), ('M', 'RUS', 'ARM', 1166, 1), ('M', 'GEO', 'ARM', 50, 2)"
  );
  const auto report = build();
  EXPECT_EQ(report.num_rows, 2);
  EXPECT_THAT(
      rows_of(kReports),
      ElementsAre(
          "202300 ARM GEO 854231 - 50 unknown reported",
          "202300 ARM RUS 854231 1000 1166 reported reported"
      )
  );
  // The margin of 6 % that the inputs give, since two pairs teach nothing: 1166 / 1.06 = 1100.
  EXPECT_THAT(
      rows_of(
          "SELECT round(margin, 6), round(estimate_usd, 3), round(low_usd, 3), round(high_usd, 3), "
          "round(gap, 6)"
      ),
      ElementsAre("0.06 47.17 - - -", "0.06 1050 1000 1100 -0.09531")
  );
}

TEST_F(PanelBuild, SumsPartsAndKeepsWeightsBesideTheValueOfTheSameRows) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, net_kg, procedure, transport, detail, "
      "code) VALUES"
      " ('X', 'ARM', 'RUS', 100, 10, NULL, 'road', NULL, '854231'),"
      " ('X', 'ARM', 'RUS', 20, NULL, NULL, 'air', NULL, '854231'),"
      " ('X', 'ARM', 'RUS', 3, 1, '4000', 'air', 'Yerevan', '854231'),"
      " ('X', 'ARM', 'RUS', 7, NULL, NULL, NULL, NULL, '854232')"
  );
  (void)build();
  EXPECT_THAT(
      rows_of("SELECT family, export_usd, export_kg, export_usd_with_kg, export_rows"),
      ElementsAre("854231 123 11 103 3", "854232 7 - - 1")
  );
}

TEST_F(PanelBuild, LetsALaterVintageWinAndRejectsContradictions) {
  database_.execute(
      "INSERT INTO trade (import_id, ordinal, vintage, flow, reporter, partner, value) VALUES"
      " ('a', 0, '2023-05', 'X', 'ARM', 'RUS', 100), ('b', 0, '2024-01', 'X', 'ARM', 'RUS', 110),"
      " ('a', 1, '2023-05', 'X', 'ARM', 'GEO', 5),"
      " ('a', 2, '2023-05', 'X', 'ARM', 'KAZ', 7), ('c', 0, '2023-05', 'X', 'ARM', 'KAZ', 8),"
      " ('a', 3, NULL, 'X', 'ARM', 'KGZ', 9), ('c', 1, NULL, 'X', 'ARM', 'KGZ', 9), ('d', 1, NULL, "
      "'X', 'ARM', 'KGZ', 9)"
  );
  const auto report = build();
  EXPECT_EQ(report.num_superseded, 1);
  EXPECT_EQ(report.num_conflicts, 2);
  EXPECT_EQ(report.num_repeats, 2);
  EXPECT_THAT(
      rows_of("SELECT importer, export_usd, export_rows"),
      ElementsAre("GEO 5 1", "KGZ 9 1", "RUS 110 1")
  );
  const auto listed = database_.query(
      "SELECT fate || ' ' || import_id || ' ' || ordinal FROM read_parquet($1)",
      {(folder_ / "panel" / "duplicates.parquet").string()}
  );
  std::vector<std::string> fates;
  for (std::size_t row = 0; row < listed.num_rows(); ++row) {
    fates.push_back(*listed.text(row, 0));
  }
  EXPECT_THAT(
      fates,
      ElementsAre(
          "conflicts a 2",
          "conflicts c 0",
          "counted a 3",
          "counted b 0",
          "repeats c 1",
          "repeats d 1",
          "superseded a 0"
      )
  );
}

TEST_F(PanelBuild, CountsOneSourceForEachGoods) {
  database_.execute(
      "INSERT INTO trade (import_id, source, flow, reporter, partner, value, level, code) VALUES"
      " ('a', 'comtrade', 'X', 'DEU', 'RUS', 100, 6, '854231'), ('a', 'comtrade', 'X', 'DEU', "
      "'KAZ', 30, 6, '854232'),"
      " ('b', 'comext', 'X', 'DEU', 'RUS', 60, 8, '85423110'), ('b', 'comext', 'X', 'DEU', 'RUS', "
      "41, 8, '85423190')"
  );
  const auto by_rows = build();
  EXPECT_EQ(by_rows.num_other_source, 1);
  EXPECT_THAT(
      rows_of("SELECT importer, family, export_usd, export_rows"),
      ElementsAre("RUS 854231 101 2", "KAZ 854232 30 1")
  );
  const auto by_order = build({.source_order = {"comtrade"}});
  EXPECT_EQ(by_order.num_other_source, 2);
  EXPECT_THAT(
      rows_of("SELECT importer, family, export_usd, export_rows"),
      ElementsAre("RUS 854231 100 1", "KAZ 854232 30 1")
  );
}

TEST_F(PanelBuild, ConvertsByTheRateOfThePeriodAndNeverGuessesOne) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, currency, freq, period) VALUES"
      " ('X', 'DEU', 'RUS', 1000, 'EUR', 'A', 202200), ('X', 'DEU', 'RUS', 1000, 'EUR', 'M', "
      "202212),"
      " ('X', 'FRA', 'RUS', 486228572567, 'EUR', 'A', 202200), ('X', 'KGZ', 'RUS', 500, 'KGS', "
      "'A', 202200), ('X', 'CHN', 'RUS', 200, 'USD', 'A', 202200)"
  );
  const auto report = build(
      {.exchange_rates =
           {{.currency = "EUR", .period = 202200, .usd_per_unit = 1.053},
            {.currency = "EUR", .period = 202212, .usd_per_unit = 1.0589}}}
  );
  EXPECT_THAT(
      rows_of("SELECT exporter, export_usd, export_eur, export_status"),
      ElementsAre(
          "CHN 200 - reported",
          "DEU 1053 1000 reported",
          "FRA 511998686913.051 486228572567 reported",  // exact, where doubles no longer are
          "KGZ - - reported",
          "DEU 1058.9 1000 reported"
      )
  );
  ASSERT_EQ(report.missing_rates.size(), 1U);
  EXPECT_EQ(report.missing_rates[0].currency, "KGS");
  EXPECT_EQ(report.missing_rates[0].period, 202200);
  EXPECT_EQ(report.missing_rates[0].num_rows, 1);
}

// The European Central Bank's published averages of 2022 and of December 2022, to its four
// decimals.
TEST_F(PanelBuild, ShipsTheAveragesOfTheEuropeanCentralBank) {
  double year_2022 = 0.0;
  double december_2022 = 0.0;
  for (const ExchangeRate& rate : shipped_exchange_rates()) {
    if (rate.currency == "EUR" && rate.period == 202200) {
      year_2022 = rate.usd_per_unit;
    }
    if (rate.currency == "EUR" && rate.period == 202212) {
      december_2022 = rate.usd_per_unit;
    }
  }
  EXPECT_NEAR(year_2022, 1.0530, 5e-5);
  EXPECT_NEAR(december_2022, 1.0589, 5e-5);
}

TEST_F(PanelBuild, TellsZerosFromWhatNobodyKnows) {
  database_.execute(
      "INSERT INTO trade (import_id, flow, reporter, partner, value) VALUES"
      " ('one', 'X', 'ARM', 'RUS', 100), ('two', 'X', 'GEO', 'RUS', 10), ('two', 'X', 'GEO', "
      "'KAZ', 10)"
  );
  database_.execute(
      "INSERT INTO coverage (import_id, reporter, flow, absence) VALUES"
      " ('one', 'ARM', 'X', 'zero'), ('three', 'RUS', 'M', 'zero'), ('four', 'KAZ', 'M', 'unknown')"
  );
  database_.execute(
      "INSERT INTO extent_partners VALUES ('three', 'GEO'), ('three', 'TUR'), ('four', 'WLD')"
  );
  database_.execute("INSERT INTO extent_codes VALUES ('three', 6, '854231'), ('four', 6, '854231')"
  );
  (void)build();
  EXPECT_THAT(
      rows_of(kReports),
      ElementsAre(
          "202300 GEO KAZ 854231 10 - reported unknown",   // absence says nothing there
          "202300 ARM RUS 854231 100 - reported unknown",  // Russia's file did not ask about
                                                           // Armenia
          "202300 GEO RUS 854231 10 - reported inferred_zero"
      )
  );
  EXPECT_THAT(
      rows_of("SELECT exporter, importer, low_usd"),
      ElementsAre("GEO KAZ -", "ARM RUS -", "GEO RUS 0")
  );
}

TEST_F(PanelBuild, TakesACodeThatAnEditionDoesNotHaveForUnknown) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, code, hs_edition) VALUES"
      " ('X', 'CHN', 'RUS', 100, '880622', 'HS2022'), ('M', 'RUS', 'GEO', 1, '010121', 'HS2017')"
  );
  database_.execute(
      "INSERT INTO coverage (reporter, flow, hs_edition) VALUES ('CHN', 'X', 'HS2022'), ('RUS', "
      "'M', 'HS2017')"
  );
  database_.execute("INSERT INTO extent_partners (partner) VALUES ('WLD')");
  database_.execute("INSERT INTO extent_codes (code) VALUES ('880622'), ('010121')");
  (void)build({.is_in_edition = [](std::string_view family, std::string_view edition) {
    return family != "880622" || edition == "HS2022";
  }});
  EXPECT_THAT(
      rows_of(kReports),
      ElementsAre(
          "202300 GEO RUS 010121 - 1 unknown reported",
          "202300 CHN RUS 880622 100 - reported unknown"
      )
  );
}

TEST_F(PanelBuild, KeepsStatedSumsBesideTheirPartsAndOtherPlanesOut) {
  database_.execute(
      "INSERT INTO trade (plane, flow, reporter, partner, reporter_code, partner_code, value) "
      "VALUES"
      " ('main', 'X', 'DEU', 'KGZ', 'DE', 'KG', 70),"
      " ('region', 'X', NULL, 'KGZ', 'European Union - 27 countries (from 2020)', 'KG', 100),"
      " ('world', 'M', 'KGZ', NULL, 'KG', '0', 900),"
      " ('region', 'M', 'KGZ', NULL, 'KG', 'Africa', 5),"
      " ('special', 'M', 'KGZ', NULL, 'KG', '899', 6), ('total', 'X', 'DEU', 'KGZ', 'DE', 'KG', "
      "70),"
      " ('re_export', 'X', 'DEU', 'KGZ', 'DE', 'KG', 1)"
  );
  (void)build();
  EXPECT_THAT(
      rows_of("SELECT exporter, importer, export_usd, import_usd"),
      ElementsAre("DEU KGZ 70 -", "EU27 KGZ 100 -", "WLD KGZ - 900")
  );
}

// Two such partners of one file are parts; a row at a level at which the file has no countries is a
// total over its own finer rows.
TEST_F(PanelBuild, AddsPartnersThatAreNoCountryUnderOneName) {
  database_.execute(
      "INSERT INTO trade (plane, flow, reporter, partner, partner_code, value, level, code) VALUES"
      " ('main', 'M', 'ARM', 'GEO', '268', 70, 6, '870323'), ('special', 'M', 'ARM', NULL, '899', "
      "5, 6, '870323'),"
      " ('special', 'M', 'ARM', NULL, '837', 1, 6, '870323'), ('special', 'M', 'ARM', NULL, '899', "
      "5, 4, '8703')"
  );
  database_.execute("INSERT INTO coverage (reporter, flow) VALUES ('ARM', 'M')");
  (void)build();
  EXPECT_THAT(
      rows_of("SELECT exporter, importer, level, family, import_usd, export_status"),
      ElementsAre("GEO ARM 6 870323 70 unknown", "XXX ARM 6 870323 6 unknown")
  );
  const CodedPanel coded = CodedPanel::open(folder_ / "panel" / "coded");
  EXPECT_FALSE(coded.is_country(*coded.find_place("XXX")));
}

TEST_F(PanelBuild, FollowsFamiliesAndConservesTheirTotal) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, code, hs_edition, period) VALUES"
      " ('X', 'CHN', 'RUS', 10, '854150', 'HS2017', 202100), ('X', 'CHN', 'RUS', 4, '854151', "
      "'HS2022', 202200),"
      " ('X', 'CHN', 'RUS', 8, '854159', 'HS2022', 202200)"
  );
  (void)build({.family_of = [](std::string_view edition, std::string_view code) {
    return edition == "HS2017" || code == "854159" ? "854151" : std::string(code);
  }});
  EXPECT_THAT(
      rows_of("SELECT period, family, export_usd, export_rows"),
      ElementsAre("202100 854151 10 1", "202200 854151 12 2")
  );
}

TEST_F(PanelBuild, MarksYearsThatAreNotWhole) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, period, freq, vintage) VALUES"
      " ('X', 'ARM', 'RUS', 100, 202300, 'A', NULL), ('X', 'ARM', 'RUS', 80, 202200, 'A', NULL),"
      " ('X', 'GEO', 'RUS', 10, 202300, 'A', '2023-11'), ('X', 'GEO', 'RUS', 11, 202200, 'A', "
      "'2023-11'),"
      " ('X', 'ARM', 'RUS', 9, 202310, 'M', NULL)"
  );
  (void)build();
  EXPECT_THAT(
      rows_of("SELECT period, exporter, is_partial"),
      ElementsAre(
          "202200 ARM false",
          "202200 GEO false",
          "202300 ARM true",
          "202300 GEO true",
          "202310 ARM false"
      )
  );
}

TEST_F(PanelBuild, KeepsBacisOwnValueAndMakesNoReportOfIt) {
  database_.execute(
      "INSERT INTO trade (source, flow, reporter, partner, value, net_kg) VALUES ('baci', 'B', "
      "'CHN', 'KAZ', 12.5, 3)"
  );
  (void)build();
  EXPECT_THAT(
      rows_of("SELECT export_usd, import_usd, export_status, import_status, reconciled_usd, "
              "reconciled_kg, "
              "estimate_usd, low_usd, high_usd, margin"),
      ElementsAre("- - unknown unknown 12.5 3 12.5 12.5 12.5 -")
  );
}

TEST_F(PanelBuild, CodesWhatThePanelHolds) {
  database_.execute(
      "INSERT INTO trade (flow, reporter, partner, value, code, freq, period, level) VALUES"
      " ('X', 'ARM', 'RUS', 1000, '854231', 'A', 202300, 6), ('M', 'RUS', 'ARM', 1166, '854231', "
      "'A', 202300, 6),"
      " ('X', 'ARM', 'RUS', 5, '8542', 'M', 202301, 4), ('X', 'ARM', 'RUS', 6, 'TOTAL', 'A', "
      "202300, 0)"
  );
  (void)build();
  const CodedPanel coded = CodedPanel::open(folder_ / "panel" / "coded");
  coded.verify();
  ASSERT_EQ(coded.num_rows(), 3U);
  EXPECT_THAT(coded.families(), ElementsAre("8542", "854231", "TOTAL"));
  EXPECT_EQ(coded.blocks()[0].level, 0);
  EXPECT_EQ(coded.value(Column::kExportUsd, 1), 1'000'000);
  EXPECT_EQ(coded.value(Column::kImportUsd, 1), 1'166'000);
  EXPECT_EQ(coded.value(Column::kEstimateUsd, 1), 1'050'000);
  EXPECT_EQ(coded.value(Column::kImportKg, 1), kMissing);
  EXPECT_EQ(coded.blocks()[2].frequency(), Frequency::kMonthly);
}

TEST_F(PanelBuild, OfAnEmptyLakeIsEmpty) {
  const auto report = build();
  EXPECT_EQ(report.num_rows, 0);
  EXPECT_EQ(CodedPanel::open(folder_ / "panel" / "coded").num_rows(), 0U);
}

}  // namespace
}  // namespace portolan::panel
