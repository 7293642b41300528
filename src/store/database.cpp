#include "portolan/store/database.hpp"

#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "batch_filler.hpp"
#include "column_types.hpp"
#include "duckdb_error.hpp"
#include "duckdb_handles.hpp"
#include "instance.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "result_reader.hpp"

namespace portolan::store {
namespace {

constexpr auto kProgressInterval = std::chrono::milliseconds(20);

StatementHandle prepare(duckdb_connection connection, const std::string& sql) {
  StatementHandle statement;
  if (duckdb_prepare(connection, sql.c_str(), statement.out()) != DuckDBSuccess) {
    throw error_of_duckdb(text_or_empty(duckdb_prepare_error(statement.get())));
  }
  return statement;
}

struct Binder {
  duckdb_prepared_statement statement;
  idx_t place;

  duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, place); }
  duckdb_state operator()(bool value) const { return duckdb_bind_boolean(statement, place, value); }
  duckdb_state operator()(std::int64_t value) const {
    return duckdb_bind_int64(statement, place, value);
  }
  duckdb_state operator()(double value) const {
    return duckdb_bind_double(statement, place, value);
  }
  duckdb_state operator()(Decimal3 value) const {
    duckdb_decimal decimal{};
    decimal.width = 18;
    decimal.scale = 3;
    decimal.value.lower = static_cast<std::uint64_t>(value.thousandths());
    decimal.value.upper = value.thousandths() < 0 ? -1 : 0;
    return duckdb_bind_decimal(statement, place, decimal);
  }
  duckdb_state operator()(const std::string& value) const {
    return duckdb_bind_varchar_length(statement, place, value.data(), value.size());
  }
};

void bind(duckdb_prepared_statement statement, const Parameters& parameters) {
  const idx_t expected = duckdb_nparams(statement);
  if (expected != parameters.size()) {
    throw invalid_argument("query: expected {} parameters, got {}", expected, parameters.size());
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (std::visit(Binder{statement, i + 1}, parameters[i].variant()) != DuckDBSuccess) {
      throw error_of_duckdb(text_or_empty(duckdb_prepare_error(statement)));
    }
  }
}

// The statement again with every column that has no type of the project cast to one. Positions
// instead of names, since names may repeat.
std::optional<std::string> with_casts(duckdb_prepared_statement statement, std::string_view sql) {
  if (duckdb_prepared_statement_type(statement) != DUCKDB_STATEMENT_TYPE_SELECT) {
    return std::nullopt;
  }
  bool needs_casts = false;
  std::vector<std::string> items;
  const idx_t count = duckdb_prepared_statement_column_count(statement);
  for (idx_t i = 0; i < count; ++i) {
    const TypeHandle type(duckdb_prepared_statement_column_logical_type(statement, i));
    if (duckdb_get_type_id(type.get()) == DUCKDB_TYPE_INVALID) {
      return std::nullopt;  // hangs on a parameter
    }
    const char* name = duckdb_prepared_statement_column_name(statement, i);
    const std::string alias = quote_identifier(text_or_empty(name));
    duckdb_free(const_cast<char*>(name));  // NOLINT: the C API hands over what it declares const
    if (column_type_of(type.get())) {
      items.push_back(fmt::format("#{} AS {}", i + 1, alias));
      continue;
    }
    needs_casts = true;
    items.push_back(
        fmt::format("CAST(#{} AS {}) AS {}", i + 1, sql_name(cast_target(type.get())), alias)
    );
  }
  if (!needs_casts) {
    return std::nullopt;
  }
  std::string_view inner = trim(sql);
  while (inner.ends_with(';')) {
    inner = trim(inner.substr(0, inner.size() - 1));
  }
  return fmt::format("SELECT {} FROM (\n{}\n)", join(items, ", "), inner);
}

StatementHandle prepare_readable(duckdb_connection connection, std::string_view sql) {
  StatementHandle statement = prepare(connection, std::string(sql));
  if (const auto casts = with_casts(statement.get(), sql)) {
    return prepare(connection, *casts);
  }
  return statement;
}

void report(duckdb_connection connection, Progress& progress) {
  if (progress.is_cancelled()) {
    duckdb_interrupt(connection);
    return;
  }
  if (const double share = duckdb_query_progress(connection).percentage; share > 0.0) {
    progress.advance(static_cast<std::int64_t>(share * 100.0));
  }
}

// Lends the calling thread to the query until its result, or for a stream its first chunk, is
// there.
void work_on(duckdb_connection connection, duckdb_pending_result pending, Progress* progress) {
  auto next_report = std::chrono::steady_clock::now() + kProgressInterval;
  for (;;) {
    const duckdb_pending_state state = duckdb_pending_execute_task(pending);
    if (state == DUCKDB_PENDING_ERROR) {
      throw error_of_duckdb(text_or_empty(duckdb_pending_error(pending)));
    }
    if (duckdb_pending_execution_is_finished(state)) {
      return;
    }
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    if (const auto now = std::chrono::steady_clock::now();
        progress != nullptr && now >= next_report) {
      report(connection, *progress);
      next_report = now + kProgressInterval;
    }
  }
}

enum class Rows : std::uint8_t { kHeld, kStreamed };

ResultHandle
run(duckdb_connection connection, duckdb_prepared_statement statement, Rows rows, Progress* progress
) {
  if (progress != nullptr) {
    progress->check();
  }
  PendingHandle pending;
  const duckdb_state state = rows == Rows::kStreamed
                                 ? duckdb_pending_prepared_streaming(statement, pending.out())
                                 : duckdb_pending_prepared(statement, pending.out());
  if (state != DuckDBSuccess) {
    throw error_of_duckdb(text_or_empty(duckdb_pending_error(pending.get())));
  }
  work_on(connection, pending.get(), progress);
  ResultHandle result;
  if (duckdb_execute_pending(pending.get(), result.out()) != DuckDBSuccess) {
    throw error_of_duckdb(text_or_empty(duckdb_result_error(result.out())));
  }
  return result;
}

/// `catalogue` is "temp" or null, for the database's own. A temporary table must be named as such:
/// what has no catalogue is looked for in a database that may be read-only.
std::int64_t append_rows(
    duckdb_connection connection,
    const char* catalogue,
    std::string_view table,
    std::span<const ColumnSpec> columns,
    const RowSource& source,
    Progress* progress
) {
  AppenderHandle appender;
  if (duckdb_appender_create_ext(
          connection, catalogue, nullptr, std::string(table).c_str(), appender.out()
      ) != DuckDBSuccess) {
    throw error_of_duckdb(text_or_empty(duckdb_appender_error(appender.get())));
  }
  BatchFiller filler(columns, source, BatchFiller::Target::kTable);
  std::vector<duckdb_logical_type> types;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    types.push_back(filler.type(i));
  }
  const ChunkHandle chunk(duckdb_create_data_chunk(types.data(), types.size()));
  const auto check = [&appender](duckdb_state state) {
    if (state != DuckDBSuccess) {
      throw error_of_duckdb(text_or_empty(duckdb_appender_error(appender.get())));
    }
  };
  for (;;) {
    if (progress != nullptr) {
      progress->check();
    }
    duckdb_data_chunk_reset(chunk.get());
    filler.fill(chunk.get());
    if (duckdb_data_chunk_get_size(chunk.get()) == 0) {
      break;
    }
    check(duckdb_append_data_chunk(appender.get(), chunk.get()));
  }
  check(duckdb_appender_flush(appender.get()));
  check(duckdb_appender_close(appender.get()));
  return filler.num_rows();
}

}  // namespace

struct Database::Impl {
  // Shared by all connections to it; the last one closes it.
  std::shared_ptr<DatabaseHandle> instance;
  ConnectionHandle connection;
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database::Database(const DatabaseOptions& options) : impl_(std::make_unique<Impl>()) {
  impl_->instance = std::make_shared<DatabaseHandle>(open_instance(options));
  impl_->connection = connect_to(impl_->instance->get());
  lock_down(impl_->connection.get(), options);
}

Database Database::connect() const {
  auto impl = std::make_unique<Impl>();
  impl->instance = impl_->instance;
  impl->connection = connect_to(impl->instance->get());
  return Database(std::move(impl));
}

std::int64_t
Database::execute(std::string_view sql, const Parameters& parameters, Progress* progress) {
  const StatementHandle statement = prepare(impl_->connection.get(), std::string(sql));
  bind(statement.get(), parameters);
  ResultHandle result = run(impl_->connection.get(), statement.get(), Rows::kHeld, progress);
  return static_cast<std::int64_t>(duckdb_rows_changed(result.out()));
}

void Database::execute_script(std::string_view sql, Progress* progress) {
  ExtractedHandle statements;
  const idx_t count = duckdb_extract_statements(
      impl_->connection.get(), std::string(sql).c_str(), statements.out()
  );
  if (const char* message = duckdb_extract_statements_error(statements.get()); message != nullptr) {
    throw error_of_duckdb(message);
  }
  for (idx_t i = 0; i < count; ++i) {
    StatementHandle statement;
    if (duckdb_prepare_extracted_statement(
            impl_->connection.get(), statements.get(), i, statement.out()
        ) != DuckDBSuccess) {
      throw error_of_duckdb(text_or_empty(duckdb_prepare_error(statement.get())));
    }
    run(impl_->connection.get(), statement.get(), Rows::kHeld, progress);
  }
}

Result Database::query(std::string_view sql, const Parameters& parameters, Progress* progress) {
  const StatementHandle statement = prepare_readable(impl_->connection.get(), sql);
  bind(statement.get(), parameters);
  return ResultReader(run(impl_->connection.get(), statement.get(), Rows::kHeld, progress))
      .read_all();
}

std::vector<ResultColumn> Database::for_each_chunk(
    std::string_view sql,
    const Parameters& parameters,
    const std::function<void(const Chunk&)>& use,
    Progress* progress
) {
  const StatementHandle statement = prepare_readable(impl_->connection.get(), sql);
  bind(statement.get(), parameters);
  ResultReader reader(run(impl_->connection.get(), statement.get(), Rows::kStreamed, progress));
  for (Chunk chunk = reader.next(); chunk.num_rows() > 0; chunk = reader.next()) {
    use(chunk);
    if (progress != nullptr) {
      progress->check();
    }
  }
  return reader.columns();
}

bool Database::is_reading(std::string_view sql) {
  ExtractedHandle statements;
  const idx_t count = duckdb_extract_statements(
      impl_->connection.get(), std::string(sql).c_str(), statements.out()
  );
  if (const char* message = duckdb_extract_statements_error(statements.get()); message != nullptr) {
    throw error_of_duckdb(message);
  }
  if (count != 1) {
    return false;
  }
  StatementHandle statement;
  if (duckdb_prepare_extracted_statement(
          impl_->connection.get(), statements.get(), 0, statement.out()
      ) != DuckDBSuccess) {
    throw error_of_duckdb(text_or_empty(duckdb_prepare_error(statement.get())));
  }
  const duckdb_statement_type type = duckdb_prepared_statement_type(statement.get());
  return type == DUCKDB_STATEMENT_TYPE_SELECT || type == DUCKDB_STATEMENT_TYPE_EXPLAIN;
}

std::int64_t Database::append(
    std::string_view table,
    std::span<const ColumnSpec> columns,
    const RowSource& source,
    Progress* progress
) {
  return append_rows(impl_->connection.get(), nullptr, table, columns, source, progress);
}

std::int64_t Database::create_temp_table(
    std::string_view table,
    std::span<const ColumnSpec> columns,
    const RowSource& source
) {
  std::vector<std::string> items;
  for (const ColumnSpec& column : columns) {
    items.push_back(fmt::format("{} {}", quote_identifier(column.name), sql_name(column.type)));
  }
  execute(fmt::format("CREATE TEMP TABLE {} ({})", quote_identifier(table), join(items, ", ")));
  return append_rows(impl_->connection.get(), "temp", table, columns, source, nullptr);
}

std::string database_version() {
  return duckdb_library_version();
}

}  // namespace portolan::store
