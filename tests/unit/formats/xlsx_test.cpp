#include "portolan/formats/xlsx.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/formats/writers.hpp"
#include "support/packing.hpp"

namespace portolan::formats {
namespace {

using portolan::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Property;
using ::testing::Throws;
using ::testing::ThrowsMessage;

constexpr std::string_view kWorkbook =
    R"(<workbook xmlns:r="x"><workbookPr/><sheets><sheet name="DATA" sheetId="1" r:id="rId1"/>)"
    R"(<sheet name="Notes" sheetId="2" r:id="rId2"/></sheets></workbook>)";
constexpr std::string_view kRelations =
    R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>)"
    R"(<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>)";
constexpr std::string_view kStyles =
    R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy\ hh:mm"/>)"
    R"(<numFmt numFmtId="165" formatCode="0.00&quot;days&quot;[Red]"/></numFmts>)"
    R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>)"
    R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>)"
    R"(</styleSheet>)";
constexpr std::string_view kShared =
    R"(<sst><si><t>Kyrgyzstan</t></si><si><r><t>Бишкек</t></r><r><t xml:space="preserve"> _x0041_</t></r></si></sst>)";

std::filesystem::path write_workbook(
    const TemporaryFolder& folder,
    std::string_view sheet,
    std::string_view workbook = kWorkbook
) {
  return folder.write_zip(
      "t.xlsx",
      {{"xl/workbook.xml", std::string(workbook)},
       {"xl/_rels/workbook.xml.rels", std::string(kRelations)},
       {"xl/styles.xml", std::string(kStyles)},
       {"xl/sharedStrings.xml", std::string(kShared)},
       {"xl/worksheets/sheet1.xml", std::string(sheet)},
       {"xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"}}
  );
}

std::string shown(const XlsxRow& row) {
  constexpr std::string_view kLetters = "-tndbe";
  std::string text = fmt::format("{}:", row.number);
  for (const XlsxCell& cell : row.cells) {
    text += fmt::format(" {}{}", kLetters[static_cast<std::size_t>(cell.kind)], cell.text);
  }
  return text;
}

std::vector<std::string> rows_of(const std::filesystem::path& path, std::string_view sheet = {}) {
  const XlsxWorkbook workbook(path);
  XlsxSheet reader = workbook.open(sheet);
  std::vector<std::string> rows;
  while (const XlsxRow* row = reader.next()) {
    rows.push_back(shown(*row));
  }
  return rows;
}

// Days since 1899-12-30: 45,930 is 2025-09-30, since 45,658 is 2025-01-01 (Microsoft's example
// 2008-01-01 = 39,448, and 17 years of which 5 leap) and 30 September is day 273.
TEST(Xlsx, ReadsCellsOfEveryKind) {
  const TemporaryFolder folder;
  const auto path = write_workbook(folder, R"(<worksheet><sheetData>
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
<row r="6"><c r="A6" t="inlineStr"><is><t>NULL</t></is></c><c r="B6"><v>0.29999999999999999</v></c>
<c r="C6"><v>8542310000</v></c><c r="D6" t="b"><v>1</v></c><c r="E6" t="e"><v>#N/A</v></c>
<c r="F6" t="str"><f>A1</f><v>x</v></c><c r="G6"/></row>
<row><c s="1"><v>45930</v></c><c s="2"><v>45930.520833333336</v></c><c s="3"><v>2.5</v></c><c s="2"><v>0.25</v></c></row>
</sheetData></worksheet>)");
  EXPECT_THAT(
      rows_of(path),
      ElementsAre(
          "2: tKyrgyzstan - tБишкек A",
          "6: tNULL n0.3 n8542310000 btrue e#N/A tx -",
          "7: d2025-09-30 d2025-09-30T12:30:00 n2.5 d06:00:00"
      )
  );
}

TEST(Xlsx, KnowsTheEpochOf1904) {
  const TemporaryFolder folder;
  const std::string workbook =
      R"(<workbook><workbookPr date1904="1"/><sheets><sheet name="a" id="rId1"/></sheets></workbook>)";
  const auto path = write_workbook(
      folder,
      R"(<worksheet><sheetData><row><c s="1"><v>0</v></c><c s="1"><v>366</v></c></row></sheetData></worksheet>)",
      workbook
  );
  EXPECT_THAT(rows_of(path), ElementsAre("1: d1904-01-01 d1905-01-01"));
}

TEST(Xlsx, ReadsBackWhatTheWriterWrote) {
  const TemporaryFolder folder;
  const Table table{
      .columns =
          {text_column("hub"),
           integer_column("rows"),
           double_column("share"),
           boolean_column("ok")},
      .rows = {
          {std::string("ARM <&> \"é\""), std::int64_t{56'000'000}, 0.125, true},
          {std::monostate(), std::int64_t{-1}, std::monostate(), false}}};
  const auto path = folder.write("w.xlsx", xlsx_bytes(table, "Leads"));
  const auto rows = rows_of(path, "Leads");
  EXPECT_THAT(
      rows,
      ElementsAre(
          "1: thub trows tshare tok",
          "2: tARM <&> \"é\" n56000000 n0.125 btrue",
          "3: - n-1 - bfalse"
      )
  );
}

TEST(Xlsx, NamesItsSheets) {
  const TemporaryFolder folder;
  const auto path = write_workbook(folder, "<worksheet/>");
  const XlsxWorkbook workbook(path);
  EXPECT_THAT(workbook.sheets(), ElementsAre("DATA", "Notes"));
  EXPECT_THAT(rows_of(path, "Notes"), ElementsAre());
  EXPECT_THAT(
      [&] { (void)workbook.open("Data"); },
      Throws<Error>(Property("hint", &Error::hint, "its sheets: DATA, Notes"))
  );
}

TEST(Xlsx, RefusesWhatIsDamaged) {
  const TemporaryFolder folder;
  const auto fails_with = [&](const std::string& rows, const std::string& message) {
    const auto path = write_workbook(folder, "<worksheet>" + rows + "</worksheet>");
    EXPECT_THAT([&] { (void)rows_of(path); }, ThrowsMessage<Error>(HasSubstr(message))) << rows;
  };
  fails_with(
      R"(<row r="1"><c t="s"><v>9</v></c></row>)",
      R"(t.xlsx(xl/worksheets/sheet1.xml): row 1, column 1: expected the number of a shared text, got "9")"
  );
  fails_with(R"(<row r="1"><c r="AAAA1"><v>9</v></c></row>)", "expected at most 16384 columns");
  fails_with(R"(<row r="1"><c><v>x</v></c></row>)", "expected a number, got \"x\"");
  fails_with(R"(<row r="2"/><row r="2"/>)", "expected a row behind row 2, got \"2\"");
  fails_with("<row>", "expected XML, got an error");
  EXPECT_THAT(
      [&] {
        const XlsxWorkbook workbook(folder.write("t.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
      },
      ThrowsMessage<Error>(
          "t.xls: expected an Excel workbook (xlsx), got an old Excel workbook (xls)"
      )
  );
}

TEST(Xlsx, RefusesEntitiesAndBombs) {
  const TemporaryFolder folder;
  const auto path = write_workbook(
      folder,
      "<!DOCTYPE w [<!ENTITY a \"aaaa\">]><worksheet><row><c><v>&a;</v></c></row></worksheet>"
  );
  EXPECT_THAT(
      [&] { (void)rows_of(path); },
      ThrowsMessage<Error>(HasSubstr("expected XML without a document type"))
  );
  EXPECT_THAT(
      [&] { const XlsxWorkbook workbook(path, {.max_shared_bytes = 10}); },
      ThrowsMessage<Error>(HasSubstr("expected shared texts of at most 10 bytes, got more"))
  );
}

}  // namespace
}  // namespace portolan::formats
