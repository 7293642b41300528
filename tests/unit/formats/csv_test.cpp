#include "portolan/formats/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::Throws;
using ::testing::ThrowsMessage;

struct Row {
  std::int64_t ordinal;
  std::int64_t line;
  std::vector<std::string> fields;
  CsvFault fault = CsvFault::kNone;

  bool operator==(const Row&) const = default;
};

std::vector<Row> rows_of(
    std::string_view text,
    const CsvDialect& dialect = {},
    const CsvBlockOptions& options = {}
) {
  MemorySource source("t.csv", text);
  CsvBlockReader blocks(source, dialect, options);
  std::vector<Row> rows;
  while (const auto block = blocks.next()) {
    CsvRecordReader records(*block, dialect, options.limits);
    while (const CsvRecord* record = records.next()) {
      rows.push_back(
          {record->ordinal,
           record->line,
           {record->fields.begin(), record->fields.end()},
           record->fault}
      );
    }
  }
  return rows;
}

TEST(Csv, CountsLinesAndOrdinalsOverQuotedAndBlankLines) {
  EXPECT_THAT(
      rows_of("a,\"b\nb\"\r\n\r\n\nc,\"\"\"d\"\"\"\n"),
      ElementsAre(Row{0, 1, {"a", "b\nb"}}, Row{1, 5, {"c", "\"d\""}})
  );
}

TEST(Csv, KeepsEmptyFieldsAndTheLastLineWithoutEnd) {
  EXPECT_THAT(
      rows_of(",,\n\"\"\n1,2,"),
      ElementsAre(Row{0, 1, {"", "", ""}}, Row{1, 2, {""}}, Row{2, 3, {"1", "2", ""}})
  );
  EXPECT_THAT(rows_of(""), IsEmpty());
  EXPECT_THAT(rows_of("\n\r\n"), IsEmpty());
}

TEST(Csv, DropsAByteOrderMarkAndAnEndOfFileMark) {
  EXPECT_THAT(
      rows_of("\xEF\xBB\xBF"
              "a,b\r\n1,2\r\n\x1A"),
      ElementsAre(Row{0, 1, {"a", "b"}}, Row{1, 2, {"1", "2"}})
  );
}

TEST(Csv, DropsAnEndOfFileMarkThatFillsTheBlock) {
  for (const std::size_t letters : {62U, 63U, 64U, 65U, 127U}) {
    const std::string text(letters, 'x');
    EXPECT_THAT(rows_of(text + '\x1A', {}, {.block_bytes = 64}), ElementsAre(Row{0, 1, {text}}))
        << letters;
  }
}

TEST(Csv, LeavesOutLinesButCountsThem) {
  EXPECT_THAT(
      rows_of("Report Date: 13-Feb-2026\na,b\n1,2\n", {}, {.skip_lines = 2}),
      ElementsAre(Row{0, 3, {"1", "2"}})
  );
  EXPECT_THAT(rows_of("a,b\n", {}, {.skip_lines = 2}), IsEmpty());
  EXPECT_THAT(
      rows_of(std::string(1000, 'x') + "\n1,2\n", {}, {.block_bytes = 64, .skip_lines = 1}),
      ElementsAre(Row{0, 2, {"1", "2"}})
  );
}

TEST(Csv, MarksRecordsWhoseQuotesAreFaultyAndGoesOn) {
  EXPECT_THAT(
      rows_of("\"5\" pipe\",x\n1,2\n"),
      ElementsAre(
          Row{0, 1, {"\"5\" pipe\"", "x"}, CsvFault::kTextAfterQuote}, Row{1, 2, {"1", "2"}}
      )
  );
  EXPECT_THAT(
      rows_of("1,2\n\"open,\n3"),
      ElementsAre(Row{0, 1, {"1", "2"}}, Row{1, 2, {"open,\n3"}, CsvFault::kOpenQuote})
  );
}

TEST(Csv, TakesQuotesAsLettersWhereAsked) {
  EXPECT_THAT(
      rows_of("\"5\" pipe\",x\n", {.lazy_quotes = true}), ElementsAre(Row{0, 1, {"5\" pipe", "x"}})
  );
  EXPECT_THAT(rows_of("\"a,b\"\n", {.quote = '\0'}), ElementsAre(Row{0, 1, {"\"a", "b\""}}));
  EXPECT_THAT(
      rows_of("5\" pipe;x\n", {.delimiter = ';'}), ElementsAre(Row{0, 1, {"5\" pipe", "x"}})
  );
}

TEST(Csv, RefusesNulBytesWithTheirLine) {
  using namespace std::string_view_literals;
  EXPECT_THAT(
      [] { (void)rows_of("a,b\n1,\0\n"sv); },
      ThrowsMessage<Error>("t.csv:2: expected text, got a NUL byte")
  );
  EXPECT_THAT(
      [] { (void)rows_of(std::string(200, 'x') + "\n\n" + std::string(100, '\0')); },
      ThrowsMessage<Error>("t.csv:3: expected text, got a NUL byte")
  );
}

TEST(Csv, RefusesALineOfTenThousandColumns) {
  EXPECT_THAT(
      [] { (void)rows_of("a\n" + std::string(9'999, ',') + "\n"); },
      ThrowsMessage<Error>("t.csv:2: expected at most 4096 columns, got more")
  );
}

TEST(Csv, RefusesARecordThatDoesNotEnd) {
  const CsvBlockOptions options{.block_bytes = 64, .limits = {.max_record_bytes = 100}};
  EXPECT_THAT(
      [&] { (void)rows_of("a,b\n1,\"2\n" + std::string(200, 'x'), {}, options); },
      Throws<Error>(Property(
          "what",
          &Error::what,
          std::string("t.csv:2: expected a record of at most 100 bytes, got a longer one")
      ))
  );
  EXPECT_EQ(rows_of(std::string(100, 'x') + "\r\n", {}, options).size(), 1U);
  EXPECT_THAT(
      [&] {
        (void)rows_of(std::string(101, 'x') + "\n", {}, {.limits = {.max_record_bytes = 100}});
      },
      ThrowsMessage<Error>("t.csv:1: expected a record of at most 100 bytes, got a longer one")
  );
}

TEST(Csv, RefusesADialectThatCannotBeToldApart) {
  EXPECT_THAT(
      [] { (void)rows_of("", {.delimiter = '"'}); },
      ThrowsMessage<Error>(
          "CSV dialect: expected a delimiter and another quotation mark, got 0x22 and 0x22"
      )
  );
}

}  // namespace
}  // namespace portolan::formats
