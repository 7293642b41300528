#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <variant>

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "cell_text.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kMaxRows = 1'048'575;  // below the header
constexpr std::size_t kMaxColumns = 16'384;
constexpr std::size_t kMaxCellBytes = 32'767;
constexpr std::int64_t kMaxExactInteger = 999'999'999'999'999;  // 15 digits, as Excel keeps
// 2000-01-01 00:00 UTC: the same table gives the same bytes on every day.
constexpr std::time_t kCreated = 946'684'800;

// A folder of its own that goes with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "portolan-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw unavailable("{}: expected a folder for temporary files, got none", pattern)
          .with_hint("set TMPDIR to a folder that can be written");
    }
    path_ = pattern;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void check_fits(const Table& table) {
  if (table.rows.size() > kMaxRows) {
    throw invalid_argument("xlsx: expected at most {} rows, got {}", kMaxRows, table.rows.size())
        .with_hint("write csv or parquet, or limit the rows with --limit");
  }
  if (table.columns.size() > kMaxColumns) {
    throw invalid_argument(
        "xlsx: expected at most {} columns, got {}", kMaxColumns, table.columns.size()
    );
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const auto* text = std::get_if<std::string>(&table.rows[row][i]);
      if (text != nullptr && text->size() > kMaxCellBytes) {
        throw invalid_argument(
            "xlsx: row {}: {}: expected at most {} bytes of text, got {}",
            row + 1,
            table.columns[i].name,
            kMaxCellBytes,
            text->size()
        )
            .with_hint("write csv or json instead");
      }
    }
  }
}

// The number to be stored for a cell; nothing where it is text or Excel would round it.
std::optional<double> exact_number(const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    return std::abs(*integer) <= kMaxExactInteger ? std::optional(static_cast<double>(*integer))
                                                  : std::nullopt;
  }
  if (const auto* decimal = std::get_if<Decimal3>(&cell)) {
    return std::abs(decimal->thousandths()) <= kMaxExactInteger
               ? std::optional(decimal->to_double())
               : std::nullopt;
  }
  if (const auto* number = std::get_if<double>(&cell)) {
    const auto text = format_double(*number);
    return text ? parse_double(*text) : std::nullopt;
  }
  return std::nullopt;
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) {
    return;
  }
  if (const auto* boolean = std::get_if<bool>(&cell)) {
    worksheet_write_boolean(sheet, row, column, *boolean ? 1 : 0, nullptr);
    return;
  }
  if (const auto number = exact_number(cell)) {
    worksheet_write_number(sheet, row, column, *number, nullptr);
    return;
  }
  const std::string text = plain_text(cell);
  if (!text.empty()) {
    worksheet_write_string(sheet, row, column, text.c_str(), nullptr);
  }
}

void fill_sheet(lxw_workbook* workbook, lxw_worksheet* sheet, const Table& table) {
  lxw_format* bold = workbook_add_format(workbook);
  format_set_bold(bold);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string name = heading(table.columns[i]);
    worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), name.c_str(), bold);
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      write_cell(
          sheet, static_cast<lxw_row_t>(row + 1), static_cast<lxw_col_t>(i), table.rows[row][i]
      );
    }
  }
  worksheet_freeze_panes(sheet, 1, 0);
}

std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string xlsx_bytes(const Table& table, const std::string& sheet_name) {
  check_fits(table);
  const ScratchFolder folder;
  const std::filesystem::path path = folder.path() / "table.xlsx";
  std::string scratch = folder.path().string();
  lxw_workbook_options options{};
  options.tmpdir = scratch.data();
  lxw_workbook* workbook = workbook_new_opt(path.c_str(), &options);
  ensure(workbook != nullptr, "xlsx: the workbook could not be made");
  lxw_doc_properties properties{};
  properties.created = kCreated;
  workbook_set_properties(workbook, &properties);
  // A sheet's name holds 31 characters.
  lxw_worksheet* sheet = workbook_add_worksheet(workbook, sheet_name.substr(0, 31).c_str());
  if (sheet == nullptr) {
    workbook_close(workbook);
    throw invalid_argument("xlsx: expected a name that a sheet may have, got \"{}\"", sheet_name);
  }
  fill_sheet(workbook, sheet, table);
  const lxw_error error = workbook_close(workbook);
  if (error != LXW_NO_ERROR) {
    throw unavailable("{}: expected to write a workbook, got: {}", scratch, lxw_strerror(error));
  }
  return read_whole(path);
}

}  // namespace portolan::formats
