#include <gtest/gtest.h>

#include "origin_cells.hpp"
#include "portolan/world/world.hpp"

namespace portolan::bench {
namespace {

// Kilograms neither appear nor vanish on the way, so the truth is one of the histories.
TEST(OriginsInPracticeWorlds, LieWithinTheBoundsOfTheTrueFlows) {
  OriginScore score;
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    for (const OriginCell& cell : origin_cells(world::make_world({}, seed), Measure::kKilograms)) {
      score.add(cell, cell.trade);
    }
  }
  EXPECT_GE(score.origins, 20);
  EXPECT_EQ(score.within_bounds, score.origins);
}

// Every range holds its true value with 95 %; a share needs only some of them.
TEST(OriginsInPracticeWorlds, LieWithinTheBoundsOverTheRangesOfReports) {
  OriginScore score;
  Random random(1);
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    for (const OriginCell& cell : origin_cells(world::make_world({}, seed), Measure::kKilograms)) {
      score.add(cell, reported(cell.trade, 0.1, random));
    }
  }
  EXPECT_GE(score.within_bounds, score.origins * 95 / 100);
}

}  // namespace
}  // namespace portolan::bench
