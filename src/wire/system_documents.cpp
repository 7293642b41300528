#include <cstdint>
#include <string>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {

using formats::Document;
using formats::Overflow;
using formats::text_column;

Document document_of(const std::vector<engine::VersionedPart>& parts) {
  Document document;
  document.schema = "portolan.version/1";
  document.table.columns = {text_column("part"), text_column("version")};
  for (const auto& part : parts) {
    document.table.rows.push_back({part.part, part.version});
  }
  return document;
}

Document document_of(const engine::DoctorResult& result) {
  Document document;
  document.schema = "portolan.doctor/1";
  document.table.columns = {
      text_column("check"), text_column("outcome"), text_column("detail", Overflow::kWrap)};
  for (const auto& check : result.checks) {
    document.table.rows.push_back({check.name, to_string(check.outcome), check.detail});
  }
  return document;
}

Document document_of(const std::vector<engine::PlaceInfo>& places) {
  Document document;
  document.schema = "portolan.places/1";
  document.table.columns = {
      text_column("place", Overflow::kKeep),
      text_column("name"),
      text_column("kind"),
      formats::integer_column("comtrade"),
      text_column("members")};
  document.table.columns[3].groups_digits = false;
  document.records_json.emplace();
  for (const auto& place : places) {
    const formats::Cell comtrade =
        place.comtrade ? formats::Cell(std::int64_t{*place.comtrade}) : formats::Cell();
    document.table.rows.push_back(
        {place.place, place.name, place.kind, comtrade, text_cell(join(place.members, ", "))}
    );
    formats::JsonWriter json;
    document.records_json->push_back(json.begin_object()
                                         .field("place", place.place)
                                         .field("name", place.name)
                                         .field("kind", place.kind)
                                         .field("comtrade", comtrade)
                                         .field("members", place.members)
                                         .end_object()
                                         .take());
  }
  return document;
}

Document document_of(const std::vector<engine::RegimeRow>& regimes) {
  Document document;
  document.schema = "portolan.regimes/1";
  document.table.columns = {
      text_column("regime"),
      text_column("about"),
      text_column("value", Overflow::kWrap),
      text_column("what", Overflow::kWrap),
      text_column("source", Overflow::kWrap)};
  for (const auto& row : regimes) {
    document.table.rows.push_back(
        {row.regime, row.about, text_cell(row.value), text_cell(row.what), text_cell(row.source)}
    );
  }
  return document;
}

}  // namespace portolan::wire
