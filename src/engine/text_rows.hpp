#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/store/database.hpp"

namespace portolan::engine {

/// The cells of some columns of a CSV (also gzip) or Parquet file, all as text, in memory: for
/// small tables of a user's. A column that the file lacks has no cells.
class TextRows {
 public:
  /// Throws `Error` as `table_source` does, and kBadData for a file that cannot be read.
  TextRows(const std::filesystem::path& file, const std::vector<std::string>& columns);

  /// Throws `Error` (kBadData), with the columns that there are, if the file lacks the column.
  void require(std::size_t column) const;

  [[nodiscard]] bool has(std::size_t column) const { return has_column_[column]; }
  [[nodiscard]] std::size_t num_rows() const { return rows_->num_rows(); }

  /// The cell, trimmed; empty where it is missing.
  [[nodiscard]] std::string text(std::size_t row, std::size_t column) const;
  /// Throws `Error` (kBadData) for an empty cell.
  [[nodiscard]] std::string required(std::size_t row, std::size_t column) const;
  /// The number, at least 0; nothing where the cell is empty. Throws `Error` (kBadData) for
  /// another.
  [[nodiscard]] std::optional<Decimal3> amount(std::size_t row, std::size_t column) const;

  /// "FILE: row 3: COLUMN", rows counted from 1 without the header.
  [[nodiscard]] std::string place(std::size_t row, std::size_t column) const;

 private:
  std::string file_;
  std::vector<std::string> columns_;
  std::vector<bool> has_column_;
  std::vector<std::string> names_;
  std::optional<store::Result> rows_;
};

}  // namespace portolan::engine
