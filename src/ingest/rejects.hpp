#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/ingest/import.hpp"

namespace portolan::ingest {

/// "FILE:LINE: COLUMN: expected WHAT, got "VALUE"".
[[nodiscard]] std::string describe(const Reject& reject, const std::string& table);

/// The failure of an import with too many rejects: the first ones, and how many there are.
[[nodiscard]] Error too_many_rejects(
    std::span<const Reject> rejects,
    const std::string& table,
    std::int64_t records,
    std::int64_t allowed
);

/// Writes rejects.parquet.
void write_rejects(
    const std::filesystem::path& file,
    std::span<const Reject> rejects,
    std::string_view import_id,
    const Progress& progress
);

/// Writes rejects as CSV for people: file, line, column, reason, value. Throws `Error`
/// (kUnavailable).
void write_rejects_csv(
    const std::filesystem::path& file,
    std::span<const Reject> rejects,
    const std::string& table,
    bool append
);

}  // namespace portolan::ingest
