#pragma once

#include <utility>

#include <duckdb.h>

namespace portolan::store {

/// Owns one handle of the C API and gives it back with `Destroy`, which takes the handle's address.
template <typename T, auto Destroy>
class Handle {
 public:
  Handle() = default;
  explicit Handle(T handle) : handle_(handle) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, T{})) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Handle() { Destroy(&handle_); }

  [[nodiscard]] T get() const noexcept { return handle_; }
  /// Where the C API stores a new handle; only while this one is empty.
  [[nodiscard]] T* out() noexcept { return &handle_; }
  [[nodiscard]] T release() noexcept { return std::exchange(handle_, T{}); }

 private:
  T handle_{};
};

using DatabaseHandle = Handle<duckdb_database, duckdb_close>;
using ConnectionHandle = Handle<duckdb_connection, duckdb_disconnect>;
using ConfigHandle = Handle<duckdb_config, duckdb_destroy_config>;
using StatementHandle = Handle<duckdb_prepared_statement, duckdb_destroy_prepare>;
using PendingHandle = Handle<duckdb_pending_result, duckdb_destroy_pending>;
using ResultHandle = Handle<duckdb_result, duckdb_destroy_result>;
using ChunkHandle = Handle<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using TypeHandle = Handle<duckdb_logical_type, duckdb_destroy_logical_type>;
using ExtractedHandle = Handle<duckdb_extracted_statements, duckdb_destroy_extracted>;
using TableFunctionHandle = Handle<duckdb_table_function, duckdb_destroy_table_function>;
using AppenderHandle = Handle<duckdb_appender, duckdb_appender_destroy>;

}  // namespace portolan::store
