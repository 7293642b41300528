#include "portolan/store/parquet.hpp"

#include <exception>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "batch_filler.hpp"
#include "duckdb_error.hpp"
#include "duckdb_handles.hpp"
#include "instance.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::store {
namespace {

// What the table function `portolan_rows()` reads. C code lies between it and the caller, so what
// the source throws is kept here.
struct Scan {
  std::span<const ColumnSpec> columns;
  BatchFiller filler;
  const Progress* progress;
  std::exception_ptr failure;
};

void bind_scan(duckdb_bind_info info) {
  const auto* scan = static_cast<const Scan*>(duckdb_bind_get_extra_info(info));
  bool has_columns = false;
  for (std::size_t i = 0; i < scan->columns.size(); ++i) {
    const ColumnSpec& column = scan->columns[i];
    if (column.constant) {
      continue;
    }
    has_columns = true;
    duckdb_bind_add_result_column(info, column.name.c_str(), scan->filler.type(i));
  }
  if (!has_columns) {
    duckdb_bind_set_error(info, "a file needs at least one column that is not constant");
  }
}

void init_scan(duckdb_init_info info) {
  duckdb_init_set_max_threads(info, 1);
}

void read_scan(duckdb_function_info info, duckdb_data_chunk chunk) {
  auto* scan = static_cast<Scan*>(duckdb_function_get_extra_info(info));
  // No exception may pass through C; this one is thrown again when the query has ended.
  try {
    if (scan->progress != nullptr) {
      scan->progress->check();
    }
    scan->filler.fill(chunk);
  } catch (const std::exception& error) {
    scan->failure = std::current_exception();
    duckdb_function_set_error(info, error.what());
  }
}

void register_scan(duckdb_connection connection, Scan& scan) {
  const TableFunctionHandle function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), "portolan_rows");
  duckdb_table_function_set_extra_info(function.get(), &scan, nullptr);
  duckdb_table_function_set_bind(function.get(), bind_scan);
  duckdb_table_function_set_init(function.get(), init_scan);
  duckdb_table_function_set_function(function.get(), read_scan);
  ensure(
      duckdb_register_table_function(connection, function.get()) == DuckDBSuccess,
      "DuckDB does not take the table function portolan_rows"
  );
}

struct LiteralWriter {
  std::string operator()(std::monostate) const { return "NULL"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(Decimal3 value) const { return value.to_string(); }
  std::string operator()(const std::string& value) const { return quote_literal(value); }
};

// A text as the only one of an ENUM, for the reason given at `enum_type`.
std::string constant_type(const ColumnSpec& column) {
  if (column.type != ColumnType::kVarchar) {
    return std::string(sql_name(column.type));
  }
  const auto* text = std::get_if<std::string>(&column.constant->variant());
  return fmt::format("ENUM({})", quote_literal(text == nullptr ? std::string() : *text));
}

std::string select_rows(std::span<const ColumnSpec> columns) {
  std::vector<std::string> items;
  for (const ColumnSpec& column : columns) {
    const std::string name = quote_identifier(column.name);
    if (!column.constant) {
      items.push_back(name);
      continue;
    }
    const std::string literal = std::visit(LiteralWriter{}, column.constant->variant());
    items.push_back(fmt::format("CAST({} AS {}) AS {}", literal, constant_type(column), name));
  }
  return "SELECT " + join(items, ", ") + " FROM portolan_rows()";
}

std::string copy_to(const std::filesystem::path& file, std::string_view sql, std::int64_t rows) {
  return fmt::format(
      "COPY ({}) TO {} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE {}, "
      "WRITE_BLOOM_FILTER false)",
      sql,
      quote_literal(std::filesystem::absolute(file).lexically_normal().string()),
      rows
  );
}

void remove_half_written(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(file, ignored)) {  // never a device
    std::filesystem::remove(file, ignored);
  }
}

}  // namespace

std::int64_t write_parquet(
    const std::filesystem::path& file,
    std::span<const ColumnSpec> columns,
    const RowSource& source,
    const ParquetOptions& options
) {
  const DatabaseOptions limits{
      .allowed_files = {file}, .memory_limit = options.memory_limit, .threads = 1};
  const DatabaseHandle database = open_instance(limits);
  const ConnectionHandle connection = connect_to(database.get());
  lock_down(connection.get(), limits);
  Scan scan{
      columns, BatchFiller(columns, source, BatchFiller::Target::kFile), options.progress, nullptr};
  register_scan(connection.get(), scan);
  // Caught to remove the half-written file; thrown on.
  try {
    run_plain(connection.get(), copy_to(file, select_rows(columns), options.row_group_rows));
  } catch (const Error&) {
    remove_half_written(file);
    if (scan.failure) {
      std::rethrow_exception(scan.failure);
    }
    throw;
  }
  return scan.filler.num_rows();
}

std::int64_t write_parquet(
    const std::filesystem::path& file,
    Database& database,
    std::string_view sql,
    const Parameters& parameters,
    Progress* progress
) {
  constexpr std::int64_t kRowGroupRows = 122'880;
  // Caught to remove the half-written file; thrown on.
  try {
    return database.execute(copy_to(file, sql, kRowGroupRows), parameters, progress);
  } catch (const Error&) {
    remove_half_written(file);
    throw;
  }
}

}  // namespace portolan::store
