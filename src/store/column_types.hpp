#pragma once

#include <optional>
#include <string>

#include "duckdb_handles.hpp"
#include "portolan/store/row_source.hpp"
#include "portolan/store/value.hpp"

namespace portolan::store {

/// Returns the project's type whose memory layout is that of DuckDB's `type`; nothing if it is laid
/// out otherwise.
[[nodiscard]] std::optional<ColumnType> column_type_of(duckdb_logical_type type);

/// Returns the type that a column of DuckDB's `type` is cast to where it has none of its own.
[[nodiscard]] ColumnType cast_target(duckdb_logical_type type);

/// Returns DuckDB's type for `type`.
[[nodiscard]] TypeHandle logical_type(ColumnType type);

/// Returns DuckDB's ENUM of the dictionary's texts, with codes of one or two bytes; nothing for a
/// dictionary that an ENUM cannot hold or that would be larger than it is worth.
///
/// A Parquet file does not tell an ENUM from VARCHAR, but DuckDB writes its codes as they are,
/// where it hashes each text of a VARCHAR.
[[nodiscard]] std::optional<TypeHandle> enum_type(const TextDictionary& dictionary);

}  // namespace portolan::store
