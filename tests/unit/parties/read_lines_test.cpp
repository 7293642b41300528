#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read_list.hpp"

namespace portolan::parties {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(FtmLines, BringTogetherWhatStandsInOtherLines) {
  const ReadList list = read_list({{
      "entities.ftm.json",
      R"({"id":"NK-1","caption":"Made Up LLC","schema":"Company","target":true,"datasets":["a"],"properties":{"name":["Made Up","Made Up LLC"],"alias":["MU"],"weakAlias":["M"],"previousName":["Old Up"],"innCode":["7701"],"country":["ru"],"addressEntity":["addr-1"],"topics":["sanction"]}})"
      "\n"
      R"({"id":"addr-1","schema":"Address","properties":{"full":["1 Made St, Moscow"],"country":["ru"]}})"
      "\n"
      R"({"id":"s-1","schema":"Sanction","properties":{"entity":["NK-1"],"program":["US-X"],"startDate":["2022-03-01"],"listingDate":["2022-02-24"]}})"
      "\n"
      R"({"id":"p-1","schema":"Passport","properties":{"holder":["Q1"],"number":["X11"],"country":["kg"]}})"
      "\n"
      R"({"id":"Q1","caption":"Exam Examplov","schema":"Person","properties":{"name":["Exam Examplov"],"birthDate":["1948-12-10"],"nationality":["kg"]}})"
      "\n"
      R"({"id":"o-1","schema":"Ownership","properties":{"owner":["Q1"],"asset":["NK-1"]}})"
      "\n"
      R"({"id":"addr-2","caption":"2 Made St, HK","schema":"Address","target":true,"properties":{"full":["2 Made St, HK"],"country":["hk"]}})"
      "\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(3));
  EXPECT_EQ(list.files[0].format, ListFormat::kFtmJson);
  const ListedParty& firm = list.parties[0];
  EXPECT_THAT(
      names_of(firm),
      ElementsAre(
          "primary Made Up LLC", "alias Made Up", "alias MU", "alias M weak", "former Old Up"
      )
  );
  EXPECT_THAT(addresses_of(firm), ElementsAre("1 Made St, Moscow = RUS"));
  EXPECT_THAT(identifiers_of(firm), ElementsAre("innCode 7701 RUS"));
  EXPECT_THAT(firm.programmes, ElementsAre("US-X"));
  EXPECT_EQ(firm.listed_on, "2022-02-24");
  EXPECT_EQ(detail_of(firm, "topics"), "sanction");
  EXPECT_THAT(identifiers_of(list.parties[1]), ElementsAre("Passport X11 KGZ"));
  EXPECT_EQ(list.parties[1].line, 5);
  EXPECT_EQ(list.parties[2].schema, PartySchema::kAddress);
  EXPECT_EQ(list.reading.attached.at("Ownership"), 1);
  EXPECT_EQ(list.reading.attached.at("Address"), 1);
}

TEST(FtmDelta, SaysWhatBecomesOfEachEntity) {
  const ReadList list = read_list({{
      "delta.json",
      R"({"op":"ADD","entity":{"id":"NK-1","schema":"Company","properties":{"name":["Made Up"],"addressEntity":[{"id":"a","schema":"Address","properties":{"full":["1 Made St"]}}]}}})"
      "\n"
      R"({"op":"MOD","entity":{"id":"NK-2","schema":"Person","properties":{"name":["Exam"]}}})"
      "\n"
      R"({"op":"DEL","entity":{"id":"NK-3"}})"
      "\n"
      R"({"op":"NEW","entity":{"id":"NK-4","schema":"Person","properties":{"name":["Exam"]}}})"
      "\n",
  }});

  EXPECT_THAT(
      list.changes, ElementsAre(EntryChange::kAdd, EntryChange::kModify, EntryChange::kRemove)
  );
  EXPECT_THAT(addresses_of(list.parties[0]), ElementsAre("1 Made St"));
  ASSERT_THAT(list.reading.rejects, SizeIs(1));
  EXPECT_EQ(list.reading.rejects[0].line, 4);
  EXPECT_EQ(list.reading.rejects[0].reason, "expected ADD, MOD or DEL");
}

TEST(SenzingLines, HoldFeaturesOfAllKinds) {
  const ReadList list = read_list({{
      "senzing.json",
      R"({"DATA_SOURCE":"OS","RECORD_ID":"NK-1","RECORD_TYPE":"ORGANIZATION","NAMES":[{"NAME_TYPE":"PRIMARY","NAME_ORG":"Made Up LLC"},{"NAME_TYPE":"ALIAS","NAME_ORG":"MU"}],"ADDRESSES":[{"ADDR_FULL":"1 Made St, Bishkek"}],"COUNTRIES":[{"REGISTRATION_COUNTRY":"kg"}],"IDENTIFIERS":[{"TAX_ID_NUMBER":"7701","TAX_ID_COUNTRY":"ru"}],"RISKS":[{"TOPIC":"sanction"}]})"
      "\n"
      R"({"DATA_SOURCE":"OS","RECORD_ID":"Q1","RECORD_TYPE":"PERSON","FEATURES":[{"NAME_FIRST":"Exam","NAME_LAST":"Examplov"},{"DATE_OF_BIRTH":"1948-12-10"},{"NATIONALITY":"Iran"}]})"
      "\n",
  }});

  ASSERT_THAT(list.parties, SizeIs(2));
  EXPECT_THAT(names_of(list.parties[0]), ElementsAre("primary Made Up LLC", "alias MU"));
  EXPECT_THAT(addresses_of(list.parties[0]), ElementsAre("1 Made St, Bishkek"));
  EXPECT_THAT(identifiers_of(list.parties[0]), ElementsAre("TAX_ID 7701 RUS"));
  EXPECT_THAT(list.parties[0].programmes, ElementsAre("sanction"));
  EXPECT_THAT(names_of(list.parties[1]), ElementsAre("primary Exam Examplov"));
  EXPECT_THAT(birth_dates_of(list.parties[1]), ElementsAre("1948-12-10"));
  EXPECT_THAT(countries_of(list.parties[1]), ElementsAre("nationality IRN"));
}

TEST(ScreeningListJson, HasListsWhereTheTableHasCells) {
  const ReadList list = read_list({{
      "consolidated.json",
      R"({"results":[{"id":"a2","source":"Entity List (EL) - Bureau of Industry and Security","type":"Entity","name":"Made Up LLC","alt_names":["MU"],"programs":["X"],"addresses":[{"address":"1 Made St","city":"Bishkek","state":null,"postal_code":"720000","country":"KG"}],"ids":[{"type":"Tax ID","number":"7701","country":"KG"}],"start_date":"2024-06-12","remarks":null,"citizenships":[],"dates_of_birth":[]}]})",
  }});

  ASSERT_THAT(list.parties, SizeIs(1));
  EXPECT_EQ(list.parties[0].entry_id, "a2");
  EXPECT_THAT(names_of(list.parties[0]), ElementsAre("primary Made Up LLC", "alias MU"));
  EXPECT_THAT(addresses_of(list.parties[0]), ElementsAre("1 Made St, Bishkek, 720000, KG = KGZ"));
  EXPECT_THAT(identifiers_of(list.parties[0]), ElementsAre("Tax ID 7701 KGZ"));
}

}  // namespace
}  // namespace portolan::parties
