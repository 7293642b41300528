#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "portolan/base/decimal3.hpp"

namespace portolan::formats {

/// One value of a table. `std::monostate` is missing, which is never zero and never empty text.
using Cell = std::variant<std::monostate, std::string, std::int64_t, Decimal3, double, bool>;

/// What the cells of a column are; a cell of a column is of this type or missing.
enum class CellType : std::uint8_t { kText, kInteger, kDecimal, kDouble, kBoolean };

/// Where a cell stands in its column on a terminal and in Markdown.
enum class Alignment : std::uint8_t { kLeft, kRight };

/// What a terminal that is too narrow does with the text of a column: cuts or wraps it, or leaves
/// it whole, as names that people type must be.
enum class Overflow : std::uint8_t { kCut, kWrap, kKeep };

/// A column of a `Table`.
struct Column {
  /// The name of the quantity, the same as in SQL, CSV and JSON: "value_usd".
  std::string name;
  CellType type = CellType::kText;
  /// Shown behind the name where people read ("score (dB)"); empty where the name tells the unit.
  std::string unit;
  Alignment alignment = Alignment::kLeft;
  Overflow overflow = Overflow::kCut;
  /// Significant digits of a double on a terminal and in Markdown; all other formats print 12.
  int shown_digits = 5;
  /// Whether people see the digits of a number in groups of three; not for years and periods.
  bool groups_digits = true;
};

/// Makes columns with the alignment that their type asks for: numbers to the right.
[[nodiscard]] Column text_column(std::string name, Overflow overflow = Overflow::kCut);
[[nodiscard]] Column integer_column(std::string name, std::string unit = {});
[[nodiscard]] Column decimal_column(std::string name, std::string unit = {});
[[nodiscard]] Column double_column(std::string name, std::string unit = {}, int shown_digits = 5);
[[nodiscard]] Column boolean_column(std::string name);

/// Rows and columns as every writer takes them. Each row has one cell for each column.
struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

/// Returns the cell of an optional value: missing where there is none.
template <typename T>
[[nodiscard]] Cell cell_of(std::optional<T> value) {
  return value ? Cell(std::move(*value)) : Cell();
}

/// Takes the next piece of output. May throw `Error` (kUnavailable) where it cannot be written.
using Sink = std::function<void(std::string_view)>;

/// Returns `value` to 12 significant digits in the shortest form ("0.25", "1e+20"), "0" for minus
/// zero, and nothing where it is not finite. The same on every machine.
[[nodiscard]] std::optional<std::string> format_double(double value, int significant_digits = 12);

/// Throws `Error` (kInternal) unless every row has one cell a column, of the column's type.
void ensure_consistent(const Table& table);

}  // namespace portolan::formats
