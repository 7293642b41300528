#include "problem.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"

namespace portolan::server {
namespace {

/// "SUBJECT: expected EXPECTED, got FOUND" in its parts; what a message lacks is empty.
struct MessageParts {
  std::string_view subject;
  std::string_view expected;
  std::string_view found;
};

MessageParts parts_of(std::string_view message) {
  constexpr std::string_view kExpected = ": expected ";
  constexpr std::string_view kGot = ", got";
  const auto expected = message.find(kExpected);
  if (expected == std::string_view::npos) {
    return {};
  }
  MessageParts parts;
  parts.subject = message.substr(0, expected);
  const std::string_view rest = message.substr(expected + kExpected.size());
  const auto got = rest.rfind(kGot);
  parts.expected = rest.substr(0, got);
  if (got != std::string_view::npos) {
    parts.found = rest.substr(got + kGot.size());
    parts.found.remove_prefix(std::min(parts.found.find_first_not_of(": "), parts.found.size()));
  }
  if (parts.found.size() >= 2 && parts.found.front() == '"' && parts.found.back() == '"') {
    parts.found = parts.found.substr(1, parts.found.size() - 2);
  }
  return parts;
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kBadData:
      return 422;
    case ErrorCode::kUnavailable:
    case ErrorCode::kInterrupted:
      return 503;
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

// The name of a problem in its address, "/docs#not-found".
std::string type_of(int status) {
  std::string name = to_ascii_lower(status_title(status));
  std::ranges::replace(name, ' ', '-');
  return "/docs#" + name;
}

Reply problem_reply(
    int status,
    std::string_view detail,
    std::string_view hint,
    const MessageParts& parts,
    std::string_view pointer
) {
  formats::JsonWriter json;
  json.begin_object()
      .field("type", type_of(status))
      .field("title", status_title(status))
      .field("status", status)
      .field("detail", detail);
  if (!hint.empty()) {
    json.field("hint", hint);
  }
  json.key("errors").begin_array().begin_object().field("pointer", pointer).field("detail", detail);
  if (!parts.subject.empty()) {
    json.field("subject", parts.subject).field("expected", parts.expected);
  }
  if (!parts.found.empty()) {
    json.field("found", parts.found);
  }
  if (!hint.empty()) {
    json.field("hint", hint);
  }
  json.end_object().end_array().end_object();
  return {.status = status, .content_type = "application/problem+json", .body = json.take() + "\n"};
}

std::string escaped_for_pointer(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return escaped;
}

}  // namespace

std::string_view status_title(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 17> kTitles = {{
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
  }};
  const auto found = std::ranges::find(kTitles, status, &std::pair<int, std::string_view>::first);
  return found == kTitles.end() ? "Error" : found->second;
}

std::string
pointer_to(std::string_view subject, std::string_view found, const RequestValues& values) {
  std::string name(subject);
  name.erase(0, std::min(name.find_first_not_of('-'), name.size()));
  std::ranges::replace(name, '-', '_');
  const std::array<std::pair<std::string_view, const NamedTexts*>, 3> groups = {
      {{"path", &values.path}, {"query", &values.query}, {"body", &values.body}}};
  for (const auto& [group, texts] : groups) {
    for (const auto& text : *texts) {
      if (text.first == name) {
        return fmt::format("#/{}/{}", group, escaped_for_pointer(name));
      }
    }
  }
  for (const auto& [group, texts] : groups) {
    for (const auto& [key, value] : *texts) {
      if (!found.empty() && value.find(found) != std::string::npos) {
        return fmt::format("#/{}/{}", group, escaped_for_pointer(key));
      }
    }
  }
  return "#";
}

Reply problem_of(const Error& error, const RequestValues& values) {
  const MessageParts parts = parts_of(error.what());
  const int status = status_of(error.code());
  if (error.code() == ErrorCode::kInternal) {
    // What broke is the program's own affair; the log has it.
    return problem_reply(status, "the server has a fault of its own", "", {}, "#");
  }
  return problem_reply(
      status, error.what(), error.hint(), parts, pointer_to(parts.subject, parts.found, values)
  );
}

Reply problem(
    int status,
    std::string_view detail,
    std::string_view hint,
    std::string_view pointer
) {
  return problem_reply(status, detail, hint, parts_of(detail), pointer);
}

}  // namespace portolan::server
