#include "portolan/engine/parquet_bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <variant>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::engine {
namespace {

namespace fs = std::filesystem;
using formats::Cell;
using formats::CellType;
using store::ColumnType;

// A folder of its own that goes with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (fs::temp_directory_path() / "portolan-XXXXXX").string();
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
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

ColumnType stored_type(CellType type) {
  switch (type) {
    case CellType::kText:
      return ColumnType::kVarchar;
    case CellType::kInteger:
      return ColumnType::kBigint;
    case CellType::kDecimal:
      return ColumnType::kDecimal3;
    case CellType::kDouble:
      return ColumnType::kDouble;
    case CellType::kBoolean:
      return ColumnType::kBoolean;
  }
  return ColumnType::kVarchar;
}

void fill_cell(store::RowBatch& batch, std::size_t column, std::size_t row, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    batch.set_text(column, row, *text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    batch.values<std::int64_t>(column)[row] = *integer;
  } else if (const auto* decimal = std::get_if<Decimal3>(&cell)) {
    batch.thousandths(column)[row] = decimal->thousandths();
  } else if (const auto* number = std::get_if<double>(&cell)) {
    batch.values<double>(column)[row] = *number;
  } else if (const auto* boolean = std::get_if<bool>(&cell)) {
    batch.values<bool>(column)[row] = *boolean;
  } else {
    batch.set_null(column, row);
  }
}

}  // namespace

std::string parquet_bytes(const formats::Table& table) {
  std::vector<store::ColumnSpec> columns;
  for (const auto& column : table.columns) {
    columns.push_back({.name = column.name, .type = stored_type(column.type)});
  }
  std::size_t next = 0;
  const store::RowSource source = [&](store::RowBatch& batch) {
    const std::size_t count = std::min(store::kBatchRows, table.rows.size() - next);
    for (std::size_t column = 0; column < columns.size(); ++column) {
      for (std::size_t row = 0; row < count; ++row) {
        fill_cell(batch, column, row, table.rows[next + row][column]);
      }
    }
    next += count;
    return count;
  };
  const ScratchFolder folder;
  const fs::path path = folder.path() / "table.parquet";
  store::write_parquet(path, columns, source);
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace portolan::engine
