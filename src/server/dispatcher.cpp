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

Reply answer(Service& service, const Request& request, const Match& match, Progress& progress) {
  const Route& route = *match.route;
  std::vector<Parameter> known = route.parameters;
  const ContentFormat* format = match.format;
  if (route.document) {
    known.push_back({.name = "limit"});
    known.push_back({.name = "cursor"});
    const std::string_view accept = request.header("accept").value_or("");
    format = format != nullptr ? format : accepted_format(accept);
    if (format == nullptr) {
      return not_acceptable(accept);
    }
  }
  const Query query(request.query, known);
  const Call call{
      .service = service,
      .request = request,
      .path = match.values,
      .query = query,
      .progress = progress};
  return route.document ? document_reply(route, call, *format) : route.reply(call);
}

// Parameters that are not given are named as well: an error may be about the lack of one.
RequestValues values_of(const Request& request, const Match& match) {
  RequestValues values{.path = match.values, .query = request.query};
  for (const Parameter& parameter : match.route->parameters) {
    values.query.emplace_back(parameter.name, "");
  }
  return values;
}

Reply answer_api(Service& service, const Request& request, Progress& progress) {
  std::vector<std::string> pieces(request.segments.begin() + 2, request.segments.end());
  if (pieces.empty()) {
    return no_route(request);
  }
  const Lookup lookup = look_up(request.method, pieces);
  if (lookup.methods.empty()) {
    return no_route(request);
  }
  if (!lookup.match) {
    return wrong_method(request, lookup.methods);
  }
  try {
    return answer(service, request, *lookup.match, progress);
  } catch (const Error& error) {
    return problem_of(error, values_of(request, *lookup.match));
  }
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

Reply answer_any(Service& service, const Request& request, Progress& progress) {
  const auto& segments = request.segments;
  if (segments.size() >= 2 && segments[0] == "api" && segments[1] == "v1") {
    return answer_api(service, request, progress);
  }
  if (segments.front() == "api") {
    return no_route(request);
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return wrong_method(request, {"GET", "HEAD"});
  }
  return web_page(request);
}

}  // namespace

Reply dispatch(Service& service, const Request& request, Progress& progress) {
  try {
    Reply reply = answer_any(service, request, progress);
    if (is_not_modified(request, reply)) {
      reply.status = 304;
      reply.body.clear();
    }
    return reply;
  } catch (const Error& error) {
    return problem_of(error);
  } catch (const std::exception&) {
    return problem_of(Error(ErrorCode::kInternal, "a fault"));
  } catch (...) {
    return problem_of(Error(ErrorCode::kInternal, "a fault of no known kind"));
  }
}

}  // namespace portolan::server
