#include "screen_rows.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/csv_layout.hpp"
#include "portolan/formats/file_kind.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "portolan/formats/xlsx.hpp"

namespace portolan::engine {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;
constexpr std::size_t kBlockBytes = std::size_t{256} << 10U;
constexpr std::size_t kBatchRows = 2048;

/// Takes the sum of the bytes that pass by.
class HashedSource final : public formats::ByteSource {
 public:
  explicit HashedSource(std::unique_ptr<formats::ByteSource> bytes, std::string name)
      : bytes_(std::move(bytes)), name_(std::move(name)) {}

  [[nodiscard]] std::size_t read(std::span<char> into) override {
    const std::size_t size = bytes_->read(into);
    hash_.update({into.data(), size});
    return size;
  }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::string sha256() const { return hash_.hex(); }

 private:
  std::unique_ptr<formats::ByteSource> bytes_;
  std::string name_;
  formats::Sha256 hash_;
};

/// Hands rows on in batches.
class Batches {
 public:
  explicit Batches(const TakeScreenRows& take) : take_(take) {}
  void add(ScreenRow row) {
    rows_.push_back(std::move(row));
    if (rows_.size() >= kBatchRows) {
      flush();
    }
  }
  void flush() {
    if (!rows_.empty()) {
      take_(std::move(rows_));
      rows_.clear();
    }
  }

 private:
  const TakeScreenRows& take_;
  std::vector<ScreenRow> rows_;
};

// Its key cannot be told.
ScreenRow unreadable(std::int64_t line, std::string problem) {
  return {.line = line, .problem = std::move(problem)};
}

std::vector<std::string> cells_of(const formats::CsvRecord& record) {
  return {record.fields.begin(), record.fields.end()};
}

ScreenLayout read_csv(
    formats::TextSource& text,
    const ScreenColumns& columns,
    const std::string& name,
    Batches& batches
) {
  auto layout = formats::detect_csv_layout(text.peek(kHeadBytes), name);
  const ScreenLayout places(layout.columns, columns, name);
  formats::CsvBlockReader blocks(
      text, layout.dialect, {.block_bytes = kBlockBytes, .skip_lines = layout.data_line - 1}
  );
  while (const auto block = blocks.next()) {
    formats::CsvRecordReader reader(*block, layout.dialect);
    while (const formats::CsvRecord* record = reader.next()) {
      if (record->fault != formats::CsvFault::kNone) {
        batches.add(unreadable(record->line, std::string(to_string(record->fault))));
      } else if (record->fields.size() != layout.columns.size()) {
        batches.add(unreadable(
            record->line,
            fmt::format("expected {} fields, got {}", layout.columns.size(), record->fields.size())
        ));
      } else {
        batches.add(places.row_of(cells_of(*record), record->line));
      }
    }
    batches.flush();
  }
  return places;
}

std::string text_of(const formats::JsonValue& value) {
  if (value.is_null()) {
    return {};
  }
  return value.as_string() == nullptr ? value.dump() : *value.as_string();
}

// The value of a line, or what is wrong with it.
std::pair<formats::JsonValue, std::string> object_of(std::string_view line) {
  // A line that is no JSON is a row that cannot be read, as a faulty one of a table is.
  try {
    formats::JsonValue value = formats::parse_json(line, "row");
    if (value.kind() == formats::JsonValue::Kind::kObject) {
      return {std::move(value), ""};
    }
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kBadData) {
      throw;
    }
    const std::string_view what = error.what();
    return {{}, std::string(what.substr(std::min(what.find("expected"), what.size())))};
  }
  return {{}, "expected a JSON object, got another value"};
}

std::vector<std::string> keys_of(const formats::JsonValue& object) {
  std::vector<std::string> keys;
  for (const auto& member : object.members()) {
    keys.push_back(member.key);
  }
  return keys;
}

// The first object's keys are the columns; later ones may leave some out or have more.
ScreenLayout read_json_lines(
    formats::TextSource& text,
    const ScreenColumns& columns,
    const std::string& name,
    Batches& batches
) {
  // Each line is a record of one field.
  const formats::CsvDialect lines{.delimiter = '\x1F', .quote = '\0'};
  formats::CsvBlockReader blocks(text, lines, {.block_bytes = kBlockBytes});
  std::optional<ScreenLayout> places;
  std::vector<std::string> keys;
  while (const auto block = blocks.next()) {
    formats::CsvRecordReader reader(*block, lines);
    while (const formats::CsvRecord* record = reader.next()) {
      auto [object, problem] = object_of(record->fields.front());
      if (!problem.empty()) {
        batches.add(unreadable(record->line, std::move(problem)));
        continue;
      }
      if (!places) {
        keys = keys_of(object);
        places.emplace(keys, columns, name);
      }
      std::vector<std::string> cells;
      for (const std::string& key : keys) {
        const formats::JsonValue* value = object.find(key);
        cells.push_back(value == nullptr ? std::string() : text_of(*value));
      }
      batches.add(places->row_of(cells, record->line));
    }
    batches.flush();
  }
  if (!places) {
    throw bad_data("{}: expected JSON objects, one a line, got none", name);
  }
  return *places;
}

ScreenLayout
read_xlsx(const std::filesystem::path& file, const ScreenColumns& columns, Batches& batches) {
  const std::string name = file.filename().string();
  const formats::XlsxWorkbook workbook(file);
  formats::XlsxSheet sheet = workbook.open();
  std::optional<ScreenLayout> places;
  std::size_t num_columns = 0;
  while (const formats::XlsxRow* row = sheet.next()) {
    std::vector<std::string> cells;
    for (const formats::XlsxCell& cell : row->cells) {
      cells.push_back(cell.text);
    }
    const auto filled =
        std::ranges::count_if(cells, [](const std::string& cell) { return !cell.empty(); });
    // The header is the first row with more than one cell: titles stand above it.
    if (!places && filled > 1) {
      num_columns = cells.size();
      places.emplace(cells, columns, name);
    } else if (places && filled > 0) {
      cells.resize(std::max(num_columns, cells.size()));
      batches.add(places->row_of(cells, row->number));
    }
  }
  if (!places) {
    throw bad_data("{}: expected a row of column names, got none", name);
  }
  return *places;
}

ScreenedFile read_text(
    std::unique_ptr<formats::ByteSource> bytes,
    const ScreenColumns& columns,
    Batches& batches
) {
  const std::string name = bytes->name();
  HashedSource hashed(std::move(bytes), name);
  formats::TextSource text(hashed);
  const std::string_view head = text.peek(kHeadBytes);
  const std::string_view begin = trim(head.substr(0, kHeadBytes / 64));
  const ScreenLayout layout = begin.starts_with('{') ? read_json_lines(text, columns, name, batches)
                                                     : read_csv(text, columns, name, batches);
  return {.sha256 = hashed.sha256(), .columns = layout.used()};
}

}  // namespace

ScreenedFile read_screen_rows(
    const std::filesystem::path& file,
    const ScreenColumns& columns,
    const TakeScreenRows& take
) {
  Batches batches(take);
  ScreenedFile result;
  if (file == "-") {
    auto bytes = std::make_unique<formats::FileSource>("/dev/stdin");
    result = read_text(
        std::make_unique<HashedSource>(std::move(bytes), "standard input"), columns, batches
    );
  } else if (formats::kind_of_file(file) == formats::FileKind::kXlsx) {
    result.columns = read_xlsx(file, columns, batches).used();
    result.sha256 = formats::sha256_of_file(file);
  } else {
    result = read_text(std::make_unique<formats::InputFile>(file), columns, batches);
    // The name of the bytes is that of the file on disk, packed or not.
    result.sha256 = formats::sha256_of_file(file);
  }
  batches.flush();
  return result;
}

}  // namespace portolan::engine
