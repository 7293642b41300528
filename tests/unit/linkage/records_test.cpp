#include "portolan/linkage/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "portolan/base/error.hpp"

namespace portolan::linkage {
namespace {

using testing::Optional;
using testing::ThrowsMessage;

TEST(Fold, WritesWordsInLowerCaseAsciiWhateverTheScript) {
  EXPECT_EQ(fold("  O'Neill-SMITH "), "oneill smith");
  EXPECT_EQ(fold("Čapek"), "capek");
  EXPECT_EQ(fold("Иванов"), "ivanov");
  EXPECT_EQ(fold("McDonald"), fold("mcdonald"));
  EXPECT_EQ(fold(" - "), "");
}

TEST(Records, KeepEachValueOnceAndCountIt) {
  Records records(2);
  records.add(std::array<std::string, 2>{"Ann", "x@y.org"});
  records.add(std::array<std::string, 2>{"ANN", ""});
  records.add(std::array<std::string, 2>{"Bob", "x@z.org"});
  EXPECT_EQ(records.value(0, 0), records.value(1, 0));
  EXPECT_NE(records.value(0, 0), records.value(2, 0));
  EXPECT_EQ(records.count(0, records.value(0, 0)), 2);
  EXPECT_EQ(records.value(1, 1), kNoValue);
  EXPECT_EQ(records.num_present(1), 2);
  EXPECT_EQ(records.user_part(1, records.value(0, 1)), "x");
  EXPECT_EQ(records.find(0, "bob"), std::optional(records.value(2, 0)));
  EXPECT_EQ(records.find(0, "eve"), std::nullopt);
}

// 1970-01-01 is day 0; 1971 has 365 days.
TEST(Records, ReadDays) {
  Records records(1);
  for (const char* text :
       {"1971-01-01", "19710102", "1971/01/03", "1971-13-01", "197101", "1971-0101"}) {
    records.add(std::array<std::string, 1>{text});
  }
  EXPECT_THAT(records.day(0, records.value(0, 0)), Optional(365));
  EXPECT_THAT(records.day(0, records.value(1, 0)), Optional(366));
  EXPECT_THAT(records.day(0, records.value(2, 0)), Optional(367));
  for (const RecordIndex record : {3U, 4U, 5U}) {
    EXPECT_EQ(records.day(0, records.value(record, 0)), std::nullopt) << record;
  }
}

TEST(Records, RefuseAnotherNumberOfCells) {
  EXPECT_THAT(
      [] {
        Records records(2);
        records.add(std::array<std::string, 1>{"Ann"});
      },
      ThrowsMessage<Error>("record: expected 2 cells, got 1")
  );
}

}  // namespace
}  // namespace portolan::linkage
