#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http_message.hpp"
#include "portolan/server/access.hpp"
#include "tokens.hpp"

namespace portolan::server {

/// Who sends a request.
struct Identity {
  /// For the log: the token's id, "proxy", or "local" where nobody is asked.
  std::string id = "local";
  /// Who decides, for the journal; empty where nobody is asked.
  std::string name;
  std::vector<Scope> scopes;

  [[nodiscard]] bool may(Scope scope) const;
};

/// A proxy that says who its users are.
struct TrustedProxy {
  /// Its address; headers from any other count for nothing.
  std::string address;
  /// What it sends as Portolan-Proxy-Secret.
  std::string secret;
  std::vector<Scope> scopes;
};

struct GuardOptions {
  /// "127.0.0.1:8765": what a Host header may say, in lower case.
  std::vector<std::string> hosts;
  std::optional<TrustedProxy> proxy = {};
  /// Empty: no tokens.
  std::filesystem::path token_file = {};
};

/// Decides which requests are answered at all. Safe to call concurrently.
class Guard {
 public:
  explicit Guard(GuardOptions options);

  /// Returns a refusal of a request that another site's page, or a name that was bent to this
  /// machine, can have sent: the wrong Host (421), the Origin of another site (403), a request that
  /// changes something without Origin (403) unless it carries a token. Nothing if it may pass.
  [[nodiscard]] std::optional<Reply> refusal(const Request& request) const;

  /// Returns who sends a request; nothing if it has to say so and does not (401).
  [[nodiscard]] std::optional<Identity> identify(const Request& request) const;

  /// Whether clients have to say who they are.
  [[nodiscard]] bool asks_who() const;

 private:
  GuardOptions options_;
  std::unique_ptr<TokenBook> tokens_;
};

/// Returns the headers that every answer carries: a page may load nothing from elsewhere, and no
/// other page may hold, read or guess it.
[[nodiscard]] NamedTexts protective_headers();

/// Returns the refusals of a request without identity (401) and of one without `scope` (403).
[[nodiscard]] Reply unauthorized();
[[nodiscard]] Reply forbidden(Scope scope);

}  // namespace portolan::server
