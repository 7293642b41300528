#include "portolan/store/lake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "made_import.hpp"
#include "portolan/base/error.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/journal.hpp"
#include "portolan/store/verify.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Lake : public testing::Test {
 protected:
  [[nodiscard]] std::size_t num_in_staging() const {
    const auto staging = workspace_.lake_folder() / ".staging";
    std::size_t count = 0;
    if (std::filesystem::exists(staging)) {
      for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(staging)) {
        ++count;
      }
    }
    return count;
  }

  ScratchFolder folder_;
  Workspace workspace_ = Workspace::init(folder_.path() / "o'work [1] a=b");
};

// printf '%s\n\nmade\n\n' HASH | sha256sum | cut -c1-16, where HASH is the SHA-256 of "abc".
TEST(ImportId, IsTheHashOfItsFourFields) {
  EXPECT_EQ(
      import_id(
          {.file_sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
           .dialect = "made"}
      ),
      "4e9d0ec36a5e56ea"
  );
}

TEST_F(Lake, HoldsAnImportOnceItIsCommitted) {
  EXPECT_TRUE(make_import(workspace_, 1));

  const auto imports = list_imports(workspace_);
  ASSERT_EQ(imports.size(), 1U);
  EXPECT_EQ(imports[0].table, "trade");
  EXPECT_EQ(imports[0].id, made_import_id(1));
  const auto manifest = read_manifest(imports[0]);
  EXPECT_EQ(manifest.string_at("import_id"), made_import_id(1));
  ASSERT_EQ(manifest.find("parts")->elements().size(), 2U);
  EXPECT_EQ(manifest.find("parts")->elements()[1].integer_at("rows"), 5);
  EXPECT_EQ(manifest.find("rejects")->string_at("name"), "rejects.parquet");
  EXPECT_EQ(num_in_staging(), 0U);
}

TEST_F(Lake, TakesTheSameImportOnce) {
  EXPECT_TRUE(make_import(workspace_, 1));
  EXPECT_FALSE(make_import(workspace_, 1));
  EXPECT_EQ(num_in_staging(), 0U);
}

TEST_F(Lake, KeepsNothingOfWhatIsNotCommitted) {
  {
    auto import = LakeTransaction::begin(workspace_, "trade", "00ff");
    ASSERT_TRUE(import.has_value());
    std::ofstream(import->part_file(0)) << "half";
    EXPECT_EQ(num_in_staging(), 2U) << "the folder and its lock";
  }
  EXPECT_EQ(num_in_staging(), 0U);
  EXPECT_THAT(list_imports(workspace_), IsEmpty());
}

TEST_F(Lake, ClearsWhatAKilledProcessLeft) {
  const auto staging = workspace_.lake_folder() / ".staging";
  std::filesystem::create_directories(staging / "00ff-123");
  std::ofstream(staging / "00ff-123" / "part-0000.parquet") << "half";
  std::ofstream(staging / "00ff-123.lock");
  const auto findings = verify(workspace_);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Severity::kNote);

  EXPECT_TRUE(make_import(workspace_, 1));

  EXPECT_EQ(num_in_staging(), 0U);
}

TEST_F(Lake, LeavesTheFilesOfALivingWriterAlone) {
  auto first = LakeTransaction::begin(workspace_, "trade", "00ff");
  std::ofstream(first->part_file(0)) << "half";

  EXPECT_TRUE(make_import(workspace_, 1));

  EXPECT_TRUE(std::filesystem::exists(first->part_file(0)));
  EXPECT_THAT(
      verify(workspace_), ElementsAre(testing::Field(&Finding::severity, Finding::Severity::kNote))
  ) << "only that the catalogue is behind";
}

TEST_F(Lake, RefusesTwoWritersOfTheSameImport) {
  auto first = LakeTransaction::begin(workspace_, "trade", "00ff");
  try {
    (void)LakeTransaction::begin(workspace_, "trade", "00ff");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
  }
}

TEST_F(Lake, ForgetsAnImportAndSaysSoInTheJournal) {
  make_import(workspace_, 1);
  make_import(workspace_, 2);
  update_catalogue(workspace_);

  remove_import(workspace_, made_import_id(1), "a test", "2026-01-01T00:00:00Z");

  ASSERT_EQ(list_imports(workspace_).size(), 1U);
  const auto entries = Journal(workspace_.journal_file()).entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].action, "sources.remove");
  EXPECT_EQ(entries[0].body.string_at("import_id"), made_import_id(1));
  EXPECT_EQ(open_catalogue(workspace_).query("SELECT count(*) FROM trade").integer(0, 0), 15);
  EXPECT_THAT(verify(workspace_), IsEmpty());
  EXPECT_TRUE(make_import(workspace_, 1)) << "it can come back";
}

TEST_F(Lake, NamesTheNearestImportWhenOneIsUnknown) {
  make_import(workspace_, 1);
  std::string wrong = made_import_id(1);
  wrong[3] = 'x';
  try {
    remove_import(workspace_, wrong, "", "");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_THAT(std::string(error.hint()), HasSubstr(made_import_id(1)));
  }
}

}  // namespace
}  // namespace portolan::store
