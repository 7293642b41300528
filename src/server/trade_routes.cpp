#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "portolan/engine/corridor.hpp"
#include "portolan/engine/panel.hpp"
#include "portolan/engine/trace.hpp"
#include "portolan/engine/whatif.hpp"
#include "portolan/wire/documents.hpp"
#include "routes.hpp"
#include "trade_requests.hpp"

namespace portolan::server {
namespace {

using formats::Document;

std::string text_or(const Call& call, std::string_view name, std::string otherwise) {
  return call.query.has(name) ? call.query.text(name) : otherwise;
}

engine::CorridorRequest corridor_request(const Call& call) {
  return {
      .workspace = call.service.workspace,
      .corridor = call.path_value("id"),
      .goods = text_or(call, "goods", "TOTAL"),
      .from = call.query.text("from"),
      .until = call.query.text("until")};
}

Document corridor(const Call& call) {
  const engine::CorridorRequest request = corridor_request(call);
  return wire::document_of(request, call.panel()->corridor(request));
}

// The periods without the sums over the window: what a chart draws.
Document corridor_series(const Call& call) {
  const engine::CorridorRequest request = corridor_request(call);
  engine::CorridorResult result = call.panel()->corridor(request);
  std::erase_if(result.points, [](const engine::CorridorPoint& point) {
    return point.period.empty();
  });
  return wire::document_of(request, result);
}

Document flows(const Call& call) {
  const engine::ShowPanelRequest request{
      .workspace = call.service.workspace,
      .corridor = call.query.text("corridor"),
      .goods = call.query.text("goods"),
      .from = call.query.text("from"),
      .until = call.query.text("until")};
  return wire::document_of(request, call.panel()->show(request));
}

Document trace(const Call& call) {
  const engine::TraceRequest request = trace_request(call.service.workspace, call.query);
  return wire::document_of(request, engine::trace(request, call.progress));
}

Document scenarios(const Call& call) {
  const engine::WhatIfRequest request = scenario_request(call.service.workspace, call.query);
  return wire::document_of(request, engine::what_if(request, call.progress));
}

std::vector<Parameter> question_and(std::vector<Parameter> more) {
  std::vector<Parameter> parameters = {
      {.name = "to", .is_required = true},
      {.name = "goods", .is_required = true},
      {.name = "from"},
      {.name = "until"},
      {.name = "origin", .can_repeat = true}};
  std::ranges::move(more, std::back_inserter(parameters));
  return parameters;
}

Route get(
    std::string_view pattern,
    Document (*document)(const Call&),
    std::vector<Parameter> parameters
) {
  return {
      .method = "GET",
      .pattern = pattern,
      .parameters = std::move(parameters),
      .is_long = true,
      .document = document};
}

}  // namespace

std::vector<Route> trade_routes() {
  const std::vector<Parameter> window = {{.name = "goods"}, {.name = "from"}, {.name = "until"}};
  return {
      get("corridors/{id}", corridor, window),
      get("corridors/{id}/series", corridor_series, window),
      get("flows",
          flows,
          {{.name = "corridor", .is_required = true},
           {.name = "goods", .is_required = true},
           {.name = "from"},
           {.name = "until"}}),
      get("trace",
          trace,
          question_and(
              {{.name = "through", .can_repeat = true},
               {.name = "routes"},
               {.name = "hops"},
               {.name = "hubs"},
               {.name = "wait"},
               {.name = "without_ranges"},
               {.name = "witness"}}
          )),
      get("scenarios",
          scenarios,
          question_and(
              {{.name = "checks"},
               {.name = "at"},
               {.name = "indirect"},
               {.name = "detection"},
               {.name = "elasticity"},
               {.name = "growth"}}
          )),
  };
}

}  // namespace portolan::server
