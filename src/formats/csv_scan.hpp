#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "portolan/base/error.hpp"
#include "portolan/formats/csv.hpp"

namespace portolan::formats {

/// Follows CSV text from its first record on and knows where records end, without parsing fields.
/// Text comes in pieces that may be cut anywhere.
class CsvScan {
 public:
  explicit CsvScan(const CsvDialect& dialect) : dialect_(dialect) {}

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// Goes over the next piece. Stops at a NUL byte and returns where it is; else kNone.
  std::size_t scan(std::string_view piece);

  /// Bytes from the beginning up to behind the last record end; 0 as long as there is none.
  [[nodiscard]] std::size_t last_end() const { return last_end_; }
  /// Records and line feeds up to there.
  [[nodiscard]] std::int64_t num_records() const { return num_records_; }
  [[nodiscard]] std::int64_t num_lines() const { return num_lines_; }
  /// Whether there is a record behind the last record end.
  [[nodiscard]] bool is_within_record() const {
    return state_ != State::kRecordStart && state_ != State::kRecordStartReturn;
  }

 private:
  enum class State : std::uint8_t {
    kRecordStart,
    kRecordStartReturn,  // a carriage return at the record's start: perhaps a blank line
    kFieldStart,
    kUnquoted,
    kQuoted,
    kQuoteInQuoted,
    kReturnAfterQuote
  };

  void scan_without_quotes(const char* bytes, std::uint64_t line_feeds, std::uint64_t returns);
  void scan_slowly(std::string_view piece);
  [[nodiscard]] State after(char c) const;
  [[nodiscard]] State after_quote(char c) const;

  CsvDialect dialect_;
  State state_ = State::kRecordStart;
  std::size_t position_ = 0;
  std::size_t last_end_ = 0;
  std::int64_t num_records_ = 0;
  std::int64_t num_lines_ = 0;
  std::int64_t records_ = 0;
  std::int64_t lines_ = 0;
};

/// Throws `Error` (kInvalidArgument) unless fields, quotation marks and line ends can be told
/// apart.
void check_dialect(const CsvDialect& dialect);

/// The error for a record beyond `CsvLimits::max_record_bytes`.
[[nodiscard]] Error
too_long_record(std::string_view name, std::int64_t line, std::size_t max_bytes);

}  // namespace portolan::formats
