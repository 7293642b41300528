#include "portolan/panel/workspace_panel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/ingest/import.hpp"
#include "portolan/panel/mirror_summary.hpp"
#include "portolan/panel/show.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::panel {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

std::optional<fs::path> shared_data() {
  const char* set = std::getenv("PORTOLAN_SHARED_DATA");
  const fs::path folder =
      set != nullptr ? fs::path(set) : fs::path(PORTOLAN_SOURCE_DIR) / ".." / "shared" / "data";
  return fs::is_directory(folder) ? std::optional(folder) : std::nullopt;
}

class PanelOfWorkspace : public ::testing::Test {
 protected:
  PanelOfWorkspace()
      : root_(make_root()), workspace_(store::Workspace::init(root_ / "workspace")) {}
  ~PanelOfWorkspace() override { fs::remove_all(root_); }

  static fs::path make_root() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    const fs::path root =
        fs::path(::testing::TempDir()) / (std::string("workspace_") + test->name());
    fs::remove_all(root);
    fs::create_directories(root);
    return root;
  }

  void import(const fs::path& file) {
    SilentProgress progress;
    (void)ingest::import_file(workspace_, {.file = file, .now = "2024-03-04T12:00:00Z"}, progress);
  }

  /// Imports a file in Portolan's own layout.
  void import_rows(const std::string& name, const std::string& rows) {
    std::ofstream(
        root_ / name
    ) << "source,reporter,partner,flow,freq,period,hs_edition,level,code,value,currency\n"
      << rows;
    import(root_ / name);
  }

  WorkspaceBuild build(const WorkspaceBuildOptions& options = {}) {
    SilentProgress progress;
    return build_workspace_panel(workspace_, options, progress);
  }

  fs::path root_;
  store::Workspace workspace_;
};

TEST_F(PanelOfWorkspace, IsBuiltOnceAndKnowsWhenItIsOld) {
  EXPECT_THAT(
      [&] { (void)open_workspace_panel(workspace_); },
      ThrowsMessage<Error>(HasSubstr("panel: expected one in"))
  );
  import_rows("one.csv", "office,CHN,KAZ,X,A,2021,HS2017,6,854150,100,USD\n");
  const auto first = build();
  EXPECT_FALSE(first.was_current);
  EXPECT_EQ(first.report.num_rows, 1);
  EXPECT_TRUE(build().was_current);
  EXPECT_FALSE(build({.is_forced = true}).was_current);
  EXPECT_FALSE(open_workspace_panel(workspace_).is_stale);

  import_rows("two.csv", "office,CHN,KAZ,X,A,2022,HS2022,6,854151,40,USD\n");
  EXPECT_TRUE(open_workspace_panel(workspace_).is_stale);
  const auto second = build();
  EXPECT_NE(second.folder, first.folder);
  EXPECT_FALSE(fs::exists(first.folder));
  const auto panel = open_workspace_panel(workspace_);
  EXPECT_FALSE(panel.is_stale);
  // 8541.50 was divided in HS2022: one family over both years.
  EXPECT_THAT(panel.coded.families(), ElementsAre("854151"));
  const auto matches = panel.families_of(*HsCode::parse("854150"));
  ASSERT_THAT(matches, SizeIs(1));
  EXPECT_EQ(matches[0].name, "854151");
  EXPECT_FALSE(matches[0].is_whole);
}

TEST_F(PanelOfWorkspace, ReadsDistancesAndSaysWhatAFileLacks) {
  std::ofstream(root_ / "distances.csv")
      << "exporter,importer,contig,dist\nCHN,KAZ,1,3200.5\nCHN,RUS,1,\n";
  const auto distances = read_distances(root_ / "distances.csv");
  ASSERT_THAT(distances, SizeIs(1));
  EXPECT_EQ(distances[0].importer.iso3(), "KAZ");
  EXPECT_EQ(distances[0].distance_km, 3200.5);
  EXPECT_TRUE(distances[0].is_contiguous);
  std::ofstream(root_ / "other.csv") << "a,b\n1,2\n";
  EXPECT_THAT(
      [&] { (void)read_distances(root_ / "other.csv"); },
      ThrowsMessage<Error>(HasSubstr("other.csv: expected distances as CSV"))
  );
}

// Counted from the file by a script of its own: export and import rows joined by reporter and
// partner code without the world are 5,298 pairs, 5,295 of them above zero on both sides,
// median 1.0931.
TEST_F(PanelOfWorkspace, GivesThePairsThatBothSidesReportOfFuelsIn2017) {
  const auto data = shared_data();
  if (!data) {
    GTEST_SKIP() << "no real data: set PORTOLAN_SHARED_DATA to their folder";
  }
  import(*data / "comtrade-hs27-mirror" / "hs27_2017.csv.gz");
  (void)build({.distances_file = *data / "reference" / "distances.csv.gz"});
  const auto panel = open_workspace_panel(workspace_);
  panel.coded.verify();
  const auto summary = mirror_summary(panel.coded, Period::of_year(2017), 2, "27");
  EXPECT_EQ(summary.num_both, 5'298);
  EXPECT_EQ(summary.num_ratios, 5'295);
  EXPECT_NEAR(*summary.median, 1.0931259352, 1e-9);
}

}  // namespace
}  // namespace portolan::panel
