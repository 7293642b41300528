#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/formats/json_stream.hpp"
#include "pushed_table.hpp"
#include "structured_tables.hpp"

namespace portolan::ingest {

namespace {

constexpr std::size_t kHeadBytes = std::size_t{4} << 10U;

// Hands JSON records on as rows. Keys that the first record does not have are not read.
class JsonRows {
 public:
  explicit JsonRows(RowPusher& rows) : rows_(rows) {}

  void take(const formats::JsonRecord& record) {
    const bool is_array = record.fields.empty() || record.fields.front().key.empty();
    if (keys_.empty()) {
      for (const formats::JsonField& field : record.fields) {
        keys_.emplace_back(is_array ? field.text : field.key);
      }
      rows_.set_header(keys_, record.line);
      if (is_array) {
        return;
      }
    }
    fields_.assign(keys_.size(), std::string_view());
    if (is_array) {
      for (std::size_t i = 0; i < record.fields.size() && i < fields_.size(); ++i) {
        fields_[i] = record.fields[i].text;
      }
    } else {
      take_members(record);
    }
    rows_.add(fields_, record.line);
  }

 private:
  // Records nearly always repeat the order of the first.
  void take_members(const formats::JsonRecord& record) {
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const formats::JsonField& field = record.fields[i];
      if (i < keys_.size() && keys_[i] == field.key) {
        fields_[i] = field.text;
        continue;
      }
      for (std::size_t k = 0; k < keys_.size(); ++k) {
        if (keys_[k] == field.key) {
          fields_[k] = field.text;
        }
      }
    }
  }

  RowPusher& rows_;
  std::vector<std::string> keys_;
  std::vector<std::string_view> fields_;
};

void read_json(formats::TextSource& text, RowPusher& rows) {
  formats::JsonStreamOptions options;
  options.layout = formats::detect_json_layout(text.peek(kHeadBytes));
  JsonRows json_rows(rows);
  const auto result = formats::read_json_records(
      text, options, [&](const formats::JsonRecord& record) { json_rows.take(record); }
  );
  if (result.num_records == 0) {
    throw bad_data("{}: expected statements of trade, got an empty reply (0 rows)", text.name())
        .with_hint(
            "a period in the wrong form gives an empty reply: YYYY for annual, YYYYMM for monthly "
            "data"
        );
  }
}

}  // namespace

std::unique_ptr<Table> open_json_table(OpenedBytes bytes, const TableOptions& options) {
  const auto shared = std::make_shared<OpenedBytes>(std::move(bytes));  // a std::function is copied
  std::string name = shared->content().name();
  return std::make_unique<PushedTable>(
      std::move(name),
      [shared](RowPusher& rows) {
        formats::TextSource text(shared->content());
        read_json(text, rows);
      },
      options.batch_bytes
  );
}

}  // namespace portolan::ingest
