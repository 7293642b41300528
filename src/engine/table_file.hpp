#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace portolan::engine {

/// Returns `text` between two of `mark`, those within doubled: a name or a string in SQL.
[[nodiscard]] std::string in_marks(std::string_view text, char mark);

/// How the columns of a CSV file are typed: as the whole file suggests, or all as text.
enum class ColumnTypes : std::uint8_t { kFound, kText };

/// Returns what DuckDB is to read in a FROM clause: a CSV file with a header (also gzip) or
/// Parquet. Throws `Error` (kBadData) for any other file, and as `formats::kind_of_file` does.
[[nodiscard]] std::string table_source(const std::filesystem::path& file, ColumnTypes types);

}  // namespace portolan::engine
