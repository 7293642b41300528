#include "json_cells.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {

using formats::Cell;

formats::Document
document_of(const engine::NeighboursRequest& request, const engine::NeighboursResult& result) {
  formats::Document document;
  document.schema = "portolan.neighbours/1";
  formats::JsonWriter params;
  document.params_json = params.begin_object()
                             .field("file", request.file.string())
                             .field("id", result.id)
                             .field("name", text_cell(result.name))
                             .field("hops", request.hops)
                             .field("max_shared", request.max_shared)
                             .end_object()
                             .take();
  document.table.columns = {
      formats::integer_column("hop"),
      formats::text_column("id", formats::Overflow::kKeep),
      formats::text_column("name"),
      formats::text_column("schema"),
      formats::text_column("tie", formats::Overflow::kKeep),
      formats::text_column("of_id", formats::Overflow::kKeep),
      formats::text_column("of_name"),
      formats::text_column("detail", formats::Overflow::kWrap),
      formats::text_column("from"),
      formats::text_column("until")};
  for (const auto& tie : result.ties) {
    document.table.rows.push_back(
        {Cell(tie.hop),
         Cell(tie.id),
         text_cell(tie.name),
         text_cell(tie.schema),
         Cell(tie.tie),
         Cell(tie.of_id),
         text_cell(tie.of_name),
         text_cell(tie.detail),
         text_cell(tie.from),
         text_cell(tie.until)}
    );
  }
  document.notices = result.notices;
  return document;
}

}  // namespace portolan::wire
