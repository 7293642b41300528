#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/xlsx.hpp"
#include "pushed_table.hpp"
#include "structured_tables.hpp"

namespace portolan::ingest {

namespace {

constexpr std::int64_t kHeaderRows = 20;

std::string_view cell_text(const formats::XlsxCell& cell) {
  return cell.kind == formats::XlsxCell::Kind::kError ? std::string_view()
                                                      : std::string_view(cell.text);
}

bool is_header_row(const formats::XlsxRow& row, const TableOptions& options) {
  if (options.header_line) {
    return row.number == *options.header_line;
  }
  std::vector<std::string> names;
  for (const auto& cell : row.cells) {
    names.emplace_back(cell_text(cell));
  }
  return options.is_known_header && options.is_known_header(TableHeader(std::move(names)));
}

bool has_two_texts(const formats::XlsxRow& row) {
  int texts = 0;
  for (const auto& cell : row.cells) {
    texts += cell.kind == formats::XlsxCell::Kind::kText && !trim(cell.text).empty() ? 1 : 0;
  }
  return texts >= 2;
}

// Finds the header's row: a known one, else the first with two texts; 0 if there is neither.
std::int64_t find_header_row(const formats::XlsxWorkbook& workbook, const TableOptions& options) {
  formats::XlsxSheet sheet = workbook.open(options.sheet);
  std::int64_t likely = 0;
  while (const formats::XlsxRow* row = sheet.next()) {
    if (row->number > kHeaderRows && !options.header_line) {
      break;
    }
    if (is_header_row(*row, options)) {
      return row->number;
    }
    if (likely == 0 && has_two_texts(*row)) {
      likely = row->number;
    }
  }
  return options.header_line ? 0 : likely;
}

void read_xlsx(const std::filesystem::path& path, const TableOptions& options, RowPusher& rows) {
  const formats::XlsxWorkbook workbook(path);
  const std::int64_t header_row = find_header_row(workbook, options);
  if (header_row == 0) {
    throw bad_data(
        "{}: expected column names in the first {} rows, got none",
        path.filename().string(),
        kHeaderRows
    );
  }
  formats::XlsxSheet sheet = workbook.open(options.sheet);
  std::vector<std::string_view> fields;
  while (const formats::XlsxRow* row = sheet.next()) {
    if (row->number < header_row) {
      continue;
    }
    fields.clear();
    bool is_blank = true;
    for (const auto& cell : row->cells) {
      fields.push_back(cell_text(cell));
      is_blank = is_blank && trim(fields.back()).empty();
    }
    if (row->number == header_row) {
      rows.set_header({fields.begin(), fields.end()}, header_row);
    } else if (!is_blank) {
      rows.add(fields, row->number);
    }
  }
}

}  // namespace

std::unique_ptr<Table>
open_xlsx_table(const std::filesystem::path& path, const TableOptions& options) {
  return std::make_unique<PushedTable>(
      path.filename().string(),
      [path, options](RowPusher& rows) { read_xlsx(path, options, rows); },
      options.batch_bytes
  );
}

}  // namespace portolan::ingest
