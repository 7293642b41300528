#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "access_log.hpp"
#include "content_formats.hpp"
#include "portolan/base/error.hpp"
#include "portolan/engine/imports.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/engine/panel.hpp"
#include "portolan/engine/whatif.hpp"
#include "portolan/wire/documents.hpp"
#include "routes.hpp"
#include "trade_requests.hpp"

namespace portolan::server {
namespace {

using formats::Document;

constexpr std::int64_t kMostVia = 300;

std::string text_or(const Body& body, std::string_view name, std::string otherwise) {
  return body.has(name) ? body.text(name) : otherwise;
}

// What could not be imported is what the job came to: the notices say it, and when nothing could
// be, the job has failed.
Document imported(const engine::ImportRequest& request, Progress& progress) {
  const engine::ImportResult result = engine::import_files(request, progress);
  if (result.tables.empty() && !result.failures.empty()) {
    throw result.failures.front();
  }
  Document document = wire::document_of(result);
  for (const Error& failure : result.failures) {
    document.notices.emplace_back(failure.what());
  }
  return document;
}

Reply import_uploads(const Call& call) {
  engine::ImportRequest request;
  request.workspace = call.service.workspace;
  const std::vector<std::string> ids = call.body.texts("uploads");
  if (ids.empty()) {
    throw invalid_argument("uploads: expected the ids of files that were sent, got none");
  }
  for (const std::string& id : ids) {
    request.files.push_back(call.service.uploads.find(id).path);
  }
  if (call.body.has("mapping")) {
    request.mapping = call.service.uploads.find(call.body.text("mapping")).path;
  }
  request.dialect = call.body.text("dialect");
  request.member = call.body.text("member");
  request.max_rejects = text_or(call.body, "max_rejects", request.max_rejects);
  request.dry_run = call.body.flag("dry_run");
  request.mix_versions = call.body.flag("mix_versions");
  request.now = now_text();
  Uploads& uploads = call.service.uploads;
  return accepted(call.service.jobs.add(
      {.kind = "import",
       .who = call.identity.id,
       .is_writing = true,
       .work =
           [request, ids, &uploads](Progress& progress) {
             Document document = imported(request, progress);
             if (!request.dry_run) {
               for (const std::string& id : ids) {
                 uploads.remove(id);
               }
             }
             return document;
           }}
  ));
}

Reply build_panel(const Call& call) {
  engine::BuildPanelRequest request;
  request.workspace = call.service.workspace;
  request.is_forced = call.body.flag("force");
  return accepted(call.service.jobs.add(
      {.kind = "panel",
       .who = call.identity.id,
       .is_writing = true,
       .work =
           [request](Progress& progress) {
             return wire::document_of(engine::build_panel(request, progress));
           }}
  ));
}

Reply detect(const Call& call) {
  engine::DetectRequest request;
  request.workspace = call.service.workspace;
  request.to = text_or(call.body, "to", request.to);
  request.regime = call.body.text("regime");
  if (request.regime.ends_with(".toml")) {
    // Files of the server's machine are none of the client's business.
    throw invalid_argument("regime: expected one that is shipped, got \"{}\"", request.regime);
  }
  request.goods = call.body.text("goods");
  request.picked_from = call.body.text("picked_from");
  request.from = call.body.text("from");
  request.until = call.body.text("until");
  request.since = call.body.text("since");
  request.via = call.body.texts("via");
  if (std::ssize(request.via) > kMostVia) {
    throw invalid_argument("via: expected at most {} hubs, got {}", kMostVia, request.via.size());
  }
  request.fdr = call.body.number("fdr", request.fdr);
  request.fdr_method = text_or(call.body, "fdr_method", request.fdr_method);
  constexpr std::int64_t kLargestSeed = std::int64_t{1} << 53U;
  request.seed = static_cast<std::uint64_t>(call.body.count("seed", 1, 0, kLargestSeed));
  request.now = now_text();
  return accepted(call.service.jobs.add(
      {.kind = "detection",
       .who = call.identity.id,
       .is_writing = true,
       .work =
           [request](Progress& progress) {
             return wire::document_of(engine::detect(request, progress));
           }}
  ));
}

Reply scenario(const Call& call) {
  const engine::WhatIfRequest request = scenario_request(call.service.workspace, call.body);
  return accepted(call.service.jobs.add(
      {.kind = "scenario",
       .who = call.identity.id,
       .work =
           [request](Progress& progress) {
             return wire::document_of(request, engine::what_if(request, progress));
           }}
  ));
}

// What is exported, whole: lists have no page here.
std::function<Document(Progress&)> export_work(const Call& call) {
  const std::string what = call.body.choice("what", {"leads", "evidence", "flows"});
  const engine::LeadRequest lead{
      .workspace = call.service.workspace,
      .run = call.body.text("run"),
      .id = call.body.text("id")};
  const engine::ShowPanelRequest flows{
      .workspace = call.service.workspace,
      .corridor = call.body.text("corridor"),
      .goods = call.body.text("goods"),
      .from = call.body.text("from"),
      .until = call.body.text("until")};
  if (what == "leads") {
    return [lead](Progress&) {
      return wire::document_of(engine::leads({.workspace = lead.workspace, .run = lead.run}));
    };
  }
  if (what == "evidence") {
    return [lead](Progress& progress) {
      return wire::rows_document(lead, engine::lead_rows(lead, progress));
    };
  }
  return [flows](Progress&) {
    return wire::document_of(flows, engine::show_panel(flows));
  };
}

Reply add_export(const Call& call) {
  std::vector<std::string> names;
  for (const ContentFormat& format : content_formats()) {
    names.emplace_back(format.name);
  }
  return accepted(call.service.jobs.add(
      {.kind = "export",
       .who = call.identity.id,
       .format = call.body.choice("format", names),
       .work = export_work(call)}
  ));
}

Route post(
    std::string_view pattern,
    Scope scope,
    std::vector<Parameter> members,
    Reply (*reply)(const Call&)
) {
  return {
      .method = "POST",
      .pattern = pattern,
      .members = std::move(members),
      .scope = scope,
      .reply = reply};
}

std::vector<Parameter> named(const std::vector<std::string_view>& names) {
  std::vector<Parameter> members;
  for (const std::string_view name : names) {
    members.push_back({.name = name});
  }
  return members;
}

}  // namespace

std::vector<Route> work_routes() {
  std::vector<Parameter> scenario_members = named(
      {"from", "until", "origins", "checks", "at", "indirect", "detection", "elasticity", "growth"}
  );
  scenario_members.push_back({.name = "to", .is_required = true});
  scenario_members.push_back({.name = "goods", .is_required = true});
  std::vector<Parameter> import_members =
      named({"dialect", "mapping", "member", "max_rejects", "dry_run", "mix_versions"});
  import_members.push_back({.name = "uploads", .is_required = true});
  return {
      post("imports", Scope::kImport, import_members, import_uploads),
      post("panels", Scope::kImport, named({"force"}), build_panel),
      post(
          "detections",
          Scope::kImport,
          named(
              {"to",
               "regime",
               "goods",
               "picked_from",
               "from",
               "until",
               "since",
               "via",
               "fdr",
               "fdr_method",
               "seed"}
          ),
          detect
      ),
      post("scenarios", Scope::kRead, scenario_members, scenario),
      post(
          "exports",
          Scope::kRead,
          named({"what", "format", "run", "id", "corridor", "goods", "from", "until"}),
          add_export
      ),
  };
}

}  // namespace portolan::server
