#include "result_table.hpp"

#include <variant>
#include <vector>

namespace portolan::engine {
namespace {

formats::Column table_column(const store::ResultColumn& column) {
  constexpr int kAllDigits = 12;
  formats::Column result;
  switch (column.type) {
    case store::ColumnType::kBoolean:
      return formats::boolean_column(column.name);
    case store::ColumnType::kVarchar:
      return formats::text_column(column.name);
    case store::ColumnType::kDouble:
      return formats::double_column(column.name, "", kAllDigits);
    case store::ColumnType::kDecimal3:
      return formats::decimal_column(column.name);
    case store::ColumnType::kTinyint:
    case store::ColumnType::kInteger:
    case store::ColumnType::kBigint:
      result = formats::integer_column(column.name);
      result.groups_digits = false;
      return result;
  }
  return result;
}

formats::Cell cell(const store::Value& value) {
  return std::visit([](const auto& held) { return formats::Cell(held); }, value.variant());
}

}  // namespace

std::vector<formats::Column> table_columns(std::span<const store::ResultColumn> columns) {
  std::vector<formats::Column> result;
  for (const auto& column : columns) {
    result.push_back(table_column(column));
  }
  return result;
}

void append_rows(formats::Table& table, const store::Chunk& chunk, std::int64_t max_rows) {
  const std::size_t num_columns = chunk.columns().size();
  for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
    if (std::ssize(table.rows) >= max_rows) {
      return;
    }
    std::vector<formats::Cell> cells;
    cells.reserve(num_columns);
    for (std::size_t column = 0; column < num_columns; ++column) {
      cells.push_back(cell(chunk.value(column, row)));
    }
    table.rows.push_back(std::move(cells));
  }
}

formats::Table table_of(const store::Result& result) {
  formats::Table table;
  table.columns = table_columns(result.columns());
  for (const auto& chunk : result.chunks()) {
    append_rows(table, chunk, static_cast<std::int64_t>(result.num_rows()));
  }
  return table;
}

}  // namespace portolan::engine
