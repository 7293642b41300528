#include "portolan/wire/component_documents.hpp"

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::cell_of;
using formats::Document;
using formats::Overflow;

Document document_with(
    std::string_view schema,
    const engine::ComponentsRequest& request,
    const std::vector<std::string>& notices
) {
  Document document;
  document.schema = fmt::format("portolan.components.{}/1", schema);
  formats::JsonWriter params;
  document.params_json = params.begin_object()
                             .field("part", text_cell(request.part))
                             .field("maker", text_cell(request.maker))
                             .field("weapon", text_cell(request.weapon))
                             .end_object()
                             .take();
  document.notices = notices;
  return document;
}

}  // namespace

Document document_of(const engine::ImportComponentsResult& result) {
  Document document;
  document.schema = "portolan.components.import/1";
  document.table.columns = {
      formats::text_column("import_id", Overflow::kKeep),
      formats::boolean_column("is_new"),
      formats::integer_column("records"),
      formats::integer_column("imported"),
      formats::integer_column("rejected"),
      formats::integer_column("unknown_countries")};
  document.table.rows.push_back(
      {Cell(result.import_id),
       Cell(result.is_new),
       Cell(result.records),
       Cell(result.imported),
       Cell(result.rejected),
       Cell(result.unknown_countries)}
  );
  document.notices = result.notices;
  return document;
}

Document
document_of(const engine::ComponentsRequest& request, const engine::ComponentsResult& result) {
  Document document = document_with("list", request, result.notices);
  document.table.columns = {
      formats::text_column("component_id", Overflow::kKeep),
      formats::text_column("marking"),
      formats::text_column("part_number", Overflow::kKeep),
      formats::text_column("maker"),
      formats::text_column("country"),
      formats::text_column("weapons"),
      formats::text_column("hs"),
      formats::text_column("family"),
      formats::text_column("label"),
      formats::text_column("confidence"),
      formats::text_column("reason"),
      formats::text_column("source_url")};
  for (const auto& row : result.rows) {
    document.table.rows.push_back(
        {Cell(row.id),
         text_cell(row.marking),
         text_cell(row.part_number),
         text_cell(row.maker),
         text_cell(row.country),
         text_cell(row.weapons),
         text_cell(row.hs),
         text_cell(row.family),
         text_cell(row.label),
         Cell(row.hs.empty() ? "cannot tell" : row.confidence),
         text_cell(row.reason),
         text_cell(row.source_url)}
    );
  }
  return document;
}

Document
makers_document(const engine::ComponentsRequest& request, const engine::MakersResult& result) {
  Document document = document_with("makers", request, result.notices);
  document.table.columns = {
      formats::text_column("maker", Overflow::kKeep),
      formats::text_column("countries"),
      formats::integer_column("components"),
      formats::integer_column("weapons"),
      formats::text_column("spellings", Overflow::kWrap)};
  for (const auto& row : result.makers) {
    document.table.rows.push_back(
        {Cell(row.maker),
         text_cell(join(row.countries, "; ")),
         Cell(row.components),
         Cell(row.weapons),
         text_cell(join(row.spellings, "; "))}
    );
  }
  return document;
}

Document maker_countries_document(
    const engine::ComponentsRequest& request,
    const engine::MakersResult& result
) {
  Document document = document_with("countries", request, result.notices);
  document.table.columns = {
      formats::text_column("country", Overflow::kKeep),
      formats::integer_column("components"),
      formats::integer_column("makers"),
      formats::double_column("share_of_known"),
      formats::double_column("least_share"),
      formats::double_column("most_share")};
  for (const auto& row : result.countries) {
    document.table.rows.push_back(
        {Cell(row.country.empty() ? "unknown" : row.country),
         Cell(row.components),
         Cell(row.makers),
         cell_of(row.share_of_known),
         Cell(row.least_share),
         Cell(row.most_share)}
    );
  }
  return document;
}

Document
document_of(const engine::ComponentsRequest& request, const engine::PartGoodsResult& result) {
  Document document = document_with("goods", request, result.notices);
  document.table.columns = {
      formats::text_column("hs", Overflow::kKeep),
      formats::text_column("family"),
      formats::text_column("label"),
      formats::text_column("confidence"),
      formats::text_column("lists"),
      formats::integer_column("components"),
      formats::integer_column("makers"),
      formats::integer_column("weapons"),
      formats::text_column("reason", Overflow::kWrap)};
  for (const auto& row : result.rows) {
    document.table.rows.push_back(
        {text_cell(row.hs),
         text_cell(row.family),
         text_cell(row.label),
         Cell(row.hs.empty() ? "cannot tell" : row.confidence),
         text_cell(join(row.lists, "; ")),
         Cell(row.components),
         Cell(row.makers),
         Cell(row.weapons),
         text_cell(row.reason)}
    );
  }
  return document;
}

}  // namespace portolan::wire
