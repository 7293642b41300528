#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portolan/match/name.hpp"

namespace portolan::match {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> telling(const Name& name) {
  std::vector<std::string> words;
  for (const NameToken& token : name.tokens) {
    if (is_telling(token)) {
      words.push_back(token.latin);
    }
  }
  return words;
}

std::vector<std::string> firm(std::string_view text) {
  return telling(prepare_name(text, NameKind::kOrganization));
}

std::vector<std::string> person(std::string_view text) {
  return telling(prepare_name(text, NameKind::kPerson));
}

TEST(PrepareName, TakesLegalFormsOut) {
  EXPECT_THAT(firm("Siemens Aktiengesellschaft"), ElementsAre("siemens"));
  EXPECT_THAT(firm("Volkswagen GmbH"), ElementsAre("volkswagen"));
  EXPECT_THAT(firm("ООО «Ромашка»"), ElementsAre("romashka"));
  EXPECT_THAT(firm("Общество с ограниченной ответственностью Ромашка"), ElementsAre("romashka"));
  EXPECT_THAT(firm("FABERLIC Sp. z o.o."), ElementsAre("faberlic"));
  EXPECT_THAT(prepare_name("Gazprom JSC", NameKind::kOrganization).legal_forms, ElementsAre("jsc"));
  EXPECT_THAT(prepare_name("OAO Gazprom", NameKind::kOrganization).legal_forms, ElementsAre("jsc"));
}

TEST(PrepareName, TakesMisspeltLegalFormsOut) {
  EXPECT_THAT(firm("Siemens Aktiengeselschaft"), ElementsAre("siemens"));
}

TEST(PrepareName, KeepsANameThatIsNothingButALegalForm) {
  EXPECT_THAT(firm("GmbH"), ElementsAre("gmbh"));
  EXPECT_THAT(firm("The"), ElementsAre("the"));
}

TEST(PrepareName, KeepsShortFormsWithinAName) {
  EXPECT_THAT(firm("Bank SE Asia Fund"), ElementsAre("bank", "se", "asia", "fund"));
}

TEST(PrepareName, HasNoTokensWithoutLetters) {
  EXPECT_THAT(prepare_name("---", NameKind::kPerson).tokens, IsEmpty());
  EXPECT_THAT(prepare_name("", NameKind::kOrganization).tokens, IsEmpty());
}

TEST(PrepareName, PutsTheFamilyNameBehindAComma) {
  const Name name = prepare_name("IBRAHIM, Sadr", NameKind::kPerson);
  EXPECT_EQ(name.tokens[0].latin, "sadr");
  EXPECT_EQ(name.tokens[1].latin, "ibrahim");
}

TEST(PrepareName, LeavesTitlesAndParticlesOfPersonsOut) {
  EXPECT_THAT(person("AL ZAWAHIRI, Dr. Ayman"), ElementsAre("ayman", "zawahiri"));
  EXPECT_THAT(person("Mullah Mohammed Omar"), ElementsAre("mohammed", "omar"));
  EXPECT_THAT(person("Osama bin Laden"), ElementsAre("osama", "laden"));
  EXPECT_THAT(person("President Putin"), ElementsAre("putin"));
  EXPECT_THAT(person("LadyBucket"), ElementsAre("lady", "bucket"));
}

TEST(PrepareName, KeepsShortNamesThatLookLikeParticles) {
  EXPECT_THAT(person("XU, Bin"), ElementsAre("bin", "xu"));
  EXPECT_THAT(person("David King"), ElementsAre("david", "king"));
}

TEST(PrepareName, CutsTheServantOfNamesApart) {
  EXPECT_THAT(person("Abdulaziz Nooristani"), ElementsAre("abd", "aziz", "nooristani"));
  EXPECT_THAT(person("'Abd al-Aziz al-Nuristani"), ElementsAre("abd", "aziz", "nuristani"));
  EXPECT_THAT(person("Abdullah Ahmed"), ElementsAre("abdullah", "ahmed"));
}

TEST(PrepareName, CutsChineseAndKoreanNamesIntoFamilyAndGivenName) {
  EXPECT_THAT(person("习近平"), ElementsAre("xi", "jinping"));
  EXPECT_THAT(person("이재명"), ElementsAre("lee", "jaemyong"));
}

TEST(PrepareName, ReadsNumbersInNamesOfFirms) {
  const auto number = [](std::string_view text) {
    return prepare_name(text, NameKind::kOrganization).tokens.back().meaning;
  };
  EXPECT_EQ(number("Brigade Forty-Four"), "44");
  EXPECT_EQ(number("Brigade forty 4"), "44");
  EXPECT_EQ(number("KKR Asian Fund XIV"), "14");
  EXPECT_EQ(prepare_name("1st Bank", NameKind::kOrganization).tokens[0].meaning, "1");
}

TEST(PrepareName, ReadsPlacesAndTradesInNamesOfFirms) {
  const Name name = prepare_name("Banco of the United States", NameKind::kOrganization);
  EXPECT_EQ(name.tokens.front().meaning, "bank");
  EXPECT_EQ(name.tokens.back().meaning, "usa");
  EXPECT_EQ(name.tokens.back().role, TokenRole::kPlace);
}

TEST(PrepareName, TakesThePrefixOfVesselsOut) {
  EXPECT_THAT(telling(prepare_name("M/V Oceanic", NameKind::kVessel)), ElementsAre("oceanic"));
}

TEST(PrepareName, ReadsDigitsWithinLettersAsTheLettersTheyLookLike) {
  EXPECT_THAT(person("Ig0r Sech1n"), ElementsAre("igor", "sechin"));
}

TEST(PrepareName, KnowsTheSchemasOfFollowTheMoney) {
  EXPECT_EQ(parse_name_kind("company"), NameKind::kOrganization);
  EXPECT_EQ(parse_name_kind(""), NameKind::kUnknown);
  EXPECT_EQ(parse_name_kind("Planet"), std::nullopt);
}

}  // namespace
}  // namespace portolan::match
