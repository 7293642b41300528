#include "portolan/base/equal_span.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace portolan {
namespace {

TEST(EqualSpan, HoldsWhatALinearSearchFinds) {
  const std::vector<std::pair<int, char>> sorted = {
      {1, 'a'}, {3, 'b'}, {3, 'c'}, {3, 'd'}, {8, 'e'}};
  for (int value = 0; value < 10; ++value) {
    const auto found = equal_span(std::span(sorted), value, &std::pair<int, char>::first);
    std::vector<std::pair<int, char>> expected;
    std::ranges::copy_if(sorted, std::back_inserter(expected), [&](const auto& one) {
      return one.first == value;
    });
    EXPECT_TRUE(std::ranges::equal(found, expected)) << value;
  }
}

TEST(EqualSpan, IsEmptyInNothing) {
  EXPECT_TRUE(equal_span(std::span<const int>(), 4).empty());
}

}  // namespace
}  // namespace portolan
