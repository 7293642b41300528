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
using formats::Document;
using formats::JsonWriter;

constexpr int kShareDigits = 10;

std::string share_text(double share) {
  return formats::format_double(share, kShareDigits).value_or("");
}

/// "NAME 0.5", "NAME 0.2 to 0.6", "NAME unknown", each with "control" where it is that.
std::string text_of(const engine::OwnerShare& owner) {
  std::string share = share_text(owner.least_share);
  if (owner.least_share == 0.0 && owner.most_share == 1.0) {
    share = "unknown";
  } else if (owner.most_share != owner.least_share) {
    share += " to " + share_text(owner.most_share);
  }
  return fmt::format(
      "{} {}{}",
      owner.name.empty() ? owner.id : owner.name,
      share,
      owner.is_control ? " control" : ""
  );
}

std::string owners_text(const engine::OwnedParty& party) {
  std::vector<std::string> texts;
  for (const auto& owner : party.owners) {
    texts.push_back(text_of(owner));
  }
  return join(texts, " + ");
}

std::string record_of(const engine::OwnedParty& party) {
  JsonWriter json;
  json.begin_object()
      .field("standing", party.standing)
      .field("id", party.id)
      .field("name", text_cell(party.name))
      .field("schema", text_cell(party.schema))
      .field("least_share", party.least_share)
      .field("most_share", party.most_share)
      .field("step", party.step)
      .field("is_by_control", party.is_by_control);
  json.key("owners").begin_array();
  for (const auto& owner : party.owners) {
    json.begin_object()
        .field("id", owner.id)
        .field("name", text_cell(owner.name))
        .field("standing", owner.standing)
        .field("least_share", owner.least_share)
        .field("most_share", owner.most_share)
        .field("is_control", owner.is_control)
        .end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace

Document document_of(const engine::OwnersRequest& request, const engine::OwnersResult& result) {
  Document document;
  document.schema = "portolan.owners/1";
  JsonWriter params;
  document.params_json = params.begin_object()
                             .field("file", request.file.string())
                             .field("listed", text_cell(request.listed.string()))
                             .field("regime", request.regime)
                             .field("as_of", request.as_of)
                             .end_object()
                             .take();
  document.table.columns = {
      formats::text_column("standing", formats::Overflow::kKeep),
      formats::text_column("id", formats::Overflow::kKeep),
      formats::text_column("name"),
      formats::text_column("schema"),
      formats::double_column("least_share"),
      formats::double_column("most_share"),
      formats::integer_column("step"),
      formats::text_column("owners", formats::Overflow::kWrap)};
  document.records_json.emplace();
  for (const auto& party : result.parties) {
    document.table.rows.push_back(
        {Cell(party.standing),
         Cell(party.id),
         text_cell(party.name),
         text_cell(party.schema),
         Cell(party.least_share),
         Cell(party.most_share),
         Cell(party.step),
         text_cell(owners_text(party))}
    );
    document.records_json->push_back(record_of(party));
  }
  document.notices = result.notices;
  return document;
}

}  // namespace portolan::wire
