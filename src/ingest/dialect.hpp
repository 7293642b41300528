#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accounts.hpp"
#include "portolan/ingest/sniff.hpp"
#include "portolan/ingest/trade_row.hpp"
#include "table.hpp"

namespace portolan::ingest {

/// Where the statements of a record end up: each is taken or rejected, exactly once.
class StatementSink {
 public:
  StatementSink() = default;
  StatementSink(const StatementSink&) = delete;
  StatementSink& operator=(const StatementSink&) = delete;
  virtual ~StatementSink() = default;

  /// Takes a statement. A zero weight beside a positive value becomes missing and is counted.
  virtual void take(const TradeRow& row) = 0;
  /// `column` as the file calls it; `reason` "expected WHAT", static text or one that stays for
  /// the call.
  virtual void reject(std::string_view column, std::string_view reason, std::string_view value) = 0;
};

/// Turns records into statements. Keeps what it looked up; one object for each thread.
class RowReader {
 public:
  RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  virtual ~RowReader() = default;

  /// Hands each statement of the record to `sink`. A record has at least as many fields as the
  /// header has names.
  virtual void read(const Record& record, StatementSink& sink) = 0;
};

/// What is known of a table besides its records.
struct TableFacts {
  /// Names without folders; `member` is empty for a file that is no archive.
  std::string file;
  std::string member;
  /// Files of the same archive that explain the table (code tables): name and text.
  std::vector<std::pair<std::string, std::string>> companions;

  /// The name that the publisher gave the table: the member's, else the file's.
  [[nodiscard]] const std::string& published_name() const { return member.empty() ? file : member; }
};

/// What holds for all rows of an import.
struct ImportTraits {
  std::string source;
  /// Empty: unknown.
  std::string vintage;
  /// Empty: differs from row to row, or unknown.
  std::string currency;
  /// "zero" or "unknown": what a missing row means.
  std::string absence = "unknown";
  /// Kept with the import: a mapping's text and SHA-256; empty without one.
  std::string mapping_text = {};
  std::string mapping_sha256 = {};
  /// What the user should know before a row is read.
  std::vector<std::string> warnings = {};
};

/// A dialect fitted to one table. Const methods may run concurrently.
class BoundDialect {
 public:
  BoundDialect() = default;
  BoundDialect(const BoundDialect&) = delete;
  BoundDialect& operator=(const BoundDialect&) = delete;
  virtual ~BoundDialect() = default;

  [[nodiscard]] virtual const ImportTraits& traits() const = 0;
  /// One entry for each column of the table.
  [[nodiscard]] virtual const std::vector<ColumnRole>& roles() const = 0;
  [[nodiscard]] virtual std::unique_ptr<RowReader> make_reader() const = 0;
  /// Returns what the books of the whole table tell: a result cut off at a limit of the publisher.
  [[nodiscard]] virtual std::vector<std::string> warnings_after(const Accounts& accounts) const {
    (void)accounts;
    return {};
  }
};

/// A layout of trade data. To add one: derive, and list it in dialects.cpp.
class Dialect {
 public:
  Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  [[nodiscard]] virtual DialectInfo info() const = 0;
  /// Tells whether all names of the signature are there.
  [[nodiscard]] virtual bool fits(const TableHeader& header) const = 0;
  /// Throws `Error` (kBadData) if a column that is needed is missing.
  [[nodiscard]] virtual std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const = 0;
  /// How the table must be opened, as far as the dialect (a mapping file) says.
  [[nodiscard]] virtual TableOptions table_options() const { return {}; }
};

/// All dialects; the first that fits counts. Made once, never changed.
[[nodiscard]] const std::vector<std::unique_ptr<const Dialect>>& all_dialects();

/// Returns the dialect whose signature the header has; null if none fits.
[[nodiscard]] const Dialect* dialect_of(const TableHeader& header);

/// Returns the dialect of that name; throws `Error` (kInvalidArgument) with the nearest names.
[[nodiscard]] const Dialect& dialect_named(std::string_view name);

/// The dialect that a user asked for: by name, by a mapping file, or none.
class GivenDialect {
 public:
  /// Throws `Error` (kInvalidArgument) if both are given or the name is unknown, and as
  /// `read_mapping_file` does.
  GivenDialect(std::string_view name, const std::filesystem::path& mapping);

  /// Null if the dialect is to be detected.
  [[nodiscard]] const Dialect* get() const noexcept {
    return mapped_ != nullptr ? mapped_.get() : named_;
  }

 private:
  const Dialect* named_ = nullptr;
  std::unique_ptr<const Dialect> mapped_;
};

// One function for each dialect's source file.
[[nodiscard]] std::unique_ptr<const Dialect> make_comtrade_v1();
[[nodiscard]] std::unique_ptr<const Dialect> make_comtrade_tariffline();
[[nodiscard]] std::unique_ptr<const Dialect> make_comtrade_legacy();
[[nodiscard]] std::unique_ptr<const Dialect> make_baci();
[[nodiscard]] std::unique_ptr<const Dialect> make_canonical();
[[nodiscard]] std::unique_ptr<const Dialect> make_census();
[[nodiscard]] std::unique_ptr<const Dialect> make_comext_old();
[[nodiscard]] std::unique_ptr<const Dialect> make_comext_v2();
[[nodiscard]] std::unique_ptr<const Dialect> make_eurostat_view();
[[nodiscard]] std::unique_ptr<const Dialect> make_gacc();

}  // namespace portolan::ingest
