#include "portolan/engine/imports.hpp"

#include "open_workspace.hpp"
#include "portolan/ingest/import.hpp"
#include "portolan/ingest/sniff.hpp"

namespace portolan::engine {
namespace {

std::int64_t sum(const NamedCounts& counts) {
  std::int64_t total = 0;
  for (const auto& [name, count] : counts) {
    total += count;
  }
  return total;
}

NamedCounts counts_of(const std::map<ingest::Plane, std::int64_t>& planes) {
  NamedCounts counts;
  for (const auto& [plane, count] : planes) {
    counts.emplace_back(to_string(plane), count);
  }
  return counts;
}

std::vector<RejectedRecord> records_of(const std::vector<ingest::Reject>& rejects) {
  std::vector<RejectedRecord> records;
  for (const auto& reject : rejects) {
    records.push_back({reject.line, reject.column, reject.reason, reject.value});
  }
  return records;
}

ImportedTable table_of(const ingest::ImportedFile& file) {
  ImportedTable table;
  table.import_id = file.import_id;
  table.file = file.file;
  table.member = file.member;
  table.dialect = file.dialect;
  table.encoding = file.encoding;
  table.source = file.source;
  table.vintage = file.vintage;
  table.is_known = file.is_known;
  table.records = file.records;
  table.imported = file.imported;
  table.apart = counts_of(file.apart);
  table.rejected.assign(file.rejected.begin(), file.rejected.end());
  table.first_rejects = records_of(file.first_rejects);
  table.warnings = file.warnings;
  return table;
}

}  // namespace

std::int64_t ImportedTable::num_apart() const {
  return sum(apart);
}

std::int64_t ImportedTable::num_rejected() const {
  return sum(rejected);
}

ImportResult import_files(const ImportRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const ingest::RejectLimit max_rejects = ingest::RejectLimit::parse(request.max_rejects);
  ImportResult result;
  result.dry_run = request.dry_run;
  for (const auto& file : request.files) {
    ingest::ImportRequest one;
    one.file = file;
    one.dialect = request.dialect;
    one.mapping = request.mapping;
    one.member = request.member;
    one.dry_run = request.dry_run;
    one.max_rejects = max_rejects;
    one.rejects_file = request.rejects_file;
    one.mix_versions = request.mix_versions;
    one.threads = request.threads;
    one.now = request.now;
    // A file that cannot be read must not keep the others of the same line out.
    try {
      for (const auto& imported : ingest::import_file(workspace, one, progress).files) {
        result.tables.push_back(table_of(imported));
      }
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kInterrupted || error.code() == ErrorCode::kInternal) {
        throw;
      }
      result.failures.push_back(error);
    }
  }
  return result;
}

std::vector<SniffedFile> sniff(const SniffRequest& request) {
  std::vector<SniffedFile> files;
  for (const auto& path : request.files) {
    for (const auto& table :
         ingest::sniff(path, {.dialect = request.dialect, .mapping = request.mapping})) {
      SniffedFile file;
      file.file = table.file;
      file.member = table.member;
      file.dialect = table.dialect;
      file.confidence = table.confidence;
      file.encoding = table.encoding;
      file.delimiter = table.delimiter;
      file.header_line = table.header_line;
      for (const auto& column : table.columns) {
        file.columns.emplace_back(column.column, column.lake_column);
      }
      file.first_rows = table.first_rows;
      file.records = table.records;
      file.planes = counts_of(table.planes);
      file.first_rejects = records_of(table.first_rejects);
      file.warnings = table.warnings;
      files.push_back(std::move(file));
    }
  }
  return files;
}

}  // namespace portolan::engine
