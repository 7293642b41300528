#include "csv_scan.hpp"

#include <algorithm>
#include <bit>

#include "byte_masks.hpp"

namespace portolan::formats {

std::size_t CsvScan::scan(std::string_view piece) {
  std::size_t offset = 0;
  for (; offset + kMaskBytes <= piece.size(); offset += kMaskBytes) {
    const char* bytes = piece.data() + offset;
    const ByteChunk chunk(bytes);
    if (const std::uint64_t nuls = chunk.where('\0'); nuls != 0) {
      const auto first = static_cast<std::size_t>(std::countr_zero(nuls));
      scan_slowly({bytes, first});
      return offset + first;
    }
    const std::uint64_t quotes = dialect_.quote == '\0' ? 0 : chunk.where(dialect_.quote);
    if (quotes == 0 && state_ <= State::kUnquoted) {
      scan_without_quotes(bytes, chunk.where('\n'), chunk.where('\r'));
    } else {
      scan_slowly({bytes, kMaskBytes});
    }
  }
  const std::string_view rest = piece.substr(offset);
  const std::size_t nul = rest.find('\0');
  scan_slowly(rest.substr(0, nul));
  return nul == std::string_view::npos ? kNone : offset + nul;
}

void CsvScan::scan_without_quotes(
    const char* bytes,
    std::uint64_t line_feeds,
    std::uint64_t returns
) {
  const std::uint64_t starts = line_feeds << 1U | (state_ == State::kRecordStart ? 1U : 0U);
  const std::uint64_t returns_at_start = returns & starts;
  const std::uint64_t second_of_blank =
      returns_at_start << 1U | (state_ == State::kRecordStartReturn ? 1U : 0U);
  if (line_feeds != 0) {
    const std::uint64_t blanks = line_feeds & (starts | second_of_blank);
    const std::int64_t lines = num_bits(line_feeds);
    records_ += lines - (blanks == 0 ? 0 : num_bits(blanks));
    lines_ += lines;
    num_records_ = records_;
    num_lines_ = lines_;
    last_end_ = position_ + kMaskBytes - static_cast<std::size_t>(std::countl_zero(line_feeds));
  }
  position_ += kMaskBytes;
  const char last = bytes[kMaskBytes - 1];
  if (last == '\n') {
    state_ = State::kRecordStart;
  } else if (returns_at_start >> (kMaskBytes - 1) != 0) {
    state_ = State::kRecordStartReturn;
  } else {
    state_ = last == dialect_.delimiter ? State::kFieldStart : State::kUnquoted;
  }
}

void CsvScan::scan_slowly(std::string_view piece) {
  for (const char c : piece) {
    ++position_;
    const State before = state_;
    state_ = after(c);
    if (c == '\n') {
      ++lines_;
      if (state_ == State::kRecordStart) {
        const bool is_blank = before == State::kRecordStart || before == State::kRecordStartReturn;
        records_ += is_blank ? 0 : 1;
        num_records_ = records_;
        num_lines_ = lines_;
        last_end_ = position_;
      }
    }
  }
}

CsvScan::State CsvScan::after(char c) const {
  const bool is_quote = c == dialect_.quote && c != '\0';
  switch (state_) {
    case State::kQuoted:
      return is_quote ? State::kQuoteInQuoted : State::kQuoted;
    case State::kQuoteInQuoted:
    case State::kReturnAfterQuote:
      return after_quote(c);
    case State::kRecordStart:
      if (c == '\r') {
        return State::kRecordStartReturn;
      }
      [[fallthrough]];
    case State::kFieldStart:
      if (is_quote) {
        return State::kQuoted;
      }
      [[fallthrough]];
    case State::kRecordStartReturn:
    case State::kUnquoted:
      break;
  }
  if (c == '\n') {
    return State::kRecordStart;
  }
  return c == dialect_.delimiter ? State::kFieldStart : State::kUnquoted;
}

CsvScan::State CsvScan::after_quote(char c) const {
  const bool is_quote = c == dialect_.quote;
  if (c == '\n') {
    return State::kRecordStart;
  }
  if (state_ == State::kReturnAfterQuote) {  // lazy quotes: no line end, so both were letters
    return is_quote ? State::kQuoteInQuoted : State::kQuoted;
  }
  if (c == dialect_.delimiter) {
    return State::kFieldStart;
  }
  if (is_quote) {
    return State::kQuoted;
  }
  if (!dialect_.lazy_quotes) {
    return State::kUnquoted;
  }
  return c == '\r' ? State::kReturnAfterQuote : State::kQuoted;
}

}  // namespace portolan::formats
