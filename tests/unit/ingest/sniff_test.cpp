#include "portolan/ingest/sniff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "imported_rows.hpp"

namespace portolan::ingest {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Sniff, TellsWhatATableIs) {
  const testing::TemporaryFolder folder;
  const auto file = folder.write(
      "BACI_HS17_Y2021_V202401.csv",
      "t,i,j,k,v,q\n2021,842,417,854231,1,1\n2021,842,0,854231,1,1\n2021,842,417,85X,1,1\n"
      "2021,842,417,9999AA,1,1\n"
  );
  const auto tables = sniff(file, {.num_rows = 1});
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].dialect, "baci");
  EXPECT_EQ(tables[0].encoding, "ascii");
  EXPECT_EQ(tables[0].delimiter, ",");
  EXPECT_EQ(tables[0].header_line, 1);
  EXPECT_DOUBLE_EQ(tables[0].confidence, 0.75);
  EXPECT_THAT(
      tables[0].first_rows, ElementsAre(ElementsAre("2021", "842", "417", "854231", "1", "1"))
  );
  EXPECT_THAT(tables[0].columns, Contains(ColumnRole{.column = "i", .lake_column = "reporter"}));
  EXPECT_THAT(
      tables[0].planes,
      ElementsAre(
          ::testing::Pair(Plane::kMain, 1),
          ::testing::Pair(Plane::kWorld, 1),
          ::testing::Pair(Plane::kConfidential, 1)
      )
  );
}

TEST(Sniff, FindsTheHeaderBelowATitle) {
  const testing::TemporaryFolder folder;
  const auto file = folder.write(
      "a.csv",
      "Trade of 2023,,\n\nreporter;partner;flow;period;code;value;currency\n"
      "KAZ;RUS;X;2023;8542;1;USD\n"
  );
  const auto tables = sniff(file);
  EXPECT_EQ(tables[0].dialect, "canonical");
  EXPECT_EQ(tables[0].header_line, 3);
  EXPECT_EQ(tables[0].confidence, 1.0);
}

TEST(Sniff, NeverGuessesByNames) {
  const testing::TemporaryFolder folder;
  const auto file = folder.write("a.csv", "reporter,partner,hs,usd\nKAZ,RUS,8542,1\n");
  const auto tables = sniff(file);
  EXPECT_EQ(tables[0].dialect, "");
  EXPECT_EQ(tables[0].confidence, 0.0);
  for (const ColumnRole& role : tables[0].columns) {
    EXPECT_THAT(role.lake_column, IsEmpty());
  }
}

}  // namespace
}  // namespace portolan::ingest
