#include "dispatcher.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "answer.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "problem.hpp"
#include "web_pages.hpp"

namespace portolan::server {
namespace {

/// A route that a path fits.
struct Match {
  const Route* route = nullptr;
  NamedTexts values = {};
  /// By the ending of the path; null where it has none.
  const ContentFormat* format = nullptr;
};

/// What a path fits.
struct Lookup {
  std::optional<Match> match = {};
  /// The methods that the path takes.
  std::set<std::string> methods = {};
};

bool is_of_method(const Route& route, std::string_view method) {
  return route.method == method || (method == "HEAD" && route.method == "GET");
}

Lookup look_up(std::string_view method, const std::vector<std::string>& pieces) {
  Lookup lookup;
  std::vector<std::string> without_ending = pieces;
  const ContentFormat* const format = format_of_suffix(pieces.back());
  if (format != nullptr) {
    std::string& last = without_ending.back();
    last.resize(last.size() - format->suffix.size());
  }
  for (const Route& route : routes()) {
    Match match{.route = &route};
    if (format != nullptr && route.document && fits(route.pattern, without_ending, match.values)) {
      match.format = format;
    } else if (!fits(route.pattern, pieces, match.values)) {
      continue;
    }
    lookup.methods.emplace(route.method);
    if (route.method == "GET") {
      lookup.methods.emplace("HEAD");
    }
    if (is_of_method(route, method) && !lookup.match) {
      lookup.match = std::move(match);
    }
  }
  return lookup;
}

Reply no_route(const Request& request) {
  std::vector<std::string> patterns;
  for (const Route& route : routes()) {
    patterns.push_back("/api/v1/" + std::string(route.pattern));
  }
  const std::string nearest = nearest_hint(request.path, patterns);
  return problem(
      404,
      fmt::format("path: expected an address of the API, got \"{}\"", request.path),
      nearest.empty() ? "/docs lists them" : nearest,
      "#/path"
  );
}

Reply wrong_method(const Request& request, const std::set<std::string>& methods) {
  const std::string allowed = join(std::vector<std::string>(methods.begin(), methods.end()), ", ");
  Reply reply = problem(
      405, fmt::format("method: expected {}, got \"{}\"", allowed, request.method), "", "#/method"
  );
  reply.headers.emplace_back("Allow", allowed);
  return reply;
}

Reply not_acceptable(std::string_view accept) {
  std::vector<std::string> types;
  for (const ContentFormat& format : content_formats()) {
    types.emplace_back(split(format.media_type, ';').front());
  }
  return problem(
      406,
      fmt::format("accept: expected one of {}, got \"{}\"", join(types, ", "), accept),
      "an ending says it as well: .csv, .json, .jsonl, .parquet, .xlsx, .md",
      "#/headers/accept"
  );
}

Reply answer(const Call& call, const Match& match) {
  if (!match.route->document) {
    return match.route->reply(call);
  }
  const std::string_view accept = call.request.header("accept").value_or("");
  const ContentFormat* const format =
      match.format != nullptr ? match.format : accepted_format(accept);
  return format == nullptr ? not_acceptable(accept) : document_reply(*match.route, call, *format);
}

std::vector<Parameter> parameters_of(const Route& route) {
  std::vector<Parameter> known = route.parameters;
  if (route.document) {
    known.push_back({.name = "limit"});
    known.push_back({.name = "cursor"});
  }
  return known;
}

// Parameters that are not given are named as well: an error may be about the lack of one.
RequestValues values_of(const Request& request, const Match& match, const Body& body) {
  RequestValues values{.path = match.values, .query = request.query, .body = body.named_texts()};
  for (const Parameter& parameter : match.route->parameters) {
    values.query.emplace_back(parameter.name, "");
  }
  for (const Parameter& member : match.route->members) {
    values.body.emplace_back(member.name, "");
  }
  return values;
}

// What an interruption means depends on who interrupted.
Reply interrupted_reply() {
  return problem(
      503,
      "answer: expected it within the time that there is for one, got no end",
      "ask about fewer goods or a shorter time; a job (POST) has no such limit"
  );
}

void answer_matched(
    Service& service,
    const Request& request,
    const Match& match,
    const Identity& identity,
    Progress& progress,
    Outcome& outcome
) {
  Body body(formats::JsonValue::object());
  try {
    const auto known = parameters_of(*match.route);
    const Query query(request.query, known);
    if (!match.route->members.empty()) {
      ReadBody read = read_json_body(request);
      if (read.refusal) {
        outcome.reply = std::move(*read.refusal);
        return;
      }
      body = std::move(read.body);
      body.require_known(match.route->members);
    }
    const Call call{
        .service = service,
        .request = request,
        .path = match.values,
        .query = query,
        .body = body,
        .identity = identity,
        .progress = progress};
    outcome.reply = answer(call, match);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInterrupted) {
      outcome.reply = interrupted_reply();
      return;
    }
    outcome.reply = problem_of(error, values_of(request, match, body));
    if (error.code() == ErrorCode::kInternal) {
      outcome.fault = error.what();
    }
  }
}

void answer_api(
    Service& service,
    const Guard& guard,
    const Request& request,
    Progress& progress,
    Outcome& outcome
) {
  const std::vector<std::string> pieces(request.segments.begin() + 2, request.segments.end());
  const Lookup lookup = pieces.empty() ? Lookup() : look_up(request.method, pieces);
  Identity identity{.id = "-", .name = "", .scopes = {}};
  if (!lookup.match || !lookup.match->route->is_public) {
    const auto known = guard.identify(request);
    if (!known) {
      outcome.reply = unauthorized();
      return;
    }
    identity = *known;
    outcome.who = identity.id;
  }
  if (!lookup.match) {
    outcome.reply =
        lookup.methods.empty() ? no_route(request) : wrong_method(request, lookup.methods);
    return;
  }
  const Route& route = *lookup.match->route;
  outcome.route = fmt::format("/api/v1/{}", route.pattern);
  if (!route.is_public && !identity.may(route.scope)) {
    outcome.reply = forbidden(route.scope);
    return;
  }
  answer_matched(service, request, *lookup.match, identity, progress, outcome);
}

bool is_not_modified(const Request& request, const Reply& reply) {
  const auto known = request.header("if-none-match");
  if (!known || reply.status != 200) {
    return false;
  }
  const auto etag =
      std::ranges::find(reply.headers, "ETag", &std::pair<std::string, std::string>::first);
  return etag != reply.headers.end() && known->find(etag->second) != std::string_view::npos;
}

void answer_any(
    Service& service,
    const Guard& guard,
    const Request& request,
    Progress& progress,
    Outcome& outcome
) {
  if (auto refusal = guard.refusal(request)) {
    outcome.reply = std::move(*refusal);
    return;
  }
  const auto& segments = request.segments;
  if (segments.size() >= 2 && segments[0] == "api" && segments[1] == "v1") {
    answer_api(service, guard, request, progress, outcome);
  } else if (segments.front() == "api") {
    outcome.reply = no_route(request);
  } else if (request.method != "GET" && request.method != "HEAD") {
    outcome.reply = wrong_method(request, {"GET", "HEAD"});
  } else {
    outcome.route = "pages";
    outcome.reply = web_page(request);
  }
}

}  // namespace

Outcome dispatch(Service& service, const Guard& guard, const Request& request, Progress& progress) {
  Outcome outcome;
  try {
    answer_any(service, guard, request, progress, outcome);
    if (is_not_modified(request, outcome.reply)) {
      outcome.reply.status = 304;
      outcome.reply.body.clear();
    }
  } catch (const Error& error) {
    outcome.reply = problem_of(error);
    outcome.fault = error.what();
  } catch (const std::exception& error) {
    outcome.fault = error.what();
  } catch (...) {
    outcome.fault = "a fault of no known kind";
  }
  if (!outcome.fault.empty()) {
    outcome.reply = problem_of(Error(ErrorCode::kInternal, outcome.fault));
  }
  if (outcome.reply.status == 503) {
    outcome.reply.headers.emplace_back("Retry-After", "5");
  }
  return outcome;
}

}  // namespace portolan::server
