#include "reference/formats/plain_csv.hpp"

namespace portolan::formats::reference {
namespace {

class PlainReader {
 public:
  PlainReader(std::string_view text, const CsvDialect& dialect) : rest_(text), dialect_(dialect) {}

  std::vector<PlainRecord> read() {
    std::vector<PlainRecord> records;
    while (!rest_.empty()) {
      if (is_line_end() || rest_ == "\r") {
        take_line_end();
        continue;
      }
      PlainRecord record;
      record.ordinal = static_cast<std::int64_t>(records.size());
      record.line = line_;
      record.fields.push_back(read_field(record.fault));
      while (!rest_.empty() && rest_.front() == dialect_.delimiter) {
        take();
        record.fields.push_back(read_field(record.fault));
      }
      take_line_end();
      records.push_back(record);
    }
    return records;
  }

 private:
  bool is_line_end() const { return rest_.starts_with("\n") || rest_.starts_with("\r\n"); }
  bool is_field_end() const {
    return rest_.empty() || rest_ == "\r" || is_line_end() || rest_.front() == dialect_.delimiter;
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    line_ += c == '\n' ? 1 : 0;
    return c;
  }

  void take_line_end() {
    if (rest_.starts_with("\r")) {
      take();
    }
    if (rest_.starts_with("\n")) {
      take();
    }
  }

  std::string read_field(CsvFault& fault) {
    std::string field;
    if (dialect_.quote == '\0' || rest_.empty() || rest_.front() != dialect_.quote) {
      while (!is_field_end()) {
        field += take();
      }
      return field;
    }
    std::string as_written(1, take());
    while (!rest_.empty()) {
      const char c = take();
      as_written += c;
      if (c != dialect_.quote) {
        field += c;
      } else if (!rest_.empty() && rest_.front() == dialect_.quote) {
        as_written += take();
        field += c;
      } else if (is_field_end()) {
        return field;
      } else if (dialect_.lazy_quotes) {
        field += c;
      } else {
        fault = CsvFault::kTextAfterQuote;
        while (!is_field_end()) {
          as_written += take();
        }
        return as_written;
      }
    }
    fault = CsvFault::kOpenQuote;
    return as_written.substr(1);
  }

  std::string_view rest_;
  CsvDialect dialect_;
  std::int64_t line_ = 1;
};

}  // namespace

std::vector<PlainRecord> read_plainly(std::string_view text, const CsvDialect& dialect) {
  return PlainReader(text, dialect).read();
}

}  // namespace portolan::formats::reference
