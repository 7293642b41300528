#include "body.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "problem.hpp"

namespace portolan::server {
namespace {

using formats::JsonValue;

std::string_view kind_name(JsonValue::Kind kind) {
  switch (kind) {
    case JsonValue::Kind::kNull:
      return "null";
    case JsonValue::Kind::kBoolean:
      return "true or false";
    case JsonValue::Kind::kInteger:
    case JsonValue::Kind::kNumber:
      return "a number";
    case JsonValue::Kind::kString:
      return "text";
    case JsonValue::Kind::kArray:
      return "an array";
    case JsonValue::Kind::kObject:
      return "an object";
  }
  return "something else";
}

Error wrong_kind(std::string_view name, std::string_view expected, const JsonValue& value) {
  return invalid_argument("{}: expected {}, got {}", name, expected, kind_name(value.kind()));
}

bool is_json(const Request& request) {
  const std::string_view type = request.header("content-type").value_or("");
  return is_equal_ignoring_case(trim(split(type, ';').front()), "application/json");
}

}  // namespace

void Body::require_known(const std::vector<Parameter>& known) const {
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const Parameter& member : known) {
    names.emplace_back(member.name);
  }
  for (const auto& member : object_.members()) {
    if (std::ranges::find(names, member.key) == names.end()) {
      throw invalid_argument(
          "{}: expected a member of this request, got one that it does not have", member.key
      )
          .with_hint(names.empty() ? "it takes none" : "it takes " + join(names, ", "));
    }
  }
  for (const Parameter& member : known) {
    const JsonValue* const value = object_.find(member.name);
    const bool is_empty =
        value != nullptr && value->as_string() != nullptr && trim(*value->as_string()).empty();
    if (member.is_required && (!has(member.name) || is_empty)) {
      throw invalid_argument("{}: expected a value, got none", member.name);
    }
  }
}

bool Body::has(std::string_view name) const {
  const JsonValue* value = object_.find(name);
  return value != nullptr && !value->is_null();
}

std::string Body::text(std::string_view name) const {
  if (!has(name)) {
    return "";
  }
  const JsonValue& value = *object_.find(name);
  if (value.as_string() == nullptr) {
    throw wrong_kind(name, "text", value);
  }
  return *value.as_string();
}

std::vector<std::string> Body::texts(std::string_view name) const {
  std::vector<std::string> texts;
  if (!has(name)) {
    return texts;
  }
  const JsonValue& value = *object_.find(name);
  texts.reserve(value.elements().size());
  if (value.kind() != JsonValue::Kind::kArray) {
    throw wrong_kind(name, "an array of texts", value);
  }
  for (const JsonValue& element : value.elements()) {
    if (element.as_string() == nullptr) {
      throw wrong_kind(name, "an array of texts", element);
    }
    texts.push_back(*element.as_string());
  }
  return texts;
}

std::int64_t Body::count(
    std::string_view name,
    std::int64_t otherwise,
    std::int64_t least,
    std::int64_t most
) const {
  if (!has(name)) {
    return otherwise;
  }
  const JsonValue& value = *object_.find(name);
  auto number = value.as_integer();
  // 6.0 is a whole number as well; beyond 2^53 a double does not tell which one.
  constexpr double kLargestExact = 9'007'199'254'740'992.0;
  const auto inexact = value.as_number();
  if (!number && inexact && *inexact == std::floor(*inexact) &&
      std::abs(*inexact) <= kLargestExact) {
    number = static_cast<std::int64_t>(*inexact);
  }
  if (!number || *number < least || *number > most) {
    throw invalid_argument(
        "{}: expected a whole number from {} to {}, got {}", name, least, most, value.dump()
    );
  }
  return *number;
}

double Body::number(std::string_view name, double otherwise) const {
  if (!has(name)) {
    return otherwise;
  }
  const JsonValue& value = *object_.find(name);
  const auto number = value.as_number();
  if (!number) {
    throw wrong_kind(name, "a number like 0.7", value);
  }
  return *number;
}

bool Body::flag(std::string_view name) const {
  if (!has(name)) {
    return false;
  }
  const JsonValue& value = *object_.find(name);
  if (!value.as_bool()) {
    throw wrong_kind(name, "true or false", value);
  }
  return *value.as_bool();
}

std::string Body::choice(std::string_view name, const std::vector<std::string>& choices) const {
  if (!has(name)) {
    return choices.front();
  }
  std::string given = text(name);
  if (std::ranges::find(choices, given) == choices.end()) {
    throw invalid_argument("{}: expected {}, got \"{}\"", name, join(choices, ", "), given)
        .with_hint(nearest_hint(given, choices));
  }
  return given;
}

NamedTexts Body::named_texts() const {
  NamedTexts texts;
  for (const auto& member : object_.members()) {
    const std::string* text = member.value.as_string();
    texts.emplace_back(member.key, text == nullptr ? member.value.dump() : *text);
  }
  return texts;
}

ReadBody read_json_body(const Request& request) {
  ReadBody read;
  if (!is_json(request)) {
    read.refusal = problem(
        415,
        fmt::format(
            "content-type: expected application/json, got \"{}\"",
            request.header("content-type").value_or("")
        ),
        "",
        "#/headers/content-type"
    );
    return read;
  }
  std::string text;
  const bool is_whole = request.read_body([&](std::string_view piece) {
    text += piece;
    return text.size() <= kLargestJsonBody;
  });
  if (text.size() > kLargestJsonBody) {
    read.refusal = problem(
        413,
        fmt::format("body: expected at most {} bytes, got more", kLargestJsonBody),
        "",
        "#/body"
    );
    return read;
  }
  if (!is_whole) {
    read.refusal =
        problem(400, "body: expected it whole, got a part of it", "send it again", "#/body");
    return read;
  }
  try {
    JsonValue value = formats::parse_json(text, "body");
    if (value.kind() != JsonValue::Kind::kObject) {
      throw wrong_kind("body", "an object of JSON", value);
    }
    read.body = Body(std::move(value));
  } catch (const Error& error) {
    // The request is wrong, not a file of the workspace.
    read.refusal = problem(400, error.what(), error.hint(), "#/body");
  }
  return read;
}

}  // namespace portolan::server
