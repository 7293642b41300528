#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/csv_layout.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "table.hpp"

namespace portolan::ingest {

/// Where the bytes of a table come from, with what they come through.
struct OpenedBytes {
  /// Bytes as they are on disk, if they are counted; may be null.
  const std::int64_t* position = nullptr;
  /// In the order in which they were made; the last one gives the table's bytes.
  std::vector<std::unique_ptr<formats::ByteSource>> chain;

  [[nodiscard]] formats::ByteSource& content() const { return *chain.back(); }
};

/// A table of delimited text.
class CsvTable final : public Table {
 public:
  /// Throws `Error` (kBadData) if the text is no table or a web page.
  CsvTable(OpenedBytes bytes, const TableOptions& options);

  [[nodiscard]] const std::string& name() const override { return text_->name(); }
  [[nodiscard]] const TableHeader& header() const override { return header_; }
  [[nodiscard]] std::unique_ptr<RecordBatch> next() override;
  [[nodiscard]] std::string encoding() const override;
  [[nodiscard]] std::int64_t num_encoding_faults() const override { return text_->num_faults(); }
  [[nodiscard]] std::int64_t first_encoding_fault_line() const override {
    return text_->first_fault_line();
  }
  [[nodiscard]] bool is_encoding_doubtful() const override { return text_->encoding().is_doubtful; }
  [[nodiscard]] std::string delimiter() const override {
    return std::string(1, layout_.dialect.delimiter);
  }
  [[nodiscard]] std::int64_t header_line() const override { return layout_.header_line; }
  [[nodiscard]] std::int64_t position() const override {
    return bytes_.position == nullptr ? 0 : *bytes_.position;
  }

 private:
  OpenedBytes bytes_;
  std::unique_ptr<formats::TextSource> text_;
  formats::CsvLayout layout_;
  TableHeader header_;
  std::unique_ptr<formats::CsvBlockReader> blocks_;
  std::int64_t batch_bytes_;
};

}  // namespace portolan::ingest
