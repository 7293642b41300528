#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "imported_rows.hpp"
#include "portolan/store/lake.hpp"

namespace portolan::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

constexpr std::string_view kHeader = "t,i,j,k,v,q\n";
constexpr std::string_view kRow = "2021,842,417,854231,1,1\n";

// Expects that `bytes` are refused with this message and that nothing is left in the lake.
void expect_refusal(std::string_view name, std::string_view bytes, const std::string& message) {
  ImportScene scene;
  EXPECT_THAT([&] { (void)scene.import(name, bytes); }, ThrowsMessage<Error>(HasSubstr(message)));
  EXPECT_THAT(store::list_imports(scene.workspace()), IsEmpty());
}

std::string with_row(std::string_view row) {
  return std::string(kHeader) + std::string(row) + "\n";
}

TEST(BadInput, FilesThatAreNoTableAreNamed) {
  expect_refusal("a.csv", "", "a.csv: expected a table, got an empty file");
  expect_refusal(
      "a.csv",
      "<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>",
      "a.csv: expected a table, got a web page"
  );
  expect_refusal(
      "a.csv",
      "name,age\nAnn,3\n",
      "a.csv:1: expected the column names of a known table, got \"name, age\""
  );
}

TEST(BadInput, WrongDelimitersAreFoundByTheirNames) {
  expect_refusal(
      "a.csv",
      "t i j k v q\n2021 842 417 854231 1 1\n",
      "a.csv:1: expected the column names of a known table"
  );
  // Another delimiter is no fault.
  ImportScene scene;
  EXPECT_EQ(scene.import("a.csv", "t;i;j;k;v;q\n2021;842;417;854231;1;1\n").files[0].imported, 1);
}

TEST(BadInput, FaultyCellsNameLineAndColumn) {
  expect_refusal(
      "a.csv",
      with_row("2021,842,417,85423O,1,1"),
      "a.csv:2: k: expected an HS code of 2, 4, 6, 8 or 10 digits, got \"85423O\""
  );
  expect_refusal(
      "a.csv",
      with_row("2021,842,417,854231,-0.001,1"),
      "a.csv:2: v: expected a number of at least 0, got \"-0.001\""
  );
  expect_refusal(
      "a.csv",
      with_row("2021,12345,417,854231,1,1"),
      "a.csv:2: i: expected a known country, got \"12345\""
  );
  expect_refusal("a.csv", with_row("2021,842,417"), "a.csv:2: expected 6 fields, got \"3 fields\"");
  expect_refusal(
      "a.csv", with_row("2021,842,417,854231,1,1,1"), "a.csv:2: expected 6 fields, got \"7 fields\""
  );
  expect_refusal(
      "a.csv",
      "reporter,partner,flow,period,code,value,currency\nKAZ,RUS,X,202313,8542,1,USD\n",
      "a.csv:2: period: expected a month from 1 to 12 of a year from 1900, got \"202313\""
  );
}

TEST(BadInput, DamagedArchivesAreRefused) {
  std::string rows;
  for (int i = 0; i < 50'000; ++i) {
    rows += "2021,842,417," + std::to_string(100'000 + i) + ",1,1\n";
  }
  const std::string packed = testing::gzip_of(std::string(kHeader) + rows);
  expect_refusal("a.csv.gz", std::string_view(packed).substr(0, packed.size() / 2), "a.csv.gz");
}

TEST(BadInput, AFileThatUnpacksWithoutEndIsRefused) {
  std::string blanks = std::string(kHeader) + std::string(kRow);
  blanks.append(std::size_t{200} << 20U, ' ');
  expect_refusal("bomb.csv.gz", testing::gzip_of(blanks), "bomb.csv.gz");
}

TEST(BadInput, LinesThatAreNoRecordsAreRefused) {
  std::string wide = std::string(kHeader);
  for (int i = 0; i < 10'000; ++i) {
    wide += "1,";
  }
  expect_refusal("a.csv", wide + "\n", "a.csv:2");
  expect_refusal(
      "a.csv",
      std::string(kHeader) + std::string(kRow) + std::string("2021,842\0,417,1,1,1\n", 21),
      "a.csv"
  );
}

TEST(BadInput, Utf16IsReadAsWhatItIs) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string(kHeader) + std::string(kRow)) {
    bytes += c;
    bytes += '\0';
  }
  ImportScene scene;
  const auto report = scene.import("BACI_HS17_Y2021_V202401.csv", bytes);
  EXPECT_EQ(report.files[0].imported, 1);
  EXPECT_EQ(report.files[0].encoding, "utf-16le");
}

TEST(BadInput, ServicesAndOtherClassificationsAreNoGoods) {
  constexpr std::string_view kV1 =
      "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,"
      "aggrLevel,primaryValue\n";
  expect_refusal(
      "a.csv",
      std::string(kV1) + "S,A,2021,842,M,417,EB02,10,2,5\n",
      "a.csv:2: typeCode: expected trade in goods (C), got \"S\""
  );
  expect_refusal(
      "a.csv",
      std::string(kV1) + "C,A,2021,842,M,417,S3,7764,4,5\n",
      "a.csv:2: classificationCode: expected an edition of the Harmonized System (H0 to H6), got "
      "\"S3\""
  );
  expect_refusal(
      "a.csv",
      std::string(kV1) + "C,A,202101,842,M,417,H5,854231,6,5\n",
      "a.csv:2: period: expected a year, as the frequency is A, got \"202101\""
  );
}

}  // namespace
}  // namespace portolan::ingest
