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

}  // namespace portolan::wire
