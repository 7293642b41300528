#include "portolan/match/name_score.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "portolan/base/random.hpp"

namespace portolan::match {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::Not;

NameScore score(NameKind kind, std::string_view a, std::string_view b) {
  return score_names(prepare_name(a, kind), prepare_name(b, kind));
}

auto has_part(ScorePart part, const std::string& words) {
  return Contains(AllOf(Field(&Contribution::part, part), Field(&Contribution::words, words)));
}

auto has(ScorePart part) {
  return Contains(Field(&Contribution::part, part));
}

TEST(NameScore, IsTheSumOfItsContributions) {
  const NameScore found = score(NameKind::kPerson, "Igor Sechev", "SECHIN, Igor Ivanovich");
  double sum = 0.0;
  for (const Contribution& one : found.contributions) {
    sum += one.score_db;
    EXPECT_NEAR(
        one.score_db, one.amount * part_weights()[static_cast<std::size_t>(one.part)], 1e-12
    );
  }
  EXPECT_NEAR(found.score_db, sum, 1e-9);
  EXPECT_NEAR(found.probability, 1.0 / (1.0 + std::pow(10.0, -sum / 10.0)), 1e-12);
}

TEST(NameScore, NamesTheWordsItIsAbout) {
  const NameScore found = score(NameKind::kPerson, "Igor Sechev", "Igor Sechin");
  EXPECT_THAT(found.contributions, has_part(ScorePart::kTwoLetters, "sechev ~ sechin"));
  const NameScore other =
      score(NameKind::kPerson, "Barzan Ibrahim al-Mosuli", "Barzan Ibrahim al-Tikriti");
  EXPECT_THAT(other.contributions, has_part(ScorePart::kReplaced, "mosuli / tikriti"));
}

TEST(NameScore, IsHighForOneNameInAnotherOrderOrSpelling) {
  EXPECT_GT(score(NameKind::kPerson, "PUTIN, Vladimir", "Vladimir Putin").probability, 0.9);
  EXPECT_GT(score(NameKind::kPerson, "Владимир Путин", "Vladimir Putin").probability, 0.9);
  EXPECT_GT(score(NameKind::kPerson, "VladimirPutin", "Vladimir Putin").probability, 0.9);
  EXPECT_GT(score(NameKind::kPerson, "Muhammad Saleh", "Mohamed Salih").probability, 0.5);
  EXPECT_GT(score(NameKind::kOrganization, "OAO Gazprom", "Gazprom JSC").probability, 0.9);
  EXPECT_GT(score(NameKind::kOrganization, "Goodwill Co", "Good Will Company").probability, 0.9);
}

TEST(NameScore, IsLowWhereAnotherNameStandsInItsPlace) {
  EXPECT_LT(score(NameKind::kPerson, "Oleg Deripaska", "Igor Deripaska").probability, 0.2);
  EXPECT_LT(score(NameKind::kOrganization, "Bank of Armenia", "Bank of America").probability, 0.2);
  EXPECT_LT(score(NameKind::kOrganization, "Volkswagen AG", "Siemens AG").probability, 0.05);
}

TEST(NameScore, TurnsFatherAndSonApart) {
  const NameScore turned =
      score(NameKind::kPerson, "Abdullah bin Omar Saqr", "Omar bin Abdullah Saqr");
  EXPECT_THAT(turned.contributions, has(ScorePart::kKinTurned));
  const NameScore moved = score(NameKind::kPerson, "bin Salman Mohammed", "Mohammed bin Salman");
  EXPECT_THAT(moved.contributions, Not(has(ScorePart::kKinTurned)));
}

TEST(NameScore, OfNothingIsNobodys) {
  EXPECT_EQ(score(NameKind::kPerson, "", "Igor Sechin").score_db, kNoScoreDb);
  EXPECT_EQ(score(NameKind::kPerson, "???", "???").score_db, kNoScoreDb);
}

TEST(NameScore, IsTheSameWithoutItsExplanation) {
  const Name a = prepare_name("Bank Melli Iran Investment Company", NameKind::kOrganization);
  const Name b = prepare_name("Melli Bank plc London", NameKind::kOrganization);
  EXPECT_NEAR(name_score_db(a, b), score_names(a, b).score_db, 1e-9);
}

std::string random_name(Random& random) {
  static const std::string kParts[] = {
      "Ali",
      "Hassan",
      "Husein",
      "bin",
      "al",
      "Omar",
      "Sechin",
      "Ivan",
      "Ivanov",
      "Bank",
      "Iran",
      "LLC",
      "II",
      "jc",
      "J",
      "Good",
      "Will",
      "the",
      "Goodwill"};
  std::string name;
  for (std::uint64_t i = 0; i < 1 + random.below(5); ++i) {
    name += kParts[random.below(std::size(kParts))] + " ";
  }
  return name;
}

// Which name is called the first must not matter.
TEST(NameScore, IsTheSameForEitherOrder) {
  Random random(7);
  for (int i = 0; i < 2'000; ++i) {
    const NameKind kind = i % 2 == 0 ? NameKind::kPerson : NameKind::kOrganization;
    const Name a = prepare_name(random_name(random), kind);
    const Name b = prepare_name(random_name(random), kind);
    ASSERT_NEAR(name_score_db(a, b), name_score_db(b, a), 1e-9) << a.text << " | " << b.text;
  }
}

/// Bytes of any kind, letters of many scripts and signs among them.
std::string random_bytes(Random& random) {
  std::string text;
  for (std::uint64_t i = random.below(24); i > 0; --i) {
    const std::uint64_t kind = random.below(4);
    if (kind == 0) {
      text.push_back(static_cast<char>(random.below(256)));
    } else if (kind == 1) {
      text.push_back(" .,&'-A1z"[random.below(9)]);
    } else {  // a code point of three bytes
      text.push_back(static_cast<char>(0xE0 + random.below(16)));
      text.push_back(static_cast<char>(0x80 + random.below(64)));
      text.push_back(static_cast<char>(0x80 + random.below(64)));
    }
  }
  return text;
}

TEST(NameScore, TakesAnyBytesAndWritesAsciiOnly) {
  Random random(11);
  for (int i = 0; i < 3'000; ++i) {
    const auto kind = static_cast<NameKind>(random.below(4));
    const Name a = prepare_name(random_bytes(random), kind);
    const Name b = prepare_name(random_bytes(random), kind);
    for (const NameToken& token : a.tokens) {
      ASSERT_EQ(
          token.latin.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos
      ) << a.text;
    }
    ASSERT_NEAR(name_score_db(a, b), name_score_db(b, a), 1e-9) << a.text << " | " << b.text;
    ASSERT_TRUE(std::isfinite(score_names(a, b).score_db));
  }
}

}  // namespace
}  // namespace portolan::match
