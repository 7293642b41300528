#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "portolan/base/progress.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::store {

struct ParquetOptions {
  /// Rows of a row group; memory grows with it.
  std::int64_t row_group_rows = 122'880;
  /// Memory of the writer's buffers.
  std::string memory_limit = "400MB";
  /// Asked for cancellation before each batch; may be null.
  const Progress* progress = nullptr;
};

/// Writes all rows of `source` to a new Parquet file (zstd) and returns their number. The same rows
/// give the same bytes. Runs on the calling thread; several may run at once on different threads.
/// The file is not synced; where the writing fails, what is left of the file is removed.
///
/// Throws `Error` (kUnavailable) where the file cannot be written, kInterrupted when cancelled, and
/// whatever `source` throws.
std::int64_t write_parquet(
    const std::filesystem::path& file,
    std::span<const ColumnSpec> columns,
    const RowSource& source,
    const ParquetOptions& options = {}
);

/// Writes the rows of a query, in its order, to a new Parquet file (zstd), which must lie in a
/// folder that `database` may use; returns their number.
std::int64_t write_parquet(
    const std::filesystem::path& file,
    Database& database,
    std::string_view sql,
    const Parameters& parameters = {},
    Progress* progress = nullptr
);

}  // namespace portolan::store
