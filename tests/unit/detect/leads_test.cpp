#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portolan/detect/lead.hpp"

namespace portolan::detect {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

Lead lead(const std::string& id, Decibans score) {
  Lead made;
  made.id = id;
  made.score = score;
  return made;
}

TEST(LeadId, DependsOnHubDestinationFamilyAndListOnly) {
  const std::string id = lead_id("ARM", "RUS", "870323", "vehicles");
  EXPECT_EQ(id.size(), 12U);
  EXPECT_EQ(id, lead_id("ARM", "RUS", "870323", "vehicles"));
  EXPECT_NE(id, lead_id("KGZ", "RUS", "870323", "vehicles"));
  EXPECT_NE(id, lead_id("ARM", "BLR", "870323", "vehicles"));
  EXPECT_NE(id, lead_id("ARM", "RUS", "870324", "vehicles"));
  EXPECT_NE(id, lead_id("ARM", "RUS", "870323", "eu"));
}

TEST(DiffLeads, TellsNewGoneAndChangedById) {
  const auto changes = diff_leads(
      {lead("a", 10), lead("b", 50), lead("c", 10)},
      {lead("b", 90), lead("c", 20), lead("d", 5)},
      30
  );
  // c moved by one deciban only.
  EXPECT_THAT(
      changes,
      ElementsAre(
          testing::AllOf(Field(&LeadChange::id, "a"), Field(&LeadChange::change, "gone")),
          testing::AllOf(Field(&LeadChange::id, "b"), Field(&LeadChange::change, "score")),
          testing::AllOf(Field(&LeadChange::id, "d"), Field(&LeadChange::change, "new"))
      )
  );
}

}  // namespace
}  // namespace portolan::detect
