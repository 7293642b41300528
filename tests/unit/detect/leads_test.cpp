#include <gtest/gtest.h>

#include "portolan/detect/lead.hpp"

namespace portolan::detect {
namespace {

TEST(LeadId, DependsOnHubDestinationAndFamilyOnly) {
  const std::string id = lead_id("ARM", "RUS", "870323");
  EXPECT_EQ(id.size(), 12U);
  EXPECT_EQ(id, lead_id("ARM", "RUS", "870323"));
  EXPECT_NE(id, lead_id("KGZ", "RUS", "870323"));
  EXPECT_NE(id, lead_id("ARM", "BLR", "870323"));
  EXPECT_NE(id, lead_id("ARM", "RUS", "870324"));
  EXPECT_NE(id, lead_id("ARMR", "US", "870323"));
}

}  // namespace
}  // namespace portolan::detect
