#include "api_document.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "embedded/server.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "problem.hpp"

namespace portolan::server {
namespace {

using formats::JsonValue;

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string text_of(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

const JsonValue& member(const JsonValue& object, std::string_view key) {
  static const JsonValue kNothing;
  const JsonValue* value = object.find(key);
  return value == nullptr ? kNothing : *value;
}

// Follows "#/components/parameters/limit".
const JsonValue& resolved(const JsonValue& document, const JsonValue& value) {
  const std::string reference = text_of(value, "$ref");
  if (reference.empty()) {
    return value;
  }
  const JsonValue* found = &document;
  for (const std::string_view name : split(reference.substr(2), '/')) {
    found = &member(*found, name);
  }
  return *found;
}

// "text", "whole number from 1 to 10000", "hubs or legs": a schema in words.
std::string words_of(const JsonValue& schema) {
  std::vector<std::string> words;
  for (const JsonValue& choice : member(schema, "enum").elements()) {
    if (choice.as_string() != nullptr) {
      words.push_back(*choice.as_string());
    }
  }
  if (!words.empty()) {
    return join(words, ", ");
  }
  const JsonValue& type = member(schema, "type");
  std::string name = type.as_string() != nullptr ? *type.as_string() : "";
  for (const JsonValue& one : type.elements()) {
    name = one.as_string() != nullptr && *one.as_string() != "null" ? *one.as_string() : name;
  }
  const std::string least = member(schema, "minimum").number_text();
  const std::string most = member(schema, "maximum").number_text();
  name = name == "integer" ? "whole number" : name == "string" ? "text" : name;
  return least.empty() ? name : fmt::format("{} from {} to {}", name, least, most);
}

std::string
row(std::string_view name, std::string_view kind, std::string_view type, std::string_view what) {
  return fmt::format(
      "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
      escaped(name),
      escaped(kind),
      escaped(type),
      escaped(what)
  );
}

std::string parameter_rows(const JsonValue& document, const JsonValue& operation) {
  std::string rows;
  for (const JsonValue& given : member(operation, "parameters").elements()) {
    const JsonValue& parameter = resolved(document, given);
    const bool is_required = member(parameter, "required").as_bool().value_or(false);
    rows +=
        row(text_of(parameter, "name"),
            text_of(parameter, "in") + (is_required ? ", required" : ""),
            words_of(member(parameter, "schema")),
            text_of(parameter, "description"));
  }
  for (const auto& content : member(member(operation, "requestBody"), "content").members()) {
    rows += row("body", content.key, "", "");
    for (const auto& part : member(member(content.value, "schema"), "properties").members()) {
      rows += row(part.key, "body", words_of(part.value), text_of(part.value, "description"));
    }
  }
  return rows.empty() ? "" : "<table>\n" + rows + "</table>\n";
}

std::string operation_html(
    const JsonValue& document,
    std::string_view path,
    std::string_view method,
    const JsonValue& operation
) {
  std::string answers;
  for (const auto& response : member(operation, "responses").members()) {
    const JsonValue& resolved_response = resolved(document, response.value);
    answers += fmt::format(
        "{}{}: {}",
        answers.empty() ? "" : " ",
        response.key == "default" ? "else" : response.key,
        escaped(text_of(resolved_response, "description"))
    );
  }
  return fmt::format(
      "<h3 id=\"{}\">{} <code>/api/v1{}</code></h3>\n<p>{}</p>\n{}<p class=\"answers\">{}</p>\n",
      escaped(text_of(operation, "operationId")),
      to_ascii_upper(method),
      escaped(path),
      escaped(text_of(operation, "summary")),
      parameter_rows(document, operation),
      answers
  );
}

std::string problems_html() {
  constexpr std::array<std::pair<int, std::string_view>, 14> kMeanings = {{
      {400, "The request is wrong; sent again unchanged, it fails again."},
      {401, "The server asks for a token, and got none that it knows."},
      {403, "The token does not allow it, or the request comes from another site's page."},
      {404, "It is not in the workspace, or there is no such address."},
      {405, "The address does not take this method; Allow says which."},
      {406, "None of the formats that there are is accepted."},
      {410, "The cursor is of the workspace before it changed; ask from the beginning."},
      {413, "The body is larger than the server takes."},
      {414, "The address is longer than the server takes."},
      {415, "The body is of another type than the address takes."},
      {421, "The server is not known under the name it was asked by."},
      {422, "A file breaks its format."},
      {500, "The program has a fault; its log says which."},
      {503, "A file, the disk, the memory or time does not suffice now; a later try may succeed."},
  }};
  std::string html = "<h2>Problems</h2>\n<dl>\n";
  for (const auto& [status, meaning] : kMeanings) {
    std::string name = to_ascii_lower(status_title(status));
    for (char& c : name) {
      c = c == ' ' ? '-' : c;
    }
    html += fmt::format(
        "<dt id=\"{}\">{} {}</dt><dd>{}</dd>\n", name, status, status_title(status), meaning
    );
  }
  return html + "</dl>\n";
}

std::string page_html() {
  const JsonValue document = formats::parse_json(embedded::openapi_json, "openapi.json");
  const JsonValue& info = member(document, "info");
  std::string body = fmt::format(
      "<h1>{}</h1>\n<p>{} {}</p>\n<p><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p>\n",
      escaped(text_of(info, "title")),
      escaped(text_of(info, "summary")),
      escaped(text_of(info, "description"))
  );
  for (const JsonValue& tag : member(document, "tags").elements()) {
    const std::string name = text_of(tag, "name");
    body += fmt::format("<h2>{}</h2>\n", escaped(name));
    for (const auto& path : member(document, "paths").members()) {
      for (const auto& operation : path.value.members()) {
        const auto& tags = member(operation.value, "tags").elements();
        if (!tags.empty() && tags.front() == JsonValue(name)) {
          body += operation_html(document, path.key, operation.key, operation.value);
        }
      }
    }
  }
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<title>Portolan: the API</title>\n<link rel=\"stylesheet\" href=\"/docs.css\">\n"
         "</head>\n<body>\n<main>\n" +
         body + problems_html() + "</main>\n</body>\n</html>\n";
}

Reply fixed(std::string_view type, std::string body) {
  Reply reply{.content_type = std::string(type), .headers = {{"Cache-Control", "no-cache"}}};
  reply.headers.emplace_back("ETag", fmt::format("\"{}\"", formats::sha256_of(body).substr(0, 16)));
  reply.body = std::move(body);
  return reply;
}

}  // namespace

Reply api_document() {
  return fixed("application/json", std::string(embedded::openapi_json));
}

Reply api_page() {
  return fixed("text/html; charset=utf-8", page_html());
}

Reply api_page_style() {
  return fixed("text/css; charset=utf-8", std::string(embedded::docs_css));
}

}  // namespace portolan::server
