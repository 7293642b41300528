#include "text_rows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "table_file.hpp"

namespace portolan::engine {

TextRows::TextRows(const std::filesystem::path& file, const std::vector<std::string>& columns)
    : file_(file.string()), columns_(columns) {
  store::Database database({.allowed_files = {std::filesystem::absolute(file)}, .threads = 1});
  const std::string source = table_source(file, ColumnTypes::kText);
  const auto there = database.query(fmt::format("SELECT * FROM {} LIMIT 0", source));
  std::vector<std::string> selected;
  for (const std::string& column : columns) {
    const bool is_there = std::ranges::any_of(there.columns(), [&](const auto& found) {
      return found.name == column;
    });
    has_column_.push_back(is_there);
    selected.push_back(
        is_there ? fmt::format("CAST({} AS VARCHAR)", in_marks(column, '"')) : "NULL::VARCHAR"
    );
  }
  for (const auto& column : there.columns()) {
    names_.push_back(column.name);
  }
  rows_ = database.query(fmt::format("SELECT {} FROM {}", join(selected, ", "), source));
}

void TextRows::require(std::size_t column) const {
  if (!has_column_[column]) {
    throw bad_data(
        "{}: expected a column \"{}\", got {}", file_, columns_[column], join(names_, ", ")
    );
  }
}

std::string TextRows::text(std::size_t row, std::size_t column) const {
  return std::string(trim(rows_->text(row, column).value_or("")));
}

std::string TextRows::required(std::size_t row, std::size_t column) const {
  std::string cell = text(row, column);
  if (cell.empty()) {
    throw bad_data("{}: expected a text, got nothing", place(row, column));
  }
  return cell;
}

std::optional<Decimal3> TextRows::amount(std::size_t row, std::size_t column) const {
  const std::string cell = text(row, column);
  if (cell.empty()) {
    return std::nullopt;
  }
  const auto number = Decimal3::parse(cell);
  if (!number || number->thousandths() < 0) {
    throw bad_data("{}: expected a number of at least 0, got \"{}\"", place(row, column), cell);
  }
  return number;
}

std::string TextRows::place(std::size_t row, std::size_t column) const {
  return fmt::format("{}: row {}: {}", file_, row + 1, columns_[column]);
}

}  // namespace portolan::engine
