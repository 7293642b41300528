#pragma once

#include <optional>
#include <string>

#include "duckdb_handles.hpp"
#include "portolan/store/value.hpp"

namespace portolan::store {

/// Returns the project's type whose memory layout is that of DuckDB's `type`; nothing if it is laid
/// out otherwise.
[[nodiscard]] std::optional<ColumnType> column_type_of(duckdb_logical_type type);

/// Returns the type that a column of DuckDB's `type` is cast to where it has none of its own.
[[nodiscard]] ColumnType cast_target(duckdb_logical_type type);

/// Returns DuckDB's type for `type`.
[[nodiscard]] TypeHandle logical_type(ColumnType type);

}  // namespace portolan::store
