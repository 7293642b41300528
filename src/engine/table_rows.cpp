#include "table_rows.hpp"

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv_layout.hpp"

namespace portolan::engine {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;

std::vector<std::optional<std::size_t>> find_columns(
    const std::vector<std::string>& there,
    const std::vector<std::string>& asked,
    std::size_t num_needed,
    const std::string& file
) {
  std::vector<std::optional<std::size_t>> result;
  for (const std::string& name : asked) {
    result.emplace_back();
    for (std::size_t i = 0; i < there.size(); ++i) {
      if (is_equal_ignoring_case(there[i], name)) {
        result.back() = i;
        break;
      }
    }
    if (!result.back() && result.size() <= num_needed) {
      const std::string hint = nearest_hint(name, there);
      throw bad_data("{}: expected a column {}, got none", file, name)
          .with_hint(hint.empty() ? "the columns are " + join(there, ", ") : hint);
    }
  }
  return result;
}

}  // namespace

std::string_view TableRow::text(std::size_t column) const {
  return places_[column] ? trim(record_.fields[*places_[column]]) : std::string_view();
}

std::string TableRow::place(std::size_t column) const {
  return fmt::format("{}:{}: {}", file_, record_.line, columns_[column]);
}

std::vector<bool> read_table_rows(
    formats::TextSource& text,
    const std::vector<std::string>& columns,
    std::size_t num_needed,
    Progress& progress,
    const std::function<void(const TableRow&)>& take
) {
  const std::string& file = text.name();
  const auto layout = formats::detect_csv_layout(text.peek(kHeadBytes), file);
  const auto places = find_columns(layout.columns, columns, num_needed, file);
  formats::CsvBlockReader blocks(
      text, layout.dialect, formats::CsvBlockOptions{.skip_lines = layout.data_line - 1}
  );
  progress.begin("reading", file, 0);
  std::int64_t num_rows = 0;
  while (const auto block = blocks.next()) {
    formats::CsvRecordReader reader(*block, layout.dialect);
    while (const formats::CsvRecord* record = reader.next()) {
      if (record->fault != formats::CsvFault::kNone) {
        throw bad_data("{}:{}: {}", file, record->line, formats::to_string(record->fault));
      }
      if (record->fields.size() != layout.columns.size()) {
        throw bad_data(
            "{}:{}: expected {} fields, got {}",
            file,
            record->line,
            layout.columns.size(),
            record->fields.size()
        );
      }
      take(TableRow(file, columns, places, *record));
      ++num_rows;
    }
    progress.check();
    progress.advance(num_rows);
  }
  progress.end();
  std::vector<bool> result;
  for (const auto& place : places) {
    result.push_back(place.has_value());
  }
  return result;
}

}  // namespace portolan::engine
