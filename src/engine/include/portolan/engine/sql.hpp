#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>

#include "portolan/base/progress.hpp"
#include "portolan/formats/table.hpp"

namespace portolan::engine {

/// A question in SQL over the views of a workspace; it cannot change anything.
struct SqlRequest {
  std::filesystem::path workspace = {};
  std::string sql;
  /// How many rows to keep; the others are only counted.
  std::int64_t max_rows = std::numeric_limits<std::int64_t>::max();
  unsigned threads = 0;
};

struct SqlResult {
  formats::Table table;
  /// All rows of the answer, kept or not.
  std::int64_t num_rows = 0;
};

/// Throws `Error` (kInvalidArgument) for what is not exactly one reading statement, or cannot be
/// run.
[[nodiscard]] SqlResult sql(const SqlRequest& request, Progress& progress);

}  // namespace portolan::engine
