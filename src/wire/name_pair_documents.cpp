#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::cell_of;
using formats::Document;
using formats::JsonWriter;

Cell text_cell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

/// The parts as text, those that weigh most first: "coverage +17.0, replaced -19.0 (a / b)".
std::string explanation_of(const engine::ScoredNamePair& pair) {
  if (!pair.problem.empty()) {
    return pair.problem;
  }
  std::vector<engine::NamePart> parts = pair.parts;
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
    return std::max(a.score_db, -a.score_db) > std::max(b.score_db, -b.score_db);
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

/// Columns of the file, and those added; one of the file that is called as one added is "_given".
std::vector<formats::Column> columns_of(const engine::NamePairsResult& result) {
  std::vector<formats::Column> columns;
  for (const auto& name : result.columns) {
    const bool is_taken = name == "score" || name == "probability" || name == "explanation";
    columns.push_back(formats::text_column(is_taken ? name + "_given" : name));
  }
  columns.push_back(formats::double_column("score", "dB", 3));
  columns.push_back(formats::double_column("probability", {}, 3));
  columns.push_back(formats::text_column("explanation", formats::Overflow::kWrap));
  return columns;
}

std::vector<Cell> row_of(const engine::ScoredNamePair& pair) {
  std::vector<Cell> row;
  for (const auto& text : pair.cells) {
    row.push_back(text_cell(text));
  }
  row.push_back(cell_of(pair.score_db));
  row.push_back(cell_of(pair.probability));
  row.emplace_back(explanation_of(pair));
  return row;
}

std::string
record_of(const std::vector<formats::Column>& columns, const engine::ScoredNamePair& pair) {
  JsonWriter json;
  json.begin_object();
  for (std::size_t i = 0; i < pair.cells.size(); ++i) {
    json.field(columns[i].name, text_cell(pair.cells[i]));
  }
  json.field("score", cell_of(pair.score_db)).field("probability", cell_of(pair.probability));
  json.key("explanation").begin_array();
  for (const auto& part : pair.parts) {
    json.begin_object()
        .field("part", part.part)
        .field("amount", part.amount)
        .field("score_db", part.score_db)
        .field("words", text_cell(part.words))
        .end_object();
  }
  json.end_array().field("problem", text_cell(pair.problem)).end_object();
  return json.take();
}

}  // namespace

Document
document_of(const engine::NamePairsRequest& request, const engine::NamePairsResult& result) {
  Document document;
  document.schema = "portolan.match/1";
  JsonWriter params;
  document.params_json =
      params.begin_object().field("file", request.file.string()).end_object().take();
  document.table.columns = columns_of(result);
  document.records_json.emplace();
  for (const auto& pair : result.pairs) {
    document.table.rows.push_back(row_of(pair));
    document.records_json->push_back(record_of(document.table.columns, pair));
  }
  if (result.num_unread > 0) {
    document.notices.push_back(fmt::format(
        "{} of {} rows have no score; the explanation says why",
        result.num_unread,
        result.pairs.size()
    ));
  }
  return document;
}

}  // namespace portolan::wire
