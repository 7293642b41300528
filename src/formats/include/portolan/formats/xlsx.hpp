#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

/// One cell of a sheet.
struct XlsxCell {
  enum class Kind : std::uint8_t { kEmpty, kText, kNumber, kDate, kBoolean, kError };

  Kind kind = Kind::kEmpty;
  /// Text as it is; a number in the shortest form that reads back the same, without exponent below
  /// 10^15; a date as "2025-09-30", with "T12:30:00" if it has a time, a time alone as "12:30:00";
  /// "true" or "false"; an error as "#N/A".
  std::string text;
};

/// One row that the file holds; rows that it leaves out are not made up.
struct XlsxRow {
  /// As Excel shows it, from 1.
  std::int64_t number = 0;
  /// The cells from column A on; missing ones are kEmpty.
  std::vector<XlsxCell> cells;
};

struct XlsxLimits {
  /// Bytes of the workbook's table of shared texts, which is held in memory.
  std::size_t max_shared_bytes = std::size_t{1} << 30U;
  std::size_t max_columns = 16'384;
  ExpansionLimits expansion = {};
};

class XlsxWorkbook;

/// Reads the rows of one sheet as they stream by.
class XlsxSheet {
 public:
  XlsxSheet(XlsxSheet&&) noexcept;
  ~XlsxSheet();

  /// Returns the next row; null at the end. Valid until the next call. Throws `Error` (kBadData) if
  /// the sheet is damaged.
  [[nodiscard]] const XlsxRow* next();

 private:
  friend class XlsxWorkbook;
  struct State;
  explicit XlsxSheet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A workbook of Excel 2007 and later. Memory is bounded by its shared texts and one row.
///
/// Throws `Error`: kInvalidArgument if the file is missing, kBadData if it is no such workbook, is
/// encrypted, damaged, declares a document type, or exceeds the limits.
class XlsxWorkbook {
 public:
  explicit XlsxWorkbook(const std::filesystem::path& path, const XlsxLimits& limits = {});
  ~XlsxWorkbook();

  /// Names of the sheets, in their order.
  [[nodiscard]] const std::vector<std::string>& sheets() const;

  /// Begins to read a sheet, the first if `sheet` is empty. Throws `Error` (kInvalidArgument) if
  /// there is none of that name; the hint names the nearest. The workbook must outlive the result.
  [[nodiscard]] XlsxSheet open(std::string_view sheet = {}) const;

 private:
  friend class XlsxSheet;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::formats
