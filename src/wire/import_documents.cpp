#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::boolean_column;
using formats::Cell;
using formats::Document;
using formats::integer_column;
using formats::JsonWriter;
using formats::text_column;

void append_counts(JsonWriter& json, std::string_view name, const engine::NamedCounts& counts) {
  json.key(name).begin_object();
  for (const auto& [kind, count] : counts) {
    json.field(kind, count);
  }
  json.end_object();
}

void append_rejects(JsonWriter& json, const std::vector<engine::RejectedRecord>& rejects) {
  json.key("first_rejects").begin_array();
  for (const auto& reject : rejects) {
    json.begin_object()
        .field("line", reject.line)
        .field("column", reject.column)
        .field("reason", reject.reason)
        .field("value", reject.value)
        .end_object();
  }
  json.end_array();
}

std::string record_of(const engine::ImportedTable& table) {
  JsonWriter json;
  json.begin_object()
      .field("import_id", table.import_id)
      .field("file", table.file)
      .field("member", text_cell(table.member))
      .field("dialect", table.dialect)
      .field("encoding", text_cell(table.encoding))
      .field("source", text_cell(table.source))
      .field("vintage", text_cell(table.vintage))
      .field("is_known", table.is_known)
      .field("records", table.records)
      .field("imported", table.imported);
  append_counts(json, "apart", table.apart);
  append_counts(json, "rejected", table.rejected);
  append_rejects(json, table.first_rejects);
  json.field("warnings", table.warnings).end_object();
  return json.take();
}

std::string record_of(const engine::SniffedFile& file) {
  JsonWriter json;
  json.begin_object()
      .field("file", file.file)
      .field("member", text_cell(file.member))
      .field("dialect", text_cell(file.dialect))
      .field("confidence", file.confidence)
      .field("encoding", text_cell(file.encoding))
      .field("delimiter", text_cell(file.delimiter))
      .field("header_line", file.header_line)
      .key("columns")
      .begin_array();
  for (const auto& [column, becomes] : file.columns) {
    json.begin_object().field("column", column).field("becomes", text_cell(becomes)).end_object();
  }
  json.end_array().field("first_rows", file.first_rows).field("records", file.records);
  append_counts(json, "planes", file.planes);
  append_rejects(json, file.first_rejects);
  json.field("warnings", file.warnings).end_object();
  return json.take();
}

std::string name_of(const std::string& file, const std::string& member) {
  return member.empty() ? file : fmt::format("{}:{}", file, member);
}

void append_reject_notices(
    Document& document,
    const std::string& name,
    const std::vector<engine::RejectedRecord>& rejects
) {
  constexpr std::size_t kShown = 3;
  for (std::size_t i = 0; i < std::min(kShown, rejects.size()); ++i) {
    const auto& reject = rejects[i];
    document.notices.push_back(fmt::format(
        "{}:{}: {}: {}, got \"{}\"", name, reject.line, reject.column, reject.reason, reject.value
    ));
  }
}

}  // namespace

Document document_of(const engine::ImportResult& result) {
  Document document;
  document.schema = "portolan.import/1";
  JsonWriter json;
  document.params_json = json.begin_object().field("dry_run", result.dry_run).end_object().take();
  document.table.columns = {
      text_column("file"),
      text_column("dialect"),
      integer_column("records"),
      integer_column("imported"),
      integer_column("apart"),
      integer_column("rejected"),
      boolean_column("is_known"),
      text_column("import_id", formats::Overflow::kKeep),
      text_column("member")};
  document.records_json.emplace();
  for (const auto& table : result.tables) {
    document.table.rows.push_back(
        {table.file,
         table.dialect,
         table.records,
         table.imported,
         table.num_apart(),
         table.num_rejected(),
         table.is_known,
         table.import_id,
         text_cell(table.member)}
    );
    document.records_json->push_back(record_of(table));
    const std::string name = name_of(table.file, table.member);
    for (const auto& warning : table.warnings) {
      document.notices.push_back(fmt::format("{}: {}", name, warning));
    }
    append_reject_notices(document, name, table.first_rejects);
    if (table.is_known) {
      document.notices.push_back(fmt::format("{}: is in the lake already; nothing changed", name));
    }
  }
  if (result.dry_run) {
    document.notices.emplace_back("nothing was written: --dry-run");
  }
  return document;
}

Document document_of(const std::vector<engine::SniffedFile>& files) {
  Document document;
  document.schema = "portolan.sniff/1";
  document.table.columns = {
      text_column("file"),
      text_column("column"),
      text_column("becomes"),
      text_column("first_value"),
      text_column("second_value")};
  document.records_json.emplace();
  for (const auto& file : files) {
    const std::string name = name_of(file.file, file.member);
    for (std::size_t i = 0; i < file.columns.size(); ++i) {
      const auto value = [&](std::size_t row) {
        const bool is_there = row < file.first_rows.size() && i < file.first_rows[row].size();
        return is_there ? Cell(file.first_rows[row][i]) : Cell();
      };
      const auto& [column, becomes] = file.columns[i];
      document.table.rows.push_back({name, column, text_cell(becomes), value(0), value(1)});
    }
    document.records_json->push_back(record_of(file));
    document.notices.push_back(fmt::format(
        "{}: {}; {:.0f} % of the first {} records fit; {}{}, names in line {}",
        name,
        file.dialect.empty() ? "no known dialect" : file.dialect,
        file.confidence * 100.0,
        file.records,
        file.encoding,
        file.delimiter.empty() ? "" : fmt::format(", separated by \"{}\"", file.delimiter),
        file.header_line
    ));
    for (const auto& warning : file.warnings) {
      document.notices.push_back(fmt::format("{}: {}", name, warning));
    }
    append_reject_notices(document, name, file.first_rejects);
  }
  return document;
}

}  // namespace portolan::wire
