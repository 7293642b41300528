#include "lead_decisions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_runs.hpp"
#include "portolan/base/error.hpp"
#include "portolan/store/journal.hpp"

namespace portolan::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kDecidedAt = "2024-02-01T08:00:00Z";
constexpr const char* kLaterAt = "2024-06-01T08:00:00Z";

class Reopening : public testing::Test {
 protected:
  /// A run until 2022-09 with lead "a" at 5 dB, which was then decided.
  Reopening() : run_(made_run("one", {made_lead("a", "5")}, "2022-09")) {
    keep_run(made_.workspace, run_);
  }

  void decide_as(const std::string& status) {
    decide(
        {.workspace = made_.workspace.root(),
         .id = "a",
         .status = status,
         .text = "asked",
         .by = "Anna",
         .at = kDecidedAt,
         .run = ""}
    );
  }

  std::vector<std::string> reopened_by(const LeadRun& run) {
    keep_run(made_.workspace, run);
    return reopen_moved(made_.workspace, run, kLaterAt);
  }

  [[nodiscard]] Decisions decisions() const { return read_decisions(made_.workspace).at("a"); }

  MadeWorkspace made_;
  LeadRun run_;
};

TEST_F(Reopening, HappensWhereTheScoreMovedByMoreThanTheSetting) {
  decide_as("dismissed");
  EXPECT_THAT(
      reopened_by(made_run("two", {made_lead("a", "8.1", "2022-11")})),
      ElementsAre("lead a is open again: score 5.0 -> 8.1 dB since it was dismissed at "
                  "2024-02-01T08:00:00Z")
  );
  EXPECT_EQ(decisions().status, "open");
  EXPECT_EQ(decisions().reopened_at, kLaterAt);
  // Once open it stays open, without another line.
  EXPECT_THAT(reopened_by(made_run("three", {made_lead("a", "0", "2022-12")})), IsEmpty());
}

TEST_F(Reopening, IsInTheJournalWithTimeAndReason) {
  decide_as("confirmed");
  (void)reopened_by(made_run("two", {made_lead("a", "1.9", "2022-11", "surge")}));
  const auto entries = store::Journal(made_.workspace.journal_file()).entries();
  EXPECT_EQ(entries.back().action, "leads.reopen");
  EXPECT_EQ(entries.back().at, kLaterAt);
  EXPECT_EQ(entries.back().body.string_at("lead"), "a");
  EXPECT_EQ(entries.back().body.string_at("run"), "two");
  EXPECT_THAT(
      entries.back().body.string_at("text"), HasSubstr("lead -> surge; score 5.0 -> 1.9 dB")
  );
}

TEST_F(Reopening, DoesNotHappenWhereTheScoreMovedByTheSettingExactly) {
  decide_as("dismissed");
  EXPECT_THAT(reopened_by(made_run("two", {made_lead("a", "8.0", "2022-11")})), IsEmpty());
  EXPECT_EQ(decisions().status, "dismissed");
  EXPECT_EQ(decisions().reopened_at, "");
}

TEST_F(Reopening, DoesNotFollowARunThatSeesLessThanTheDecisionDid) {
  decide_as("confirmed");
  EXPECT_THAT(
      reopened_by(made_run("two", {made_lead("a", "-5", "2022-08")}, "2022-08")), IsEmpty()
  );
  EXPECT_THAT(reopened_by(made_run("three", {}, "2022-08")), IsEmpty());
  EXPECT_EQ(decisions().status, "confirmed");
}

TEST_F(Reopening, HappensWhereAConfirmedLeadIsNoLongerListed) {
  decide_as("confirmed");
  EXPECT_THAT(
      reopened_by(made_run("two", {}, "2022-11")), ElementsAre(HasSubstr("no longer listed"))
  );
}

TEST_F(Reopening, DoesNotHappenWhereADismissedLeadIsNoLongerListed) {
  decide_as("dismissed");
  EXPECT_THAT(reopened_by(made_run("two", {}, "2022-11")), IsEmpty());
}

TEST_F(Reopening, DoesNotHappenWhereTheGoodsWereNotAskedFor) {
  decide_as("confirmed");
  EXPECT_THAT(reopened_by(made_run("two", {}, "2022-11", "chpl")), IsEmpty());
}

TEST_F(Reopening, FollowsTheLastDecision) {
  decide_as("dismissed");
  (void)reopened_by(made_run("two", {made_lead("a", "9", "2022-11")}));
  decide_as("checking");
  EXPECT_EQ(decisions().status, "checking");
  EXPECT_EQ(decisions().reopened_at, "");
  EXPECT_THAT(reopened_by(made_run("three", {made_lead("a", "9.5", "2022-12")})), IsEmpty());
}

TEST_F(Reopening, LeavesNotesAndHistory) {
  decide_as("dismissed");
  decide(
      {.workspace = made_.workspace.root(),
       .id = "a",
       .status = "",
       .text = "seen in May",
       .by = "",
       .at = kDecidedAt,
       .run = ""}
  );
  (void)reopened_by(made_run("two", {made_lead("a", "9", "2022-11")}));
  const Decisions decided = decisions();
  ASSERT_EQ(decided.history.elements().size(), 3U);
  EXPECT_EQ(decided.history.elements()[0].string_at("by"), "Anna");
  EXPECT_EQ(decided.history.elements()[1].string_at("text"), "seen in May");
  EXPECT_EQ(decided.history.elements()[2].string_at("action"), "leads.reopen");
}

TEST(Decisions, StayWithTheLeadFromRunToRun) {
  const MadeWorkspace made;
  keep_run(made.workspace, made_run("one", {made_lead("abc", "5")}));
  decide(
      {.workspace = made.workspace.root(),
       .id = "ab",
       .status = "checking",
       .text = "asked",
       .by = "",
       .at = kDecidedAt,
       .run = ""}
  );
  keep_run(made.workspace, made_run("two", {made_lead("abc", "5"), made_lead("b", "1")}));
  const LeadRun run = leads({.workspace = made.workspace.root(), .run = ""});
  EXPECT_EQ(run.leads[0].string_at("status"), "checking");
  EXPECT_EQ(run.leads[1].string_at("status"), "open");
}

TEST(Decisions, MayBeAboutALeadOfAnEarlierRun) {
  const MadeWorkspace made;
  keep_run(made.workspace, made_run("one", {made_lead("a", "5")}));
  keep_run(made.workspace, made_run("two", {}));
  DecideRequest request{
      .workspace = made.workspace.root(),
      .id = "a",
      .status = "checking",
      .text = "asked",
      .by = "",
      .at = kDecidedAt,
      .run = ""};
  EXPECT_THROW(decide(request), Error);
  request.run = "one";
  EXPECT_EQ(decide(request), "a");
}

TEST(Decisions, SurviveTheRunThatTheyWereMadeOn) {
  const MadeWorkspace made;
  keep_run(made.workspace, made_run("one", {made_lead("a", "5")}));
  decide(
      {.workspace = made.workspace.root(),
       .id = "a",
       .status = "dismissed",
       .text = "a plant",
       .by = "",
       .at = kDecidedAt,
       .run = ""}
  );
  forget_run({.workspace = made.workspace.root(), .run = "one", .reason = "old", .at = kLaterAt});
  const LeadRun later = made_run("two", {made_lead("a", "9")});
  keep_run(made.workspace, later);
  EXPECT_EQ(reopen_moved(made.workspace, later, kLaterAt).size(), 1U);
}

}  // namespace
}  // namespace portolan::engine
