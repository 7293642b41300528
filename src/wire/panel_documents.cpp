#include <string>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::boolean_column;
using formats::Cell;
using formats::cell_of;
using formats::decimal_column;
using formats::Document;
using formats::integer_column;
using formats::JsonWriter;
using formats::text_column;

void append_side(JsonWriter& json, std::string_view name, const engine::PanelSide& side) {
  json.key(name)
      .begin_object()
      .field("status", side.status)
      .field("usd", side.usd)
      .field("eur", side.eur)
      .field("kg", side.kg)
      .field("num_reported", side.num_reported)
      .field("num_inferred_zero", side.num_inferred_zero)
      .field("num_unknown", side.num_unknown)
      .end_object();
}

void append_point(JsonWriter& json, const engine::PanelPoint& point) {
  json.begin_object().field("period", point.period.empty() ? Cell() : Cell(point.period));
  append_side(json, "export", point.exported);
  append_side(json, "import", point.imported);
  json.field("reconciled_usd", point.reconciled_usd)
      .field("estimate_usd", point.estimate_usd)
      .field("low_usd", point.low_usd)
      .field("high_usd", point.high_usd)
      .field("gap", point.gap)
      .field("is_partial", point.is_partial)
      .end_object();
}

std::string record_of(const engine::PanelSeries& series) {
  JsonWriter json;
  json.begin_object()
      .field("freq", series.freq)
      .field("level", series.level)
      .field("basis", series.basis)
      .field("families", series.families)
      .field("wider_families", series.wider_families)
      .field("goods_left_out", series.goods_left_out)
      .key("points")
      .begin_array();
  for (const auto& point : series.points) {
    append_point(json, point);
  }
  json.end_array().key("total");
  append_point(json, series.total);
  json.end_object();
  return json.take();
}

std::vector<Cell> point_row(const engine::PanelSeries& series, const engine::PanelPoint& point) {
  return {
      point.period.empty() ? std::string("all") : point.period,
      cell_of(point.exported.usd),
      cell_of(point.imported.usd),
      point.exported.status,
      point.imported.status,
      cell_of(point.estimate_usd),
      cell_of(point.low_usd),
      cell_of(point.high_usd),
      cell_of(point.gap),
      series.freq,
      std::int64_t{series.level},
      series.basis,
      cell_of(point.exported.kg),
      cell_of(point.imported.kg),
      cell_of(point.exported.eur),
      cell_of(point.imported.eur),
      cell_of(point.reconciled_usd),
      point.is_partial};
}

}  // namespace

Document document_of(const engine::BuildPanelResult& result) {
  Document document;
  document.schema = "portolan.panel_build/1";
  document.table.columns = {
      integer_column("rows"),
      integer_column("repeats"),
      integer_column("superseded"),
      integer_column("conflicts"),
      integer_column("other_source"),
      integer_column("without_rate"),
      boolean_column("was_current")};
  document.table.rows = {
      {result.num_rows,
       result.num_repeats,
       result.num_superseded,
       result.num_conflicts,
       result.num_other_source,
       result.num_without_rate,
       result.was_current}};
  if (result.was_current) {
    document.notices = {"the panel of these imports and settings is there; --force builds it anew"};
  } else {
    document.notices = {result.margin_basis};
  }
  return document;
}

Document
document_of(const engine::ShowPanelRequest& request, const engine::ShowPanelResult& result) {
  Document document;
  document.schema = "portolan.panel/1";
  JsonWriter json;
  document.params_json = json.begin_object()
                             .field("corridor", request.corridor)
                             .field("exporters", result.exporters)
                             .field("importers", result.importers)
                             .field("goods", request.goods)
                             .field("from", request.from.empty() ? Cell() : Cell(request.from))
                             .field("until", request.until.empty() ? Cell() : Cell(request.until))
                             .end_object()
                             .take();
  document.table.columns = {
      text_column("period"),
      decimal_column("export_usd"),
      decimal_column("import_usd"),
      text_column("export_status"),
      text_column("import_status"),
      decimal_column("estimate_usd"),
      decimal_column("low_usd"),
      decimal_column("high_usd"),
      formats::double_column("gap", "", 3),
      text_column("freq"),
      integer_column("level"),
      text_column("basis"),
      decimal_column("export_kg"),
      decimal_column("import_kg"),
      decimal_column("export_eur"),
      decimal_column("import_eur"),
      decimal_column("reconciled_usd"),
      boolean_column("is_partial")};
  document.records_json.emplace();
  document.notices = result.notices;
  for (const auto& series : result.series) {
    for (const auto& point : series.points) {
      document.table.rows.push_back(point_row(series, point));
    }
    document.table.rows.push_back(point_row(series, series.total));
    document.records_json->push_back(record_of(series));
    if (!series.wider_families.empty()) {
      document.notices.push_back(fmt::format(
          "level {}: families with codes that were not asked for as well: {}",
          series.level,
          join(series.wider_families, ", ")
      ));
    }
    if (!series.goods_left_out.empty()) {
      document.notices.push_back(fmt::format(
          "the series of level {} is too coarse for {}",
          series.level,
          join(series.goods_left_out, ", ")
      ));
    }
  }
  if (result.series.empty()) {
    document.notices.emplace_back("nobody reports this flow in what is imported: it is unknown");
  }
  return document;
}

}  // namespace portolan::wire
