#include "portolan/formats/writers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/formats/json_value.hpp"

namespace portolan::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Decimal3 decimal(std::string_view text) {
  return Decimal3::parse(text).value();
}

// A cell of every type, each missing once, and every character that a format must escape.
Table example() {
  Table table;
  table.columns = {
      text_column("hub"),
      integer_column("rows"),
      decimal_column("value_usd"),
      double_column("score", "dB"),
      boolean_column("is_new")};
  table.rows = {
      {std::string("ARM"), std::int64_t{1234}, decimal("1234567.5"), 0.25, true},
      {std::string("a,\"b\"|c\nd"), Cell(), decimal("-3"), Cell(), false},
      {std::string(), std::int64_t{-7}, Cell(), 1.0 / 3.0, Cell()}};
  return table;
}

template <typename Writer>
std::string written(Writer writer) {
  std::string text;
  writer([&text](std::string_view piece) { text += piece; });
  return text;
}

std::string terminal_text(const Table& table, const TerminalLayout& layout = {}) {
  return written([&](const Sink& sink) { write_terminal_table(table, layout, sink); });
}

TEST(Writers, WriteCsvWithQuotesOnlyWhereNeededAndMissingApartFromEmpty) {
  EXPECT_EQ(
      written([](const Sink& sink) { write_csv(example(), sink); }),
      "hub,rows,value_usd,score,is_new\n"
      "ARM,1234,1234567.5,0.25,true\n"
      "\"a,\"\"b\"\"|c\nd\",,-3,,false\n"
      "\"\",-7,,0.333333333333,\n"
  );
}

// What a spreadsheet would run, from the list of OWASP's page on CSV injection; numbers stay
// numbers.
TEST(Writers, KeepFormulasFromSpreadsheetsWhereThatIsAskedFor) {
  Table table;
  table.columns = {text_column("name"), double_column("gap")};
  for (const char* const text : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "a=b", ""}) {
    table.rows.push_back({text, -0.5});
  }
  EXPECT_EQ(
      written([&](const Sink& sink) { write_csv(table, sink, CsvReader::kSpreadsheet); }),
      "name,gap\n'=1+1,-0.5\n'+1,-0.5\n'-1,-0.5\n'@SUM(A1),-0.5\n'\tx,-0.5\n\"'\rx\",-0.5\n"
      "a=b,-0.5\n\"\",-0.5\n"
  );
  EXPECT_THAT(
      written([&](const Sink& sink) { write_csv(table, sink); }), HasSubstr("\n=1+1,-0.5\n")
  );
}

TEST(Writers, WriteJsonAsTheVersionedEnvelope) {
  Document document;
  document.schema = "portolan.test/1";
  document.params_json = R"({"to":"RUS"})";
  document.table = example();
  document.truncated = true;
  document.notices = {"the \"rate\" is not calibrated"};
  EXPECT_EQ(
      written([&](const Sink& sink) { write_json(document, sink); }),
      R"({"schema":"portolan.test/1","params":{"to":"RUS"},"data":[
{"hub":"ARM","rows":1234,"value_usd":1234567.5,"score":0.25,"is_new":true},
{"hub":"a,\"b\"|c\nd","rows":null,"value_usd":-3,"score":null,"is_new":false},
{"hub":"","rows":-7,"value_usd":null,"score":0.333333333333,"is_new":null}
],"truncated":true,"notices":["the \"rate\" is not calibrated"]}
)"
  );
}

TEST(Writers, WriteJsonOfNothingAsAnEmptyList) {
  Document document;
  document.schema = "portolan.test/1";
  EXPECT_EQ(
      written([&](const Sink& sink) { write_json(document, sink); }),
      "{\"schema\":\"portolan.test/1\",\"params\":{},\"data\":[],\"truncated\":false,"
      "\"notices\":[]}\n"
  );
}

TEST(Writers, PreferDeepRecordsOverRowsInJson) {
  Document document;
  document.schema = "portolan.test/1";
  document.table = example();
  document.records_json = {R"({"origins":[{"iso3":"USA"}]})"};
  EXPECT_EQ(
      written([&](const Sink& sink) { write_jsonl(document, sink); }),
      "{\"origins\":[{\"iso3\":\"USA\"}]}\n"
  );
}

TEST(Writers, WriteMarkdownWithAlignmentAndEscapes) {
  EXPECT_EQ(
      written([](const Sink& sink) { write_markdown(example(), sink); }),
      "| hub | rows | value_usd | score (dB) | is_new |\n"
      "|---|---:|---:|---:|---|\n"
      "| ARM | 1,234 | 1,234,567.5 | 0.25 | yes |\n"
      "| a,\"b\"\\|c<br>d | - | -3.0 | - | no |\n"
      "|  | -7 | - | 0.33333 | - |\n"
  );
}

TEST(Writers, AlignATerminalTableByWhatIsSeen) {
  Table table;
  table.columns = {text_column("firm"), decimal_column("value_usd")};
  // "中电" is four columns wide; "é" written as e and a combining accent is one.
  table.rows = {
      {std::string("中电"), decimal("1234567.25")},
      {std::string("cafe\xCC\x81"), decimal("7")},
      {Cell(), Cell()}};
  EXPECT_EQ(
      terminal_text(table),
      "firm     value_usd\n"
      "----  ------------\n"
      "中电  1,234,567.25\n"
      "cafe\xCC\x81          7.00\n"
      "-                -\n"
  );
}

TEST(Writers, CutTheWidestTextWhereTheTerminalIsNarrow) {
  Table table;
  table.columns = {text_column("label"), integer_column("rows")};
  table.rows = {{std::string("processors and controllers"), std::int64_t{12}}};
  EXPECT_EQ(
      terminal_text(table, {.width = 20}),
      "label           rows\n"
      "--------------  ----\n"
      "processors an…    12\n"
  );
}

TEST(Writers, WrapAtBlanksWhereAColumnAsksForIt) {
  Table table;
  table.columns = {text_column("check"), text_column("detail", Overflow::kWrap)};
  table.rows = {{std::string("disk"), std::string("not enough room for an import")}};
  EXPECT_EQ(
      terminal_text(table, {.width = 22}),
      "check  detail\n"
      "-----  ---------------\n"
      "disk   not enough room\n"
      "       for an import\n"
  );
}

TEST(Writers, NeverCutNamesThatPeopleType) {
  Table table;
  table.columns = {text_column("id", Overflow::kKeep), text_column("label")};
  table.rows = {{std::string("7193902405d8"), std::string("processors and controllers")}};
  EXPECT_EQ(
      terminal_text(table, {.width = 23}),
      "id            label\n"
      "------------  ---------\n"
      "7193902405d8  processo…\n"
  );
}

TEST(Writers, LeaveOutColumnsFromTheRightAndNameThem) {
  Table table;
  table.columns = {integer_column("alpha"), integer_column("beta"), integer_column("gamma")};
  table.rows = {{std::int64_t{1}, std::int64_t{2}, std::int64_t{3}}};
  std::string text;
  EXPECT_THAT(
      write_terminal_table(table, {.width = 11}, [&](std::string_view piece) { text += piece; }),
      ElementsAre("gamma")
  );
  EXPECT_EQ(text, "alpha  beta\n-----  ----\n    1     2\n");
}

TEST(Writers, ShowControlCharactersInsteadOfSendingThemToTheTerminal) {
  Table table;
  table.columns = {text_column("name")};
  // An escape sequence, a character that turns the writing direction, a byte that is not UTF-8.
  table.rows = {{std::string("a\x1B[2J")}, {std::string("b\xE2\x80\xAE")}, {std::string("c\xFF")}};
  EXPECT_EQ(terminal_text(table), "name\n--------\na\\x1B[2J\nb\\u202E\nc\\xFF\n");
}

TEST(Writers, PutBoldOnlyWhereColourIsWanted) {
  Table table;
  table.columns = {text_column("name")};
  EXPECT_EQ(
      terminal_text(table, {.width = 0, .has_color = true}),
      "\x1B[1mname\x1B[0m\n\x1B[2m----\x1B[0m\n"
  );
}

TEST(Writers, MakeTheSameWorkbookTwice) {
  const std::string first = xlsx_bytes(example(), "leads");
  EXPECT_EQ(first.substr(0, 4), "PK\x03\x04");
  EXPECT_EQ(xlsx_bytes(example(), "leads"), first);
}

// A reader of RFC 4180 that knows nothing of the writer: quotes, doubled quotes, separators.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (is_quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field += text[++i];
    } else if (text[i] == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && text[i] == ',') {
      rows.back().emplace_back();
    } else if (!is_quoted && text[i] == '\n') {
      rows.emplace_back(1);
    } else {
      field += text[i];
    }
  }
  rows.pop_back();  // behind the last line feed
  return rows;
}

std::string random_text(Random& random) {
  constexpr std::string_view kPieces[] = {
      "a", ",", "\"", "\n", "\r", "Ж", "集", " ", "|", "\\", "\t"};
  std::string text;
  for (std::uint64_t length = random.below(8); length > 0; --length) {
    text += kPieces[random.below(std::size(kPieces))];
  }
  return text;
}

// Whatever the text, CSV and JSON give it back.
TEST(Writers, GiveEveryTextBackInCsvAndJson) {
  Random random(20'240'311);
  Document document;
  document.schema = "portolan.test/1";
  document.table.columns = {text_column("first"), text_column("second")};
  for (int row = 0; row < 500; ++row) {
    document.table.rows.push_back({random_text(random), random_text(random)});
  }
  const auto csv = read_csv(written([&](const Sink& sink) { write_csv(document.table, sink); }));
  const JsonValue json =
      parse_json(written([&](const Sink& sink) { write_json(document, sink); }), "json");
  ASSERT_EQ(csv.size(), document.table.rows.size() + 1);
  const auto& records = json.find("data")->elements();
  ASSERT_EQ(records.size(), document.table.rows.size());
  for (std::size_t row = 0; row < document.table.rows.size(); ++row) {
    const auto& first = std::get<std::string>(document.table.rows[row][0]);
    const auto& second = std::get<std::string>(document.table.rows[row][1]);
    EXPECT_THAT(csv[row + 1], ElementsAre(first, second)) << "row " << row;
    EXPECT_EQ(records[row].string_at("first"), first) << "row " << row;
    EXPECT_EQ(records[row].string_at("second"), second) << "row " << row;
  }
}

TEST(FormatDouble, HasTwelveDigitsAndNoMinusZero) {
  EXPECT_EQ(format_double(1.0 / 3.0), "0.333333333333");
  EXPECT_EQ(format_double(-0.0), "0");
  EXPECT_EQ(format_double(1e20), "1e+20");
  EXPECT_EQ(format_double(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
}

}  // namespace
}  // namespace portolan::formats
