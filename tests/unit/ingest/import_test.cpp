#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <fmt/format.h>

#include "imported_rows.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/store/lake.hpp"

namespace portolan::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 20,000 rows of BACI's form; every 500th has a month's shape where a year belongs.
std::string made_up_baci(int faulty_each) {
  std::string text = "t,i,j,k,v,q\n";
  for (int i = 0; i < 20'000; ++i) {
    const bool is_faulty = faulty_each > 0 && i % faulty_each == faulty_each - 1;
    text += fmt::format(
        "{},{},{},{:06},{}.{:03},{}\n",
        is_faulty ? "20x1" : "2021",
        i % 3 == 0 ? 842 : 156,
        i % 2 == 0 ? 417 : 398,
        10'000 + i,
        i,
        i % 1000,
        i % 7 == 0 ? "NA" : "1.5"
    );
  }
  return text;
}

std::map<std::string, std::string> hashes_of(const store::Workspace& workspace) {
  std::map<std::string, std::string> hashes;
  for (const store::LakeImport& import : store::list_imports(workspace)) {
    for (const auto& file : std::filesystem::directory_iterator(import.folder)) {
      hashes[file.path().filename().string()] = formats::sha256_of_file(file.path());
    }
  }
  return hashes;
}

TEST(ImportFile, GivesTheSameBytesOnAnyNumberOfThreads) {
  const std::string text = made_up_baci(500);
  ImportScene one;
  ImportScene three;
  ImportRequest request{.threads = 1, .part_bytes = 40'000};
  (void)one.import("BACI_HS17_Y2021_V202401.csv", text, request);
  request.threads = 3;
  (void)three.import("BACI_HS17_Y2021_V202401.csv", text, request);

  const auto hashes = hashes_of(one.workspace());
  EXPECT_EQ(hashes, hashes_of(three.workspace()));
  EXPECT_GT(hashes.size(), 10U);  // several parts, or the test shows nothing
}

TEST(ImportFile, KeepsTheLineOfEachRow) {
  ImportScene scene;
  (void)scene.import("BACI_HS17_Y2021_V202401.csv", made_up_baci(500), {.part_bytes = 40'000});
  // Record n stands on line n + 2, and its code is 10000 + n.
  EXPECT_THAT(
      scene.rows("SELECT count(*) FROM trade WHERE line <> ordinal + 2 OR "
                 "CAST(code AS INTEGER) <> 10000 + ordinal"),
      ElementsAre("0")
  );
  EXPECT_THAT(
      scene.rows("SELECT count(*), min(line), max(line), min(\"column\"), min(value) FROM rejects"),
      ElementsAre("40|501|20001|t|20x1")
  );
}

TEST(ImportFile, WritesBooksThatAddUp) {
  ImportScene scene;
  const auto report = scene.import("BACI_HS17_Y2021_V202401.csv", made_up_baci(500));
  EXPECT_EQ(
      report.files[0].sentence(), "20,000 records: 19,960 imported, 0 kept apart, 40 rejected"
  );
  const auto imports = store::list_imports(scene.workspace());
  ASSERT_EQ(imports.size(), 1U);
  const formats::JsonValue manifest = store::read_manifest(imports[0]);
  EXPECT_EQ(manifest.integer_at("records"), 20'000);
  EXPECT_EQ(manifest.integer_at("imported"), 19'960);
  EXPECT_EQ(manifest.find("rejected")->integer_at("t: expected a year"), 40);
  EXPECT_EQ(manifest.string_at("absence"), "zero");
  // Every third row is the United States'; the faulty ones among them are i = 499 + 500 k with i
  // divisible by 3: k = 1, 4, ..., 37.
  const auto& coverage = manifest.find("coverage")->elements();
  ASSERT_EQ(coverage.size(), 2U);
  EXPECT_EQ(coverage[1].string_at("reporter"), "USA");
  EXPECT_EQ(coverage[1].integer_at("rows"), 6'667 - 13);
  EXPECT_EQ(coverage[1].string_at("hs_edition"), "HS2017");
  const formats::JsonValue& extent = *manifest.find("extent");
  EXPECT_EQ(extent.find("codes")->find("6")->elements().size(), 19'960U);
  EXPECT_EQ(extent.find("partners")->dump(), R"(["KAZ","KGZ"])");
}

TEST(ImportFile, ChangesNothingTheSecondTime) {
  ImportScene scene;
  const std::string text = "t,i,j,k,v,q\n2021,842,417,854231,1,1\n";
  const auto first = scene.import("BACI_HS17_Y2021_V202401.csv", text);
  const auto before = hashes_of(scene.workspace());
  const auto second = scene.import("another_name.csv", text);
  EXPECT_TRUE(second.files[0].is_known);
  EXPECT_EQ(
      second.files[0].sentence(),
      "the same bytes are in the lake already as " + first.files[0].import_id + ": nothing changed"
  );
  EXPECT_EQ(hashes_of(scene.workspace()), before);
}

TEST(ImportFile, LeavesNothingBehindWhenDry) {
  ImportScene scene;
  const auto report =
      scene.import("BACI_HS17_Y2021_V202401.csv", made_up_baci(0), {.dry_run = true});
  EXPECT_EQ(report.files[0].imported, 20'000);
  EXPECT_THAT(store::list_imports(scene.workspace()), IsEmpty());
}

TEST(ImportFile, RefusesAFileWithTooManyRejects) {
  ImportScene scene;
  const std::string text = "t,i,j,k,v,q\n2021,842,417,85423O,1,1\n2021,842,417,854231,-1,1\n";
  const auto rejects = scene.folder().path() / "rejects.csv";
  try {
    (void)scene.import("BACI_HS17_Y2021_V202401.csv", text, {.rejects_file = rejects});
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadData);
    EXPECT_STREQ(
        error.what(),
        "BACI_HS17_Y2021_V202401.csv:2: k: expected an HS code of 2, 4, 6, 8 or 10 digits, got "
        "\"85423O\""
    );
    EXPECT_EQ(
        error.hint(),
        "2 of 2 records are rejected, at most 0 may be; --max-rejects raises that, --rejects FILE "
        "lists them\n"
        "BACI_HS17_Y2021_V202401.csv:3: v: expected a number of at least 0, got \"-1\""
    );
  }
  EXPECT_THAT(store::list_imports(scene.workspace()), IsEmpty());
  std::ifstream in(rejects);
  const std::string written((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(
      written,
      "file,line,column,reason,value\n"
      "BACI_HS17_Y2021_V202401.csv,2,k,\"expected an HS code of 2, 4, 6, 8 or 10 digits\",85423O\n"
      "BACI_HS17_Y2021_V202401.csv,3,v,expected a number of at least 0,-1\n"
  );
}

TEST(ImportFile, TakesAsManyRejectsAsItWasTold) {
  ImportScene scene;
  const std::string text = "t,i,j,k,v,q\n2021,842,417,85423O,1,1\n2021,842,417,854231,1,1\n";
  const auto report =
      scene.import("BACI_HS17_Y2021_V202401.csv", text, {.max_rejects = RejectLimit::parse("50%")});
  EXPECT_EQ(report.files[0].sentence(), "2 records: 1 imported, 0 kept apart, 1 rejected");
}

TEST(ImportFile, WarnsOfColumnNamesWithoutRecords) {
  ImportScene scene;
  const auto report = scene.import("BACI_HS17_Y2021_V202401.csv", "t,i,j,k,v,q\n");
  EXPECT_EQ(report.files[0].sentence(), "0 records: 0 imported, 0 kept apart, 0 rejected");
  EXPECT_EQ(report.files[0].warnings.size(), 1U);
  EXPECT_THAT(store::list_imports(scene.workspace()), IsEmpty());
}

// A heading is a total only where the file has longer codes of the same reporter, flow and period.
TEST(ImportFile, TellsTotalsFromTheOnlyStatement) {
  ImportScene scene;
  const std::string text =
      "reporter,partner,flow,period,code,value,currency\n"
      "KAZ,RUS,X,2022,8542,10,USD\n"
      "KAZ,RUS,X,2022,854231,4,USD\n"
      "KAZ,RUS,X,2022,85,30,USD\n"
      "KAZ,RUS,X,2022,84,30,USD\n"
      "KAZ,RUS,X,2022,TOTAL,60,USD\n"
      "KAZ,RUS,X,2023,8542,10,USD\n"
      "KAZ,RUS,M,2022,8542,10,USD\n"
      "ARM,RUS,X,2022,8542,10,USD\n";
  const auto report = scene.import("mine.csv", text, {.part_bytes = 60});
  EXPECT_EQ(
      report.files[0].sentence(), "8 records: 5 imported, 3 kept apart (total 3), 0 rejected"
  );
  EXPECT_THAT(
      scene.rows("SELECT line, code FROM trade WHERE plane = 'total' ORDER BY line"),
      ElementsAre("2|8542", "4|85", "6|TOTAL")
  );
}

// Stops at the first record that is read.
class Impatient final : public Progress {
 public:
  void begin(std::string_view stage, std::string_view, std::int64_t) override {
    if (stage.starts_with("reading")) {
      cancel();
    }
  }
  void advance(std::int64_t) override {}
  void end() override {}
};

TEST(ImportFile, LeavesNothingBehindWhenInterrupted) {
  const ImportScene scene;
  const auto file = scene.folder().write("BACI_HS17_Y2021_V202401.csv", made_up_baci(0));
  Impatient progress;
  try {
    (void)import_file(scene.workspace(), {.file = file, .now = "2024-03-01T00:00:00Z"}, progress);
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
  }
  EXPECT_THAT(store::list_imports(scene.workspace()), IsEmpty());
}

// The table of 2021 is whole, that of 2022 is not: the first stays and is listed.
TEST(ImportFile, KeepsTheTablesBeforeAFaultyOne) {
  ImportScene scene;
  const auto zip = scene.folder().write_zip(
      "BACI_HS17_V202401.zip",
      {{"BACI_HS17_Y2021_V202401.csv", "t,i,j,k,v,q\n2021,842,417,854231,1,1\n"},
       {"BACI_HS17_Y2022_V202401.csv", "t,i,j,k,v,q\n2022,842,417,854231,-1,1\n"}}
  );
  EXPECT_THROW((void)scene.import(zip), Error);
  EXPECT_THAT(scene.rows("SELECT period FROM trade"), ElementsAre("202100"));
}

TEST(RejectLimit, IsANumberOrAShare) {
  EXPECT_EQ(RejectLimit{}.allowed(1'000), 10);
  EXPECT_EQ(RejectLimit::parse("7").allowed(1'000'000), 7);
  EXPECT_EQ(RejectLimit::parse("2.5%").allowed(1'000), 25);
  EXPECT_THAT(
      [] { (void)RejectLimit::parse("many"); },
      ::testing::ThrowsMessage<Error>(
          "max-rejects: expected a number or a share as \"2%\", got \"many\""
      )
  );
}

}  // namespace
}  // namespace portolan::ingest
