#include <string>

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

}  // namespace portolan::wire
