#pragma once

#include <span>
#include <vector>

#include "duckdb_handles.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::store {

/// Fills DuckDB's chunks from a `RowSource`. Without constants in the chunk, they are left to the
/// query; with them, they are filled in.
class BatchFiller {
 public:
  enum class Constants : std::uint8_t { kLeftOut, kFilledIn };

  BatchFiller(std::span<const ColumnSpec> columns, const RowSource& source, Constants constants);

  /// Sets the size of `chunk`: 0 when the source has no more rows.
  void fill(duckdb_data_chunk chunk);

  [[nodiscard]] std::int64_t num_rows() const noexcept { return num_rows_; }

 private:
  void point_at(duckdb_data_chunk chunk);
  void write_codes(std::size_t rows);
  void write_constants(std::size_t rows);

  std::span<const ColumnSpec> columns_;
  const RowSource& source_;
  Constants constants_;
  RowBatch batch_;
  std::int64_t num_rows_ = 0;
};

}  // namespace portolan::store
