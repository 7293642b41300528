#include <string>
#include <variant>

#include <fmt/format.h>

#include "cell_text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/formats/text_width.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kFlushSize = std::size_t{1} << 16;

// Collects small pieces, so that a sink is called once for many.
class Buffer {
 public:
  explicit Buffer(const Sink& sink) : sink_(sink) {}

  std::string& text() { return text_; }
  void flush_if_full() {
    if (text_.size() >= kFlushSize) {
      flush();
    }
  }
  void flush() {
    sink_(text_);
    text_.clear();
  }

 private:
  const Sink& sink_;
  std::string text_;
};

bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void append_csv_text(std::string& out, std::string_view text, CsvReader reader) {
  if (reader == CsvReader::kSpreadsheet && is_formula(text)) {
    append_csv_text(out, "'" + std::string(text), CsvReader::kProgram);
    return;
  }
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += '"';
    }
  }
  out += '"';
}

void append_csv_cell(std::string& out, const Cell& cell, CsvReader reader) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    append_csv_text(out, *text, reader);
  } else {
    out += plain_text(cell);
  }
}

std::string markdown_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "<br>";
    } else if (c != '\r') {
      result += c;
    }
  }
  return result;
}

std::string record_of(const Table& table, std::size_t row) {
  JsonWriter json;
  json.begin_object();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    json.field(table.columns[i].name, table.rows[row][i]);
  }
  json.end_object();
  return json.take();
}

std::size_t num_records(const Document& document) {
  return document.records_json ? document.records_json->size() : document.table.rows.size();
}

void append_record(std::string& out, const Document& document, std::size_t index) {
  out += document.records_json ? (*document.records_json)[index] : record_of(document.table, index);
}

}  // namespace

void write_csv(const Table& table, const Sink& sink, CsvReader reader) {
  Buffer buffer(sink);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    buffer.text() += i == 0 ? "" : ",";
    append_csv_text(buffer.text(), table.columns[i].name, reader);
  }
  buffer.text() += '\n';
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      buffer.text() += i == 0 ? "" : ",";
      append_csv_cell(buffer.text(), row[i], reader);
    }
    buffer.text() += '\n';
    buffer.flush_if_full();
  }
  buffer.flush();
}

void write_markdown(const Table& table, const Sink& sink) {
  Buffer buffer(sink);
  buffer.text() += '|';
  for (const auto& column : table.columns) {
    buffer.text() += fmt::format(" {} |", markdown_text(heading(column)));
  }
  buffer.text() += "\n|";
  for (const auto& column : table.columns) {
    buffer.text() += column.alignment == Alignment::kRight ? "---:|" : "---|";
  }
  buffer.text() += '\n';
  const std::vector<int> decimals = shown_decimals(table);
  for (const auto& row : table.rows) {
    buffer.text() += '|';
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = shown_text(row[i], table.columns[i], decimals[i]);
      buffer.text() += fmt::format(" {} |", markdown_text(text));
    }
    buffer.text() += '\n';
    buffer.flush_if_full();
  }
  buffer.flush();
}

void write_json(const Document& document, const Sink& sink) {
  Buffer buffer(sink);
  JsonWriter json;
  json.begin_object().field("schema", document.schema).key("params").raw(document.params_json);
  buffer.text() += json.take();
  buffer.text() += ",\"data\":[";
  const std::size_t count = num_records(document);
  for (std::size_t i = 0; i < count; ++i) {
    buffer.text() += i == 0 ? "\n" : ",\n";
    append_record(buffer.text(), document, i);
    buffer.flush_if_full();
  }
  buffer.text() += count == 0 ? "]," : "\n],";
  json.begin_object().field("truncated", document.truncated).field("notices", document.notices);
  if (!document.next.empty()) {
    json.field("next", document.next).field("next_url", document.next_url);
  }
  buffer.text() += json.end_object().take().substr(1) + "\n";
  buffer.flush();
}

void write_jsonl(const Document& document, const Sink& sink) {
  Buffer buffer(sink);
  for (std::size_t i = 0; i < num_records(document); ++i) {
    append_record(buffer.text(), document, i);
    buffer.text() += '\n';
    buffer.flush_if_full();
  }
  buffer.flush();
}

}  // namespace portolan::formats
