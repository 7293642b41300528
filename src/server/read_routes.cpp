#include <utility>

#include "portolan/engine/goods.hpp"
#include "portolan/engine/journal.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/engine/places.hpp"
#include "portolan/engine/regimes.hpp"
#include "portolan/engine/sources.hpp"
#include "portolan/engine/version.hpp"
#include "portolan/wire/documents.hpp"
#include "routes.hpp"

namespace portolan::server {
namespace {

using formats::Document;

Document meta(const Call&) {
  return wire::document_of(engine::version());
}

Document places(const Call&) {
  return wire::document_of(engine::places());
}

Document sources(const Call& call) {
  return wire::document_of(engine::sources({.workspace = call.service.workspace}));
}

Document source(const Call& call) {
  return wire::document_of(
      engine::source({.workspace = call.service.workspace, .import_id = call.path_value("id")})
  );
}

Document goods_lists(const Call& call) {
  return wire::document_of(engine::goods_lists({.workspace = call.service.workspace}));
}

Document goods(const Call& call) {
  const engine::GoodsRequest request{
      .workspace = call.service.workspace, .text = call.path_value("goods")};
  if (engine::is_one_code(request.text)) {
    return wire::document_of(engine::explain_code(request));
  }
  return wire::document_of(engine::explain_group(request));
}

Document found_goods(const Call& call) {
  const engine::FindGoodsRequest request{
      .workspace = call.service.workspace, .words = call.query.text("words")};
  return wire::document_of(request, engine::find_goods(request));
}

Document regimes(const Call&) {
  return wire::document_of(engine::regimes(""));
}

Document audit(const Call& call) {
  return wire::document_of(engine::journal({.workspace = call.service.workspace}));
}

Document runs(const Call& call) {
  return wire::document_of(engine::lead_runs(call.service.workspace));
}

Document runs_diff(const Call& call) {
  return wire::document_of(engine::diff_leads(
      {.workspace = call.service.workspace,
       .before = call.query.text("before"),
       .after = call.query.text("after")}
  ));
}

Document leads(const Call& call) {
  return wire::document_of(
      engine::leads({.workspace = call.service.workspace, .run = call.query.text("run")})
  );
}

engine::LeadRequest lead_request(const Call& call) {
  return {
      .workspace = call.service.workspace,
      .run = call.query.text("run"),
      .id = call.path_value("id")};
}

Document lead(const Call& call) {
  return wire::lead_document(engine::lead(lead_request(call)));
}

Document lead_explanation(const Call& call) {
  return wire::lead_explanation(engine::lead(lead_request(call)));
}

Document lead_evidence(const Call& call) {
  const engine::LeadRequest request = lead_request(call);
  return wire::rows_document(request, engine::lead_rows(request, call.progress));
}

Route get(
    std::string_view pattern,
    Document (*document)(const Call&),
    std::vector<Parameter> parameters = {}
) {
  return {
      .method = "GET",
      .pattern = pattern,
      .parameters = std::move(parameters),
      .document = document};
}

}  // namespace

std::vector<Route> read_routes() {
  const Parameter run{.name = "run"};
  Route evidence = get("leads/{id}/evidence", lead_evidence, {run});
  evidence.is_long = true;
  return {
      get("meta", meta),
      get("places", places),
      get("sources", sources),
      get("sources/{id}", source),
      get("regimes", regimes),
      get("goods", goods_lists),
      get("goods/find", found_goods, {{.name = "words", .is_required = true}}),
      get("goods/{goods}", goods),
      get("audit", audit),
      get("runs", runs),
      get("runs/diff",
          runs_diff,
          {{.name = "before", .is_required = true}, {.name = "after", .is_required = true}}),
      get("leads", leads, {run}),
      get("leads/{id}", lead, {run}),
      get("leads/{id}/explanation", lead_explanation, {run}),
      evidence,
  };
}

}  // namespace portolan::server
