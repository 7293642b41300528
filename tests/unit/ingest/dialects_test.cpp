#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "imported_rows.hpp"

namespace portolan::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kV1Header =
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,flowCode,partnerCode,"
    "partner2Code,classificationCode,cmdCode,aggrLevel,customsCode,mosCode,motCode,qtyUnitCode,"
    "qtyUnitAbbr,qty,isQtyEstimated,netWgt,isNetWgtEstimated,primaryValue,isReported,isAggregate\n";

// The rows of a file of the website: quoted, with a comma more than the header has.
constexpr std::string_view kV1Rows =
    R"("C","M","20230501","2023","5","202305","842","X","417","0","H6","854231","6","C00","0","0","5","u","10","false","2.5","true","1234.56","true","false",
"C","M","20230501","2023","5","202305","842","X","0","0","H6","854231","6","C00","0","0","-1","N/A","0","false","0","false","2000","true","true",
"C","M","20230501","2023","5","202305","842","X","417","276","H6","854231","6","C00","0","0","-1","N/A",,"false",,"false","5","true","false",
"C","M","20230501","2023","5","202305","842","X","417","0","H6","854231","6","C00","0","1000","-1","N/A",,"false",,"false","6","true","false",
"C","M","20230501","2023","5","202305","842","X","417","0","H6","854231","6","C01","0","0","-1","N/A",,"false",,"false","7","true","false",
"C","M","20230501","2023","5","202305","842","RX","417","0","H6","854231","6","C00","0 ","0","-1","N/A",,"false",,"false","8","true","false",
"C","M","20230501","2023","5","202305","842","X","899","0","H6","854231","6","C00","0","0","-1","N/A",,"false",,"false","9","true","false",
"C","M","20230501","2023","5","202305","842","X","490","0","H6","9999AA","6","C00","0","0","-1","N/A",,"false",,"false","10","true","false",
"C","M","20230501","2023","5","202305","842","X","417","0","H6","8542","4","C00","0","0","-1","N/A",,"false",,"false","11","false","true",
"C","M","20230501","2023","5","202305","842","DX","417","0","H6","854231","6","C00","0","0","-1","N/A",,"false",,"false","12","false","true",
)";

TEST(Dialects, ComtradeTellsTheStatementFromItsPartsAndSums) {
  ImportScene scene;
  const auto report = scene.import("web.csv", std::string(kV1Header) + std::string(kV1Rows));

  ASSERT_EQ(report.files.size(), 1U);
  EXPECT_EQ(report.files[0].dialect, "comtrade-v1");
  EXPECT_EQ(
      report.files[0].sentence(),
      "10 records: 1 imported, 9 kept apart (world 1, special 1, total 1, second_partner 1, "
      "transport 1, procedure 2, re_export 1, confidential 1), 0 rejected"
  );
  EXPECT_THAT(
      scene.rows("SELECT line, plane, reporter, partner, flow, code, value FROM trade ORDER BY line"
      ),
      ElementsAre(
          "2|main|USA|KGZ|X|854231|1234.56",
          "3|world|USA|-|X|854231|2000",
          "4|second_partner|USA|KGZ|X|854231|5",
          "5|transport|USA|KGZ|X|854231|6",
          "6|procedure|USA|KGZ|X|854231|7",
          "7|re_export|USA|KGZ|RX|854231|8",
          "8|special|USA|-|X|854231|9",
          "9|confidential|USA|TWN|X|9999AA|10",
          "10|total|USA|KGZ|X|8542|11",
          "11|procedure|USA|KGZ|X|854231|12"
      )
  );
  EXPECT_THAT(
      scene.rows("SELECT source, freq, period, hs_edition, level, currency, valuation, net_kg, "
                 "quantity, quantity_unit, is_estimated, procedure, transport FROM trade "
                 "WHERE line = 2"),
      ElementsAre("comtrade|M|202305|HS2022|6|USD|FOB|2.5|10|u|true|-|-")
  );
  // The zero weight beside 2,000 USD is missing, not zero.
  EXPECT_THAT(scene.rows("SELECT net_kg FROM trade WHERE line = 3"), ElementsAre("-"));
  EXPECT_EQ(report.files[0].zero_weights, 1);
}

TEST(Dialects, ComtradeBulkFilesAreTabSeparatedAndTellTheirDate) {
  ImportScene scene;
  const std::string text =
      "datasetCode\ttypeCode\tfreqCode\tperiod\treporterCode\tflowCode\tpartnerCode\tpartner2Code\t"
      "classificationCode\tcmdCode\taggrLevel\tcustomsCode\tmosCode\tmotCode\tqtyUnitCode\tqty\t"
      "netWgt\tcifValue\tfobValue\tprimaryValue\tisAggregate\n"
      "1\tC\tA\t2023\t757\tM\t251\t0\tH6\t854231\t6\tC00\t0\t0\t5\t3\t\t10\t\t10\tFalse\n";
  const auto report =
      scene.import("COMTRADE-FINAL-CA7572023H6[2024-03-19].gz", testing::gzip_of(text));
  EXPECT_EQ(report.files[0].vintage, "2024-03-19");
  EXPECT_THAT(
      scene.rows("SELECT reporter, partner, flow, period, value, valuation, net_kg, quantity, "
                 "quantity_unit, vintage FROM trade"),
      ElementsAre("CHE|FRA|M|202300|10|CIF|-|3|5|2024-03-19")
  );
}

// Tariff lines are parts without sums: second partner and unit split them, and a national code of
// 11 digits is a part of the ten that are kept.
TEST(Dialects, TariffLinesAreSummed) {
  ImportScene scene;
  const std::string text =
      "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,"
      "cmdCode,customsCode,mosCode,motCode,qtyUnitCode,qty,netWgt,primaryValue\n"
      "C,M,202301,792,M,156,276,H6,85423190001,C04,0,3200,5,1,1,100\n"
      "C,M,202301,792,M,156,0,H6,854232,C00,0,0,8,1,1,50\n";
  const auto report = scene.import("lines.csv", text);
  EXPECT_EQ(report.files[0].dialect, "comtrade-tariffline");
  EXPECT_THAT(
      scene.rows("SELECT plane, code, level, procedure, transport, partner2, detail, value "
                 "FROM trade ORDER BY line"),
      ElementsAre(
          "main|8542319000|10|C04|3200|DEU|line=85423190001 partner2=276 unit=5|100",
          "main|854232|6|-|-|-|unit=8|50"
      )
  );
}

TEST(Dialects, LegacyComtradeIsReadUnderEachOfItsNames) {
  const std::string words =
      "\xEF\xBB\xBF"
      "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade "
      "Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,Commodity Code,"
      "Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag\n"
      "H5,2017,2017,2017,2,0,3,Re-Export,8,Albania,ALB,0,World,WLD,27,\"Fuels, oils\",1,No "
      "Quantity,0,0,521,0\n"
      "H5,2017,2017,2017,2,0,1,Import,8,Albania,ALB,842,USA,USA,27,\"Fuels, "
      "oils\",8,kg,12,12,99,4\n";
  const std::string machine =
      "pfCode,yr,period,aggrLevel,IsLeaf,rgCode,rgDesc,rtCode,rtTitle,rt3ISO,ptCode,ptTitle,pt3ISO,"
      "cmdCode,cmdDescE,qtCode,qtDesc,TradeQuantity,NetWeight,GrossWeight,TradeValue,CIFValue,"
      "FOBValue,estCode\n"
      "H5,2017,2017,2,0,1,Import,8,Albania,ALB,842,USA,USA,27,Fuels,8,kg,12,12,,99,,,4\n";
  for (const std::string& text : {words, machine}) {
    ImportScene scene;
    const auto report = scene.import("legacy.csv", text);
    EXPECT_EQ(report.files[0].dialect, "comtrade-legacy");
    EXPECT_THAT(
        scene.rows("SELECT reporter, partner, flow, period, hs_edition, code, value, net_kg, "
                   "quantity, quantity_unit, is_estimated FROM trade WHERE plane = 'main'"),
        ElementsAre("ALB|USA|M|201700|HS2017|27|99|12|12|kg|true")
    );
  }
}

// BACI: value in thousand USD, quantity in tonnes; exporter reports, importer is the partner.
TEST(Dialects, BaciArchivesAreImportedWhole) {
  ImportScene scene;
  const auto zip = scene.folder().write_zip(
      "BACI_HS17_V202401b.zip",
      {{"BACI_HS17_Y2021_V202401.csv",
        "t,i,j,k,v,q\n2021,842,417,854231,0.041,0.012\n2021,156,490,010121,12.5, NA\n"},
       {"BACI_HS17_Y2022_V202401.csv",
        "t,i,j,k,v,q\n2022,842,417,9999AA,1,\n2022,9001,417,854231,2,0\n"},
       {"country_codes_V202401.csv",
        "country_code,country_name,country_iso2,country_iso3\n842,USA,US,USA\n9001,\"Atlantis, "
        "nes\",,ZZ1\n"},
       {"product_codes_HS17_V202401.csv", "code,description\n854231,Processors\n"},
       {"Readme.txt", "BACI"}}
  );
  const auto report = scene.import(zip);
  ASSERT_EQ(report.files.size(), 2U);
  EXPECT_EQ(report.files[0].sentence(), "2 records: 2 imported, 0 kept apart, 0 rejected");
  EXPECT_EQ(
      report.files[1].sentence(),
      "2 records: 0 imported, 2 kept apart (special 1, confidential 1), 0 rejected"
  );
  EXPECT_THAT(
      scene.rows(
          "SELECT reporter, partner, flow, period, hs_edition, code, value, net_kg, vintage, "
          "valuation, plane FROM trade ORDER BY period, line"
      ),
      ElementsAre(
          "USA|KGZ|B|202100|HS2017|854231|41|12|202401|FOB|main",
          "CHN|TWN|B|202100|HS2017|010121|12500|-|202401|FOB|main",
          "USA|KGZ|B|202200|HS2017|9999AA|1000|-|202401|FOB|confidential",
          "-|KGZ|B|202200|HS2017|854231|2000|-|202401|FOB|special"
      )
  );
  EXPECT_THAT(report.files[1].warnings, ::testing::Contains(HasSubstr("country 9001")));
  EXPECT_THAT(
      report.files[0].warnings,
      ::testing::Contains("1 codes are not in the archive's table of products, 010121 the first")
  );
}

TEST(Dialects, BaciVersionsAreNotMixedUnasked) {
  ImportScene scene;
  const std::string text = "t,i,j,k,v,q\n2021,842,417,854231,1,1\n";
  (void)scene.import("BACI_HS17_Y2021_V202401.csv", text);
  const std::string later = text + "2021,842,417,854232,1,1\n";
  EXPECT_THAT(
      [&] { (void)scene.import("BACI_HS17_Y2021_V202501.csv", later); },
      ::testing::ThrowsMessage<Error>(
          "BACI_HS17_Y2021_V202501.csv: expected BACI version 202401, as in the lake, got 202501"
      )
  );
  EXPECT_NO_THROW((void)scene.import("BACI_HS17_Y2021_V202501.csv", later, {.mix_versions = true}));
}

TEST(Dialects, TheCanonicalTableGoesOutAndInAgain) {
  ImportScene scene;
  const std::string text =
      "source,reporter,partner,partner_code,flow,period,hs_edition,code,value,currency,valuation,"
      "net_kg,quantity,quantity_unit,is_estimated,detail\n"
      "my-office,KAZ,RUS,,X,2023-05,HS2022,85423190,1.5,EUR,FOB,0.001,2,u,false,Almaty\n"
      "my-office,KAZ,,WLD,X,202305,,TOTAL,9,EUR,,,,,,\n"
      "my-office,KAZ,RUS,,M,202300,HS2022,8542,7,EUR,CIF,NA,,,,\n";
  const auto report = scene.import("mine.csv", text);
  EXPECT_EQ(report.files[0].dialect, "canonical");
  EXPECT_THAT(
      scene.rows("SELECT source, reporter, partner, partner_code, flow, freq, period, hs_edition, "
                 "level, code, value, currency, net_kg, quantity, quantity_unit, is_estimated, "
                 "detail, plane FROM trade ORDER BY line"),
      ElementsAre(
          "my-office|KAZ|RUS|RUS|X|M|202305|HS2022|8|85423190|1.5|EUR|0.001|2|u|false|Almaty|main",
          "my-office|KAZ|-|WLD|X|M|202305|-|0|TOTAL|9|EUR|-|-|-|-|-|world",
          "my-office|KAZ|RUS|RUS|M|A|202300|HS2022|4|8542|7|EUR|-|-|-|-|-|main"
      )
  );
}

}  // namespace
}  // namespace portolan::ingest
