#include "portolan/goods/find_goods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portolan::goods {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CodeText text(const char* code, const char* words) {
  return {*HsCode::parse(code), words};
}

std::vector<CodeText> some_texts() {
  return {
      text("90", "Instruments"),
      text("9014", "Compasses; navigational instruments"),
      text("901420", "For aeronautical navigation"),
      text("901480", "Other"),
      text("8803", "Parts of aeroplanes"),
      text("0101", "Horses")};
}

std::vector<std::string> codes(const std::vector<FoundCode>& found) {
  std::vector<std::string> result;
  for (const FoundCode& one : found) {
    result.push_back(one.code.to_string());
  }
  return result;
}

// Of "navigation" 901420 has all and 9014 a longer word, of "instrument", which two texts have,
// 9014 all and 901420 half by its heading. A code without a word of its own is left out. Plurals
// are one with their singular.
TEST(FindGoods, LooksIntoTheTextsOfCodesAndHeadings) {
  const auto found = find_goods("instrument of navigation", some_texts(), 10);
  EXPECT_THAT(codes(found), ElementsAre("901420", "9014"));
  EXPECT_EQ(found[0].covered, 1.0);
  EXPECT_THAT(codes(find_goods("horse", some_texts(), 10)), ElementsAre("0101"));
  EXPECT_THAT(codes(find_goods("aeroplane navigation", some_texts(), 1)).size(), 1U);
}

TEST(FindGoods, KnowsWordsOfTradeThatNoTextHas) {
  const auto found = find_goods("GNSS modules", {}, 10);
  EXPECT_THAT(codes(found), ElementsAre("852691"));
  EXPECT_EQ(found[0].covered, 0.5);
  EXPECT_EQ(found[0].text, "Radio navigation, satellite receivers");
  EXPECT_THAT(found[0].reasons, ElementsAre(HasSubstr("satellite navigation")));
}

// "ceramic capacitor" names one code by both words and outweighs "tantalum", one word.
TEST(FindGoods, TakesTheRowThatHoldsMoreOfTheWords) {
  const auto found = find_goods("ceramic capacitors, not tantalum", {}, 10);
  EXPECT_EQ(found[0].code.to_string(), "853224");
  EXPECT_THAT(codes(found), Contains("853221"));
}

// What goods are for says less than what they are.
TEST(FindGoods, CountsThePurposeLess) {
  EXPECT_EQ(find_goods("accelerometer for drones", {}, 1)[0].code.to_string(), "901420");
  EXPECT_EQ(find_goods("drone with accelerometer", {}, 1)[0].code.to_string(), "880621");
}

TEST(FindGoods, FindsNothingForWordsThatNobodyKnows) {
  EXPECT_THAT(find_goods("xyzzy", own_code_texts(), 10), IsEmpty());
  EXPECT_THAT(find_goods("of the", own_code_texts(), 10), IsEmpty());
}

TEST(FindGoods, AreOnlyAsManyAsAskedForWithTheLikeliestFirst) {
  const auto found = find_goods("parts of machines", own_code_texts(), 7);
  ASSERT_EQ(found.size(), 7U);
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_GE(found[i - 1].score, found[i].score);
  }
}

}  // namespace
}  // namespace portolan::goods
