#include "portolan/goods/controlled_shares.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace portolan::goods {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class ControlledShares : public testing::Test {
 protected:
  void SetUp() override {
    database_.execute_script(
        "CREATE TABLE trade (source VARCHAR, flow VARCHAR, level TINYINT, period INTEGER,"
        " plane VARCHAR, hs_edition VARCHAR, code VARCHAR, value DECIMAL(18,3));"
    );
  }

  void add(std::string_view source, int period, std::string_view code, int value) {
    database_.execute(
        "INSERT INTO trade VALUES (?, 'X', 6, ?, 'main', 'HS2022', ?, ?)",
        {source, period, code, value}
    );
  }

  [[nodiscard]] std::map<std::string, ShareInterval> shares(std::string_view goods) {
    constexpr std::array kEditions = {HsEdition::kHs2017, HsEdition::kHs2022};
    return controlled_shares(database_, resolve_goods(goods, make_families(kEditions)));
  }

  store::Database database_;
};

// 854149 is on the list; 854141, 854142 and 854143 are in its family and on no list.
TEST_F(ControlledShares, AreTheRangeOverSourcesAndYears) {
  add("comtrade", 202200, "854149", 20);
  add("comtrade", 202200, "854143", 80);
  add("comtrade", 202300, "854149", 30);
  add("comtrade", 202300, "854141", 45);
  add("comtrade", 202300, "854142", 25);
  add("comext", 202301, "854149", 1);
  add("comext", 202302, "854143", 1);  // the two months are one year
  EXPECT_THAT(
      shares("854149"), UnorderedElementsAre(Pair("854141", ShareInterval{.low = 0.2, .high = 0.5}))
  );
}

TEST_F(ControlledShares, AreOneWhereAFamilyIsWhollyNamed) {
  EXPECT_THAT(
      shares("854231"), UnorderedElementsAre(Pair("854231", ShareInterval{.low = 1.0, .high = 1.0}))
  );
}

TEST_F(ControlledShares, AreUnknownWithoutRowsOfTheEdition) {
  add("comtrade", 202200, "854231", 5);
  database_.execute("UPDATE trade SET hs_edition = 'HS2017'");
  EXPECT_THAT(
      shares("854149"), UnorderedElementsAre(Pair("854141", ShareInterval{.low = 0.0, .high = 1.0}))
  );
}

// What is kept apart does not count, nor do totals of fewer digits.
TEST_F(ControlledShares, ReadOnlyWhatCounts) {
  add("comtrade", 202300, "854149", 10);
  database_.execute("UPDATE trade SET plane = 'world'");
  add("comtrade", 202300, "854143", 10);
  EXPECT_THAT(
      shares("854149"), UnorderedElementsAre(Pair("854141", ShareInterval{.low = 0.0, .high = 0.0}))
  );
}

TEST_F(ControlledShares, CanBeAskedTwice) {
  EXPECT_EQ(shares("chpl"), shares("chpl"));
}

}  // namespace
}  // namespace portolan::goods
