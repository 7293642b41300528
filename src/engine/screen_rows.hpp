#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "screen_columns.hpp"

namespace portolan::engine {

/// What reading a table gave beside its rows.
struct ScreenedFile {
  /// Of the bytes of the file, or of what came from standard input.
  std::string sha256 = {};
  std::vector<std::pair<std::string, std::string>> columns = {};
};

/// Takes some thousand rows at a time, in order.
using TakeScreenRows = std::function<void(std::vector<ScreenRow>&&)>;

/// Reads a table of CSV (any encoding; also gzip), JSON lines or xlsx, "-" from standard input. A
/// row that cannot be read has a problem and its line; so has one without any name or address.
///
/// Throws `Error` (kBadData) where it is no table or lacks the columns; kInvalidArgument and
/// kUnavailable where it cannot be read.
ScreenedFile read_screen_rows(
    const std::filesystem::path& file,
    const ScreenColumns& columns,
    const TakeScreenRows& take
);

}  // namespace portolan::engine
