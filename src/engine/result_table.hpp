#pragma once

#include <cstdint>
#include <span>

#include "portolan/formats/table.hpp"
#include "portolan/store/result.hpp"

namespace portolan::engine {

/// Returns the columns of a result as those of a table; digits are not grouped, since a whole
/// number may be a year.
[[nodiscard]] std::vector<formats::Column> table_columns(
    std::span<const store::ResultColumn> columns
);

/// Adds the rows of `chunk` to `table` until it has `max_rows`.
void append_rows(formats::Table& table, const store::Chunk& chunk, std::int64_t max_rows);

/// Returns a whole result as a table.
[[nodiscard]] formats::Table table_of(const store::Result& result);

}  // namespace portolan::engine
