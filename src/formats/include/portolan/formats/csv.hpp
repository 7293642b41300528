#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

/// How a CSV file marks its fields and records.
///
/// A record ends at a line feed, with or without a carriage return before it; a line without any
/// byte is no record. A field that begins with `quote` goes on to the next single one, over
/// delimiters and line ends; two in a row stand for one. Anywhere else a quotation mark is a
/// letter.
struct CsvDialect {
  char delimiter = ',';
  /// '\0': no field is quoted.
  char quote = '"';
  /// A quotation mark within a quoted field that neither ends it nor is doubled is a letter;
  /// without this the record has the fault kTextAfterQuote.
  bool lazy_quotes = false;

  bool operator==(const CsvDialect&) const = default;
};

/// Beyond these a file is no table but damage: reading it throws.
struct CsvLimits {
  std::size_t max_record_bytes = std::size_t{4} << 20U;
  std::size_t max_columns = 4096;
};

struct CsvBlockOptions {
  /// Bytes of a block. Blocks end at the last record end within that many bytes, so that they
  /// depend on the bytes of the file and on this number alone.
  std::size_t block_bytes = std::size_t{4} << 20U;
  /// Physical lines that are left out at the beginning: title and header.
  std::int64_t skip_lines = 0;
  CsvLimits limits = {};
};

/// Whole records of a file that follow each other.
class CsvBlock {
 public:
  /// Number of the block in the file, from 0.
  [[nodiscard]] std::int64_t index() const { return index_; }
  /// Physical line of the file where the block begins, from 1.
  [[nodiscard]] std::int64_t first_line() const { return first_line_; }
  /// Ordinal of the block's first record among the file's records (those left out not counted),
  /// from 0.
  [[nodiscard]] std::int64_t first_ordinal() const { return first_ordinal_; }
  [[nodiscard]] std::int64_t num_records() const { return num_records_; }
  [[nodiscard]] std::string_view text() const { return {bytes_.get() + begin_, size_}; }
  /// The name of the source, for messages.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  friend class CsvBlockReader;
  std::unique_ptr<char[]> bytes_;
  std::size_t begin_ = 0;
  std::size_t size_ = 0;
  std::int64_t index_ = 0;
  std::int64_t first_line_ = 1;
  std::int64_t first_ordinal_ = 0;
  std::int64_t num_records_ = 0;
  std::string name_;
};

/// Cuts a source of UTF-8 text into blocks at record ends, so that they can be parsed on several
/// threads with exact lines and ordinals. Borrows the source. A byte order mark at the beginning
/// and a 0x1A at the end are dropped.
///
/// `next` throws `Error` (kBadData), naming file and line, at a NUL byte and at a record longer
/// than the limit (a quotation mark left open, as a rule).
class CsvBlockReader {
 public:
  CsvBlockReader(
      ByteSource& source,
      const CsvDialect& dialect,
      const CsvBlockOptions& options = {}
  );
  ~CsvBlockReader();

  /// Returns the next block; nothing at the end. Blocks may be kept and parsed in any order.
  [[nodiscard]] std::optional<CsvBlock> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Why a record cannot be trusted.
enum class CsvFault : std::uint8_t {
  kNone,
  kTextAfterQuote,  ///< `"a"b,`: text between the end of a quoted field and the delimiter
  kOpenQuote        ///< the file ends within a quoted field
};

/// Returns what was expected and found, for a reject record; empty for kNone.
[[nodiscard]] std::string_view to_string(CsvFault fault);

/// One record. Views are valid until the next call of `CsvRecordReader::next`.
struct CsvRecord {
  std::span<const std::string_view> fields;
  std::int64_t ordinal = 0;
  /// Physical line where the record begins, from 1.
  std::int64_t line = 0;
  CsvFault fault = CsvFault::kNone;
};

/// Parses the records of one block. Borrows the block. Several readers may work on several blocks
/// at once.
///
/// The constructors throw `Error` (kInvalidArgument) for a dialect whose delimiter or quotation
/// mark cannot be told apart; `next` throws kBadData, naming file and line, at a record beyond the
/// limits.
class CsvRecordReader {
 public:
  CsvRecordReader(const CsvBlock& block, const CsvDialect& dialect, const CsvLimits& limits = {});
  /// For text in memory, which it borrows: whole records, `name` for messages.
  CsvRecordReader(
      std::string_view text,
      std::string name,
      const CsvDialect& dialect,
      const CsvLimits& limits = {}
  );

  /// Returns the next record; null at the end. A last record without a line end counts.
  [[nodiscard]] const CsvRecord* next();

 private:
  /// Where the delimiters and line feeds of 64 bytes from `begin` on are.
  struct Window {
    std::size_t begin = 0;
    std::uint64_t specials = 0;
  };

  [[nodiscard]] Window window_at(std::size_t begin) const;
  [[nodiscard]] std::size_t skip_blank_lines();
  void move_window(Window& window, std::size_t begin) const;
  [[nodiscard]] std::size_t next_special(Window& window) const;
  [[nodiscard]] bool is_field_end(std::size_t at) const;
  [[nodiscard]] std::size_t read_quoted_field(std::size_t begin, std::size_t column);
  [[nodiscard]] std::size_t
  read_faulty_field(std::size_t begin, std::size_t from, std::size_t column);
  void set_field(std::size_t column, std::string_view field);
  void check_size(std::size_t begin, std::size_t end) const;

  std::string_view text_;
  std::string name_;
  CsvDialect dialect_;
  CsvLimits limits_;
  std::size_t position_ = 0;
  Window window_;
  std::int64_t line_ = 1;
  std::int64_t num_quoted_lines_ = 0;
  std::vector<std::string_view> fields_;
  std::string unquoted_;
  CsvRecord record_;
};

}  // namespace portolan::formats
