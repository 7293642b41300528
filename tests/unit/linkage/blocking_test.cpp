#include "portolan/linkage/blocking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::linkage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;

bool operator_equal(const CandidatePair& a, const CandidatePair& b) {
  return a.left == b.left && a.right == b.right && a.rules == b.rules;
}

testing::Matcher<const CandidatePair&>
pair(RecordIndex left, RecordIndex right, std::uint32_t rules) {
  return testing::Truly([=](const CandidatePair& got) {
    return operator_equal(got, {.left = left, .right = right, .rules = rules});
  });
}

Records people() {
  Records records(2);
  records.add(std::array<std::string, 2>{"Smith", "1971"});
  records.add(std::array<std::string, 2>{"smith", "1971"});
  records.add(std::array<std::string, 2>{"Smyth", "1971"});
  records.add(std::array<std::string, 2>{"", "1980"});
  records.add(std::array<std::string, 2>{"", "1981"});
  return records;
}

const BlockingRule kSurname{.text = "surname", .parts = {{.column = 0}}};
const BlockingRule kYear{.text = "year", .parts = {{.column = 1}}};
const BlockingRule kTwoLettersAndYear{
    .text = "surname[2] & year",
    .parts = {{.column = 0, .num_letters = 2}, {.column = 1}}};

TEST(CandidatePairs, AreThoseThatShareAKeyEachOnceWithAllItsRules) {
  EXPECT_THAT(
      candidate_pairs(people(), std::array{kSurname, kYear}),
      ElementsAre(pair(0, 1, 0b11), pair(0, 2, 0b10), pair(1, 2, 0b10))
  );
  EXPECT_THAT(
      candidate_pairs(people(), std::array{kTwoLettersAndYear}),
      ElementsAre(pair(0, 1, 1), pair(0, 2, 1), pair(1, 2, 1))
  );
}

TEST(CandidatePairs, ShareNoMissingValue) {
  const Records records = people();
  for (const CandidatePair& found : candidate_pairs(records, std::array{kSurname})) {
    EXPECT_LT(found.right, 3U);
  }
}

TEST(CandidatePairs, TieTheFirstTableToTheSecond) {
  EXPECT_THAT(
      candidate_pairs(people(), std::array{kYear}, {.second_table = 1}),
      ElementsAre(pair(0, 1, 1), pair(0, 2, 1))
  );
  EXPECT_EQ(num_pairs(people(), 1), 4.0);
  EXPECT_EQ(num_pairs(people(), 0), 10.0);
}

TEST(CandidatePairs, AreEmptyWhereNothingIsShared) {
  EXPECT_THAT(candidate_pairs(people(), std::array{kSurname}, {.second_table = 3}), IsEmpty());
}

TEST(CandidatePairs, RefuseRulesThatBringTooManyTogether) {
  EXPECT_THAT(
      [] {
        (void)candidate_pairs(people(), std::array{kSurname, kYear}, {.max_pairs = 3});
      },
      ThrowsMessage<Error>(
          "blocking: \"year\": expected at most 3 pairs over all rules, got 3 by this one, 4 so far"
      )
  );
  EXPECT_THAT(
      [] { (void)candidate_pairs(people(), {}); },
      ThrowsMessage<Error>("blocking: expected 1 to 32 rules, got 0")
  );
}

// Against all pairs of records, looked at one by one.
TEST(CandidatePairs, AreThoseFoundByLookingAtAllPairs) {
  Random random(4);
  for (int repeat = 0; repeat < 200; ++repeat) {
    Records records(2);
    const auto size = static_cast<RecordIndex>(1 + random.below(20));
    for (RecordIndex i = 0; i < size; ++i) {
      const auto cell = [&random] {
        const std::uint64_t letter = random.below(5);
        return letter == 4 ? std::string() : std::string(2, static_cast<char>('a' + letter));
      };
      records.add(std::array<std::string, 2>{cell(), cell()});
    }
    const auto second = static_cast<RecordIndex>(random.below(size));
    std::vector<testing::Matcher<const CandidatePair&>> expected;
    for (RecordIndex left = 0; left < size; ++left) {
      for (RecordIndex right = left + 1; right < size; ++right) {
        std::uint32_t rules = 0;
        for (const std::size_t column : {0U, 1U}) {
          const ValueId value = records.value(left, column);
          const bool is_shared = value != kNoValue && value == records.value(right, column);
          rules |= is_shared ? 1U << column : 0U;
        }
        if (rules != 0 && (second == 0 || (left < second && right >= second))) {
          expected.push_back(pair(left, right, rules));
        }
      }
    }
    EXPECT_THAT(
        candidate_pairs(records, std::array{kSurname, kYear}, {.second_table = second}),
        testing::ElementsAreArray(expected)
    );
  }
}

}  // namespace
}  // namespace portolan::linkage
