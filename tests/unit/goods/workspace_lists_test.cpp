#include "portolan/goods/workspace_lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "portolan/base/error.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/verify.hpp"
#include "scratch_folder.hpp"

namespace portolan::goods {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kAt = "2024-06-01T12:00:00Z";

class WorkspaceLists : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view text) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  store::ScratchFolder folder_;
  store::Workspace workspace_ = store::Workspace::init(folder_.path() / "work");
};

TEST_F(WorkspaceLists, AreTheShippedOnesInANewWorkspace) {
  EXPECT_THAT(
      workspace_lists(workspace_).names(),
      ElementsAre("chpl", "drones", "luxury", "uav", "vehicles")
  );
}

TEST_F(WorkspaceLists, HoldWhatWasImported) {
  const auto path = write(
      "own.csv",
      "code,tier,listed_on,controlled_since,threshold,threshold_unit,note\n"
      "870323,cars,2023-06-23,2023-06-23,50000.5,EUR/item,\"above, not below\"\n"
      "8542,,,,,,\n"
      "xx,,,,,,\n"
  );
  const ListFileOptions options{
      .name = "own", .version = "2", .edition = HsEdition::kHs2017, .title = "Our list"};

  const ListImport import = import_list(workspace_, path, options, kAt);

  EXPECT_TRUE(import.is_new);
  EXPECT_EQ(import.file.records, 3);
  EXPECT_THAT(import.file.rejects, SizeIs(1));
  const ListCatalogue lists = workspace_lists(workspace_);
  const GoodsList* own = lists.find("own");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(*own, import.file.list);
  EXPECT_EQ(own->title, "Our list");
  EXPECT_EQ(own->source, "own.csv");
  EXPECT_EQ(own->edition, HsEdition::kHs2017);
  EXPECT_THAT(own->sha256, SizeIs(64));
  EXPECT_THAT(store::verify(workspace_), IsEmpty());
  auto catalogue = store::open_catalogue(workspace_);
  const auto row = catalogue.query("SELECT lake_table, records, imported, rejected FROM imports");
  EXPECT_EQ(row.text(0, 0), "goods_list");
  EXPECT_EQ(row.integer(0, 1), 3);
  EXPECT_EQ(row.integer(0, 2), 2);
  EXPECT_EQ(row.integer(0, 3), 1);
}

TEST_F(WorkspaceLists, AreNotChangedByTheSameFileAgain) {
  const auto path = write("own.csv", "code\n8542\n");
  const ListFileOptions options{.name = "own", .version = "1"};
  EXPECT_TRUE(import_list(workspace_, path, options, kAt).is_new);
  EXPECT_FALSE(import_list(workspace_, path, options, kAt).is_new);
  EXPECT_THAT(store::list_imports(workspace_), SizeIs(1));
}

TEST_F(WorkspaceLists, NeverChangeAVersion) {
  const ListFileOptions options{.name = "own", .version = "1"};
  import_list(workspace_, write("a.csv", "code\n8542\n"), options, kAt);
  EXPECT_THAT(
      [&] { import_list(workspace_, write("b.csv", "code\n8541\n"), options, kAt); },
      testing::ThrowsMessage<Error>(
          "list: expected another version, since \"own-1\" is there with other content"
      )
  );
  EXPECT_THAT(store::list_imports(workspace_), SizeIs(1));
  import_list(workspace_, write("b.csv", "code\n8541\n"), {.name = "own", .version = "2"}, kAt);
  EXPECT_EQ(workspace_lists(workspace_).find("own")->version, "2");
}

TEST_F(WorkspaceLists, HoldTheWholeEuFile) {
  const char* shared = std::getenv("PORTOLAN_SHARED_DATA");
  const std::filesystem::path path =
      std::filesystem::path(shared != nullptr ? shared : PORTOLAN_SOURCE_DIR "/../shared/data") /
      "eu-sanction-dates-hs6/sanctions_hs6.csv";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "the shared data are absent";
  }
  const ListImport import = import_list(workspace_, path, {}, kAt);
  EXPECT_EQ(import.file.records, 5369);
  EXPECT_EQ(*workspace_lists(workspace_).find("eu"), import.file.list);
  EXPECT_THAT(store::verify(workspace_), IsEmpty());
}

}  // namespace
}  // namespace portolan::goods
