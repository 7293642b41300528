#include "csv_table.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/formats/file_kind.hpp"

namespace portolan::ingest {

namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;
constexpr std::int64_t kBlockBytes = std::int64_t{4} << 20U;

class CsvBatch final : public RecordBatch {
 public:
  CsvBatch(std::vector<formats::CsvBlock> blocks, const formats::CsvDialect& dialect)
      : blocks_(std::move(blocks)), dialect_(dialect) {}

  void for_each(const std::function<void(const Record&)>& use) override {
    for (formats::CsvBlock& block : blocks_) {
      formats::CsvRecordReader reader(block, dialect_);
      while (const formats::CsvRecord* record = reader.next()) {
        use(
            {.fields = record->fields,
             .ordinal = record->ordinal,
             .line = record->line,
             .fault = formats::to_string(record->fault)}
        );
      }
      block = formats::CsvBlock();  // gives its bytes back before the part is written
    }
  }

 private:
  std::vector<formats::CsvBlock> blocks_;
  formats::CsvDialect dialect_;
};

std::optional<formats::TextEncoding> given_encoding(const TableOptions& options) {
  if (options.encoding.empty()) {
    return std::nullopt;
  }
  auto encoding = formats::parse_text_encoding(options.encoding);
  if (!encoding) {
    throw invalid_argument(
        "encoding: expected utf-8, utf-16, gb18030, windows-1251 or latin-1, got \"{}\"",
        options.encoding
    );
  }
  return encoding;
}

formats::CsvLayoutOptions layout_options(const TableOptions& options) {
  formats::CsvLayoutOptions layout;
  layout.delimiter = options.delimiter;
  layout.header_line = options.header_line;
  if (options.is_known_header) {
    layout.is_known_header = [&options](std::span<const std::string_view> fields) {
      return options.is_known_header(
          TableHeader(std::vector<std::string>(fields.begin(), fields.end()))
      );
    };
  }
  return layout;
}

}  // namespace

CsvTable::CsvTable(OpenedBytes bytes, const TableOptions& options)
    : bytes_(std::move(bytes)),
      text_(std::make_unique<formats::TextSource>(bytes_.content(), given_encoding(options))),
      batch_bytes_(options.batch_bytes) {
  const std::string_view head = text_->peek(kHeadBytes);
  layout_ = formats::detect_csv_layout(head, text_->name(), layout_options(options));
  header_ = TableHeader(layout_.columns);
  blocks_ = std::make_unique<formats::CsvBlockReader>(
      *text_,
      layout_.dialect,
      formats::CsvBlockOptions{
          .block_bytes = static_cast<std::size_t>(std::min(batch_bytes_, kBlockBytes)),
          .skip_lines = layout_.data_line - 1}
  );
}

std::unique_ptr<RecordBatch> CsvTable::next() {
  std::vector<formats::CsvBlock> blocks;
  for (std::int64_t bytes = 0; bytes + kBlockBytes / 2 < batch_bytes_ || blocks.empty();) {
    auto block = blocks_->next();
    if (!block) {
      break;
    }
    bytes += static_cast<std::int64_t>(block->text().size());
    blocks.push_back(std::move(*block));
  }
  if (blocks.empty()) {
    return nullptr;
  }
  return std::make_unique<CsvBatch>(std::move(blocks), layout_.dialect);
}

std::string CsvTable::encoding() const {
  const formats::EncodingGuess& guess = text_->encoding();
  return guess.is_ascii ? "ascii" : std::string(to_string(guess.encoding));
}

}  // namespace portolan::ingest
