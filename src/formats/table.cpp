#include "portolan/formats/table.hpp"

#include <cmath>

#include <fmt/format.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

bool is_of_type(const Cell& cell, CellType type) {
  // The alternatives of Cell stand in the order of CellType, after missing.
  return cell.index() == 0 || cell.index() == static_cast<std::size_t>(type) + 1;
}

Column number_column(std::string name, CellType type, std::string unit) {
  Column column;
  column.name = std::move(name);
  column.type = type;
  column.unit = std::move(unit);
  column.alignment = Alignment::kRight;
  return column;
}

}  // namespace

Column text_column(std::string name, Overflow overflow) {
  Column column;
  column.name = std::move(name);
  column.overflow = overflow;
  return column;
}

Column integer_column(std::string name, std::string unit) {
  return number_column(std::move(name), CellType::kInteger, std::move(unit));
}

Column decimal_column(std::string name, std::string unit) {
  return number_column(std::move(name), CellType::kDecimal, std::move(unit));
}

Column double_column(std::string name, std::string unit, int shown_digits) {
  Column column = number_column(std::move(name), CellType::kDouble, std::move(unit));
  column.shown_digits = shown_digits;
  return column;
}

Column boolean_column(std::string name) {
  Column column;
  column.name = std::move(name);
  column.type = CellType::kBoolean;
  return column;
}

std::optional<std::string> format_double(double value, int significant_digits) {
  if (!std::isfinite(value)) {
    return std::nullopt;
  }
  std::string text = fmt::format("{:.{}g}", value, significant_digits);
  return text == "-0" ? "0" : text;
}

void ensure_consistent(const Table& table) {
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row];
    ensure(
        cells.size() == table.columns.size(),
        fmt::format(
            "row {} of a table: expected {} cells, got {}", row, table.columns.size(), cells.size()
        )
    );
    for (std::size_t i = 0; i < cells.size(); ++i) {
      ensure(
          is_of_type(cells[i], table.columns[i].type),
          fmt::format(
              "row {} of a table: {}: the cell has another type", row, table.columns[i].name
          )
      );
    }
  }
}

}  // namespace portolan::formats
