#include "portolan/formats/text_width.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace portolan::formats {
namespace {

using ::testing::ElementsAre;

// Widths as Unicode's EastAsianWidth.txt and general categories give them.
TEST(DisplayWidth, CountsColumnsOfATerminal) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("ABC"), 3U);
  EXPECT_EQ(display_width("Қазақстан"), 9U);
  EXPECT_EQ(display_width("集成电路"), 8U);
  EXPECT_EQ(display_width("ＡＢ"), 4U);              // fullwidth forms
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);         // e, combining acute
  EXPECT_EQ(display_width("a\xE2\x80\x8B"), 1U);     // zero width space
  EXPECT_EQ(display_width("\xF0\x9F\x9A\xA2"), 2U);  // ship
  EXPECT_EQ(display_width("\xFF"), 1U);
}

TEST(CutToWidth, EndsWithAnEllipsisAndNeverSplitsACharacter) {
  EXPECT_EQ(cut_to_width("集成电路", 8), "集成电路");
  EXPECT_EQ(cut_to_width("集成电路", 7), "集成电…");
  EXPECT_EQ(cut_to_width("集成电路", 6), "集成…");  // the third would need column 6 and 7
  EXPECT_EQ(cut_to_width("cafe\xCC\x81s", 5), "cafe\xCC\x81s");
  EXPECT_EQ(cut_to_width("cafe\xCC\x81s!", 5), "cafe\xCC\x81…");
}

TEST(WrapToWidth, BreaksAtBlanksAndElsewhereOnlyIfItMust) {
  EXPECT_THAT(wrap_to_width("the quick fox", 9), ElementsAre("the quick", "fox"));
  EXPECT_THAT(wrap_to_width("the quick fox", 8), ElementsAre("the", "quick", "fox"));
  EXPECT_THAT(wrap_to_width("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(wrap_to_width("集成", 1), ElementsAre("集", "成"));
  EXPECT_THAT(wrap_to_width("", 5), ElementsAre(""));
}

// The words come out as they went in, whatever the width.
TEST(WrapToWidth, LosesNoWord) {
  const std::string text = "inspect the few declarations that carry most of what went on";
  for (std::size_t width = 12; width < 70; ++width) {
    std::string joined;
    for (const auto& line : wrap_to_width(text, width)) {
      EXPECT_LE(display_width(line), width);
      joined += joined.empty() ? line : " " + line;
    }
    EXPECT_EQ(joined, text) << "width " << width;
  }
}

}  // namespace
}  // namespace portolan::formats
