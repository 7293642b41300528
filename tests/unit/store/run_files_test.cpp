#include "portolan/store/run_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "portolan/base/error.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/verify.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

auto finding(Finding::Severity severity, const std::string& subject, const std::string& detail) {
  return AllOf(
      Field(&Finding::severity, severity),
      Field(&Finding::subject, subject),
      Field(&Finding::detail, HasSubstr(detail))
  );
}

class RunFiles : public testing::Test {
 protected:
  RunFiles() {
    keep_run_file(workspace_, "one", "{\"first\":1}\n", "2024-01-01T00:00:00Z");
    keep_run_file(workspace_, "two", "{}\n", "2024-01-02T00:00:00Z");
  }
  [[nodiscard]] std::filesystem::path file(const std::string& id) const {
    return workspace_.runs_folder() / (id + ".json");
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (const RunFile& run : list_run_files(workspace_)) {
      ids.push_back(run.id);
    }
    return ids;
  }

  ScratchFolder folder_;
  Workspace workspace_ = Workspace::init(folder_.path() / "work");
};

TEST_F(RunFiles, AreListedWithTheLatestAtTheEnd) {
  EXPECT_THAT(ids(), ElementsAre("one", "two"));
  keep_run_file(workspace_, "one", "{\"first\":2}\n", "2024-01-03T00:00:00Z");
  EXPECT_THAT(ids(), ElementsAre("two", "one"));
  EXPECT_EQ(list_run_files(workspace_).back().asked_at, "2024-01-03T00:00:00Z");
}

TEST_F(RunFiles, StayAsTheyWereFirstKept) {
  keep_run_file(workspace_, "one", "{\"first\":2}\n", "2024-01-03T00:00:00Z");
  EXPECT_EQ(read_run_file(workspace_, "one"), "{\"first\":1}\n");
  EXPECT_THAT(verify(workspace_), IsEmpty());
}

TEST_F(RunFiles, OutliveTheCacheAndTheCatalogue) {
  std::filesystem::remove_all(workspace_.cache_folder());
  std::filesystem::remove_all(workspace_.catalogue_folder());
  rebuild_catalogue(workspace_);
  EXPECT_THAT(ids(), ElementsAre("one", "two"));
  EXPECT_EQ(read_run_file(workspace_, "two"), "{}\n");
  EXPECT_THAT(verify(workspace_), IsEmpty());
}

TEST_F(RunFiles, AreVerifiedAgainstTheJournal) {
  std::ofstream(file("one"), std::ios::app) << " ";
  std::filesystem::remove(file("two"));
  std::ofstream(file("three")) << "{}";
  EXPECT_THAT(
      verify(workspace_),
      ElementsAre(
          finding(Finding::Severity::kFault, "runs/one.json", "expected SHA-256"),
          finding(Finding::Severity::kFault, "runs/two.json", "got none"),
          finding(Finding::Severity::kNote, "runs/three.json", "does not name")
      )
  );
}

TEST_F(RunFiles, ThatAreDamagedAreWrittenAnewWhenTheSameRunComesAgain) {
  std::ofstream(file("one"), std::ios::app) << " ";
  keep_run_file(workspace_, "one", "{\"first\":1}\n", "2024-01-03T00:00:00Z");
  EXPECT_THAT(verify(workspace_), IsEmpty());
}

TEST_F(RunFiles, AreForgottenWithoutAFault) {
  remove_run_file(workspace_, "one", "made with the wrong list", "2024-01-03T00:00:00Z");
  EXPECT_THAT(ids(), ElementsAre("two"));
  EXPECT_THAT(verify(workspace_), IsEmpty());
  EXPECT_THROW((void)read_run_file(workspace_, "one"), Error);
}

TEST_F(RunFiles, AreNotJudgedByABrokenJournal) {
  std::ofstream(workspace_.journal_file(), std::ios::app) << "{\"number\":9}\n";
  EXPECT_THAT(
      verify(workspace_),
      ElementsAre(finding(Finding::Severity::kFault, "journal/decisions.jsonl", ""))
  );
}

}  // namespace
}  // namespace portolan::store
