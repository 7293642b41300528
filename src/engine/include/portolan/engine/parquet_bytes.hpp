#pragma once

#include <string>

#include "portolan/formats/table.hpp"

namespace portolan::engine {

/// Returns a table as the bytes of a Parquet file (zstd, plain types); the same table gives the
/// same bytes. Throws `Error`: kUnavailable where temporary files cannot be written.
[[nodiscard]] std::string parquet_bytes(const formats::Table& table);

}  // namespace portolan::engine
