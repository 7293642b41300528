#include "small_table.hpp"

#include <algorithm>
#include <cstdint>
#include <variant>

#include "portolan/base/error.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::panel {

namespace {

using store::ColumnType;

void set_cell(
    store::RowBatch& batch,
    std::size_t column,
    std::size_t row,
    ColumnType type,
    const store::Value& value
) {
  const auto& held = value.variant();
  if (value.is_null()) {
    batch.set_null(column, row);
  } else if (type == ColumnType::kVarchar) {
    batch.set_text(column, row, std::get<std::string>(held));
  } else if (type == ColumnType::kDouble) {
    batch.values<double>(column)[row] = std::get<double>(held);
  } else if (type == ColumnType::kBoolean) {
    batch.values<bool>(column)[row] = std::get<bool>(held);
  } else {
    ensure(type == ColumnType::kInteger, "small table: a column type that is not provided for");
    batch.values<std::int32_t>(column)[row] =
        static_cast<std::int32_t>(std::get<std::int64_t>(held));
  }
}

}  // namespace

void create_small_table(
    store::Database& database,
    std::string_view name,
    const std::vector<SmallColumn>& columns,
    const std::vector<std::vector<store::Value>>& rows
) {
  std::vector<store::ColumnSpec> specs;
  for (const SmallColumn& column : columns) {
    specs.push_back({.name = column.name, .type = column.type});
  }
  database.execute("DROP TABLE IF EXISTS temp." + store::quote_identifier(name));
  std::size_t next = 0;
  database.create_temp_table(name, specs, [&](store::RowBatch& batch) {
    const std::size_t count = std::min(store::kBatchRows, rows.size() - next);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t column = 0; column < columns.size(); ++column) {
        set_cell(batch, column, i, columns[column].type, rows[next + i][column]);
      }
    }
    next += count;
    return count;
  });
}

}  // namespace portolan::panel
