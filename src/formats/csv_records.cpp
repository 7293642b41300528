#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "byte_masks.hpp"
#include "csv_scan.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/csv.hpp"

namespace portolan::formats {

CsvRecordReader::CsvRecordReader(
    const CsvBlock& block,
    const CsvDialect& dialect,
    const CsvLimits& limits
)
    : CsvRecordReader(block.text(), block.name(), dialect, limits) {
  line_ = block.first_line();
  record_.ordinal = block.first_ordinal() - 1;
}

CsvRecordReader::CsvRecordReader(
    std::string_view text,
    std::string name,
    const CsvDialect& dialect,
    const CsvLimits& limits
)
    : text_(text), name_(std::move(name)), dialect_(dialect), limits_(limits), fields_(64) {
  check_dialect(dialect);
  record_.ordinal = -1;
  window_ = window_at(0);
}

CsvRecordReader::Window CsvRecordReader::window_at(std::size_t begin) const {
  char last[kMaskBytes] = {};
  const char* bytes = text_.data() + begin;
  std::uint64_t valid = ~std::uint64_t{0};
  if (begin + kMaskBytes > text_.size()) {
    const std::size_t size = text_.size() - std::min(begin, text_.size());
    std::copy_n(bytes, size, last);
    bytes = last;
    valid = (std::uint64_t{1} << size) - 1;
  }
  const ByteChunk chunk(bytes);
  return {begin, (chunk.where(dialect_.delimiter) | chunk.where('\n')) & valid};
}

std::size_t CsvRecordReader::skip_blank_lines() {
  std::size_t begin = position_;
  while (begin < text_.size()) {
    const bool has_return = text_[begin] == '\r';
    const std::size_t end = begin + (has_return ? 1U : 0U);
    if (end == text_.size()) {
      return end;
    }
    if (text_[end] != '\n') {
      break;
    }
    begin = end + 1;
    ++line_;
  }
  return begin;
}

void CsvRecordReader::set_field(std::size_t column, std::string_view field) {
  if (column >= fields_.size()) {
    if (column >= limits_.max_columns) {
      throw bad_data(
          "{}:{}: expected at most {} columns, got more", name_, line_, limits_.max_columns
      )
          .with_hint("is this the right delimiter, and is the file a table?");
    }
    fields_.resize(fields_.size() * 2);
  }
  fields_[column] = field;
}

void CsvRecordReader::check_size(std::size_t begin, std::size_t end) const {
  const bool has_return = end > begin && text_[end - 1] == '\r';
  if (end - begin > limits_.max_record_bytes + (has_return ? 1U : 0U)) {
    throw too_long_record(name_, line_, limits_.max_record_bytes);
  }
}

void CsvRecordReader::move_window(Window& window, std::size_t begin) const {
  if (begin >= window.begin + kMaskBytes) {
    window = window_at(begin);
  } else {
    window.specials &= ~std::uint64_t{0} << (begin - window.begin);
  }
}

const CsvRecord* CsvRecordReader::next() {
  const std::size_t record_begin = skip_blank_lines();
  if (record_begin >= text_.size()) {
    position_ = text_.size();
    return nullptr;
  }
  ++record_.ordinal;
  record_.line = line_;
  record_.fault = CsvFault::kNone;
  num_quoted_lines_ = 0;
  unquoted_.clear();
  Window window = window_;
  if (record_begin != position_) {
    move_window(window, record_begin);
  }
  const char* const text = text_.data();
  const std::size_t size = text_.size();
  std::size_t begin = record_begin;
  std::size_t end = size;
  std::size_t column = 0;
  for (;; begin = end + 1) {
    if (begin < size && text[begin] == dialect_.quote && dialect_.quote != '\0') {
      end = read_quoted_field(begin, column);
      move_window(window, std::min(end + 1, size));
    } else {
      end = next_special(window);
      const bool has_return =
          end > begin && text[end - 1] == '\r' && (end == size || text[end] == '\n');
      set_field(column, {text + begin, end - begin - (has_return ? 1U : 0U)});
    }
    ++column;
    if (end >= size || text[end] == '\n') {
      break;
    }
  }
  check_size(record_begin, end);
  window_ = window;
  position_ = std::min(end + 1, size);
  line_ += num_quoted_lines_ + (end < size ? 1 : 0);
  record_.fields = {fields_.data(), column};
  return &record_;
}

std::size_t CsvRecordReader::next_special(Window& window) const {
  while (window.specials == 0) {
    if (window.begin + kMaskBytes >= text_.size()) {
      return text_.size();
    }
    window = window_at(window.begin + kMaskBytes);
  }
  const auto offset = static_cast<std::size_t>(std::countr_zero(window.specials));
  window.specials &= window.specials - 1;
  return window.begin + offset;
}

// Tells whether a quoted field may end before `at`.
bool CsvRecordReader::is_field_end(std::size_t at) const {
  if (at >= text_.size() || text_[at] == dialect_.delimiter || text_[at] == '\n') {
    return true;
  }
  return text_[at] == '\r' && (at + 1 == text_.size() || text_[at + 1] == '\n');
}

// Reads the field whose opening quotation mark is at `begin`; returns where its delimiter, its line
// feed or the end of the text is.
std::size_t CsvRecordReader::read_quoted_field(std::size_t begin, std::size_t column) {
  std::size_t piece = begin + 1;
  const std::size_t unquoted_begin = unquoted_.size();
  unquoted_.reserve(text_.size());  // views of earlier fields stay valid
  for (std::size_t from = piece;;) {
    const std::size_t quote = std::min(text_.find(dialect_.quote, from), text_.size());
    num_quoted_lines_ += std::count(
        text_.begin() + static_cast<std::ptrdiff_t>(from),
        text_.begin() + static_cast<std::ptrdiff_t>(quote),
        '\n'
    );
    if (quote == text_.size()) {
      record_.fault = CsvFault::kOpenQuote;
      set_field(column, text_.substr(begin + 1));
      return quote;
    }
    const bool is_doubled = quote + 1 < text_.size() && text_[quote + 1] == dialect_.quote;
    if (!is_doubled && is_field_end(quote + 1)) {
      const std::string_view last = text_.substr(piece, quote - piece);
      if (unquoted_.size() == unquoted_begin) {
        set_field(column, last);
      } else {
        unquoted_.append(last);
        set_field(column, std::string_view(unquoted_).substr(unquoted_begin));
      }
      return quote + (quote + 1 < text_.size() && text_[quote + 1] == '\r' ? 2U : 1U);
    }
    if (!is_doubled && !dialect_.lazy_quotes) {
      return read_faulty_field(begin, quote + 1, column);
    }
    unquoted_.append(text_.substr(piece, quote + 1 - piece));
    piece = quote + (is_doubled ? 2U : 1U);
    from = piece;
  }
}

// Text goes on behind a quoted field: takes all up to the next delimiter or line end as it is.
std::size_t
CsvRecordReader::read_faulty_field(std::size_t begin, std::size_t from, std::size_t column) {
  record_.fault = CsvFault::kTextAfterQuote;
  std::size_t end = from;
  while (end < text_.size() && text_[end] != dialect_.delimiter && text_[end] != '\n') {
    ++end;
  }
  const bool has_return = text_[end - 1] == '\r' && (end == text_.size() || text_[end] == '\n');
  set_field(column, text_.substr(begin, end - begin - (has_return ? 1U : 0U)));
  return end;
}

}  // namespace portolan::formats
