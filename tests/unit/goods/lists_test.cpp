#include "portolan/goods/lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/goods/hs_correlation.hpp"
#include "portolan/goods/labels.hpp"

namespace portolan::goods {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

HsCode code(std::string_view text) {
  return HsCode::parse(text).value();
}

const GoodsList& shipped(std::string_view name, std::string_view version) {
  static const ListCatalogue catalogue;
  return *catalogue.find(name, version);
}

std::set<std::string> codes_with(const GoodsList& list, FactStatus membership) {
  std::set<std::string> codes;
  for (const ListEntry& entry : list.entries) {
    if (entry.membership == membership) {
      codes.insert(entry.code.to_string());
    }
  }
  return codes;
}

std::map<std::string, int> tier_sizes(const GoodsList& list) {
  std::map<std::string, int> sizes;
  for (const ListEntry& entry : list.entries) {
    ++sizes[entry.tier];
  }
  return sizes;
}

// BIS, Common High Priority List of 2024-02-23: 50 codes; tiers 1, 2, 3.A, 3.B, 4.A, 4.B of 4, 5,
// 16, 9, 11 and 5 codes.
TEST(PriorityList, HasItsFiftyCodesByTier) {
  const GoodsList& list = shipped("chpl", "50");
  EXPECT_EQ(list.num_codes, 50);
  EXPECT_EQ(list.published_on, "2024-02-23");
  EXPECT_EQ(list.num_certain(), 50);
  EXPECT_THAT(
      tier_sizes(list),
      ElementsAre(
          testing::Pair("1", 4),
          testing::Pair("2", 5),
          testing::Pair("3.A", 16),
          testing::Pair("3.B", 9),
          testing::Pair("4.A", 11),
          testing::Pair("4.B", 5)
      )
  );
}

// The five codes of tier 4.B came on 2024-02-23; before there were 45.
TEST(PriorityList, HadFortyFiveCodesBeforeTheMachineTools) {
  const GoodsList& list = shipped("chpl", "45");
  EXPECT_EQ(list.num_codes, 45);
  EXPECT_THAT(list.entries, SizeIs(45));
  EXPECT_EQ(list.num_certain(), 45);
  EXPECT_FALSE(tier_sizes(list).contains("4.B"));
}

// Seven codes came in September 2023, five of them known by inference; which two of five others are
// the rest is not resolved. So 38 = 35 known + 3 of these 5.
TEST(PriorityList, MarksWhatIsNotResolvedOfItsThirtyEightCodes) {
  const GoodsList& list = shipped("chpl", "38");
  EXPECT_EQ(list.num_codes, 38);
  EXPECT_EQ(list.num_certain(), 9);
  EXPECT_THAT(codes_with(list, FactStatus::kInferred), SizeIs(26));
  EXPECT_THAT(
      codes_with(list, FactStatus::kUnresolved),
      ElementsAre("880730", "901310", "901380", "901420", "901480")
  );
}

// FinCEN and BIS, supplemental alert of 2023-05-19: nine codes.
TEST(PriorityList, DatesTheNineCodesOfTheAlert) {
  std::set<std::string> alert;
  for (const ListEntry& entry : shipped("chpl", "50").entries) {
    if (entry.listed_on == "2023-05-19") {
      EXPECT_EQ(entry.listed_on_status, FactStatus::kConfirmed);
      alert.insert(entry.code.to_string());
    }
    EXPECT_EQ(entry.controlled_since, "") << "the list tells no date of control";
  }
  EXPECT_THAT(
      alert,
      ElementsAre(
          "851762", "852691", "853221", "853224", "854231", "854232", "854233", "854239", "854800"
      )
  );
}

TEST(ShippedLists, NameCodesOfTheirEditionThatHaveLabels) {
  for (const GoodsList& list : shipped_lists()) {
    EXPECT_FALSE(list.source.empty()) << list.name;
    for (const ListEntry& entry : list.entries) {
      bool is_there = false;
      for (const HsCode& subheading : hs_correlation().codes(list.edition)) {
        is_there = is_there || entry.code.covers(subheading);
      }
      EXPECT_TRUE(is_there) << list.name << " " << entry.code.text();
      EXPECT_NE(goods_label(entry.code), goods_label(entry.code.prefix(2))) << entry.code.text();
    }
  }
}

TEST(ShippedLists, HaveAllDronesOf2022) {
  std::vector<std::string> drones;
  for (const ListEntry& entry : shipped("drones", "").entries) {
    drones.push_back(entry.code.to_string());
  }
  for (const HsCode& subheading : hs_correlation().codes(HsEdition::kHs2022)) {
    if (code("8806").covers(subheading) || code("8807").covers(subheading)) {
      EXPECT_THAT(drones, IsSupersetOf({subheading.to_string()}));
    }
  }
}

TEST(ListCatalogue, FindsTheLatestVersion) {
  const ListCatalogue catalogue;
  EXPECT_EQ(catalogue.find("chpl")->version, "50");
  EXPECT_EQ(catalogue.find("chpl", "45")->version, "45");
  EXPECT_EQ(catalogue.find("chpl", "44"), nullptr);
  EXPECT_EQ(catalogue.find("eu"), nullptr);
  EXPECT_THAT(catalogue.names(), ElementsAre("chpl", "drones", "luxury", "uav", "vehicles"));
}

TEST(ListCatalogue, OrdersVersionsByDateAndThenByNumber) {
  ListCatalogue catalogue;
  GoodsList list;
  list.name = "own";
  for (const char* version : {"10", "9", "2"}) {
    list.version = version;
    catalogue.add(list);
  }
  EXPECT_EQ(catalogue.find("own")->version, "10");
  list.version = "1";
  list.published_on = "2024-01-01";
  catalogue.add(list);
  EXPECT_EQ(catalogue.find("own")->version, "1");
}

TEST(ListCatalogue, NeverChangesAVersion) {
  ListCatalogue catalogue;
  GoodsList list = shipped("chpl", "50");
  EXPECT_NO_THROW(catalogue.add(list));
  list.entries.pop_back();
  EXPECT_THAT(
      [&] { catalogue.add(list); },
      testing::ThrowsMessage<Error>(
          "list: expected another version, since \"chpl-50\" is there with other content"
      )
  );
}

TEST(GoodsLabels, FallBackToTheHeadingAndTheChapter) {
  EXPECT_EQ(goods_label(code("854231")), "Processors and controllers");
  EXPECT_EQ(goods_label(code("85423190")), "Processors and controllers");
  EXPECT_EQ(goods_label(code("854290")), "Integrated circuits");
  EXPECT_EQ(goods_label(code("260300")), "Copper ore");
  EXPECT_EQ(goods_label(code("04061010")), "Cheese");
  EXPECT_EQ(goods_label(HsCode()), "All goods");
  EXPECT_EQ(goods_label(code("77")), "");
  for (const HsCode& subheading : hs_correlation().codes(HsEdition::kHs2022)) {
    EXPECT_FALSE(goods_label(subheading.prefix(2)).empty()) << subheading.text();
  }
}

}  // namespace
}  // namespace portolan::goods
