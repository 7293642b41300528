#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "portolan/base/error.hpp"
#include "portolan/parties/party_lists.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/verify.hpp"
#include "read_list.hpp"

namespace portolan::parties {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

std::string line_of(const std::string& id, const std::string& name, const std::string& more = "") {
  return R"({"id":")" + id + R"(","caption":")" + name +
         R"(","schema":"Company","properties":{"name":[")" + name + R"("])" + more + "}}\n";
}

class ListVersions : public testing::Test {
 protected:
  ImportedList
  import(const std::string& text, const std::string& as_of, const std::string& list = "made") {
    const auto path = folder_.path() / "list.json";
    std::ofstream(path, std::ios::binary) << text;
    SilentProgress progress;
    return import_party_list(
        workspace_,
        {.files = recognise_list_files(path),
         .list = list,
         .as_of = as_of,
         .allowed_rejects = [](std::int64_t) { return 1; },
         .now = "2026-03-01T12:00:00Z"},
        progress
    );
  }

  std::vector<std::string> ids(const ListVersion& version) {
    std::vector<std::string> all;
    for_each_party(workspace_, version, [&](StoredParty&& one) {
      all.push_back(one.party.entry_id);
    });
    return all;
  }

  store::ScratchFolder folder_;
  store::Workspace workspace_ = store::Workspace::init(folder_.path() / "work");
};

TEST_F(ListVersions, KeepEntriesAsTheyWereRead) {
  const std::string text =
      line_of("NK-1", "Made Up", R"(,"weakAlias":["MU"],"country":["kg"],"innCode":["7701"])");
  const ReadList read = read_list({{"list.json", text}});
  const ImportedList imported = import(text, "2026-01-31");

  std::vector<StoredParty> stored;
  for_each_party(workspace_, imported.version, [&](StoredParty&& one) { stored.push_back(one); });

  ASSERT_THAT(stored, SizeIs(1));
  EXPECT_EQ(stored[0].party, read.parties[0]);
  EXPECT_THAT(stored[0].content_sha256, SizeIs(64));
  EXPECT_THAT(store::verify(workspace_), IsEmpty());
  auto catalogue = store::open_catalogue(workspace_);
  EXPECT_EQ(catalogue.query("SELECT name FROM parties").text(0, 0), "Made Up");
}

TEST_F(ListVersions, AreNotDoubledByTheSameBytes) {
  const std::string text = line_of("NK-1", "Made Up");
  EXPECT_FALSE(import(text, "2026-01-31").is_known);
  const ImportedList again = import(text, "2026-02-28");
  EXPECT_TRUE(again.is_known);
  EXPECT_EQ(again.version.as_of, "2026-01-31");
  EXPECT_THAT(list_versions(workspace_), SizeIs(1));
  EXPECT_FALSE(import(text, "2026-01-31", "other").is_known);
}

TEST_F(ListVersions, StandByTheirDayNotByTheirImport) {
  const auto newer = import(line_of("NK-1", "Made Up"), "2026-02-28").version;
  const auto older = import(line_of("NK-2", "Old Up"), "2026-01-31").version;

  EXPECT_EQ(newest_versions(workspace_)[0].import_id, newer.import_id);
  EXPECT_EQ(find_version(workspace_, "made", "2026-01-31").import_id, older.import_id);
  EXPECT_EQ(find_version(workspace_, "made", older.import_id.substr(0, 8)).as_of, "2026-01-31");
  EXPECT_THAT(
      [&] { (void)find_version(workspace_, "made", "2020-01-01"); },
      ThrowsMessage<Error>("made: expected one of its versions, got \"2020-01-01\"")
  );
  EXPECT_THAT(
      [&] { (void)find_version(workspace_, "none", ""); },
      ThrowsMessage<Error>("list: expected one of the workspace, got \"none\"")
  );
}

TEST_F(ListVersions, DifferByWhatWasAddedChangedAndRemoved) {
  const auto older = import(
      line_of("NK-1", "Made Up", R"(,"alias":["A","B"])") + line_of("NK-2", "Gone Up") +
          line_of("NK-3", "Same Up"),
      "2026-01-31"
  );
  const auto newer = import(
      line_of("NK-3", "Same Up") + line_of("NK-1", "Made Up", R"(,"alias":["C","A"])") +
          line_of("NK-4", "New Up"),
      "2026-02-28"
  );

  const auto delta = list_delta(workspace_, older.version, newer.version);

  ASSERT_THAT(delta, SizeIs(3));
  EXPECT_EQ(delta[0].kind, EntryDifference::Kind::kAdded);
  EXPECT_EQ(delta[0].caption, "New Up");
  EXPECT_EQ(delta[1].kind, EntryDifference::Kind::kChanged);
  EXPECT_THAT(delta[1].gone, ElementsAre("alias: B"));
  EXPECT_THAT(delta[1].come, ElementsAre("alias: C"));
  EXPECT_EQ(delta[2].kind, EntryDifference::Kind::kRemoved);
  EXPECT_EQ(delta[2].entry_id, "NK-2");
  EXPECT_THAT(list_delta(workspace_, newer.version, newer.version), IsEmpty());
}

TEST_F(ListVersions, AreChangedByDeltas) {
  const auto base = import(line_of("NK-1", "Made Up") + line_of("NK-2", "Gone Up"), "2026-01-31");
  const std::string delta =
      R"({"op":"DEL","entity":{"id":"NK-2"}})"
      "\n"
      R"({"op":"MOD","entity":{"id":"NK-1","caption":"New Name","schema":"Company","properties":{"name":["New Name"]}}})"
      "\n"
      R"({"op":"ADD","entity":{"id":"NK-3","schema":"Person","properties":{"name":["Exam"]}}})"
      "\n"
      R"({"op":"DEL","entity":{"id":"NK-9"}})"
      "\n";
  const auto changed = import(delta, "2026-02-28");

  EXPECT_EQ(changed.base, base.version.import_id);
  EXPECT_THAT(ids(changed.version), ElementsAre("NK-1", "NK-3"));
  EXPECT_EQ(changed.version.num_rejected, 1);
  EXPECT_EQ(changed.first_rejects[0].value, "NK-9");
  EXPECT_THAT(ids(base.version), ElementsAre("NK-1", "NK-2"));
  EXPECT_TRUE(import(delta, "2026-02-28").is_known);
  EXPECT_THAT(store::verify(workspace_), IsEmpty());
}

TEST_F(ListVersions, AreNotMadeFromTooManyRejects) {
  const std::string faulty = R"({"op":"NEW","entity":{"id":"A","schema":"Person"}})"
                             "\n";
  EXPECT_THAT(
      [&] { import(faulty + faulty, "2026-01-31"); },
      ThrowsMessage<Error>("list.json:1: op: expected ADD, MOD or DEL")
  );
  EXPECT_THAT(list_versions(workspace_), IsEmpty());
}

TEST_F(ListVersions, RefuseNamesAndDatesThatAreNone) {
  const std::string text = line_of("NK-1", "Made Up");
  EXPECT_THAT(
      [&] { import(text, "31.01.2026"); },
      ThrowsMessage<Error>("--as-of: expected a date (YYYY-MM-DD), got \"31.01.2026\"")
  );
  EXPECT_THAT([&] { import(text, "", "Made Up"); }, ThrowsMessage<Error>(HasSubstr("--list: ")));
}

}  // namespace
}  // namespace portolan::parties
