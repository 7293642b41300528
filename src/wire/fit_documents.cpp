#include <string>
#include <vector>

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
using formats::double_column;
using formats::JsonWriter;

std::string params_of(const engine::FitRequest& request) {
  JsonWriter json;
  return json.begin_object()
      .field("file", request.file.string())
      .field("y", request.y)
      .field("x", text_cell(request.x))
      .field("effects", text_cell(request.effects))
      .field("cluster", text_cell(request.clusters))
      .field("weights", text_cell(request.weights))
      .field("offset", text_cell(request.offset))
      .field("where", text_cell(request.where))
      .field("iid", request.is_iid)
      .field("keep_singletons", request.keep_singletons)
      .end_object()
      .take();
}

std::vector<Cell> term_row(const engine::FitTerm& term) {
  return {
      term.name,
      cell_of(term.estimate),
      cell_of(term.standard_error),
      cell_of(term.z),
      cell_of(term.p),
      cell_of(term.low_95),
      cell_of(term.high_95)};
}

void append_counts(JsonWriter& json, std::string_view name, const engine::FitCounts& counts) {
  json.key(name).begin_object();
  for (const auto& [what, count] : counts) {
    json.field(what, count);
  }
  json.end_object();
}

std::string record_of(const formats::Table& table, const engine::FitResult& result) {
  JsonWriter json;
  json.begin_object().key("terms").begin_array();
  for (const auto& row : table.rows) {
    json.begin_object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      json.field(table.columns[i].name, row[i]);
    }
    json.end_object();
  }
  json.end_array();
  json.field("collinear", result.collinear)
      .field("num_rows_read", result.num_rows_read)
      .field("num_rows", result.num_rows);
  append_counts(json, "dropped", result.dropped);
  append_counts(json, "effects", result.effects);
  append_counts(json, "clusters", result.clusters);
  json.field("errors", result.errors)
      .field("num_parameters", result.num_parameters)
      .field("rows_factor", result.rows_factor)
      .field("clusters_factor", result.clusters_factor)
      .field("deviance", result.deviance)
      .field("log_likelihood", result.log_likelihood)
      .field("pseudo_r2", result.pseudo_r2)
      .field("iterations", result.iterations)
      .field("score_error", result.score_error)
      .field("last_step", result.last_step)
      .field("separation_margin", cell_of(result.separation_margin))
      .field("searched_separation", result.searched_separation)
      .end_object();
  return json.take();
}

std::string list_of(const engine::FitCounts& counts) {
  std::vector<std::string> parts;
  for (const auto& [what, count] : counts) {
    parts.push_back(fmt::format("{} {}", count, what));
  }
  return join(parts, ", ");
}

std::string separation_text(double margin, bool is_searched) {
  if (margin <= 1.0) {
    return "ruled out by search alone";
  }
  return fmt::format(
      "ruled out with a margin of {:.1e}{}", margin, is_searched ? ", after a search" : ""
  );
}

std::vector<std::string> notices_of(const engine::FitResult& result) {
  std::vector<std::string> notices;
  notices.push_back(fmt::format(
      "rows: {} of {} are in the fit; dropped: {}",
      result.num_rows,
      result.num_rows_read,
      list_of(result.dropped)
  ));
  if (!result.effects.empty()) {
    notices.push_back(fmt::format("effects and their levels: {}", list_of(result.effects)));
  }
  if (!result.collinear.empty()) {
    notices.push_back(fmt::format(
        "left out, since the effects and the covariates before them say the same: {}",
        join(result.collinear, ", ")
    ));
  }
  notices.push_back(fmt::format(
      "errors: {}{}; factor {:.6g} for {} parameters{}",
      result.errors,
      result.clusters.empty() ? "" : " (" + list_of(result.clusters) + ")",
      result.rows_factor,
      result.num_parameters,
      result.clusters.empty() ? "" : fmt::format(", {:.6g} for clusters", result.clusters_factor)
  ));
  notices.push_back(fmt::format(
      "deviance {:.10g}, log likelihood {:.10g}, pseudo R2 {:.6f}",
      result.deviance,
      result.log_likelihood,
      result.pseudo_r2
  ));
  notices.push_back(fmt::format(
      "converged in {} steps: last step {:.1e}, score error {:.1e}; separation {}",
      result.iterations,
      result.last_step,
      result.score_error,
      !result.separation_margin
          ? "impossible, no y is 0"
          : separation_text(*result.separation_margin, result.searched_separation)
  ));
  return notices;
}

}  // namespace

Document document_of(const engine::FitRequest& request, const engine::FitResult& result) {
  Document document;
  document.schema = "portolan.fit/1";
  document.params_json = params_of(request);
  document.table.columns = {
      formats::text_column("term", formats::Overflow::kKeep),
      double_column("estimate", "", 7),
      double_column("standard_error", "", 5),
      double_column("z", "", 4),
      double_column("p", "", 3),
      double_column("low_95", "", 6),
      double_column("high_95", "", 6)};
  for (const auto& term : result.terms) {
    document.table.rows.push_back(term_row(term));
  }
  document.records_json = std::vector<std::string>{record_of(document.table, result)};
  document.notices = notices_of(result);
  return document;
}

}  // namespace portolan::wire
