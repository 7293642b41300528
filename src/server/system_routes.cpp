#include "api_document.hpp"
#include "portolan/engine/sources.hpp"
#include "routes.hpp"

namespace portolan::server {
namespace {

Reply small(std::string_view body) {
  return {
      .content_type = "application/json",
      .headers = {{"Cache-Control", "no-store"}},
      .body = std::string(body)};
}

Reply healthz(const Call&) {
  return small("{\"status\":\"ok\"}\n");
}

// Opens the catalogue: what cannot be opened is an error, and so 503 or 404.
Reply readyz(const Call& call) {
  (void)engine::sources({.workspace = call.service.workspace});
  return small("{\"status\":\"ready\"}\n");
}

Reply openapi(const Call&) {
  return api_document();
}

}  // namespace

std::vector<Route> system_routes() {
  return {
      {.method = "GET", .pattern = "healthz", .is_public = true, .reply = healthz},
      {.method = "GET", .pattern = "openapi.json", .is_public = true, .reply = openapi},
      {.method = "GET", .pattern = "readyz", .is_public = true, .reply = readyz},
  };
}

}  // namespace portolan::server
