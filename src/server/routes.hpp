#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "answer_cache.hpp"
#include "gate.hpp"
#include "guard.hpp"
#include "http_message.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/formats/writers.hpp"
#include "query.hpp"

namespace portolan::server {

/// What all requests share.
struct Service {
  /// The root of the workspace.
  std::filesystem::path workspace;
  /// By question and snapshot.
  AnswerCache<formats::Document> documents{std::size_t{256} << 20U};
  /// As sent: by question, snapshot, format and page.
  AnswerCache<Reply> replies{std::size_t{64} << 20U};
  /// Long work that clients wait for.
  Gate computing;
};

/// A request that fits a route.
struct Call {
  Service& service;
  const Request& request;
  /// The values of {names} in the route's pattern.
  const NamedTexts& path;
  const Query& query;
  const Identity& identity;
  Progress& progress;

  /// Returns the value of a {name}, which the pattern must have.
  [[nodiscard]] const std::string& path_value(std::string_view name) const;
};

/// An address below /api/v1 and what it answers.
struct Route {
  std::string_view method;
  /// "leads/{id}/evidence".
  std::string_view pattern;
  std::vector<Parameter> parameters = {};
  /// What a client must be allowed to do; nobody is asked where it `is_public`.
  Scope scope = Scope::kRead;
  bool is_public = false;
  /// Answers with a document, which is then cut into pages and written in the wanted format.
  std::function<formats::Document(const Call&)> document = {};
  /// Answers in its own way; where there is no `document`.
  std::function<Reply(const Call&)> reply = {};
};

/// Returns all routes.
[[nodiscard]] const std::vector<Route>& routes();

// Parts of the table.
[[nodiscard]] std::vector<Route> read_routes();
[[nodiscard]] std::vector<Route> trade_routes();
[[nodiscard]] std::vector<Route> system_routes();

/// Returns whether the pieces of a path fit a pattern; if so `values` are those of its {names}.
[[nodiscard]] bool
fits(std::string_view pattern, const std::vector<std::string>& pieces, NamedTexts& values);

}  // namespace portolan::server
