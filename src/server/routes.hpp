#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "answer_cache.hpp"
#include "body.hpp"
#include "gate.hpp"
#include "guard.hpp"
#include "http_message.hpp"
#include "jobs.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/engine/panel_reader.hpp"
#include "portolan/formats/writers.hpp"
#include "query.hpp"
#include "uploads.hpp"

namespace portolan::server {

/// What all requests share.
struct Service {
  /// The root of the workspace.
  std::filesystem::path workspace;
  /// By question and snapshot.
  AnswerCache<formats::Document> documents{std::size_t{256} << 20U};
  /// As sent: by question, snapshot, format and page.
  AnswerCache<Reply> replies{std::size_t{64} << 20U};
  /// Opened panels by snapshot: one is of the workspace as it is, others may still be asked.
  AnswerCache<engine::PanelReader> panels{std::size_t{4}};
  /// Long work that clients wait for.
  Gate computing;
  Uploads uploads;
  /// Long work that they do not wait for; it may use what stands above.
  Jobs jobs;
  /// How many streams of events are open; each holds a worker.
  std::atomic<int> num_streams{0};
};

/// A request that fits a route.
struct Call {
  Service& service;
  const Request& request;
  /// The values of {names} in the route's pattern.
  const NamedTexts& path;
  const Query& query;
  const Body& body;
  const Identity& identity;
  Progress& progress;

  /// Returns the panel of the workspace as it is now, open.
  [[nodiscard]] AnswerCache<engine::PanelReader>::Shared panel() const;
  /// Returns the value of a {name}, which the pattern must have.
  [[nodiscard]] const std::string& path_value(std::string_view name) const;
};

/// An address below /api/v1 and what it answers.
struct Route {
  std::string_view method;
  /// "leads/{id}/evidence".
  std::string_view pattern;
  std::vector<Parameter> parameters = {};
  /// Members of the body, an object of JSON; none: the route has no such body.
  std::vector<Parameter> members = {};
  /// What a client must be allowed to do; nobody is asked where it `is_public`.
  Scope scope = Scope::kRead;
  bool is_public = false;
  /// Whether its document takes long to make: only so many are made at once.
  bool is_long = false;
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
[[nodiscard]] std::vector<Route> decision_routes();
[[nodiscard]] std::vector<Route> upload_routes();
[[nodiscard]] std::vector<Route> job_routes();
[[nodiscard]] std::vector<Route> work_routes();

/// Returns a document as JSON, whole, without keeping it.
[[nodiscard]] Reply json_reply(int status, const formats::Document& document);
/// Returns 202 with a job and where to find it.
[[nodiscard]] Reply accepted(const JobState& job);

/// Returns whether the pieces of a path fit a pattern; if so `values` are those of its {names}.
[[nodiscard]] bool
fits(std::string_view pattern, const std::vector<std::string>& pieces, NamedTexts& values);

}  // namespace portolan::server
