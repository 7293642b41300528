#include "portolan/store/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "made_import.hpp"
#include "portolan/base/error.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/verify.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Catalogue : public testing::Test {
 protected:
  [[nodiscard]] std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(workspace_.catalogue_folder())) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }

  ScratchFolder folder_;
  Workspace workspace_ = Workspace::init(folder_.path() / "o'work [1] a=b");
};

TEST_F(Catalogue, IsEmptyButThereInANewWorkspace) {
  Database database = open_catalogue(workspace_);
  EXPECT_EQ(database.query("SELECT count(*) FROM imports").integer(0, 0), 0);
  EXPECT_EQ(database.query("SELECT count(*), sum(value) FROM trade").integer(0, 0), 0);
  EXPECT_EQ(database.query("SELECT count(*) FROM rejects").integer(0, 0), 0);
}

TEST_F(Catalogue, ListsAndReadsWhatTheLakeHolds) {
  make_import(workspace_, 1);
  make_import(workspace_, 2);
  EXPECT_TRUE(update_catalogue(workspace_));

  Database database = open_catalogue(workspace_);
  const Result imports = database.query(
      "SELECT import_id, lake_table, file, records, imported, apart, rejected, absence "
      "FROM imports ORDER BY bytes"
  );
  ASSERT_EQ(imports.num_rows(), 2U);
  EXPECT_EQ(imports.text(0, 0), made_import_id(1));
  EXPECT_EQ(imports.text(0, 1), "trade");
  EXPECT_EQ(imports.text(0, 2), "made's \"file\".csv");
  EXPECT_EQ(imports.integer(0, 3), 16);
  EXPECT_EQ(imports.integer(0, 4), 14);
  EXPECT_EQ(imports.integer(0, 5), 1);
  EXPECT_EQ(imports.integer(0, 6), 1);
  EXPECT_EQ(imports.text(0, 7), "zero");

  // Twice 0.5 + 1.5 + ... + 13.5 = 98.
  const Result sums = database.query("SELECT sum(value) FROM trade WHERE plane = 'main'");
  EXPECT_EQ(sums.decimal(0, 0), Decimal3::from_thousandths(196'000));
  const Result rejects = database.query("SELECT line, reason, value FROM rejects LIMIT 1");
  EXPECT_EQ(rejects.integer(0, 0), 17);
  EXPECT_EQ(rejects.text(0, 1), "negative");

  const Result coverage = database.query("SELECT reporter, period, level, rows FROM coverage");
  EXPECT_EQ(coverage.num_rows(), 2U);
  EXPECT_EQ(coverage.integer(1, 1), 202'300);
  EXPECT_EQ(coverage.integer(1, 3), 14);
  EXPECT_EQ(database.query("SELECT count(*) FROM extent_codes WHERE level = 6").integer(0, 0), 4);
  EXPECT_EQ(database.query("SELECT max(partner) FROM extent_partners").text(0, 0), "WLD");
  EXPECT_EQ(database.query("SELECT sum(rows) FROM import_apart").integer(0, 0), 2);
  EXPECT_EQ(database.query("SELECT max(reason) FROM import_rejected").text(0, 0), "negative");
  EXPECT_EQ(database.query("SELECT count(*) FROM import_files").integer(0, 0), 6);
}

TEST_F(Catalogue, IsPublishedOnlyWhenSomethingChanged) {
  make_import(workspace_, 1);
  EXPECT_TRUE(update_catalogue(workspace_));
  EXPECT_FALSE(update_catalogue(workspace_));
  EXPECT_EQ(current_generation(workspace_), 1);
  make_import(workspace_, 2);
  EXPECT_TRUE(update_catalogue(workspace_));
  EXPECT_EQ(current_generation(workspace_), 2);
}

TEST_F(Catalogue, KeepsTwoGenerationsAndNothingElse) {
  for (int i = 1; i <= 4; ++i) {
    make_import(workspace_, i);
    update_catalogue(workspace_);
  }
  EXPECT_THAT(files(), ElementsAre("3.duckdb", "4.duckdb", "CURRENT", "LOCK"));
}

TEST_F(Catalogue, CarriesTablesOfOthersFromGenerationToGeneration) {
  {
    CatalogueWriter writer(workspace_);
    writer.database().execute("CREATE TABLE leads (id VARCHAR, score DECIMAL(18,3))");
    writer.database().execute("INSERT INTO leads VALUES ('a', 1.25)");
    writer.publish();
  }
  make_import(workspace_, 1);
  update_catalogue(workspace_);
  EXPECT_EQ(
      open_catalogue(workspace_).query("SELECT score FROM leads").decimal(0, 0),
      Decimal3::from_thousandths(1'250)
  );
}

TEST_F(Catalogue, StaysAsItWasWhenAWriterGivesUp) {
  make_import(workspace_, 1);
  update_catalogue(workspace_);
  const auto before = files();
  {
    CatalogueWriter writer(workspace_);
    writer.database().execute("DELETE FROM imports");
  }
  EXPECT_EQ(files(), before);
  EXPECT_EQ(open_catalogue(workspace_).query("SELECT count(*) FROM imports").integer(0, 0), 1);
}

TEST_F(Catalogue, HasOneWriterAtATime) {
  const CatalogueWriter first(workspace_);
  try {
    const CatalogueWriter second(
        workspace_, CatalogueWriter::Start::kFromNewest, std::chrono::milliseconds(50)
    );
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
  }
}

TEST_F(Catalogue, IsMadeAgainFromTheLake) {
  make_import(workspace_, 1);
  update_catalogue(workspace_);
  std::filesystem::remove_all(workspace_.catalogue_folder());
  EXPECT_THROW((void)open_catalogue(workspace_), Error);

  rebuild_catalogue(workspace_, [](Database& database) {
    database.execute("CREATE TABLE replayed AS SELECT 7 AS n");
  });

  Database database = open_catalogue(workspace_);
  EXPECT_EQ(database.query("SELECT count(*) FROM trade").integer(0, 0), 15);
  EXPECT_EQ(database.query("SELECT n FROM replayed").integer(0, 0), 7);
  EXPECT_THAT(verify(workspace_), IsEmpty());
}

TEST_F(Catalogue, IsMadeAgainWhenCurrentIsDamaged) {
  make_import(workspace_, 1);
  update_catalogue(workspace_);
  std::ofstream(workspace_.catalogue_folder() / "CURRENT") << "seven";
  EXPECT_THROW((void)open_catalogue(workspace_), Error);
  rebuild_catalogue(workspace_);
  EXPECT_EQ(open_catalogue(workspace_).query("SELECT count(*) FROM imports").integer(0, 0), 1);
}

TEST_F(Catalogue, CannotBeWrittenByReadersNorReadBeyondTheLake) {
  make_import(workspace_, 1);
  update_catalogue(workspace_);
  Database database = open_catalogue(workspace_);
  EXPECT_THROW(database.execute("DELETE FROM imports"), Error);
  const auto settings = (workspace_.root() / "portolan.toml").string();
  EXPECT_THROW((void)database.query("SELECT * FROM read_text(?)", {settings}), Error);
}

// Readers that opened a generation go on with it; those that open one get a whole one.
TEST_F(Catalogue, ServesTwoReadersWhileAWriterPublishes) {
  make_import(workspace_, 1);
  update_catalogue(workspace_);
  Database old_reader = open_catalogue(workspace_);
  std::atomic<bool> is_over{false};
  std::atomic<int> opened{0};
  const auto read = [&] {
    std::int64_t seen = 0;
    while (!is_over) {
      Database reader = open_catalogue(workspace_);
      const Result result = reader.query(
          "SELECT (SELECT count(*) FROM imports), (SELECT count(DISTINCT import_id) FROM trade)"
      );
      EXPECT_EQ(result.integer(0, 0), result.integer(0, 1));
      EXPECT_GE(result.integer(0, 0).value_or(0), seen) << "time does not run backwards";
      seen = result.integer(0, 0).value_or(0);
      ++opened;
    }
  };
  {
    const std::jthread one(read);
    const std::jthread two(read);
    for (int i = 2; i <= 6; ++i) {
      make_import(workspace_, i);
      update_catalogue(workspace_);
    }
    is_over = true;
  }
  EXPECT_GT(opened.load(), 1);
  EXPECT_EQ(old_reader.query("SELECT count(*) FROM trade").integer(0, 0), 15);
}

}  // namespace
}  // namespace portolan::store
