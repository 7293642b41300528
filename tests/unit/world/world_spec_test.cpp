#include "portolan/world/world_spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "portolan/base/error.hpp"

namespace portolan::world {
namespace {

using ::testing::Property;
using ::testing::ThrowsMessage;

TEST(WorldSpec, NamesEveryKindOnceAndReadsTheNamesBack) {
  std::set<std::string> names;
  for (int i = 0; i < kNumEventKinds; ++i) {
    const auto kind = static_cast<EventKind>(i);
    names.emplace(to_string(kind));
    EXPECT_EQ(parse_event_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(names.size(), 15U);
  EXPECT_EQ(parse_event_kind("smuggling"), std::nullopt);
}

TEST(WorldSpec, TakesSevenKindsForDiversionsAndEightForDecoys) {
  EXPECT_EQ(default_events(EventGroup::kPlants, WorldSize::kSmall).size(), 7U);
  EXPECT_EQ(default_events(EventGroup::kDecoys, WorldSize::kSmall).size(), 8U);
}

TEST(WorldSpec, ReadsKindsWithCounts) {
  const auto requests =
      parse_events("transit=3, ghost_transit", EventGroup::kPlants, WorldSize::kSmall);
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].kind, EventKind::kTransit);
  EXPECT_EQ(requests[0].count, 3);
  EXPECT_EQ(requests[1].kind, EventKind::kGhostTransit);
  EXPECT_EQ(requests[1].count, 1);
}

TEST(WorldSpec, ReadsNoneAsNoEventsAndAllAsTheDefault) {
  EXPECT_TRUE(parse_events("none", EventGroup::kDecoys, WorldSize::kSmall).empty());
  EXPECT_EQ(parse_events("all", EventGroup::kDecoys, WorldSize::kSmall).size(), 8U);
}

TEST(WorldSpec, RefusesAKindOfTheOtherGroup) {
  EXPECT_THAT(
      [] { (void)parse_events("demand_boom", EventGroup::kPlants, WorldSize::kSmall); },
      ThrowsMessage<Error>("plants: expected none, all or names of kinds, got \"demand_boom\"")
  );
}

TEST(WorldSpec, HintsAtTheKindThatWasMeant) {
  EXPECT_THAT(
      [] { (void)parse_events("ghost_tranist", EventGroup::kPlants, WorldSize::kSmall); },
      ::testing::Throws<Error>(Property(&Error::hint, ::testing::HasSubstr("ghost_transit")))
  );
}

TEST(WorldSpec, RefusesAnEmptyOrHugeCount) {
  for (const char* text : {"transit=", "transit=-1", "transit=1001", "transit=x"}) {
    EXPECT_THROW((void)parse_events(text, EventGroup::kPlants, WorldSize::kSmall), Error) << text;
  }
}

TEST(WorldSpec, RefusesAnUnknownSize) {
  EXPECT_THAT(
      [] { (void)spec_of_options("huge", "all", "all"); },
      ThrowsMessage<Error>("size: expected small, medium or large, got \"huge\"")
  );
}

}  // namespace
}  // namespace portolan::world
