#pragma once

#include <span>
#include <vector>

#include "duckdb_handles.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::store {

/// Fills DuckDB's chunks from a `RowSource`.
class BatchFiller {
 public:
  enum class Target : std::uint8_t {
    kTable,  ///< constants are filled in, texts are texts
    kFile,   ///< constants are left to the query; complete dictionaries become ENUMs
  };

  BatchFiller(std::span<const ColumnSpec> columns, const RowSource& source, Target target);

  /// DuckDB's type of a column in the chunk.
  [[nodiscard]] duckdb_logical_type type(std::size_t column) const { return types_[column].get(); }

  /// Sets the size of `chunk`: 0 when the source has no more rows.
  void fill(duckdb_data_chunk chunk);

  [[nodiscard]] std::int64_t num_rows() const noexcept { return num_rows_; }

 private:
  void point_at(duckdb_data_chunk chunk);
  void write_codes(std::size_t rows);
  void write_texts(std::size_t column, std::size_t rows);
  template <typename Code>
  void write_enum(std::size_t column, std::size_t rows);
  void write_constants(std::size_t rows);

  std::span<const ColumnSpec> columns_;
  const RowSource& source_;
  Target target_;
  std::vector<TypeHandle> types_;
  RowBatch batch_;
  std::int64_t num_rows_ = 0;
};

}  // namespace portolan::store
