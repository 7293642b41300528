#include "rejects.hpp"

#include <algorithm>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::ingest {

namespace {

constexpr std::size_t kNumShown = 5;

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') {
      quoted += '"';
    }
  }
  return quoted + '"';
}

// Faulty values may be any bytes; the lake takes UTF-8 only.
std::string as_utf8(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size() && !is_utf8(result); ++i) {
    if (static_cast<unsigned char>(result[i]) >= 0x80) {
      result[i] = '?';
    }
  }
  return result;
}

}  // namespace

std::string describe(const Reject& reject, const std::string& table) {
  return fmt::format(
      "{}:{}: {}{}, got \"{}\"",
      table,
      reject.line,
      reject.column.empty() ? "" : reject.column + ": ",
      reject.reason,
      reject.value
  );
}

Error too_many_rejects(
    std::span<const Reject> rejects,
    const std::string& table,
    std::int64_t records,
    std::int64_t allowed
) {
  std::string hint = fmt::format(
      "{} of {} records are rejected, at most {} may be; --max-rejects raises that, --rejects FILE "
      "lists them",
      rejects.size(),
      records,
      allowed
  );
  for (std::size_t i = 1; i < std::min(rejects.size(), kNumShown); ++i) {
    hint += "\n" + describe(rejects[i], table);
  }
  return {ErrorCode::kBadData, describe(rejects.front(), table), hint};
}

void write_rejects(
    const std::filesystem::path& file,
    std::span<const Reject> rejects,
    std::string_view import_id,
    const Progress& progress
) {
  auto columns = store::rejects_columns();
  columns.front().constant = store::Value(import_id);
  enum Column : std::size_t { kOrdinal = 1, kLine, kColumn, kReason, kValue };
  std::vector<std::string> values(store::kBatchRows);
  std::size_t next = 0;
  const store::RowSource source = [&](store::RowBatch& batch) {
    const std::size_t count = std::min(store::kBatchRows, rejects.size() - next);
    for (std::size_t row = 0; row < count; ++row) {
      const Reject& reject = rejects[next + row];
      values[row] = as_utf8(reject.value);
      batch.values<std::int64_t>(kOrdinal)[row] = reject.ordinal;
      batch.values<std::int64_t>(kLine)[row] = reject.line;
      batch.set_text(kColumn, row, reject.column);
      batch.set_text(kReason, row, reject.reason);
      batch.set_text(kValue, row, values[row]);
    }
    next += count;
    return count;
  };
  store::write_parquet(file, columns, source, {.progress = &progress});
}

void write_rejects_csv(
    const std::filesystem::path& file,
    std::span<const Reject> rejects,
    const std::string& table,
    bool append
) {
  std::ofstream out(file, append ? std::ios::app : std::ios::trunc);
  if (!append) {
    out << "file,line,column,reason,value\n";
  }
  for (const Reject& reject : rejects) {
    out << csv_field(table) << ',' << reject.line << ',' << csv_field(reject.column) << ','
        << csv_field(reject.reason) << ',' << csv_field(reject.value) << '\n';
  }
  out.flush();
  if (!out) {
    throw unavailable("{}: expected a file that can be written, got a failure", file.string());
  }
}

}  // namespace portolan::ingest
