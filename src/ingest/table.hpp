#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::ingest {

/// A column that the table does not have.
inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

/// The column names of a table. Names are compared by their letters and digits alone, without case:
/// "Trade Value (US$)", "TradeValueUS" and "Trade.Value..US.." are one name.
class TableHeader {
 public:
  TableHeader() = default;
  explicit TableHeader(std::vector<std::string> names);

  /// Returns the first column of that name, or `kNoColumn`.
  [[nodiscard]] std::size_t find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != kNoColumn; }
  [[nodiscard]] bool has_all(std::span<const std::string_view> names) const;
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
  /// Columns up to the last one with a name: a record must have at least so many fields.
  [[nodiscard]] std::size_t num_named() const noexcept { return num_named_; }

 private:
  std::vector<std::string> names_;
  std::vector<std::string> keys_;
  std::size_t num_named_ = 0;
};

/// One record of a table: its fields as text. Views are valid until the next record.
struct Record {
  std::span<const std::string_view> fields;
  /// Number of the record in the table, from 0.
  std::int64_t ordinal = 0;
  /// Where it begins: physical line, row of the sheet, element; from 1.
  std::int64_t line = 0;
  /// Why the record cannot be trusted; empty if it can.
  std::string_view fault;
};

/// Whole records that follow each other: what one thread reads at a time and one part of the lake
/// holds.
class RecordBatch {
 public:
  RecordBatch() = default;
  RecordBatch(const RecordBatch&) = delete;
  RecordBatch& operator=(const RecordBatch&) = delete;
  virtual ~RecordBatch() = default;

  /// Hands all records to `use` in their order. Different batches may be read on different threads.
  virtual void for_each(const std::function<void(const Record&)>& use) = 0;
};

/// What the user or a mapping file says about how a table is written.
struct TableOptions {
  std::optional<char> delimiter;
  std::optional<std::int64_t> header_line;
  /// "gb18030" and so on; empty: detected.
  std::string encoding;
  /// Sheet of a workbook; empty: the first.
  std::string sheet;
  /// Bytes of text (or about as much) of a batch.
  std::int64_t batch_bytes = std::int64_t{32} << 20U;
  /// Tells whether the fields of a line are the column names of a known table.
  std::function<bool(const TableHeader&)> is_known_header;
};

/// A table that is read once, from front to back.
class Table {
 public:
  Table() = default;
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  virtual ~Table() = default;

  /// What messages call the table: the file's name, with "(member)" for an archive.
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual const TableHeader& header() const = 0;
  /// Returns the next records, null at the end. One call at a time. The batches depend on the bytes
  /// of the file and on `TableOptions::batch_bytes` alone.
  [[nodiscard]] virtual std::unique_ptr<RecordBatch> next() = 0;

  /// Encoding as known so far; empty where there is none.
  [[nodiscard]] virtual std::string encoding() const { return {}; }
  /// Faulty bytes so far and the line of the first, for a warning.
  [[nodiscard]] virtual std::int64_t num_encoding_faults() const { return 0; }
  [[nodiscard]] virtual std::int64_t first_encoding_fault_line() const { return 0; }
  /// The encoding was guessed and may be wrong.
  [[nodiscard]] virtual bool is_encoding_doubtful() const { return false; }
  [[nodiscard]] virtual std::string delimiter() const { return {}; }
  [[nodiscard]] virtual std::int64_t header_line() const { return 0; }
  /// Bytes of the file on disk that have been read so far.
  [[nodiscard]] virtual std::int64_t position() const = 0;
};

}  // namespace portolan::ingest
