#include "portolan/store/workspace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "portolan/base/error.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

void write(const std::filesystem::path& file, std::string_view text) {
  std::ofstream(file) << text;
}

TEST(Workspace, IsFoundFromAFolderInside) {
  const ScratchFolder folder;
  const auto root = folder.path() / "work";
  Workspace::init(root);
  std::filesystem::create_directories(root / "a" / "b");

  EXPECT_EQ(Workspace::find(root / "a" / "b"), root);
  EXPECT_EQ(Workspace::find(folder.path()), std::nullopt);
  EXPECT_EQ(Workspace::open(root).settings().store.memory_limit, "2GB");
}

TEST(Workspace, IsNotMadeTwice) {
  const ScratchFolder folder;
  Workspace::init(folder.path());
  EXPECT_THROW(Workspace::init(folder.path()), Error);
}

TEST(Workspace, IsNotFoundWhereThereIsNone) {
  const ScratchFolder folder;
  try {
    (void)Workspace::open(folder.path());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_THAT(std::string(error.hint()), HasSubstr("portolan init"));
  }
}

TEST(Settings, AreReadWithTheirTypes) {
  const ScratchFolder folder;
  const auto file = folder.path() / "portolan.toml";
  write(file, R"([store]
memory_limit = "500 MiB"
temp_dir = "scratch"
threads = 3
[panel]
source_order = ["comext", "comtrade"]
cif_margin = 0.1
[leads]
moved_db = 1.5
)");
  const Settings settings = read_settings(file);
  EXPECT_EQ(settings.store.memory_limit, "500 MiB");
  EXPECT_EQ(settings.store.threads, 3U);
  EXPECT_THAT(settings.panel.source_order, ElementsAre("comext", "comtrade"));
  EXPECT_EQ(settings.panel.cif_margin, 0.1);
  EXPECT_EQ(settings.panel.max_cif_margin, 0.2);
  EXPECT_EQ(settings.leads.moved_db, 1.5);
  EXPECT_EQ(Workspace::open(folder.path()).temp_folder(), folder.path() / "scratch");
}

TEST(Settings, RefuseUnknownKeysAndNameTheNearest) {
  const ScratchFolder folder;
  const auto file = folder.path() / "portolan.toml";
  write(file, "[store]\nmemory_limits = \"2GB\"\n");
  try {
    (void)read_settings(file);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadData);
    EXPECT_THAT(error.what(), HasSubstr("portolan.toml:2"));
    EXPECT_THAT(std::string(error.hint()), HasSubstr("memory_limit"));
  }
  write(file, "[store]\nmemory_limit = \"much\"\n");
  EXPECT_THROW((void)read_settings(file), Error);
  write(file, "[panel]\ncif_margin = 6\n");
  EXPECT_THROW((void)read_settings(file), Error);
  write(file, "[leads]\nmoved_db = -1\n");
  EXPECT_THROW((void)read_settings(file), Error);
}

}  // namespace
}  // namespace portolan::store
