#include "portolan/goods/groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/goods/list_reader.hpp"

namespace portolan::goods {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum HsEdition;

HsCode code(std::string_view text) {
  return HsCode::parse(text).value();
}

FamilyTable families_of(std::vector<HsEdition> editions) {
  return make_families(editions);
}

const FamilyTable& recent() {
  static const FamilyTable families = families_of({kHs2017, kHs2022});
  return families;
}

std::vector<std::string> names(const GoodsGroup& group) {
  std::vector<std::string> result;
  for (const GroupFamily& family : group.families) {
    result.push_back(family.family);
  }
  return result;
}

const GroupFamily& family_in(const GoodsGroup& group, std::string_view name) {
  for (const GroupFamily& family : group.families) {
    if (family.family == name) {
      return family;
    }
  }
  throw not_found("family: expected {}", name);
}

TEST(GoodsGroups, OfTheFirstTierAreFourFamilies) {
  EXPECT_THAT(
      names(resolve_goods("chpl:1", recent())), ElementsAre("854231", "854232", "854233", "854239")
  );
}

// Tier 3 of the list of 50 is 3.A with 16 codes and 3.B with 9; 854151 and 854159 are one family.
TEST(GoodsGroups, OfATierHoldTheTiersBelow) {
  const auto tier = resolve_goods("chpl:3", recent());
  const auto parts = resolve_goods("chpl:3.A,chpl:3.B", recent());
  EXPECT_EQ(names(tier), names(parts));
  std::size_t num_codes = 0;
  for (const GroupFamily& family : tier.families) {
    num_codes += family.named.size();
  }
  EXPECT_EQ(num_codes, 25U);
}

TEST(GoodsGroups, TakeTheLatestVersionUnlessOneIsNamed) {
  EXPECT_EQ(names(resolve_goods("chpl", recent())), names(resolve_goods("chpl-50", recent())));
  const auto smaller = names(resolve_goods("chpl-45", recent()));
  EXPECT_THAT(smaller, testing::Not(testing::Contains("845710")));
  EXPECT_THAT(names(resolve_goods("CHPL", recent())), testing::Contains("845710"));
}

TEST(GoodsGroups, SayWhatIsNotResolved) {
  EXPECT_THAT(
      resolve_goods("chpl-38", recent()).notices,
      ElementsAre(
          "chpl 38: of its 38 codes 35 are known, 9 of them for certain; the other 3 are among 5 "
          "unresolved ones, which are all included and marked"
      )
  );
  EXPECT_THAT(resolve_goods("chpl-45", recent()).notices, IsEmpty());
}

TEST(GoodsGroups, TakeCodesAndPrefixesOfAnyEdition) {
  const auto group = resolve_goods(" 8542 , 854140,85415100", recent());
  EXPECT_THAT(group.codes, ElementsAre(code("8542"), code("854140"), code("85415100")));
  EXPECT_THAT(
      names(group),
      ElementsAre("854141", "854151", "854231", "854232", "854233", "854239", "854290")
  );
  const GroupFamily& diodes = family_in(group, "854141");
  EXPECT_EQ(diodes.codes_edition, kHs2017);
  EXPECT_FALSE(diodes.is_partly_named());
  EXPECT_EQ(diodes.controlled_since, (ControlDate{"2022-02-24", "regime default"}));
  EXPECT_THAT(group.notices, ElementsAre(HasSubstr("85415100: families are of subheadings")));
}

// 854140 held light-emitting diodes and solar cells beside the photodiodes of the list.
TEST(GoodsGroups, TellWhatElseIsInAFamily) {
  const auto group = resolve_goods("chpl", recent());
  const GroupFamily& diodes = family_in(group, "854141");
  EXPECT_THAT(diodes.named, ElementsAre(code("854149")));
  EXPECT_THAT(diodes.others, ElementsAre(code("854141"), code("854142"), code("854143")));
  EXPECT_TRUE(diodes.is_partly_named());
  EXPECT_FALSE(family_in(group, "854231").is_partly_named());
  // One part names one code of the family, another the whole of it.
  EXPECT_FALSE(family_in(resolve_goods("chpl,854140", recent()), "854141").is_partly_named());
}

TEST(GoodsGroups, CarryTheListsDatesAndTiers) {
  const auto group = resolve_goods("chpl", recent());
  const GroupFamily& processors = family_in(group, "854231");
  EXPECT_EQ(processors.label, "Processors and controllers");
  ASSERT_THAT(processors.mentions, SizeIs(1));
  EXPECT_EQ(processors.mentions[0].list, "chpl");
  EXPECT_EQ(processors.mentions[0].version, "50");
  EXPECT_EQ(processors.mentions[0].tier, "1");
  EXPECT_EQ(processors.mentions[0].listed_on, "2023-05-19");
  EXPECT_EQ(processors.controlled_since, (ControlDate{"2022-02-24", "regime default"}));
}

TEST(GoodsGroups, TakeDatesOfControlFromTheEuListOfTheUser) {
  ListCatalogue lists;
  lists.add(read_list(
                "hs6,sanction_date,sanctioned,category\n854231,2022-02-25,1,dual_use\n"
                "854150,2022-04-08,1,industrial_cap\n",
                "eu.csv"
  )
                .list);
  const auto group = resolve_goods("chpl", recent(), lists);
  EXPECT_EQ(
      family_in(group, "854231").controlled_since, (ControlDate{"2022-02-25", "eu 2022-04-08"})
  );
  // 854151 of HS2022 is followed to 854150 of HS2017, which the EU list has.
  EXPECT_EQ(
      family_in(group, "854151").controlled_since, (ControlDate{"2022-04-08", "eu 2022-04-08"})
  );
  EXPECT_EQ(
      family_in(group, "854232").controlled_since, (ControlDate{"2022-02-24", "regime default"})
  );
  EXPECT_THAT(names(resolve_goods("eu", recent(), lists)), ElementsAre("854151", "854231"));
}

// Data of HS2012 and HS2017 only: the list's codes of 2022 lead to the families of that time.
TEST(GoodsGroups, ReachDataThatEndBeforeTheListsEdition) {
  const FamilyTable older = families_of({kHs2012, kHs2017});
  const auto group = resolve_goods("chpl", older);
  EXPECT_THAT(names(group), testing::IsSupersetOf({"854140", "854150", "854231", "880330"}));
  EXPECT_THAT(family_in(group, "854140").named, ElementsAre(code("854149")));
  EXPECT_THAT(names(resolve_goods("8806", older)), ElementsAre("880211", "880220"));
}

TEST(GoodsGroups, ReachTheWholePriorityListInEachWindow) {
  for (const HsEdition edition : {kHs2007, kHs2012, kHs2017, kHs2022}) {
    const FamilyTable families = families_of({edition});
    const auto group = resolve_goods("chpl", families);
    EXPECT_THAT(group.notices, IsEmpty()) << to_string(edition);
    EXPECT_GE(group.families.size(), 40U) << to_string(edition);
  }
}

TEST(GoodsGroups, DronesAreOneFamilyBesideTheParts) {
  EXPECT_THAT(
      names(resolve_goods("drones", recent())),
      ElementsAre("880211", "880710", "880720", "880730", "880790")
  );
}

TEST(GoodsGroups, RejectWhatNamesNothing) {
  const auto message = [](std::string_view text) {
    try {
      (void)resolve_goods(text, recent());
    } catch (const Error& error) {  // the test reads message and hint
      return std::string(error.what()) + " | " + std::string(error.hint());
    }
    return std::string("no error");
  };
  EXPECT_EQ(
      message("chlp"),
      "goods: expected a list, a tier of one (chpl:1) or HS codes, got \"chlp\" | nearest: chpl"
  );
  EXPECT_EQ(
      message("chpl:9"),
      "goods: expected a tier of chpl, got \"9\" | tiers: 1, 2, 3.A, 3.B, 4.A, 4.B"
  );
  EXPECT_EQ(message("77"), "goods: expected an HS code, got \"77\", which no edition has | ");
  EXPECT_THAT(message("eu"), HasSubstr("the EU list is there once its file is imported"));
  EXPECT_THAT(message(""), HasSubstr("expected a list"));
  EXPECT_THAT(message("8542,,"), HasSubstr("expected a list"));
}

TEST(ListIndex, GivesEachFamilyTheListsThatNameIt) {
  const ListIndex index(recent(), {});
  const auto mentions = index.mentions("880710");
  ASSERT_THAT(mentions, SizeIs(2));
  EXPECT_EQ(mentions[0].list, "drones");
  EXPECT_EQ(mentions[0].tier, "parts");
  EXPECT_EQ(mentions[1].list, "uav");
  EXPECT_THAT(index.mentions("010121"), IsEmpty());
  EXPECT_EQ(index.controlled_since("010121").date, "2022-02-24");
}

}  // namespace
}  // namespace portolan::goods
