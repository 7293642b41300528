#include "portolan/base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace portolan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Text, TrimsBlanksAndNoBreakSpaces) {
  EXPECT_EQ(trim(" \t\xC2\xA0 12 \xC2\xA0\r\n"), "12");
  EXPECT_EQ(trim("   "), "");
}

TEST(Text, TellsWellFormedUtf8) {
  EXPECT_TRUE(is_utf8("Côte d'Ivoire 商品编码"));
  EXPECT_FALSE(is_utf8("C\xF4te"));       // Latin-1
  EXPECT_FALSE(is_utf8("\xC0\xAF"));      // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));  // surrogate
  EXPECT_FALSE(is_utf8("\xE5\x95"));      // cut off
}

TEST(Text, NamesTheNearestCandidates) {
  const std::array<std::string, 4> codes{"854290", "854239", "010121", "854231"};
  EXPECT_THAT(nearest_names("854299", codes), ElementsAre("854239", "854290", "854231"));
  EXPECT_THAT(nearest_names("TOTAL", codes), IsEmpty());
  EXPECT_EQ(
      nearest_hint("Kazahstan", std::array<std::string, 2>{"Kazakhstan", "Pakistan"}),
      "nearest: Kazakhstan, Pakistan"
  );
}

TEST(Text, ReadsWholeNumbersOnly) {
  EXPECT_EQ(parse_integer("-42"), -42);
  for (const char* text : {"", "4.0", " 4", "4 ", "0x4", "99999999999999999999"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

}  // namespace
}  // namespace portolan
