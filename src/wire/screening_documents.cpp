#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::cell_of;
using formats::Document;
using formats::JsonWriter;
using formats::Overflow;
using formats::text_column;

std::vector<formats::Column> columns() {
  return {
      text_column("key", Overflow::kKeep),
      formats::integer_column("line"),
      text_column("outcome"),
      text_column("column"),
      text_column("asked"),
      text_column("hit", Overflow::kKeep),
      text_column("name"),
      formats::double_column("score", "dB", 3),
      formats::double_column("probability", {}, 3),
      text_column("listed"),
      formats::boolean_column("is_weak"),
      text_column("schema"),
      text_column("as_of"),
      text_column("import_id"),
      text_column("explanation", Overflow::kWrap),
      text_column("would_change", Overflow::kWrap),
      text_column("decision", Overflow::kWrap),
      text_column("problem", Overflow::kWrap)};
}

bool is_hit(const engine::ScreenRecord& record) {
  return !record.entry_id.empty();
}

std::string hit_text(const engine::ScreenRecord& record) {
  return is_hit(record) ? record.list + ":" + record.entry_id : std::string();
}

// Those that weigh most first: "coverage +17.0, replaced -19.0 (a / b)".
std::string explanation_of(const engine::ScreenRecord& record) {
  std::vector<engine::NamePart> parts = record.parts;
  std::ranges::stable_sort(parts, [](const auto& a, const auto& b) {
    return std::abs(a.score_db) > std::abs(b.score_db);
  });
  std::vector<std::string> texts;
  for (const auto& part : parts) {
    texts.push_back(fmt::format(
        "{} {:+.1f}{}",
        part.part,
        part.score_db + 0.0,
        part.words.empty() ? "" : " (" + part.words + ")"
    ));
  }
  return join(texts, ", ");
}

std::string changes_of(const engine::ScreenRecord& record) {
  std::vector<std::string> texts;
  for (const auto& change : record.changes) {
    texts.push_back(fmt::format(
        "{}: {:+.1f} ({})",
        change.what,
        change.change_db,
        change.is_below ? "no hit any more" : "still a hit"
    ));
  }
  return join(texts, "; ");
}

std::vector<Cell> row_of(const engine::ScreenRecord& record) {
  return {
      text_cell(record.key),
      record.line,
      record.outcome,
      text_cell(record.column),
      text_cell(record.asked),
      text_cell(hit_text(record)),
      text_cell(record.name),
      cell_of(record.score_db),
      cell_of(record.probability),
      text_cell(record.listed),
      is_hit(record) ? Cell(record.is_weak) : Cell(),
      text_cell(record.schema),
      text_cell(record.as_of),
      text_cell(record.import_id),
      text_cell(explanation_of(record)),
      text_cell(changes_of(record)),
      text_cell(record.decision),
      text_cell(record.problem)};
}

void append_hit(JsonWriter& json, const engine::ScreenRecord& record) {
  json.field("list", record.list)
      .field("as_of", record.as_of)
      .field("import_id", record.import_id)
      .field("entry_id", record.entry_id)
      .field("content_sha256", record.content_sha256)
      .field("schema", record.schema)
      .field("name", text_cell(record.name))
      .field("listed", text_cell(record.listed))
      .field("is_weak", record.is_weak)
      .field("score_db", record.score_db)
      .field("probability", record.probability);
  json.key("explanation").begin_array();
  for (const auto& part : record.parts) {
    json.begin_object()
        .field("part", part.part)
        .field("amount", part.amount)
        .field("score_db", part.score_db)
        .field("words", text_cell(part.words))
        .end_object();
  }
  json.end_array().key("would_change").begin_array();
  for (const auto& change : record.changes) {
    json.begin_object()
        .field("what", change.what)
        .field("change_db", change.change_db)
        .field("score_db", change.score_db)
        .field("is_below_threshold", change.is_below)
        .end_object();
  }
  json.end_array().field("decision", text_cell(record.decision));
}

std::string json_of(const engine::ScreenRecord& record) {
  JsonWriter json;
  json.begin_object()
      .field("key", text_cell(record.key))
      .field("line", record.line)
      .field("outcome", record.outcome)
      .field("column", text_cell(record.column))
      .field("asked", text_cell(record.asked));
  if (is_hit(record)) {
    append_hit(json, record);
  }
  json.field("problem", text_cell(record.problem)).end_object();
  return json.take();
}

std::string lists_text(const std::vector<engine::ScreenedListVersion>& lists) {
  std::vector<std::string> texts;
  for (const auto& list : lists) {
    texts.push_back(list.list + " of " + list.as_of);
  }
  return join(texts, ", ");
}

}  // namespace

Document document_of(const std::vector<engine::ScreenRecord>& records) {
  Document document;
  document.schema = "portolan.screening/1";
  document.table.columns = columns();
  document.records_json.emplace();
  for (const auto& record : records) {
    document.table.rows.push_back(row_of(record));
    document.records_json->push_back(json_of(record));
  }
  return document;
}

Document document_of(const engine::ScreenResult& result) {
  Document document = document_of(std::vector<engine::ScreenRecord>());
  JsonWriter params;
  params.begin_object().field("threshold_db", result.threshold_db).key("lists").begin_array();
  for (const auto& list : result.lists) {
    params.begin_object()
        .field("list", list.list)
        .field("as_of", list.as_of)
        .field("import_id", list.import_id)
        .end_object();
  }
  params.end_array().key("columns").begin_array();
  for (const auto& [role, column] : result.columns) {
    params.begin_object().field("role", role).field("column", column).end_object();
  }
  params.end_array().field("saved_as", text_cell(result.saved_as)).end_object();
  document.params_json = params.take();
  document.notices = result.notices;
  if (!result.columns.empty()) {
    std::vector<std::string> columns;
    for (const auto& [role, column] : result.columns) {
      columns.push_back(column + " as " + role);
    }
    document.notices.push_back("read " + join(columns, ", "));
  }
  document.notices.push_back(fmt::format(
      "{} rows against {}: {} with hits, {} hits, {} cannot be read",
      result.rows,
      lists_text(result.lists),
      result.rows_with_hits,
      result.hits,
      result.rejects
  ));
  if (result.decided + result.asked_again > 0) {
    document.notices.push_back(fmt::format(
        "{} hits are decided; {} were, and are asked again since something has changed",
        result.decided,
        result.asked_again
    ));
  }
  return document;
}

Document document_of(const std::vector<engine::ScreenLogEntry>& log) {
  Document document;
  document.schema = "portolan.screening_log/1";
  document.table.columns = {
      formats::integer_column("number"),
      text_column("at"),
      text_column("action"),
      text_column("by"),
      text_column("subject"),
      text_column("verdict"),
      text_column("reason", Overflow::kWrap),
      text_column("lists", Overflow::kWrap),
      text_column("sha256")};
  document.records_json.emplace();
  for (const auto& entry : log) {
    document.table.rows.push_back(
        {entry.number,
         entry.at,
         entry.action,
         text_cell(entry.by),
         text_cell(entry.subject),
         text_cell(entry.verdict),
         text_cell(entry.text),
         text_cell(entry.lists),
         entry.sha256}
    );
    document.records_json->push_back(JsonWriter()
                                         .begin_object()
                                         .field("number", entry.number)
                                         .field("at", entry.at)
                                         .field("action", entry.action)
                                         .field("sha256", entry.sha256)
                                         .key("body")
                                         .raw(entry.body_json)
                                         .end_object()
                                         .take());
  }
  if (log.empty()) {
    document.notices.emplace_back("nothing was screened yet; portolan screen FILE does it");
  }
  return document;
}

}  // namespace portolan::wire
