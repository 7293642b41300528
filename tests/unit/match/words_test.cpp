#include "portolan/match/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portolan::match {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> latin(std::string_view text) {
  std::vector<std::string> result;
  for (const Word& word : words_of(text)) {
    result.push_back(word.latin);
  }
  return result;
}

std::vector<std::string> written(std::string_view text) {
  std::vector<std::string> result;
  for (const Word& word : words_of(text)) {
    result.push_back(word.text);
  }
  return result;
}

TEST(Words, AreCutAtBlanksAndPunctuation) {
  EXPECT_THAT(latin("Bond, James  Bond"), ElementsAre("bond", "james", "bond"));
  EXPECT_THAT(latin("Bashar al-Assad"), ElementsAre("bashar", "al", "assad"));
  EXPECT_THAT(latin("11,420.2-1 CORP."), ElementsAre("11", "420", "2", "1", "corp"));
  EXPECT_THAT(latin("--- ..."), IsEmpty());
}

TEST(Words, HoldTogetherOverApostrophesAndMarksWithoutWidth) {
  EXPECT_THAT(latin("O'Brien"), ElementsAre("obrien"));
  EXPECT_THAT(latin("O\u2019Brien"), ElementsAre("obrien"));
  EXPECT_THAT(latin("Qa\u02BBida"), ElementsAre("qaida"));
  EXPECT_THAT(latin("foo\u200Bbar"), ElementsAre("foobar"));
}

TEST(Words, JoinSingleLettersOverDots) {
  EXPECT_THAT(latin("C.I.A."), ElementsAre("cia"));
  EXPECT_THAT(latin("HSBC Holdings p.l.c."), ElementsAre("hsbc", "holdings", "plc"));
  EXPECT_THAT(latin("George W.Bush"), ElementsAre("george", "w", "bush"));
  EXPECT_THAT(latin("Sp. z o.o."), ElementsAre("sp", "z", "oo"));
}

TEST(Words, AreCutAtACapitalWithin) {
  EXPECT_THAT(latin("SiemensAG"), ElementsAre("siemens", "ag"));
  EXPECT_THAT(latin("McDonald JPMorgan"), ElementsAre("mcdonald", "jpmorgan"));
}

TEST(Words, LoseTheMarksOfLatinLetters) {
  EXPECT_THAT(
      latin("Nicolás Łukasz Erdoğan Ødegård Strauß"),
      ElementsAre("nicolas", "lukasz", "erdogan", "odegard", "strauss")
  );
  EXPECT_THAT(latin("n\u0308"), ElementsAre("n"));
}

// Spellings of passports and of OFAC's and the UN's lists.
TEST(Words, AreWrittenByTheLanguageThatCyrillicLettersTell) {
  EXPECT_THAT(latin("Владимир Путин"), ElementsAre("vladimir", "putin"));
  EXPECT_THAT(latin("Хрущёв"), ElementsAre("khrushchyov"));
  EXPECT_THAT(latin("Зеленський Володимир Їжак"), ElementsAre("zelenskyy", "volodymyr", "yizhak"));
  EXPECT_THAT(latin("Қасым-Жомарт Тоқаев"), ElementsAre("qasym", "zhomart", "toqaev"));
  EXPECT_THAT(latin("Александар Вучић"), ElementsAre("aleksandar", "vucic"));
}

TEST(Words, OfAnUnknownCyrillicLanguageHaveASecondReading) {
  const auto words = words_of("Володимир");
  ASSERT_EQ(words.size(), 1U);
  EXPECT_EQ(words[0].latin, "volodimir");
  EXPECT_EQ(words[0].other, "volodymyr");
}

TEST(Words, OfOtherAlphabetsAreReadLetterByLetter) {
  EXPECT_THAT(latin("Κυριάκος Μητσοτάκης"), ElementsAre("kyriakos", "mitsotakis"));
  EXPECT_THAT(latin("ბარაკ ობამა"), ElementsAre("barak", "obama"));
  EXPECT_THAT(latin("Բարակ Օբամա"), ElementsAre("barak", "obama"));
  EXPECT_THAT(latin("バラク・オバマ"), ElementsAre("baraku", "obama"));
  EXPECT_THAT(latin("व्लादिमीर पुतिन"), ElementsAre("vladimir", "putin"));
}

TEST(Words, OfArabicAreConsonantsWithTheArticleApart) {
  EXPECT_THAT(latin("محمد السيسي"), ElementsAre("mhmd", "al", "sysy"));
  EXPECT_EQ(words_of("محمد")[0].writing, Writing::kConsonants);
}

TEST(Words, OfSyllablesAreReadAsKoreanAndMandarin) {
  EXPECT_THAT(latin("习近平"), ElementsAre("xijinping"));
  EXPECT_THAT(latin("김민석"), ElementsAre("kimminsok"));
  EXPECT_THAT(written("田中！太郎"), ElementsAre("田中", "太郎"));
}

TEST(Words, OfUnknownLettersEqualThemselvesAndNothingElse) {
  EXPECT_EQ(latin("ᚠᚢᚦ"), latin("ᚠᚢᚦ"));
  EXPECT_NE(latin("ᚠᚢᚦ"), latin("ᚠᚢᚨ"));
  EXPECT_THAT(latin("😀 ᚠ → x"), ElementsAre(latin("ᚠ")[0], "x"));
}

TEST(Words, OfFaultyBytesAreCutThere) {
  EXPECT_THAT(
      latin("ab\xFF"
            "cd\xC3"),
      ElementsAre("ab", "cd")
  );
}

}  // namespace
}  // namespace portolan::match
