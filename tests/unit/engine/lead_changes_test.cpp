#include "lead_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "made_runs.hpp"

namespace portolan::engine {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;

LeadsDifference diff(const MadeWorkspace& made, const LeadRun& before, const LeadRun& after) {
  keep_run(made.workspace, before);
  keep_run(made.workspace, after);
  return diff_leads({.workspace = made.workspace.root(), .before = before.id, .after = after.id});
}

auto change(const std::string& id, const std::string& change, const std::string& what) {
  return AllOf(
      Field(&LeadDifference::id, id),
      Field(&LeadDifference::change, change),
      Field(&LeadDifference::what, what)
  );
}

TEST(DiffLeads, TellsNewThenChangedThenGone) {
  const MadeWorkspace made;
  // c moves by three decibans exactly, which is not more than three; d by a tenth more.
  const auto found = diff(
      made,
      made_run("one", {made_lead("a", "1"), made_lead("c", "1.2"), made_lead("d", "1.2")}),
      made_run("two", {made_lead("b", "2"), made_lead("c", "4.2"), made_lead("d", "4.3")})
  );
  EXPECT_THAT(
      found.leads,
      ElementsAre(
          change("b", "new", ""),
          change("d", "changed", "score 1.2 -> 4.3 dB"),
          change("a", "gone", "")
      )
  );
  EXPECT_EQ(found.leads[1].score_before_db, 1.2);
  EXPECT_EQ(found.leads[1].score_after_db, 4.3);
}

TEST(DiffLeads, TellsASurgeThatBecameALead) {
  const MadeWorkspace made;
  const auto found = diff(
      made,
      made_run("one", {made_lead("a", "1", "2022-09", "surge")}),
      made_run("two", {made_lead("a", "1")})
  );
  EXPECT_THAT(found.leads, ElementsAre(change("a", "changed", "surge -> lead")));
}

TEST(DiffLeads, SaysWhatTheLaterRunAskedDifferently) {
  const MadeWorkspace made;
  const auto found = diff(made, made_run("one", {}, "2022-09"), made_run("two", {}, "2022-11"));
  EXPECT_THAT(
      found.asked_differently,
      ElementsAre("until \"2022-09\" -> \"2022-11\"", "panel \"panel-one\" -> \"panel-two\"")
  );
}

TEST(DiffLeads, FollowTheSettingOfTheWorkspace) {
  const MadeWorkspace made;
  std::ofstream(made.workspace.root() / "portolan.toml") << "[leads]\nmoved_db = 0.5\n";
  const auto found =
      diff(made, made_run("one", {made_lead("a", "1")}), made_run("two", {made_lead("a", "1.6")}));
  EXPECT_THAT(found.leads, ElementsAre(change("a", "changed", "score 1.0 -> 1.6 dB")));
}

}  // namespace
}  // namespace portolan::engine
