#include "portolan/parties/screener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "portolan/match/name_score.hpp"
#include "portolan/parties/address_match.hpp"

namespace portolan::parties {
namespace {

using ::testing::DoubleNear;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kThresholdDb = 5.61;
constexpr double kRounding = 1e-9;

StoredParty person(const std::string& id, const std::string& name) {
  StoredParty stored;
  stored.party.entry_id = id;
  stored.party.schema = PartySchema::kPerson;
  stored.party.names = {{.text = name}};
  return stored;
}

std::vector<ScreeningHit> ask(
    const std::vector<StoredParty>& list,
    const ScreeningQuery& query,
    double threshold_db = kThresholdDb
) {
  Screener::Builder builder;
  for (const StoredParty& party : list) {
    builder.add(party, 0);
  }
  const Screener screener = builder.build();
  return ScreeningSearcher(screener).search(query, threshold_db);
}

double name_db(const std::string& a, const std::string& b) {
  constexpr auto kKind = match::NameKind::kPerson;
  return match::name_score_db(match::prepare_name(a, kKind), match::prepare_name(b, kKind));
}

ScreeningQuery person_query(const std::string& name) {
  return {.kind = match::NameKind::kPerson, .text = name};
}

TEST(Screener, ScoresANameAsMatchDoes) {
  const auto hits = ask({person("1", "EXAMPLOV, Exam")}, person_query("Exam Examplov"));
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_NEAR(hits[0].score_db, name_db("Exam Examplov", "EXAMPLOV, Exam"), kRounding);
  EXPECT_NEAR(
      hits[0].probability, 1.0 / (1.0 + std::pow(10.0, -hits[0].score_db / 10.0)), kRounding
  );
  EXPECT_THAT(ask({person("1", "EXAMPLOV, Exam")}, person_query("Maria Nobody")), IsEmpty());
}

TEST(Screener, ExplainsEachHitByPartsThatAddUp) {
  StoredParty listed = person("1", "EXAMPLOV, Exam");
  listed.party.names[0].is_weak = true;
  listed.party.countries = {{.role = CountryRole::kNationality, .text = "Iran", .country = "IRN"}};
  listed.party.birth_dates = {parse_party_date("1960-05-01")};
  ScreeningQuery query = person_query("Exam Examplow");
  query.countries = {"KGZ"};
  query.birth = parse_party_date("1961");
  const auto hits = ask({listed}, query, -30.0);
  ASSERT_THAT(hits, SizeIs(1));
  double sum = 0.0;
  for (const HitPart& part : hits[0].parts) {
    sum += part.score_db;
  }
  EXPECT_NEAR(hits[0].score_db, sum, kRounding);
}

// The weights of data/screening/qualifiers.csv.
TEST(Screener, WeighsBirthDatesByHowFarTheyAreApart) {
  StoredParty listed = person("1", "EXAMPLOV, Exam");
  listed.party.birth_dates = {parse_party_date("1960-05-01")};
  const double name = name_db("Exam Examplov", "EXAMPLOV, Exam");
  const std::vector<std::pair<const char*, double>> cases{
      {"1960-05-01", 14.0},
      {"1960-06-01", 2.0},
      {"1960", 9.5},
      {"1961", -2.0},
      {"1964", -5.5},
      {"1985", -10.0},
      {"", 0.0},
      {"no date", 0.0}};
  for (const auto& [birth, weight] : cases) {
    ScreeningQuery query = person_query("Exam Examplov");
    query.birth = parse_party_date(birth);
    const auto hits = ask({listed}, query);
    ASSERT_THAT(hits, SizeIs(1)) << birth;
    EXPECT_NEAR(hits[0].score_db - name, weight, kRounding) << birth;
  }
}

TEST(Screener, TakesTheNearestOfSeveralBirthDates) {
  StoredParty listed = person("1", "EXAMPLOV, Exam");
  listed.party.birth_dates = {parse_party_date("1940"), parse_party_date("1958 to 1963")};
  ScreeningQuery query = person_query("Exam Examplov");
  query.birth = parse_party_date("1962-02-03");
  EXPECT_NEAR(
      ask({listed}, query)[0].score_db, name_db("Exam Examplov", "EXAMPLOV, Exam") + 9.5, kRounding
  );
}

TEST(Screener, HoldsAnotherCountryAgainstAPersonMoreThanAgainstAFirm) {
  StoredParty someone = person("1", "EXAMPLOV, Exam");
  someone.party.countries = {{.role = CountryRole::kCitizenship, .text = "", .country = "RUS"}};
  StoredParty firm = person("2", "Examplov Trading");
  firm.party.schema = PartySchema::kOrganization;
  firm.party.addresses = {{.text = "Moscow", .country = "RUS"}};
  const auto change = [](const StoredParty& listed, match::NameKind kind, const std::string& country
                      ) {
    ScreeningQuery query{.kind = kind, .text = listed.party.names[0].text};
    const double without = ask({listed}, query)[0].score_db;
    query.countries = {country};
    return ask({listed}, query)[0].score_db - without;
  };
  using enum match::NameKind;
  EXPECT_NEAR(change(someone, kPerson, "RUS"), 6.0, kRounding);
  EXPECT_NEAR(change(someone, kPerson, "KGZ"), -9.5, kRounding);
  EXPECT_NEAR(change(firm, kOrganization, "RUS"), 2.0, kRounding);
  EXPECT_NEAR(change(firm, kOrganization, "KGZ"), -3.0, kRounding);
}

TEST(Screener, TellsWhatWouldChangeAHit) {
  StoredParty listed = person("1", "EXAMPLOV, Exam");
  listed.party.birth_dates = {parse_party_date("1960-05-01")};
  listed.party.identifiers = {{.type = "Passport", .number = "X112233"}};
  const auto hits = ask({listed}, person_query("Exam Examplov"));
  ASSERT_THAT(hits[0].changes, SizeIs(3));
  EXPECT_EQ(hits[0].changes[0].what, "a birth date more than 5 years from 1960-05-01");
  EXPECT_EQ(hits[0].changes[0].change_db, -10.0);
  EXPECT_EQ(hits[0].changes[2].what, "one of its 1 identifiers");
}

TEST(Screener, FindsAnIdentifierWhateverTheName) {
  StoredParty listed = person("1", "EXAMPLOV, Exam");
  listed.party.identifiers = {
      {.type = "Business registration number", .number = "INN: 7709-851082"}};
  ScreeningQuery query = person_query("Maria Nobody");
  query.identifiers = {"7709 851082"};
  const auto hits = ask({listed}, query);
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_EQ(hits[0].parts[0].part, "identifier_same");
  EXPECT_EQ(hits[0].score_db, 40.0);
  query.identifiers = {"7709851083"};
  EXPECT_THAT(ask({listed}, query), IsEmpty());
}

TEST(IdentifierKey, LeavesOutSignsAndLabels) {
  EXPECT_EQ(identifier_key("IMO 9147447"), "9147447");
  EXPECT_EQ(identifier_key("INN: 7701"), "");
  EXPECT_EQ(identifier_key("ab-123 45"), "AB12345");
  EXPECT_EQ(identifier_key("ABCDEF"), "");
}

TEST(Screener, ComparesNamesOfOneKindOnly) {
  StoredParty vessel = person("1", "MADE STAR");
  vessel.party.schema = PartySchema::kVessel;
  EXPECT_THAT(ask({vessel}, person_query("Made Star")), IsEmpty());
  EXPECT_THAT(ask({vessel}, {.kind = match::NameKind::kVessel, .text = "Made Star"}), SizeIs(1));
  EXPECT_THAT(ask({vessel}, {.kind = match::NameKind::kUnknown, .text = "Made Star"}), SizeIs(1));
}

TEST(Screener, FindsListedAddressesAndTheNamesOfAddressesNever) {
  StoredParty listed = person("1", "Address 1");
  listed.party.schema = PartySchema::kAddress;
  listed.party.addresses = {
      {.text = "Flat 1204, 12/F, Made Centre, 88 Examplar Road, Kowloon, Hong Kong"}};
  const ScreeningQuery query{
      .is_address = true, .text = "Rm 1204 12F Made Centre 88 Examplar Rd Kowloon"};
  const auto hits = ask({listed}, query);
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_THAT(ask({listed}, {.kind = match::NameKind::kUnknown, .text = "Address 1"}), IsEmpty());
  EXPECT_THAT(
      ask({listed}, {.is_address = true, .text = "77 Other Street, Kowloon, Hong Kong"}), IsEmpty()
  );
}

// By hand: 88 is in no table: of two digits 10 log10(0.9 / 0.008) = 20.51; each of the rare words
// 10 log10(0.9 / 0.001) = 29.54; the prior is -40. "Road" and the country do not count.
TEST(AddressScore, AddsWhatAgreesLessThePrior) {
  const auto score = score_addresses(
      address_words("99 Examplar Road, Zzyzx, Kyrgyzstan"), address_words("99, Examplar st., Zzyzx")
  );
  EXPECT_THAT(
      score.score_db,
      DoubleNear(2 * 10 * std::log10(900.0) + 10 * std::log10(0.9 / 0.008) - 40.0, 1e-6)
  );
}

TEST(AddressScore, HoldsOtherNumbersAgainstIt) {
  const auto listed = address_words("99 Examplar Road, Zzyzx");
  const double same = score_addresses(address_words("99 Examplar Road, Zzyzx"), listed).score_db;
  const double other = score_addresses(address_words("98 Examplar Road, Zzyzx"), listed).score_db;
  EXPECT_NEAR(same - other, 10 * std::log10(0.9 / 0.008) + 10.0, 1e-6);
}

}  // namespace
}  // namespace portolan::parties
