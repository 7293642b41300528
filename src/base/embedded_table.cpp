#include "portolan/base/embedded_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan {
namespace {

std::vector<std::string> split_record(std::string_view line) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      const bool is_doubled = is_quoted && i + 1 < line.size() && line[i + 1] == '"';
      if (is_doubled) {
        fields.back().push_back('"');
        ++i;
      } else {
        is_quoted = !is_quoted;
      }
    } else if (c == ',' && !is_quoted) {
      fields.emplace_back();
    } else {
      fields.back().push_back(c);
    }
  }
  return fields;
}

}  // namespace

std::vector<std::vector<std::string>>
read_embedded_table(std::string_view csv, std::initializer_list<std::string_view> columns) {
  std::vector<std::vector<std::string>> records;
  bool has_header = false;
  for (const std::string_view line : split(csv, '\n')) {
    if (line.empty() || line.front() == '#') {
      continue;
    }
    std::vector<std::string> fields = split_record(line);
    if (!has_header) {
      ensure(
          std::ranges::equal(fields, columns),
          fmt::format("embedded table: expected other columns than \"{}\"", line)
      );
      has_header = true;
      continue;
    }
    ensure(
        fields.size() == columns.size(),
        fmt::format("embedded table: expected {} fields in \"{}\"", columns.size(), line)
    );
    records.push_back(std::move(fields));
  }
  return records;
}

}  // namespace portolan
