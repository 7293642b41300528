#include "portolan/ingest/sniff.hpp"

#include <algorithm>
#include <iterator>

#include "coverage_warnings.hpp"
#include "dialect.hpp"
#include "opened_file.hpp"
#include "portolan/base/error.hpp"
#include "table_reading.hpp"

namespace portolan::ingest {

namespace {

constexpr std::int64_t kNumLookedAt = 1000;
constexpr std::int64_t kBatchBytes = std::int64_t{1} << 20U;
constexpr std::size_t kNumRejects = 10;

std::vector<std::vector<std::string>> first_rows(Table& table, std::size_t count) {
  std::vector<std::vector<std::string>> rows;
  if (const auto batch = table.next()) {
    batch->for_each([&](const Record& record) {
      if (rows.size() < count) {
        rows.emplace_back(record.fields.begin(), record.fields.end());
      }
    });
  }
  return rows;
}

void try_dialect(
    const Dialect& dialect,
    const FileTables& file,
    const std::string& member,
    SniffedTable& sniffed
) {
  const auto table = open_table(file, member, options_for(&dialect, kBatchBytes));
  const auto bound = dialect.bind(table->header(), file.facts(member));
  SilentProgress progress;
  const ReadTable read =
      read_table(*table, *bound, {}, {.threads = 1, .max_records = kNumLookedAt}, progress);
  const Accounts& accounts = read.accounts;
  sniffed.dialect = dialect.info().name;
  sniffed.dialect_version = dialect.info().version;
  sniffed.columns = bound->roles();
  sniffed.records = accounts.records;
  sniffed.confidence = accounts.records == 0 ? 0.0
                                             : static_cast<double>(accounts.num_taken()) /
                                                   static_cast<double>(accounts.records);
  for (std::size_t i = 0; i < kNumPlanes; ++i) {
    if (accounts.planes[i] > 0) {
      sniffed.planes[static_cast<Plane>(i)] = accounts.planes[i];
    }
  }
  const std::size_t shown = std::min(accounts.rejects.size(), kNumRejects);
  sniffed.first_rejects.assign(
      accounts.rejects.begin(), accounts.rejects.begin() + static_cast<std::ptrdiff_t>(shown)
  );
  std::ranges::copy(bound->traits().warnings, std::back_inserter(sniffed.warnings));
  if (accounts.records == 0) {
    std::ranges::move(coverage_warnings(accounts), std::back_inserter(sniffed.warnings));
  }
}

SniffedTable
sniff_table(const FileTables& file, const std::string& member, const SniffOptions& options) {
  const GivenDialect chosen(options.dialect, options.mapping);
  const Dialect* given = chosen.get();
  const auto table = open_table(file, member, options_for(given, kBatchBytes));
  SniffedTable sniffed;
  sniffed.file = file.path.filename().string();
  sniffed.member = member;
  sniffed.delimiter = table->delimiter();
  sniffed.header_line = table->header_line();
  sniffed.first_rows = first_rows(*table, options.num_rows);
  sniffed.encoding = table->encoding();
  if (table->is_encoding_doubtful()) {
    sniffed.warnings.push_back("the encoding is a guess: letters beyond ASCII may be wrong");
  }
  const Dialect* dialect = given != nullptr ? given : dialect_of(table->header());
  if (dialect == nullptr || !dialect->fits(table->header())) {
    for (const std::string& name : table->header().names()) {
      sniffed.columns.push_back({.column = name, .lake_column = {}});
    }
    sniffed.warnings.emplace_back(
        dialect == nullptr
            ? "no known table has these columns: a mapping file reads it (docs/data/mapping.md)"
            : "the columns are not those of the dialect that was asked for"
    );
    return sniffed;
  }
  try_dialect(*dialect, file, member, sniffed);
  return sniffed;
}

}  // namespace

std::vector<SniffedTable> sniff(const std::filesystem::path& file, const SniffOptions& options) {
  const FileTables tables = tables_of(file);
  std::vector<SniffedTable> sniffed;
  for (const std::string& member : tables.members) {
    sniffed.push_back(sniff_table(tables, member, options));
  }
  return sniffed;
}

}  // namespace portolan::ingest
