#include "portolan/engine/screening.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/engine/party_lists.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/verify.hpp"
#include "portolan/store/workspace.hpp"
#include "scratch_folder.hpp"

namespace portolan::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

std::string entry(const std::string& id, const std::string& name, const std::string& more = "") {
  return fmt::format(
      R"({{"id":"{0}","caption":"{1}","schema":"Company","properties":{{"name":["{1}"]{2}}}}})"
      "\n",
      id,
      name,
      more
  );
}

/// Made-up words: firm 17 is "Zamurko Balipen".
std::string made_name(int number) {
  constexpr std::array<const char*, 10> kSyllables{
      "za", "mur", "ko", "ba", "li", "pen", "dro", "gus", "tef", "win"};
  std::string name;
  for (int i = 0, rest = number * 7 + 3; i < 6; ++i, rest = rest * 31 + 11) {
    name += kSyllables[static_cast<std::size_t>(rest % 10 < 0 ? 0 : rest % 10)];
    name += i == 2 ? " " : "";
    rest %= 9'973;
  }
  return name;
}

class Screening : public testing::Test {
 protected:
  Screening() { store::Workspace::init(root_); }

  void import(const std::string& text, const std::string& as_of, const std::string& list = "made") {
    const auto path = write("list.json", text);
    SilentProgress progress;
    const auto result = import_parties(
        {.workspace = root_,
         .files = {path},
         .list = list,
         .as_of = as_of,
         .now = "2026-03-01T12:00:00Z"},
        progress
    );
    ASSERT_THAT(result.failures, IsEmpty());
  }

  std::filesystem::path write(const std::string& name, const std::string& text) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::vector<ScreenRecord> screen_rows(const std::string& text, ScreenRequest request = {}) {
    request.workspace = root_;
    request.file = write("rows.csv", text);
    request.now = "2026-03-02T12:00:00Z";
    if (request.threshold_db == 0.0) {
      request.threshold_db = 5.61;
    }
    std::vector<ScreenRecord> all;
    SilentProgress progress;
    result_ = screen(
        request,
        [&](std::vector<ScreenRecord>&& records) {
          std::ranges::move(records, std::back_inserter(all));
        },
        progress
    );
    return all;
  }

  std::vector<ScreenRecord> again(bool only_changes) {
    std::vector<ScreenRecord> all;
    SilentProgress progress;
    result_ = screen_again(
        {.workspace = root_,
         .name = "rows",
         .only_changes = only_changes,
         .now = "2026-03-05T12:00:00Z"},
        [&](std::vector<ScreenRecord>&& records) {
          std::ranges::move(records, std::back_inserter(all));
        },
        progress
    );
    return all;
  }

  void decide(const std::string& key, const std::string& hit, const std::string& verdict) {
    ScreenDecisionRequest request;
    request.workspace = root_;
    request.key = key;
    request.hit = hit;
    request.verdict = verdict;
    request.reason = "made up";
    request.at = "2026-03-03T12:00:00Z";
    (void)decide_screening(request);
  }

  store::ScratchFolder folder_;
  std::filesystem::path root_ = folder_.path() / "work";
  ScreenResult result_;
};

std::vector<std::string> outcomes(const std::vector<ScreenRecord>& records) {
  std::vector<std::string> texts;
  for (const ScreenRecord& record : records) {
    texts.push_back(record.key + " " + record.outcome + " " + record.entry_id);
  }
  return texts;
}

TEST_F(Screening, AnswersRowsInTheirOrderWithRejectsAmongThem) {
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  const auto records = screen_rows(
      "id,company\n3,Zamurko Balipen\n2\n1,Zamurko Balippen\n4,Someone Else Ltd\n5,\n",
      {.shows_clear = true}
  );
  EXPECT_THAT(
      outcomes(records), ElementsAre("3 hit A", " reject ", "1 hit A", "4 clear ", "5 reject ")
  );
  EXPECT_EQ(records[1].line, 3);
  EXPECT_EQ(records[1].problem, "expected 2 fields, got 1");
  EXPECT_EQ(records[0].as_of, "2026-01-31");
  EXPECT_EQ(result_.rows, 5);
  EXPECT_EQ(result_.rejects, 2);
  EXPECT_EQ(result_.rows_with_hits, 2);
}

TEST_F(Screening, IsTheSameOnAnyNumberOfThreads) {
  std::string list;
  std::string rows = "id,company\n";
  for (int i = 0; i < 300; ++i) {
    list += entry(fmt::format("E{}", i), made_name(i));
    rows += fmt::format("{},{}\n", i, made_name((i * 3) % 400));
  }
  import(list, "2026-01-31");
  const auto one = outcomes(screen_rows(rows, {.threads = 1}));
  EXPECT_THAT(one, SizeIs(testing::Gt(100U)));
  EXPECT_EQ(outcomes(screen_rows(rows, {.threads = 4})), one);
}

TEST_F(Screening, HonoursDecisionsUntilTheEntryChanges) {
  const std::string rows = "id,company\nC1,Zamurko Balipen\nC2,Drogus Tefwin\n";
  import(entry("A", "Zamurko Balipen") + entry("B", "Drogus Tefwin"), "2026-01-31");
  screen_rows(rows, {.save = "rows"});
  decide("C1", "made:A", "false");
  decide("C2", "made:B", "true");
  EXPECT_THAT(outcomes(screen_rows(rows)), ElementsAre("C1 false A", "C2 true B"));
  EXPECT_THAT(outcomes(screen_rows(rows, {.hides_false = true})), ElementsAre("C2 true B"));
  EXPECT_EQ(result_.decided, 2);

  import(
      entry("A", "Zamurko Balipen", R"(,"country":["kg"])") + entry("B", "Drogus Tefwin"),
      "2026-02-28"
  );
  const auto records = screen_rows(rows, {.hides_false = true});
  EXPECT_THAT(outcomes(records), ElementsAre("C1 hit A", "C2 true B"));
  EXPECT_EQ(records[0].decision, "false at 2026-03-03T12:00:00Z; the entry has changed since");
  EXPECT_EQ(result_.asked_again, 1);
}

TEST_F(Screening, AsksAgainWhereTheRowAsksSomethingElse) {
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  screen_rows("id,company\nC1,Zamurko Balipen\n", {.save = "rows"});
  decide("C1", "made:A", "false");
  const auto records = screen_rows("id,company\nC1,Zamurko Balippen\n");
  EXPECT_THAT(outcomes(records), ElementsAre("C1 hit A"));
  EXPECT_THAT(records[0].decision, HasSubstr("then \"Zamurko Balipen\" was asked"));
}

TEST_F(Screening, RefusesDecisionsAboutNothing) {
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  EXPECT_THAT(
      [&] { decide("C1", "made:A", "false"); },
      ThrowsMessage<Error>("C1: expected a kept row of that key that met made:A, got none")
  );
  EXPECT_THAT(
      [&] { decide("C1", "made:A", "maybe"); },
      ThrowsMessage<Error>("verdict: expected true, false, unsure, got \"maybe\"")
  );
  EXPECT_THAT([&] { decide("C1", "made", "true"); }, ThrowsMessage<Error>(HasSubstr("LIST:ID")));
  EXPECT_THAT(
      [&] { decide("C1", "made:Z", "true"); }, ThrowsMessage<Error>(HasSubstr("got \"Z\""))
  );
}

TEST_F(Screening, AgainSaysWhatIsNewChangedAndGone) {
  const std::string rows =
      "id,company\nC1,Zamurko Balipen\nC2,Drogus Tefwin\nC3,Lipenba Murzako\nC4,Guswin Bako\n";
  import(
      entry("A", "Zamurko Balipen") + entry("B", "Drogus Tefwin") + entry("C", "Lipenba Murzako"),
      "2026-01-31"
  );
  screen_rows(rows, {.save = "rows"});
  import(
      entry("A", "Zamurko Balipen") + entry("B", "Drogus Tefwin", R"(,"country":["kg"])") +
          entry("D", "Guswin Bako"),
      "2026-02-28"
  );
  EXPECT_THAT(outcomes(again(true)), ElementsAre("C2 changed B", "C3 gone C", "C4 new D"));
  EXPECT_THAT(result_.notices, ElementsAre(HasSubstr("2 entries are new or changed and 1 gone")));
  EXPECT_THAT(again(true), IsEmpty());
  EXPECT_THAT(store::verify(store::Workspace::open(root_)), IsEmpty());
}

TEST_F(Screening, AgainLooksAtAllOfAListWhoseOldVersionIsGone) {
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  screen_rows("id,company\nC1,Zamurko Balipen\nC2,Drogus Tefwin\n", {.save = "rows"});
  const auto workspace = store::Workspace::open(root_);
  store::remove_import(
      workspace,
      party_lists({.workspace = root_}).front().import_id,
      "a mistake",
      "2026-03-04T12:00:00Z"
  );
  import(entry("A", "Zamurko Balipen") + entry("B", "Drogus Tefwin"), "2026-02-28");
  EXPECT_THAT(outcomes(again(true)), ElementsAre("C1 changed A", "C2 new B"));
}

// The law by which only the delta is looked at: the answer is that of a screening of everything.
TEST_F(Screening, AgainEqualsScreeningEverything) {
  std::string rows = "id,company,country\n";
  for (int i = 0; i < 400; ++i) {
    rows += fmt::format("{},{},{}\n", i, made_name((i * 3) % 500), i % 3 == 0 ? "KG" : "");
  }
  const auto list = [](int first, int last, int changed) {
    std::string text;
    for (int i = first; i < last; ++i) {
      text += entry(
          fmt::format("E{}", i), made_name(i), i % changed == 0 ? R"(,"country":["kg"])" : ""
      );
    }
    return text;
  };
  import(list(0, 300, 7), "2026-01-31");
  screen_rows(rows, {.save = "rows"});
  import(list(40, 360, 5), "2026-02-28");
  import(list(100, 120, 3), "2026-02-28", "other");

  auto delta = again(false);
  // What is no hit any more is told beside the hits.
  EXPECT_GT(
      std::erase_if(delta, [](const ScreenRecord& one) { return one.outcome == "gone"; }), 0U
  );
  auto whole = screen_rows(rows);

  ASSERT_THAT(whole, SizeIs(testing::Gt(100U)));
  ASSERT_EQ(delta.size(), whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(delta[i].key, whole[i].key) << i;
    EXPECT_EQ(delta[i].entry_id, whole[i].entry_id) << i;
    EXPECT_EQ(delta[i].list, whole[i].list) << i;
    EXPECT_EQ(delta[i].import_id, whole[i].import_id) << i;
    EXPECT_EQ(delta[i].content_sha256, whole[i].content_sha256) << i;
    EXPECT_EQ(delta[i].score_db, whole[i].score_db) << i;
  }
}

TEST_F(Screening, LogsEveryRunAndDecisionWithTheVersions) {
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  screen_rows("id,company\nC1,Zamurko Balipen\n", {.save = "rows", .by = "Exam"});
  decide("C1", "made:A", "unsure");
  const auto log = screening_log({.workspace = root_});
  ASSERT_THAT(log, SizeIs(2));
  EXPECT_EQ(log[0].action, "screen.run");
  EXPECT_EQ(log[0].by, "Exam");
  EXPECT_THAT(log[0].lists, HasSubstr("made@2026-01-31 "));
  EXPECT_EQ(log[1].subject, "C1 made:A");
  EXPECT_EQ(log[1].verdict, "unsure");
}

TEST_F(Screening, TakesTheThresholdFromAnAlertRate) {
  std::string list;
  for (int i = 0; i < 50; ++i) {
    list += entry(fmt::format("E{}", i), made_name(i));
  }
  import(list, "2026-01-31");
  std::string rows = "id,company\n";
  for (int i = 0; i < 100; ++i) {
    rows += fmt::format("{},{}\n", i, made_name(i));
  }
  screen_rows(rows, {.alert_rate = 0.1});
  EXPECT_LE(result_.rows_with_hits, 10);
  screen_rows(rows, {.alert_rate = 1.0});
  EXPECT_GE(result_.rows_with_hits, 50);
}

TEST_F(Screening, ReadsJsonLinesAndSaysWhichCannotBeRead) {
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  const auto records = screen_rows(
      "{\"id\": 1, \"company\": \"Zamurko Balipen\"}\n{\"id\": 2, \"comp\n[1]\n{\"company\": "
      "\"Zamurko Balipen\", \"id\": 3}\n"
  );
  EXPECT_THAT(outcomes(records), ElementsAre("1 hit A", " reject ", " reject ", "3 hit A"));
  EXPECT_EQ(records[1].line, 2);
}

TEST_F(Screening, NeedsAListAndAColumn) {
  EXPECT_THAT(
      [&] { screen_rows("id,company\n1,A\n"); },
      ThrowsMessage<Error>(HasSubstr("lists: expected at least one"))
  );
  import(entry("A", "Zamurko Balipen"), "2026-01-31");
  EXPECT_THAT(
      [&] { screen_rows("a,b\n1,2\n"); },
      ThrowsMessage<Error>(
          "rows.csv: expected a column of names or addresses, got none that is known"
      )
  );
}

}  // namespace
}  // namespace portolan::engine
