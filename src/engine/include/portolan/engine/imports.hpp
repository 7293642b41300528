#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// Counts by name, in the order of printing.
using NamedCounts = std::vector<std::pair<std::string, std::int64_t>>;

/// A record that could not be imported.
struct RejectedRecord {
  std::int64_t line = 0;
  std::string column;
  std::string reason;
  std::string value;
};

struct ImportRequest {
  std::filesystem::path workspace = {};
  std::vector<std::filesystem::path> files;
  /// Name of a dialect; empty: detected.
  std::string dialect;
  /// A mapping file in place of a dialect; empty: none.
  std::filesystem::path mapping;
  /// One file of an archive; empty: all that hold trade data.
  std::string member;
  /// "250" or "1%" of the records.
  std::string max_rejects = "1%";
  /// Where to write rejects as CSV besides; empty: nowhere.
  std::filesystem::path rejects_file;
  bool dry_run = false;
  bool mix_versions = false;
  unsigned threads = 0;
  /// The time of the import in ISO form.
  std::string now;
};

/// What became of a file, or of one member of an archive. `records` = `imported` + the sum of
/// `apart` + the sum of `rejected`.
struct ImportedTable {
  std::string import_id;
  std::string file;
  std::string member;
  std::string dialect;
  std::string encoding;
  std::string source;
  std::string vintage;
  /// The same bytes, read the same way, were there already: nothing was done.
  bool is_known = false;
  std::int64_t records = 0;
  std::int64_t imported = 0;
  NamedCounts apart;
  NamedCounts rejected;
  std::vector<RejectedRecord> first_rejects;
  std::vector<std::string> warnings;

  [[nodiscard]] std::int64_t num_apart() const;
  [[nodiscard]] std::int64_t num_rejected() const;
};

struct ImportResult {
  bool dry_run = false;
  std::vector<ImportedTable> tables;
  /// Of the files that could not be imported, in their order; the others are in the lake all the
  /// same.
  std::vector<Error> failures;
};

/// Reads customs data into the lake. Throws `Error`: kNotFound where there is no workspace,
/// kInvalidArgument if the request is wrong, kInterrupted.
ImportResult import_files(const ImportRequest& request, Progress& progress);

struct SniffRequest {
  std::vector<std::filesystem::path> files;
  std::string dialect;
  std::filesystem::path mapping;
};

/// What a table of customs data looks like, from its first records.
struct SniffedFile {
  std::string file;
  std::string member;
  /// Empty where none fits.
  std::string dialect;
  /// Share of the records looked at that the dialect takes.
  double confidence = 0.0;
  std::string encoding;
  std::string delimiter;
  std::int64_t header_line = 0;
  /// Columns of the file and what they become; empty text: not used.
  std::vector<std::pair<std::string, std::string>> columns;
  std::vector<std::vector<std::string>> first_rows;
  std::int64_t records = 0;
  NamedCounts planes;
  std::vector<RejectedRecord> first_rejects;
  std::vector<std::string> warnings;
};

/// Looks at files and writes nothing. Throws `Error` where one cannot be read as a table.
[[nodiscard]] std::vector<SniffedFile> sniff(const SniffRequest& request);

}  // namespace portolan::engine
