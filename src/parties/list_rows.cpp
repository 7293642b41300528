#include "list_rows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/csv_layout.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/text_encoding.hpp"

namespace portolan::parties {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;

std::string key_of(std::string_view name) {
  return to_ascii_lower(trim(name));
}

// What is wrong with a record of a table of `num_columns` columns; empty if nothing is.
std::string fault_of(const formats::CsvRecord& record, std::size_t num_columns) {
  if (record.fault != formats::CsvFault::kNone) {
    return std::string(to_string(record.fault));
  }
  if (record.fields.size() != num_columns) {
    return fmt::format("expected {} fields, got {}", num_columns, record.fields.size());
  }
  return {};
}

std::string joined(const formats::CsvRecord& record) {
  std::vector<std::string> fields(record.fields.begin(), record.fields.end());
  return join(fields, ",");
}

bool has_all(
    std::span<const std::string_view> fields,
    std::initializer_list<std::string_view> known
) {
  return std::ranges::all_of(known, [&](std::string_view name) {
    return std::ranges::any_of(fields, [&](std::string_view field) {
      return key_of(field) == key_of(name);
    });
  });
}

}  // namespace

std::unique_ptr<formats::ByteSource> open_list_file(const ListFile& file) {
  return std::make_unique<formats::InputFile>(
      file.path, formats::InputFileOptions{.member = file.member}
  );
}

std::string ListRow::at(std::string_view column) const {
  const auto found = columns_.find(key_of(column));
  return found == columns_.end() || found->second >= record_.fields.size()
             ? std::string()
             : std::string(trim(record_.fields[found->second]));
}

void for_each_row(
    const ListFile& file,
    std::initializer_list<std::string_view> known,
    Intake& intake,
    const std::function<void(const ListRow&)>& use,
    const std::function<void(std::string_view head)>& see_head
) {
  const auto bytes = open_list_file(file);
  formats::TextSource text(*bytes);
  const std::string_view head = text.peek(kHeadBytes);
  if (see_head) {
    see_head(head);
  }
  formats::CsvLayout layout = formats::detect_csv_layout(
      head,
      file.name,
      {.is_known_header =
           [&](std::span<const std::string_view> fields) {
             return has_all(fields, known);
           }}
  );
  // The lists are written by programs that do not double quotation marks within fields.
  layout.dialect.lazy_quotes = true;
  std::unordered_map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    columns.emplace(key_of(layout.columns[i]), i);
  }
  formats::CsvBlockReader blocks(text, layout.dialect, {.skip_lines = layout.data_line - 1});
  while (const auto block = blocks.next()) {
    intake.check();
    formats::CsvRecordReader reader(*block, layout.dialect);
    while (const formats::CsvRecord* record = reader.next()) {
      const std::string fault = fault_of(*record, layout.columns.size());
      if (fault.empty()) {
        use(ListRow(columns, *record));
      } else {
        intake.reject(record->line, "", fault, joined(*record));
      }
    }
  }
}

void for_each_record(
    const ListFile& file,
    std::size_t num_fields,
    Intake& intake,
    const std::function<void(const formats::CsvRecord&)>& use
) {
  const auto bytes = open_list_file(file);
  formats::TextSource text(*bytes);
  const formats::CsvDialect dialect{.lazy_quotes = true};
  formats::CsvBlockReader blocks(text, dialect);
  while (const auto block = blocks.next()) {
    intake.check();
    formats::CsvRecordReader reader(*block, dialect);
    while (const formats::CsvRecord* record = reader.next()) {
      const std::string fault = fault_of(*record, num_fields);
      if (fault.empty()) {
        use(*record);
      } else {
        intake.reject(record->line, "", fault, joined(*record));
      }
    }
  }
}

std::vector<std::string> pieces(std::string_view text, std::string_view separator) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    const std::string_view piece = trim(text.substr(begin, end - begin));
    if (!piece.empty()) {
      result.emplace_back(piece);
    }
    begin = end + separator.size();
  }
  return result;
}

}  // namespace portolan::parties
