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
using formats::double_column;
using formats::JsonWriter;
using formats::text_column;

Cell text_cell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

std::string params_of(const engine::TraceRequest& request, const engine::TraceResult& result) {
  JsonWriter json;
  return json.begin_object()
      .field("to", request.to)
      .field("network", text_cell(request.network.string()))
      .field("goods", text_cell(request.goods))
      .field("families", result.families)
      .field("from", text_cell(request.from))
      .field("until", text_cell(request.until))
      .field("producers", text_cell(request.producers.string()))
      .field("origins", request.origins)
      .field("through", request.through)
      .field("unit", text_cell(result.unit))
      .end_object()
      .take();
}

/// The name of an amount, with its unit: "least_usd"; "least" where the unit is the user's own.
std::string amount_name(std::string_view name, const engine::TraceResult& result) {
  return result.unit.empty() ? std::string(name)
                             : fmt::format("{}_{}", name, to_ascii_lower(result.unit));
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
  json.field(amount_name("value", result), row.value);
  if (has_bounds(row)) {
    json.field(amount_name("least", result), row.least)
        .field(amount_name("most", result), row.most);
  }
  if (row.kind != "witness" && row.kind != "hub" && row.kind != "destination") {
    json.field("share", row.share);
  }
  if (row.kind == "origin" || row.kind == "through") {
    json.field("least_share", row.least_share).field("most_share", row.most_share);
  }
  if (row.kind == "hub") {
    json.field(amount_name("passed", result), row.passed);
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
      double_column(amount_name("value", result), "", 6),
      formats::decimal_column(amount_name("least", result)),
      formats::decimal_column(amount_name("most", result)),
      double_column("share", "", 3),
      double_column("least_share", "", 3),
      double_column("most_share", "", 3),
      double_column(amount_name("passed", result), "", 6),
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
