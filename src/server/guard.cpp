#include "guard.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "private_file.hpp"
#include "problem.hpp"

namespace portolan::server {
namespace {

constexpr std::string_view kBearer = "bearer ";

bool is_changing(const Request& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

bool is_api(const Request& request) {
  return !request.segments.empty() && request.segments.front() == "api";
}

// The token of an Authorization header; nothing if it has none.
std::optional<std::string> bearer_token(const Request& request) {
  const std::string_view given = request.header("authorization").value_or("");
  if (!to_ascii_lower(given.substr(0, kBearer.size())).starts_with(kBearer)) {
    return std::nullopt;
  }
  return std::string(trim(given.substr(kBearer.size())));
}

Reply foreign(std::string_view header, std::string_view found) {
  return problem(
      403,
      fmt::format("{}: expected a request of this server's own pages, got \"{}\"", header, found),
      "requests from other sites are not answered",
      "#/headers/" + std::string(header)
  );
}

}  // namespace

bool Identity::may(Scope scope) const {
  return std::ranges::find(scopes, scope) != scopes.end();
}

Guard::Guard(GuardOptions options) : options_(std::move(options)) {
  if (!options_.token_file.empty()) {
    tokens_ = std::make_unique<TokenBook>(options_.token_file);
  }
}

bool Guard::asks_who() const {
  return tokens_ != nullptr || options_.proxy.has_value();
}

std::optional<Reply> Guard::refusal(const Request& request) const {
  const std::string host = to_ascii_lower(request.header("host").value_or(""));
  if (std::ranges::find(options_.hosts, host) == options_.hosts.end()) {
    return problem(
        421,
        fmt::format("host: expected {}, got \"{}\"", join(options_.hosts, ", "), host),
        "portolan serve --allow-host NAME adds a name under which the server is known",
        "#/headers/host"
    );
  }
  const auto origin = request.header("origin");
  if (origin && *origin != "http://" + host && *origin != "https://" + host) {
    return foreign("origin", *origin);
  }
  const auto site = request.header("sec-fetch-site");
  const bool is_navigation = request.header("sec-fetch-mode") == "navigate";
  if (is_api(request) && site && (*site == "cross-site" || *site == "same-site") &&
      (is_changing(request) || !is_navigation)) {
    return foreign("sec-fetch-site", *site);
  }
  // A browser sends Origin with every request that changes something, and no token by itself.
  if (is_changing(request) && !origin && !bearer_token(request)) {
    return problem(
        403,
        "origin: expected that of this server with a request that changes something, got none",
        fmt::format("programs send \"Origin: http://{}\" or a token", host),
        "#/headers/origin"
    );
  }
  return std::nullopt;
}

std::optional<Identity> Guard::identify(const Request& request) const {
  if (!asks_who()) {
    return Identity{.name = "", .scopes = {Scope::kRead, Scope::kDecide, Scope::kImport}};
  }
  if (options_.proxy && request.remote_address == options_.proxy->address) {
    const auto secret = request.header("portolan-proxy-secret");
    const auto user = request.header("portolan-proxy-user");
    if (secret && user && !user->empty() && is_same_secret(*secret, options_.proxy->secret)) {
      return Identity{.id = "proxy", .name = std::string(*user), .scopes = options_.proxy->scopes};
    }
  }
  const auto token = bearer_token(request);
  if (tokens_ == nullptr || !token) {
    return std::nullopt;
  }
  const auto found = tokens_->find(*token);
  if (!found) {
    return std::nullopt;
  }
  return Identity{.id = found->id, .name = found->name, .scopes = found->scopes};
}

NamedTexts protective_headers() {
  return {
      {"Content-Security-Policy",
       "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
       "object-src 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
}

Reply unauthorized() {
  Reply reply = problem(
      401,
      "authorization: expected a token that the server knows, got none",
      "Authorization: Bearer TOKEN; portolan serve token add makes one",
      "#/headers/authorization"
  );
  reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"portolan\"");
  return reply;
}

Reply forbidden(Scope scope) {
  return problem(
      403,
      fmt::format("authorization: expected the scope {}, got a token without it", to_string(scope)),
      "portolan serve token add --scope makes a token with more scopes",
      "#/headers/authorization"
  );
}

}  // namespace portolan::server
