#include <fmt/format.h>

#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {

using formats::Document;
using formats::integer_column;
using formats::text_column;

Document
document_of(const engine::MakeWorldRequest& request, const engine::MakeWorldResult& result) {
  Document document;
  document.schema = "portolan.world/1";
  formats::JsonWriter json;
  document.params_json = json.begin_object()
                             .field("seed", request.seed)
                             .field("size", request.size)
                             .field("plants", request.plants)
                             .field("decoys", request.decoys)
                             .end_object()
                             .take();
  document.table.columns = {text_column("path"), text_column("layout"), integer_column("rows")};
  for (const auto& file : result.files) {
    document.table.rows.push_back({file.path, file.layout, file.rows});
  }
  document.notices = {fmt::format(
      "{} countries, {} families, {} months, {} flows; {} events, told in truth.json",
      result.num_countries,
      result.num_goods,
      result.num_months,
      result.num_flows,
      result.num_events
  )};
  return document;
}

Document
document_of(const engine::ScoreWorldRequest& request, const engine::ScoreWorldResult& result) {
  Document document;
  document.schema = "portolan.world_score/1";
  formats::JsonWriter json;
  json.begin_object();
  json.field("folder", request.folder.string()).field("leads", request.leads.string());
  document.params_json = json.end_object().take();
  json.begin_object()
      .field("leads", result.leads)
      .field("false_leads", result.false_leads)
      .field("leads_on_decoys", result.leads_on_decoys)
      .field("false_lead_share", result.false_lead_share)
      .field("surges", result.surges)
      .field("surges_on_diversions", result.surges_on_diversions)
      .field("surges_on_decoys", result.surges_on_decoys)
      .field("surges_on_nothing", result.surges_on_nothing)
      .field("diversions", result.diversions)
      .field("diversions_found", result.diversions_found)
      .key("recall")
      .begin_array();
  document.table.columns = {
      text_column("kind"),
      text_column("size"),
      formats::boolean_column("is_decoy"),
      integer_column("events"),
      integer_column("found_as_lead"),
      integer_column("found_as_surge_only")};
  for (const auto& row : result.recall) {
    document.table.rows.push_back(
        {row.kind, row.size, row.is_decoy, row.events, row.found_as_lead, row.found_as_surge_only}
    );
    json.begin_object()
        .field("kind", row.kind)
        .field("size", row.size)
        .field("is_decoy", row.is_decoy)
        .field("events", row.events)
        .field("found_as_lead", row.found_as_lead)
        .field("found_as_surge_only", row.found_as_surge_only)
        .end_object();
  }
  json.end_array().key("errors").begin_array();
  for (const auto& error : result.errors) {
    json.begin_object()
        .field("quantity", error.quantity)
        .field("count", error.count)
        .field("median", error.median)
        .field("median_absolute", error.median_absolute)
        .end_object();
  }
  json.end_array().end_object();
  document.records_json = std::vector<std::string>{json.take()};
  document.notices = {
      fmt::format(
          "{} of {} diversions were found as leads; {} of {} leads are false ({} on decoys)",
          result.diversions_found,
          result.diversions,
          result.false_leads,
          result.leads,
          result.leads_on_decoys
      ),
      fmt::format(
          "{} surges: {} on diversions, {} on decoys, {} on nothing",
          result.surges,
          result.surges_on_diversions,
          result.surges_on_decoys,
          result.surges_on_nothing
      )};
  return document;
}

}  // namespace portolan::wire
