#include "portolan/formats/csv_layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

TEST(CsvLayout, TakesTheDelimiterThatCutsMostLinesAlike) {
  EXPECT_EQ(detect_csv_layout("t,i,j\n2023,4,36\n", "t.csv").dialect.delimiter, ',');
  // With decimal commas, comma and semicolon cut the data alike, but not the names.
  EXPECT_EQ(detect_csv_layout("a;b\n1,5;2\n2,5;3\n", "t.csv").dialect.delimiter, ';');
  EXPECT_EQ(detect_csv_layout("a\tb, c\td\n1\t2\t3\n", "t.csv").dialect.delimiter, '\t');
  EXPECT_EQ(detect_csv_layout("a|b\n1|2\n", "t.csv").dialect.delimiter, '|');
}

TEST(CsvLayout, FindsTheHeaderBelowATitle) {
  const CsvLayout layout = detect_csv_layout(
      "Report Date: 13-Feb-2026\nLast Updated,\"Unique\nID\",Name 6\n01/02/2020,AFG0001,X\n",
      "t.csv"
  );
  EXPECT_EQ(layout.header_line, 2);
  EXPECT_EQ(layout.data_line, 4);
  EXPECT_THAT(layout.columns, ElementsAre("Last Updated", "Unique\nID", "Name 6"));
}

TEST(CsvLayout, KnowsThatThereIsNoHeader) {
  const CsvLayout layout = detect_csv_layout(
      "36,\"AEROCARIBBEAN\",-0- ,\"CUBA\"\r\n173,\"X\",-0- ,\"CUBA\"\r\n", "sdn.csv"
  );
  EXPECT_EQ(layout.header_line, 0);
  EXPECT_EQ(layout.data_line, 1);
  EXPECT_EQ(layout.num_fields, 4U);
  EXPECT_THAT(layout.columns, IsEmpty());
}

TEST(CsvLayout, AllowsOneDelimiterMoreInTheData) {
  const CsvLayout layout = detect_csv_layout("code,value\n0101,5,\n0102,6,\n", "t.csv");
  EXPECT_EQ(layout.header_line, 1);
  EXPECT_EQ(layout.num_fields, 3U);
}

TEST(CsvLayout, AllowsYearsAsColumnNames) {
  EXPECT_EQ(detect_csv_layout("country,2020,2021\nFR,1,2\n", "t.csv").header_line, 1);
}

TEST(CsvLayout, PrefersAKnownHeader) {
  const CsvLayoutOptions options{.is_known_header = [](std::span<const std::string_view> fields) {
    return !fields.empty() && fields.front() == "REPORTER";
  }};
  const CsvLayout layout =
      detect_csv_layout("any,other,names\nx,y,z\nREPORTER,PARTNER\nAT,AD\n", "t.csv", options);
  EXPECT_EQ(layout.header_line, 3);
}

TEST(CsvLayout, TakesTheHeaderLineAsGiven) {
  EXPECT_THAT(
      detect_csv_layout("1,2\na,b\n3,4\n", "t.csv", {.header_line = 2}).columns,
      ElementsAre("a", "b")
  );
  EXPECT_THAT(
      [] { (void)detect_csv_layout("a,b\n", "t.csv", {.header_line = 9}); },
      ThrowsMessage<Error>("t.csv: expected the column names on line 9, got no record there")
  );
}

TEST(CsvLayout, RefusesWhatIsNoTable) {
  const auto fails_with = [](std::string_view head, const std::string& message) {
    EXPECT_THAT([&] { (void)detect_csv_layout(head, "t.csv"); }, ThrowsMessage<Error>(message));
  };
  fails_with("", "t.csv: expected a table, got an empty file");
  fails_with("\n\n", "t.csv: expected a table, got blank lines");
  fails_with("<!doctype html><html>", "t.csv: expected a table, got a web page (HTML)");
  fails_with(
      "a,b\r1,2\r", "t.csv: expected lines that end with a line feed, got carriage returns alone"
  );
}

}  // namespace
}  // namespace portolan::formats
