#include <string>

#include "access_log.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/wire/documents.hpp"
#include "routes.hpp"

namespace portolan::server {
namespace {

// Who has said who he is does not decide in another's name.
std::string decider(const Call& call) {
  const std::string given = call.body.text("by");
  if (!call.identity.name.empty() && !given.empty() && given != call.identity.name) {
    throw invalid_argument("by: expected nobody but the bearer of the token, got \"{}\"", given);
  }
  return call.identity.name.empty() ? given : call.identity.name;
}

Reply decided(const Call& call, const std::string& status, const std::string& text) {
  const engine::DecideRequest request{
      .workspace = call.service.workspace,
      .id = call.path_value("id"),
      .status = status,
      .text = text,
      .by = decider(call),
      .at = now_text(),
      .run = call.body.text("run")};
  const std::string id = engine::decide(request);
  return json_reply(
      200,
      wire::lead_document(
          engine::lead({.workspace = request.workspace, .run = request.run, .id = id})
      )
  );
}

Reply set_status(const Call& call) {
  return decided(call, call.body.text("status"), call.body.text("reason"));
}

Reply add_note(const Call& call) {
  return decided(call, "", call.body.text("note"));
}

}  // namespace

std::vector<Route> decision_routes() {
  return {
      {.method = "PATCH",
       .pattern = "leads/{id}",
       .members =
           {{.name = "status", .is_required = true},
            {.name = "reason", .is_required = true},
            {.name = "by"},
            {.name = "run"}},
       .scope = Scope::kDecide,
       .reply = set_status},
      {.method = "POST",
       .pattern = "leads/{id}/notes",
       .members = {{.name = "note", .is_required = true}, {.name = "by"}, {.name = "run"}},
       .scope = Scope::kDecide,
       .reply = add_note},
  };
}

}  // namespace portolan::server
