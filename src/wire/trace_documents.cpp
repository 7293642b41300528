#include <string>
#include <vector>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"
#include "trade_question.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::cell_of;
using formats::Document;
using formats::double_column;
using formats::JsonWriter;
using formats::text_column;

std::string params_of(const engine::TraceRequest& request, const engine::TraceResult& result) {
  JsonWriter json;
  json.begin_object();
  append_question(json, request, result.families);
  return json.field("through", request.through)
      .field("max_wait", request.max_wait)
      .field("margins", text_cell(request.margins.string()))
      .field("unit", text_cell(result.unit))
      .end_object()
      .take();
}

/// What the kinds of rows are in JSON.
bool has_bounds(const engine::TraceRow& row) {
  return row.kind == "destination" || row.kind == "origin" || row.kind == "through";
}

void append_row(JsonWriter& json, const engine::TraceRow& row, const engine::TraceResult& result) {
  json.begin_object().field("name", row.name);
  if (!row.family.empty()) {
    json.field("family", row.family);
  }
  if (!row.places.empty()) {
    json.field("places", row.places);
  }
  json.field(amount_name("value", result.unit), row.value);
  if (has_bounds(row)) {
    json.field(amount_name("least", result.unit), row.least)
        .field(amount_name("most", result.unit), row.most);
  }
  if (row.kind != "witness" && row.kind != "hub" && row.kind != "destination") {
    json.field("share", row.share);
  }
  if (row.kind == "origin" || row.kind == "through") {
    json.field("least_share", row.least_share).field("most_share", row.most_share);
  }
  if (row.kind == "hub") {
    json.field(amount_name("passed", result.unit), row.passed);
  }
  if (row.kind == "witness") {
    json.field("is_limit", row.is_limit);
  }
  json.end_object();
}

std::string record_of(const engine::TraceResult& result) {
  JsonWriter json;
  json.begin_object();
  for (const std::string kind : {"destination", "origin", "through", "hub", "route", "witness"}) {
    const bool is_one = kind == "destination";
    json.key(is_one || kind == "witness" || kind == "through" ? kind : kind + "s");
    if (!is_one) {
      json.begin_array();
    }
    for (const auto& row : result.rows) {
      if (row.kind == kind) {
        append_row(json, row, result);
      }
    }
    if (!is_one) {
      json.end_array();
    }
  }
  return json.end_object().take();
}

std::vector<Cell> cells_of(const engine::TraceRow& row) {
  return {
      row.kind,
      row.kind == "witness" ? row.name + ": " + join(row.places, ">") : row.name,
      cell_of(row.value),
      cell_of(row.least),
      cell_of(row.most),
      cell_of(row.share),
      cell_of(row.least_share),
      cell_of(row.most_share),
      cell_of(row.passed),
      cell_of(row.is_limit),
      text_cell(row.family)};
}

}  // namespace

Document document_of(const engine::TraceRequest& request, const engine::TraceResult& result) {
  Document document;
  document.schema = "portolan.trace/1";
  document.params_json = params_of(request, result);
  document.table.columns = {
      text_column("kind"),
      text_column("name", formats::Overflow::kKeep),
      double_column(amount_name("value", result.unit), "", 6),
      formats::decimal_column(amount_name("least", result.unit)),
      formats::decimal_column(amount_name("most", result.unit)),
      double_column("share", "", 3),
      double_column("least_share", "", 3),
      double_column("most_share", "", 3),
      double_column(amount_name("passed", result.unit), "", 6),
      formats::boolean_column("is_limit"),
      text_column("family")};
  for (const auto& row : result.rows) {
    document.table.rows.push_back(cells_of(row));
  }
  document.records_json = std::vector<std::string>{record_of(result)};
  document.notices = result.notices;
  return document;
}

}  // namespace portolan::wire
