#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/ingest/trade_row.hpp"

namespace portolan::ingest {

/// A layout of trade data that is known by its column names.
struct DialectInfo {
  std::string_view name;
  /// Raised when the same bytes would become other rows.
  int version = 1;
  /// One line for a list.
  std::string_view title;
  /// Who publishes: the lake's column `source`.
  std::string_view source;
};

/// Returns the dialects that are known, by name.
[[nodiscard]] std::vector<DialectInfo> known_dialects();

/// What one column of the file becomes.
struct ColumnRole {
  std::string column;
  /// Column of the lake's `trade`; empty: not used.
  std::string lake_column;

  bool operator==(const ColumnRole&) const = default;
};

/// What a table looks like, from its first records.
struct SniffedTable {
  std::string file;
  std::string member;
  /// Empty where no dialect fits.
  std::string dialect;
  int dialect_version = 0;
  /// Share of the first records (up to 1,000) that the dialect takes; 0 without a dialect.
  double confidence = 0.0;
  std::string encoding;
  /// "," and so on; empty where the file is no delimited text.
  std::string delimiter;
  /// Physical line of the column names, from 1; 0 where there are none.
  std::int64_t header_line = 0;
  std::vector<ColumnRole> columns;
  /// The first records as given.
  std::vector<std::vector<std::string>> first_rows;
  /// The records that were looked at: by plane, and those rejected.
  std::int64_t records = 0;
  std::map<Plane, std::int64_t> planes;
  std::vector<Reject> first_rejects;
  std::vector<std::string> warnings;
};

struct SniffOptions {
  /// Name of a dialect; empty: detected.
  std::string dialect = {};
  std::filesystem::path mapping = {};
  std::size_t num_rows = 5;
};

/// Returns what a file holds, one entry for each table of an archive. Reads the first records only
/// and writes nothing. Columns are never given a role by their names alone: a table is of a dialect
/// only if all names of its signature are there.
///
/// Throws `Error` as `import_file` does where the file cannot be read as a table.
[[nodiscard]] std::vector<SniffedTable>
sniff(const std::filesystem::path& file, const SniffOptions& options = {});

}  // namespace portolan::ingest
