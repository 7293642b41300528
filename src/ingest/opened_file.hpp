#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dialect.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/formats/file_kind.hpp"
#include "table.hpp"

namespace portolan::ingest {

/// The tables that may be in a file: the file itself, or the members of an archive.
struct FileTables {
  std::filesystem::path path;
  formats::FileKind kind = formats::FileKind::kText;
  /// Names of the members, in the archive's order; one empty name for a file that is no archive.
  std::vector<std::string> members;
  /// Code tables of the archive.
  std::vector<std::pair<std::string, std::string>> companions;

  [[nodiscard]] TableFacts facts(const std::string& member) const;
};

/// Looks at a file. `member` chooses from an archive; empty: all but code tables and documents.
/// Throws `Error`: kBadData where the file is empty, a web page, or nothing that holds tables;
/// kInvalidArgument if it is missing or has no such member.
[[nodiscard]] FileTables
tables_of(const std::filesystem::path& path, const std::string& member = {});

/// Opens one table. Throws `Error` (kBadData) if it is none.
[[nodiscard]] std::unique_ptr<Table>
open_table(const FileTables& file, const std::string& member, const TableOptions& options);

/// Returns the options of `dialect` (null: any known one) for opening a table.
[[nodiscard]] TableOptions options_for(const Dialect* dialect, std::int64_t batch_bytes);

/// The SHA-256 of a file's bytes, and what shows that it was not changed since.
struct FileIdentity {
  std::string sha256;
  std::int64_t bytes = 0;
  std::filesystem::file_time_type written;
};

/// Reads the file once. Throws `Error` (kInvalidArgument, kUnavailable, kInterrupted).
[[nodiscard]] FileIdentity identify(const std::filesystem::path& path, Progress& progress);

/// Throws `Error` (kUnavailable) if the file is not as it was when it was identified.
void ensure_unchanged(const std::filesystem::path& path, const FileIdentity& identity);

}  // namespace portolan::ingest
