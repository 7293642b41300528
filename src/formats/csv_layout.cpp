#include "portolan/formats/csv_layout.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/file_kind.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kMaxRecords = 200;
constexpr std::size_t kMaxHeaderRecords = 20;

struct Line {
  std::int64_t line = 0;
  /// Physical line behind the record.
  std::int64_t next_line = 0;
  std::vector<std::string> fields;
};

std::vector<Line> first_records(std::string_view head, const CsvDialect& dialect) {
  CsvRecordReader reader(
      head, {}, dialect, {.max_record_bytes = head.size(), .max_columns = head.size() + 1}
  );
  std::vector<Line> records;
  while (records.size() < kMaxRecords) {
    const CsvRecord* record = reader.next();
    if (record == nullptr) {
      break;
    }
    Line line{.line = record->line, .next_line = record->line + 1, .fields = {}};
    for (const std::string_view field : record->fields) {
      line.next_line += std::ranges::count(field, '\n');
      line.fields.emplace_back(trim(field));
    }
    records.push_back(std::move(line));
  }
  return records;
}

struct Shape {
  std::size_t num_fields = 0;
  std::size_t num_records = 0;
};

// The commonest number of fields, the larger of two that are equally common.
Shape commonest_shape(const std::vector<Line>& records) {
  std::map<std::size_t, std::size_t> counts;
  for (const Line& record : records) {
    ++counts[record.fields.size()];
  }
  Shape best;
  for (const auto& [fields, count] : counts) {
    if (count >= best.num_records) {
      best = {fields, count};
    }
  }
  return best;
}

char detect_delimiter(std::string_view head) {
  constexpr std::array kDelimiters{',', ';', '\t', '|'};
  char best = kDelimiters.front();
  Shape best_shape;
  for (const char delimiter : kDelimiters) {
    const Shape shape = commonest_shape(first_records(head, {.delimiter = delimiter}));
    const bool is_better = std::pair(shape.num_records, shape.num_fields) >
                           std::pair(best_shape.num_records, best_shape.num_fields);
    if (shape.num_fields > 1 && (best_shape.num_fields < 2 || is_better)) {
      best = delimiter;
      best_shape = shape;
    }
  }
  return best;
}

bool is_number_or_date(const std::string& field) {
  return !field.empty() && field.find_first_of("0123456789") != std::string::npos &&
         field.find_first_not_of("0123456789.,-+/: \xC2\xA0") == std::string::npos;
}

// A year or a month may name a column of a wide table.
bool is_period_name(const std::string& field) {
  const auto number = parse_integer(field);
  return number &&
         ((*number >= 1900 && *number <= 2100) || (*number >= 190'001 && *number <= 210'012));
}

bool looks_like_names(const std::vector<std::string>& fields) {
  const auto num_empty = std::ranges::count(fields, std::string());
  const bool has_values = std::ranges::any_of(fields, [](const std::string& field) {
    return is_number_or_date(field) && !is_period_name(field);
  });
  return !has_values && !is_number_or_date(fields.front()) &&
         num_empty * 2 < static_cast<std::ptrdiff_t>(fields.size());
}

bool is_known(const CsvLayoutOptions& options, const std::vector<std::string>& fields) {
  const std::vector<std::string_view> views(fields.begin(), fields.end());
  return options.is_known_header && options.is_known_header(views);
}

const Line* find_header(
    const std::vector<Line>& records,
    std::size_t num_fields,
    const CsvLayoutOptions& options
) {
  const auto candidates = std::span(records).first(std::min(records.size(), kMaxHeaderRecords));
  for (const Line& record : candidates) {
    if (is_known(options, record.fields)) {
      return &record;
    }
  }
  for (const Line& record : candidates) {
    // Lines of data may end with one delimiter more than the header.
    if (record.fields.size() + 1 >= num_fields && record.fields.size() <= num_fields + 1) {
      return looks_like_names(record.fields) ? &record : nullptr;
    }
  }
  return nullptr;
}

const Line&
given_header(const std::vector<Line>& records, std::int64_t header_line, const std::string& name) {
  const auto found = std::ranges::find(records, header_line, &Line::line);
  if (found == records.end()) {
    throw bad_data(
        "{}: expected the column names on line {}, got no record there", name, header_line
    );
  }
  return *found;
}

void check_is_text(std::string_view head, const std::string& name) {
  const FileKind kind = kind_of_bytes(head.substr(0, 4096));
  if (kind == FileKind::kEmpty) {
    throw bad_data("{}: expected a table, got an empty file", name);
  }
  if (kind == FileKind::kHtml) {
    throw bad_data("{}: expected a table, got a web page (HTML)", name)
        .with_hint("the server may have answered with an error page; open the file in a browser");
  }
  const bool has_returns_only =
      head.find('\n') == std::string_view::npos && std::ranges::count(head, '\r') > 1;
  if (has_returns_only) {
    throw bad_data("{}: expected lines that end with a line feed, got carriage returns alone", name)
        .with_hint("save the file again with the line ends of Windows or Unix");
  }
}

}  // namespace

CsvLayout
detect_csv_layout(std::string_view head, const std::string& name, const CsvLayoutOptions& options) {
  check_is_text(head, name);
  if (head.starts_with("\xEF\xBB\xBF")) {
    head.remove_prefix(3);
  }
  const std::size_t last_line_end = head.rfind('\n');
  const std::string_view whole_lines =
      last_line_end == std::string_view::npos ? head : head.substr(0, last_line_end + 1);
  CsvLayout layout;
  layout.dialect.delimiter = options.delimiter.value_or(detect_delimiter(whole_lines));
  const std::vector<Line> records = first_records(whole_lines, layout.dialect);
  if (records.empty()) {
    throw bad_data("{}: expected a table, got blank lines", name);
  }
  layout.num_fields = commonest_shape(records).num_fields;
  const Line* header = options.header_line ? &given_header(records, *options.header_line, name)
                                           : find_header(records, layout.num_fields, options);
  if (header != nullptr) {
    layout.header_line = header->line;
    layout.data_line = header->next_line;
    layout.columns = header->fields;
    return layout;
  }
  const auto first_data = std::ranges::find_if(records, [&](const Line& record) {
    return record.fields.size() == layout.num_fields;
  });
  layout.data_line = first_data == records.end() ? 1 : first_data->line;
  return layout;
}

}  // namespace portolan::formats
