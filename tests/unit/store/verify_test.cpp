#include "portolan/store/verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "made_import.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/journal.hpp"
#include "portolan/store/lake.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

auto fault(const std::string& subject, const std::string& detail) {
  return AllOf(
      Field(&Finding::severity, Finding::Severity::kFault),
      Field(&Finding::subject, HasSubstr(subject)),
      Field(&Finding::detail, HasSubstr(detail))
  );
}

class Verify : public testing::Test {
 protected:
  Verify() {
    make_import(workspace_, 1);
    make_import(workspace_, 2);
    Journal(workspace_.journal_file())
        .append("leads.note", formats::JsonValue::object(), "2026-01-01T00:00:00Z");
    update_catalogue(workspace_);
  }

  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return workspace_.lake_folder() / "trade" / made_import_id(1) / name;
  }

  static void flip_a_byte(const std::filesystem::path& path) {
    std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(40);
    const char byte = static_cast<char>(stream.get() ^ 1);
    stream.seekp(40);
    stream.put(byte);
  }

  ScratchFolder folder_;
  Workspace workspace_ = Workspace::init(folder_.path() / "work");
};

TEST_F(Verify, FindsNothingWhereAllIsWell) {
  EXPECT_THAT(verify(workspace_), IsEmpty());
}

TEST_F(Verify, FindsAFlippedByteInAPartOrInTheRejects) {
  flip_a_byte(file("part-0001.parquet"));
  flip_a_byte(file("rejects.parquet"));
  EXPECT_THAT(
      verify(workspace_),
      ElementsAre(fault("part-0001.parquet", "SHA-256"), fault("rejects.parquet", "SHA-256"))
  );
}

TEST_F(Verify, FindsAMissingAndATruncatedPart) {
  std::filesystem::remove(file("part-0000.parquet"));
  std::filesystem::resize_file(file("part-0001.parquet"), 100);
  EXPECT_THAT(
      verify(workspace_),
      ElementsAre(fault("part-0000.parquet", "got none"), fault("part-0001.parquet", "got 100"))
  );
}

TEST_F(Verify, FindsAManifestThatWasChanged) {
  formats::JsonValue manifest = read_manifest(*find_import(workspace_, made_import_id(1)));
  manifest.set("records", 99);
  manifest.set("sha256", std::string(64, 'a'));
  std::ofstream(file("import.json")) << manifest.dump(2);
  EXPECT_THAT(
      verify(workspace_),
      ElementsAre(fault("import.json", "import_id"), fault("import.json", "records: expected 16"))
  );
}

TEST_F(Verify, FindsAnImportThatIsGone) {
  std::filesystem::remove_all(file(""));
  EXPECT_THAT(verify(workspace_), ElementsAre(fault("catalogue", "expected it in the lake")));
}

TEST_F(Verify, FindsAJournalCutShort) {
  std::filesystem::resize_file(workspace_.journal_file(), 0);
  EXPECT_THAT(verify(workspace_), ElementsAre(fault("decisions.jsonl", "expected 1 lines")));
}

TEST_F(Verify, FindsAnUnreadableManifestAndGoesOn) {
  std::ofstream(file("import.json")) << "{";
  flip_a_byte(workspace_.lake_folder() / "trade" / made_import_id(2) / "part-0000.parquet");
  EXPECT_THAT(verify(workspace_), Contains(fault("part-0000.parquet", "SHA-256")));
  EXPECT_THAT(verify(workspace_), Contains(fault("import.json", "")));
}

TEST_F(Verify, NotesThatTheCatalogueIsBehind) {
  make_import(workspace_, 3);
  EXPECT_THAT(
      verify(workspace_),
      ElementsAre(AllOf(
          Field(&Finding::severity, Finding::Severity::kNote),
          Field(&Finding::detail, HasSubstr(made_import_id(3)))
      ))
  );
}

}  // namespace
}  // namespace portolan::store
