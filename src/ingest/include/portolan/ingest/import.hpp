#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/ingest/trade_row.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::ingest {

/// How many rejects an import bears: a share of its records, or a number.
struct RejectLimit {
  /// Between 0 and 1; used unless `count` is given.
  double share = 0.01;
  std::optional<std::int64_t> count = std::nullopt;

  /// Returns the limit for "250" or "2%". Throws `Error` (kInvalidArgument) for other text.
  [[nodiscard]] static RejectLimit parse(std::string_view text);
  [[nodiscard]] std::int64_t allowed(std::int64_t records) const;
};

struct ImportRequest {
  std::filesystem::path file = {};
  /// Name of a dialect; empty: detected.
  std::string dialect = {};
  /// A mapping file (docs/data/mapping.md), in place of a dialect.
  std::filesystem::path mapping = {};
  /// Which files of an archive; empty: all that hold trade data.
  std::string member = {};
  /// Reads and checks everything, and puts nothing into the lake.
  bool dry_run = false;
  RejectLimit max_rejects = {};
  /// Where to write the rejects as CSV besides; empty: nowhere. Written even if there are too many.
  std::filesystem::path rejects_file = {};
  /// Take a BACI version other than those in the lake.
  bool mix_versions = false;
  /// 0: as the workspace's settings say.
  unsigned threads = 0;
  /// The time to be written into import.json, in ISO form.
  std::string now = {};
  /// Bytes of input that become one part of the lake. Changes the parts, so only for tests.
  std::int64_t part_bytes = std::int64_t{32} << 20U;
};

/// What became of one file, or of one member of an archive.
struct ImportedFile {
  std::string import_id;
  std::string file;
  std::string member;
  std::string dialect;
  int dialect_version = 0;
  std::string encoding;
  std::string source;
  std::string vintage;
  /// The same bytes, read the same way, are in the lake already: nothing was read.
  bool is_known = false;

  std::int64_t records = 0;
  std::int64_t imported = 0;
  std::map<Plane, std::int64_t> apart;
  /// By "COLUMN: REASON".
  std::map<std::string, std::int64_t> rejected;
  std::int64_t zero_weights = 0;
  std::int64_t parts = 0;
  std::int64_t bytes = 0;
  std::vector<Reject> first_rejects;
  std::vector<std::string> warnings;

  [[nodiscard]] std::int64_t num_apart() const;
  [[nodiscard]] std::int64_t num_rejected() const;
  /// "9,508 records: 9,508 imported, 0 kept apart, 0 rejected" with the planes and reasons that
  /// occur, or "the same bytes are in the lake already as 0123456789abcdef: nothing changed".
  [[nodiscard]] std::string sentence() const;
};

struct ImportReport {
  std::vector<ImportedFile> files;
  bool dry_run = false;
};

/// Reads trade data from a file (or from every table of an archive) into the lake and updates the
/// catalogue. Each table goes in whole or not at all; the bytes in the lake do not depend on the
/// number of threads. The same bytes twice change nothing.
///
/// Throws `Error`: kBadData if the file is none of the known layouts or damaged, or more records
/// are rejected than `max_rejects` allows (with the first of them); kInvalidArgument if the request
/// is wrong or the file is missing; kUnavailable where the lake cannot be written; kInterrupted
/// when `progress` was cancelled. Tables of an archive that were complete before stay.
[[nodiscard]] ImportReport
import_file(const store::Workspace& workspace, const ImportRequest& request, Progress& progress);

}  // namespace portolan::ingest
