#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/store/result.hpp"
#include "portolan/store/row_source.hpp"
#include "portolan/store/value.hpp"

namespace portolan::store {

/// How a database is opened. What a database may touch is fixed at the opening and cannot be
/// widened later, by no SQL.
struct DatabaseOptions {
  /// The database file; empty for one in memory.
  std::filesystem::path file = {};
  bool is_read_only = false;

  /// Files outside `file` that queries may read and write; folders with all below them.
  std::vector<std::filesystem::path> allowed_folders = {};
  std::vector<std::filesystem::path> allowed_files = {};

  /// "2GB"; memory for DuckDB's own buffers.
  std::string memory_limit = "2GB";
  /// Where large sorts and joins spill; empty: they do not, and fail when memory runs out.
  std::filesystem::path temp_folder = {};
  /// 0: one per core.
  unsigned threads = 0;

  /// Statements run before the configuration is locked (ATTACH, for one). Of this program's own
  /// making, never a user's.
  std::vector<std::string> setup = {};
};

/// One DuckDB instance and a connection to it. Never loads extensions, never reaches the network,
/// reads and writes no files but those named in its options. One thread at a time.
///
/// All functions throw `Error`: kInvalidArgument for SQL that cannot be run, kUnavailable where a
/// file, the disk or the memory fails, kInterrupted when `progress` was cancelled. `progress` may
/// be null; its stage is begun and ended by the caller, the unit is hundredths of a percent.
class Database {
 public:
  explicit Database(const DatabaseOptions& options = {});
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Returns a second connection to the same instance, for another thread. It has its own TEMP
  /// tables and views, and does not tell how far a query is.
  [[nodiscard]] Database connect() const;

  /// Runs one statement and returns how many rows it changed.
  std::int64_t
  execute(std::string_view sql, const Parameters& parameters = {}, Progress* progress = nullptr);

  /// Runs statements separated by semicolons, without parameters.
  void execute_script(std::string_view sql, Progress* progress = nullptr);

  /// Runs one statement and returns all its rows.
  [[nodiscard]] Result
  query(std::string_view sql, const Parameters& parameters = {}, Progress* progress = nullptr);

  /// Runs one statement and hands its rows to `use` as they come, in order; holds only a few chunks
  /// at a time. `use` must not use this connection. Returns the columns.
  std::vector<ResultColumn> for_each_chunk(
      std::string_view sql,
      const Parameters& parameters,
      const std::function<void(const Chunk&)>& use,
      Progress* progress = nullptr
  );

  /// Tells whether `sql` is exactly one statement and that one only reads (SELECT, FROM, VALUES,
  /// DESCRIBE, SHOW, EXPLAIN): what a user may run. Throws for text that is no SQL.
  [[nodiscard]] bool is_reading(std::string_view sql);

  /// Adds all rows of `source` to `table`, whose columns are `columns` in this order. Constants are
  /// filled in. Returns the number of rows.
  std::int64_t append(
      std::string_view table,
      std::span<const ColumnSpec> columns,
      const RowSource& source,
      Progress* progress = nullptr
  );

  /// Makes the TEMP table `table` with `columns` and fills it from `source`.
  std::int64_t create_temp_table(
      std::string_view table,
      std::span<const ColumnSpec> columns,
      const RowSource& source
  );

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Returns the version of the DuckDB library in use: "v1.4.4".
[[nodiscard]] std::string database_version();

}  // namespace portolan::store
