#include <string>

#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/xlsx.hpp"
#include "support/packing.hpp"

namespace {

using namespace portolan;
using namespace portolan::formats;

constexpr const char* kWorkbook =
    R"(<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>)";
constexpr const char* kRelations =
    R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)";

void read(const std::filesystem::path& path) {
  fuzz::expect_answer([&] {
    const XlsxWorkbook workbook(
        path, {.max_shared_bytes = 1 << 20, .expansion = {.max_bytes = 1 << 20}}
    );
    XlsxSheet sheet = workbook.open();
    std::int64_t number = 0;
    while (const XlsxRow* row = sheet.next()) {
      fuzz::require(row->number > number, "rows that go back");
      number = row->number;
      fuzz::require(row->cells.size() <= 16'384, "too many cells");
    }
  });
}

}  // namespace

// The bytes are a workbook, or one of the files of an otherwise sound one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const portolan::testing::TemporaryFolder folder;
  fuzz::Input input(data, size);
  const unsigned choice = input.choice() % 6;
  const std::string text(input.text());
  const auto file = [&](unsigned number, const char* sound) {
    return choice == number ? text : std::string(sound);
  };
  read(
      choice == 5
          ? folder.write("fuzz.xlsx", text)
          : folder.write_zip(
                "fuzz.xlsx",
                {{"xl/workbook.xml", file(1, kWorkbook)},
                 {"xl/_rels/workbook.xml.rels", file(2, kRelations)},
                 {"xl/styles.xml", file(3, "<s><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></s>")},
                 {"xl/sharedStrings.xml", file(4, "<sst><si><t>a</t></si></sst>")},
                 {"xl/worksheets/sheet1.xml",
                  file(0, "<w><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>1</v></c></row></w>")}}
            )
  );
  return 0;
}
