#include <algorithm>
#include <cstring>
#include <utility>

#include "csv_scan.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/csv.hpp"

namespace portolan::formats {

void check_dialect(const CsvDialect& dialect) {
  const auto is_line_end = [](char c) {
    return c == '\n' || c == '\r';
  };
  if (dialect.delimiter == '\0' || is_line_end(dialect.delimiter) || is_line_end(dialect.quote) ||
      dialect.delimiter == dialect.quote) {
    throw invalid_argument(
        "CSV dialect: expected a delimiter and another quotation mark, got {:#x} and {:#x}",
        static_cast<unsigned char>(dialect.delimiter),
        static_cast<unsigned char>(dialect.quote)
    );
  }
}

Error too_long_record(std::string_view name, std::int64_t line, std::size_t max_bytes) {
  return bad_data(
             "{}:{}: expected a record of at most {} bytes, got a longer one", name, line, max_bytes
  )
      .with_hint("a quotation mark on that line may be left open, or the file is no table");
}

std::string_view to_string(CsvFault fault) {
  switch (fault) {
    case CsvFault::kNone:
      return "";
    case CsvFault::kTextAfterQuote:
      return "expected a delimiter after the quoted field, got more text";
    case CsvFault::kOpenQuote:
      return "expected the end of the quoted field, got the end of the file";
  }
  return "";
}

struct CsvBlockReader::State {
  State(ByteSource& bytes, const CsvDialect& csv, const CsvBlockOptions& settings)
      : source(bytes), dialect(csv), options(settings) {}

  // Fills the buffer from `filled` to its end, as far as there are bytes.
  void fill() {
    const std::size_t size =
        is_at_end ? 0 : read_fully(source, {buffer.get() + filled, capacity - filled});
    is_at_end = is_at_end || size < capacity - filled;
    filled += size;
    if (is_at_end && filled > 0 && !is_end_trimmed) {
      is_end_trimmed = true;
      constexpr char kEndOfFileOfOldSystems = '\x1A';
      filled -= buffer[filled - 1] == kEndOfFileOfOldSystems ? 1U : 0U;
    }
  }

  // Makes a buffer of `size` bytes that begins with the bytes not yet given out.
  void renew(std::size_t size) {
    auto fresh = std::make_unique_for_overwrite<char[]>(size);
    std::copy_n(buffer.get() + taken, filled - taken, fresh.get());
    buffer = std::move(fresh);
    filled -= taken;
    taken = 0;
    capacity = size;
  }

  void begin() {
    renew(options.block_bytes);
    fill();
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (std::string_view(buffer.get(), filled).starts_with(kByteOrderMark)) {
      taken = kByteOrderMark.size();
    }
    while (line <= options.skip_lines) {
      const auto* end =
          static_cast<const char*>(std::memchr(buffer.get() + taken, '\n', filled - taken));
      if (end != nullptr) {
        taken = static_cast<std::size_t>(end - buffer.get()) + 1;
        ++line;
      } else if (is_at_end) {
        taken = filled;
        return;
      } else {
        taken = filled;
        renew(options.block_bytes);
        fill();
      }
    }
  }

  [[nodiscard]] Error nul_byte(std::size_t at) const {
    const std::int64_t lines = std::count(buffer.get(), buffer.get() + at, '\n');
    return bad_data("{}:{}: expected text, got a NUL byte", source.name(), line + lines)
        .with_hint("the file is damaged, binary, or in an encoding such as UTF-16");
  }

  CsvBlock cut(const CsvScan& scan);

  ByteSource& source;
  CsvDialect dialect;
  CsvBlockOptions options;
  std::unique_ptr<char[]> buffer;
  std::size_t capacity = 0;
  std::size_t filled = 0;
  std::size_t taken = 0;
  bool has_begun = false;
  bool is_at_end = false;
  bool is_end_trimmed = false;
  std::int64_t index = 0;
  std::int64_t line = 1;
  std::int64_t ordinal = 0;
};

// Takes the whole records at the buffer's front out of it; all of it at the end of the source.
CsvBlock CsvBlockReader::State::cut(const CsvScan& scan) {
  const std::size_t size = is_at_end ? filled : scan.last_end();
  CsvBlock block;
  block.name_ = source.name();
  block.index_ = index++;
  block.first_line_ = line;
  block.first_ordinal_ = ordinal;
  block.num_records_ = scan.num_records() + (is_at_end && scan.is_within_record() ? 1 : 0);
  block.size_ = size;
  line += scan.num_lines();
  ordinal += block.num_records_;
  auto rest = std::make_unique_for_overwrite<char[]>(options.block_bytes);
  const std::size_t num_left = filled - size;
  if (num_left > options.block_bytes) {
    rest = std::make_unique_for_overwrite<char[]>(num_left);
  }
  std::copy_n(buffer.get() + size, num_left, rest.get());
  block.bytes_ = std::exchange(buffer, std::move(rest));
  capacity = std::max(num_left, options.block_bytes);
  filled = num_left;
  return block;
}

CsvBlockReader::CsvBlockReader(
    ByteSource& source,
    const CsvDialect& dialect,
    const CsvBlockOptions& options
)
    : state_(std::make_unique<State>(source, dialect, options)) {
  check_dialect(dialect);
  state_->options.block_bytes = std::max<std::size_t>(options.block_bytes, 64);
}

CsvBlockReader::~CsvBlockReader() = default;

std::optional<CsvBlock> CsvBlockReader::next() {
  State& state = *state_;
  if (!state.has_begun) {
    state.has_begun = true;
    state.begin();
    state.renew(state.options.block_bytes);
  }
  const std::size_t max_bytes = state.options.limits.max_record_bytes + 2;  // and its line end
  CsvScan scan(state.dialect);
  std::size_t scanned = 0;
  for (;;) {
    state.fill();
    if (state.filled < scanned) {
      // The last byte was read as text before the end of the file made it a mark of the end.
      scan = CsvScan(state.dialect);
      scanned = 0;
    }
    const std::size_t nul = scan.scan({state.buffer.get() + scanned, state.filled - scanned});
    if (nul != CsvScan::kNone) {
      throw state.nul_byte(scanned + nul);
    }
    scanned = state.filled;
    if (scan.last_end() > 0 || state.is_at_end) {
      break;
    }
    if (state.capacity >= max_bytes) {
      throw too_long_record(state.source.name(), state.line, state.options.limits.max_record_bytes);
    }
    state.renew(std::min(state.capacity * 2, std::max(max_bytes, state.options.block_bytes)));
  }
  if (state.filled == 0) {
    return std::nullopt;
  }
  return state.cut(scan);
}

}  // namespace portolan::formats
