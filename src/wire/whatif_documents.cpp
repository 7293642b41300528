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

std::string params_of(const engine::WhatIfRequest& request, const engine::WhatIfResult& result) {
  JsonWriter json;
  json.begin_object();
  append_question(json, request, result.families);
  json.field("at", to_string(request.at))
      .field("is_indirect", request.is_indirect)
      .field("checks", request.checks)
      .field("detection_share", request.detection_share)
      .field("least_elasticity", request.least_elasticity)
      .field("most_elasticity", request.most_elasticity)
      .field("growth", request.growth)
      .field("has_growth_of_history", request.has_growth_of_history)
      .field("unit", text_cell(result.unit));
  return json.end_object().take();
}

void append_row(JsonWriter& json, const engine::CheckRow& row, const engine::WhatIfResult& result) {
  json.begin_object();
  if (!row.name.empty()) {
    json.field("name", row.name);
  }
  json.field("checks", row.checks).field("places", row.places);
  const auto amount = [&](std::string_view name, const std::optional<double>& value) {
    if (value) {
      json.field(amount_name(name, result.unit), value);
    }
  };
  amount("passing", row.passing);
  amount("stopped_before_rerouting", row.stopped_before_rerouting);
  amount("least_stopped", row.least_stopped);
  amount("most_stopped", row.most_stopped);
  if (row.least_stopped) {
    json.field("least_share", row.least_share);
  }
  amount("innocent", row.innocent);
  amount("gap", row.gap);
  amount("regret", row.regret);
  json.end_object();
}

std::string record_of(const engine::WhatIfResult& result) {
  JsonWriter json;
  json.begin_object().field(amount_name("arriving", result.unit), result.arriving);
  for (const std::string kind : {"best", "greedy", "check", "plan"}) {
    json.key(kind == "check" || kind == "plan" ? kind + "s" : kind).begin_array();
    for (const auto& row : result.rows) {
      if (row.kind == kind) {
        append_row(json, row, result);
      }
    }
    json.end_array();
  }
  return json.end_object().take();
}

}  // namespace

Document document_of(const engine::WhatIfRequest& request, const engine::WhatIfResult& result) {
  Document document;
  document.schema = "portolan.whatif/1";
  document.params_json = params_of(request, result);
  document.table.columns = {
      text_column("kind"),
      text_column("name"),
      formats::integer_column("checks"),
      text_column("places", formats::Overflow::kKeep),
      double_column(amount_name("passing", result.unit), "", 6),
      double_column(amount_name("stopped_before_rerouting", result.unit), "", 6),
      double_column(amount_name("least_stopped", result.unit), "", 6),
      double_column(amount_name("most_stopped", result.unit), "", 6),
      double_column("least_share", "", 3),
      double_column(amount_name("innocent", result.unit), "", 6),
      double_column(amount_name("gap", result.unit), "", 6),
      double_column(amount_name("regret", result.unit), "", 6)};
  std::vector<Cell> first(document.table.columns.size());
  first[0] = "arriving";
  first[4] = cell_of(result.arriving);
  document.table.rows.push_back(std::move(first));
  for (const engine::CheckRow& row : result.rows) {
    document.table.rows.push_back(
        {row.kind,
         text_cell(row.name),
         row.checks,
         text_cell(join(row.places, "+")),
         cell_of(row.passing),
         cell_of(row.stopped_before_rerouting),
         cell_of(row.least_stopped),
         cell_of(row.most_stopped),
         cell_of(row.least_share),
         cell_of(row.innocent),
         cell_of(row.gap),
         cell_of(row.regret)}
    );
  }
  document.records_json = std::vector<std::string>{record_of(result)};
  document.notices = result.notices;
  return document;
}

}  // namespace portolan::wire
