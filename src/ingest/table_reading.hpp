#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "accounts.hpp"
#include "dialect.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::ingest {

/// More rejects than this are never kept: the file is something else.
inline constexpr std::int64_t kMostRejects = 2'000'000;

struct ReadingOptions {
  unsigned threads = 0;
  /// Stop after about so many records; 0: read all.
  std::int64_t max_records = 0;
};

/// Where the parts go; without a `part_file` they are counted only.
struct PartTarget {
  std::function<std::filesystem::path(std::size_t number)> part_file;
  std::string_view import_id;
};

struct ReadTable {
  Accounts accounts;
  /// Rows of each part.
  std::vector<std::int64_t> part_rows;
};

/// Reads a table to its end: each batch of records is parsed and written as one part by one thread.
/// Parts and books do not depend on the number of threads.
///
/// Throws what reading, parsing and writing throw (the failure in the earliest batch), kBadData
/// beyond `kMostRejects`, kInterrupted when cancelled.
[[nodiscard]] ReadTable read_table(
    Table& table,
    const BoundDialect& dialect,
    const PartTarget& target,
    const ReadingOptions& options,
    Progress& progress
);

}  // namespace portolan::ingest
