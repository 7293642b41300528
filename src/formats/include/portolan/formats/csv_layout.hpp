#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/csv.hpp"

namespace portolan::formats {

/// Where a table of text begins and how it is written.
struct CsvLayout {
  CsvDialect dialect;
  /// Physical line of the column names, from 1; 0 where there are none.
  std::int64_t header_line = 0;
  /// Physical line after the header: where the data begin.
  std::int64_t data_line = 1;
  /// The column names, trimmed; empty where there are none.
  std::vector<std::string> columns;
  /// Fields of most of the lines looked at.
  std::size_t num_fields = 0;
};

struct CsvLayoutOptions {
  /// What is known already; all else is detected.
  std::optional<char> delimiter = {};
  std::optional<std::int64_t> header_line = {};
  /// Tells whether a line's fields are the column names of a known table; it decides before the
  /// rules below.
  std::function<bool(std::span<const std::string_view> fields)> is_known_header = {};
};

/// Returns the layout of a file that begins with `head` (some 64 KiB of UTF-8; cut anywhere).
///
/// The delimiter is that of comma, semicolon, tab and bar which cuts most lines into the same
/// number of fields, more than one. The header is the first of 20 lines that is a known one; else
/// the first with that number of fields, if none of them is empty, a number or a date.
///
/// `name` is for messages. Throws `Error`: kBadData if `head` has no line or a given header line is
/// not there.
[[nodiscard]] CsvLayout detect_csv_layout(
    std::string_view head,
    const std::string& name,
    const CsvLayoutOptions& options = {}
);

}  // namespace portolan::formats
