#include "progress_display.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace portolan::cli {
namespace {

using std::chrono::seconds;

// Half of a thousand rows in two seconds: as long again is left.
TEST(BarLine, ShowsShareCountAndTimeLeft) {
  EXPECT_EQ(
      bar_line("reading a.csv", "rows", 500, 1000, seconds(2), 80),
      "reading a.csv  [##########..........]  50 %  500 of 1000 rows  0:02 left"
  );
}

TEST(BarLine, ShortensLargeCountsAndLongTimes) {
  EXPECT_EQ(
      bar_line("reading", "rows", 14'000'000, 56'000'000, seconds(3'600), 80),
      "reading  [#####...............]  25 %  14.0 M of 56.0 M rows  3:00:00 left"
  );
}

TEST(BarLine, CountsWhereTheWholeIsUnknown) {
  EXPECT_EQ(bar_line("solving", "rounds", 12, 0, seconds(61), 80), "solving  12 rounds  1:01");
}

TEST(BarLine, IsNeverWiderThanTheTerminal) {
  EXPECT_EQ(bar_line("reading a.csv", "rows", 1, 2, seconds(0), 10), "reading a\xE2\x80\xA6");
}

TEST(BarLine, StaysWholeWhenMoreIsDoneThanWasAnnounced) {
  EXPECT_EQ(
      bar_line("reading", "", 30, 20, seconds(0), 80), "reading  [####################] 100 %"
  );
}

}  // namespace
}  // namespace portolan::cli
