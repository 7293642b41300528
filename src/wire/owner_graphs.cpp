#include <string>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/formats/graphml.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::JsonWriter;

constexpr int kPercentDigits = 9;

/// Which schema of FollowTheMoney a kind of tie is, and how it names the two ends.
struct TieSchema {
  std::string_view schema;
  std::string_view from;
  std::string_view to;
};

TieSchema tie_schema(const std::string& kind) {
  if (kind == "owner") {
    return {"Ownership", "owner", "asset"};
  }
  if (kind == "director") {
    return {"Directorship", "director", "organization"};
  }
  if (kind == "member") {
    return {"Membership", "member", "organization"};
  }
  if (kind == "employee") {
    return {"Employment", "employee", "employer"};
  }
  if (kind == "agent") {
    return {"Representation", "agent", "client"};
  }
  if (kind == "relative") {
    return {"Family", "person", "relative"};
  }
  if (kind == "associate") {
    return {"Associate", "person", "associate"};
  }
  if (kind == "predecessor") {
    return {"Succession", "predecessor", "successor"};
  }
  return {"UnknownLink", "subject", "object"};
}

void add_node(const engine::OwnedParty& party, bool is_found, formats::Table& nodes) {
  nodes.rows.push_back(
      {Cell(party.id),
       text_cell(party.name),
       text_cell(party.schema),
       text_cell(party.standing),
       is_found ? Cell(party.least_share) : Cell(),
       is_found ? Cell(party.most_share) : Cell()}
  );
}

std::string percentage_text(const engine::PartyTie& tie) {
  const auto percent = [](double share) {
    return formats::format_double(share * 100.0, kPercentDigits).value_or("");
  };
  return tie.least_share == tie.most_share
             ? percent(tie.least_share)
             : percent(tie.least_share) + "-" + percent(tie.most_share);
}

void property(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name).begin_array().value(value).end_array();
}

std::string party_line(const engine::OwnersRequest& request, const engine::OwnedParty& party) {
  JsonWriter json;
  json.begin_object()
      .field("id", party.id)
      .field("schema", party.schema.empty() ? "LegalEntity" : party.schema);
  json.key("properties").begin_object();
  property(json, "name", party.name.empty() ? party.id : party.name);
  if (!party.standing.empty()) {
    property(
        json,
        "notes",
        fmt::format("{} under the rule of {} on {}", party.standing, request.regime, request.as_of)
    );
  }
  json.end_object().end_object();
  return json.take() + "\n";
}

std::string tie_line(const engine::PartyTie& tie, std::size_t number) {
  const TieSchema schema = tie_schema(tie.kind);
  JsonWriter json;
  json.begin_object()
      .field("id", fmt::format("portolan-tie-{}", number))
      .field("schema", schema.schema);
  json.key("properties").begin_object();
  property(json, schema.from, tie.from);
  property(json, schema.to, tie.to);
  if (tie.kind == "owner" && (tie.least_share > 0.0 || tie.most_share < 1.0)) {
    property(json, "percentage", percentage_text(tie));
  }
  if (!tie.role.empty()) {
    property(json, "role", tie.role);
  }
  json.end_object().end_object();
  return json.take() + "\n";
}

}  // namespace

std::string owners_graphml(const engine::OwnersResult& result) {
  formats::Table nodes{
      .columns =
          {formats::text_column("id"),
           formats::text_column("name"),
           formats::text_column("schema"),
           formats::text_column("standing"),
           formats::double_column("least_share"),
           formats::double_column("most_share")},
      .rows = {}};
  for (const auto& party : result.parties) {
    add_node(party, true, nodes);
  }
  for (const auto& party : result.others) {
    add_node(party, false, nodes);
  }
  formats::Table edges{
      .columns =
          {formats::text_column("source"),
           formats::text_column("target"),
           formats::text_column("kind"),
           formats::double_column("low"),
           formats::double_column("high"),
           formats::text_column("control"),
           formats::text_column("role")},
      .rows = {}};
  for (const auto& tie : result.ties) {
    const bool is_owner = tie.kind == "owner";
    edges.rows.push_back(
        {Cell(tie.from),
         Cell(tie.to),
         Cell(tie.kind),
         is_owner ? Cell(tie.least_share) : Cell(),
         is_owner ? Cell(tie.most_share) : Cell(),
         tie.is_control ? Cell("yes") : Cell(),
         text_cell(tie.role)}
    );
  }
  return formats::graphml_text(nodes, edges);
}

std::string owners_ftm(const engine::OwnersRequest& request, const engine::OwnersResult& result) {
  std::string text;
  for (const auto& party : result.parties) {
    text += party_line(request, party);
  }
  for (const auto& party : result.others) {
    text += party_line(request, party);
  }
  for (std::size_t i = 0; i < result.ties.size(); ++i) {
    text += tie_line(result.ties[i], i + 1);
  }
  return text;
}

}  // namespace portolan::wire
