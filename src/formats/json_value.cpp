#include "portolan/formats/json_value.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "json_cursor.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/file_kind.hpp"
#include "portolan/formats/json_writer.hpp"

namespace portolan::formats {
namespace {

std::string_view kind_name(const JsonValue* value) {
  if (value == nullptr) {
    return "nothing";
  }
  switch (value->kind()) {
    case JsonValue::Kind::kNull:
      return "null";
    case JsonValue::Kind::kBoolean:
      return "true or false";
    case JsonValue::Kind::kInteger:
    case JsonValue::Kind::kNumber:
      return "a number";
    case JsonValue::Kind::kString:
      return "a string";
    case JsonValue::Kind::kArray:
      return "an array";
    case JsonValue::Kind::kObject:
      return "an object";
  }
  return "a value";
}

void append_line(std::string& out, int indent, int depth) {
  if (indent > 0) {
    out += '\n';
    out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
  }
}

void append_string(std::string& out, std::string_view text) {
  out += JsonWriter().value(text).take();
}

void append_value(std::string& out, const JsonValue& value, int indent, int depth);

void append_array(std::string& out, const JsonValue& value, int indent, int depth) {
  out += '[';
  const char* separator = "";
  for (const JsonValue& element : value.elements()) {
    out += std::exchange(separator, ",");
    append_line(out, indent, depth + 1);
    append_value(out, element, indent, depth + 1);
  }
  if (!value.elements().empty()) {
    append_line(out, indent, depth);
  }
  out += ']';
}

void append_object(std::string& out, const JsonValue& value, int indent, int depth) {
  out += '{';
  const char* separator = "";
  for (const JsonMember& member : value.members()) {
    out += std::exchange(separator, ",");
    append_line(out, indent, depth + 1);
    append_string(out, member.key);
    out += indent > 0 ? ": " : ":";
    append_value(out, member.value, indent, depth + 1);
  }
  if (!value.members().empty()) {
    append_line(out, indent, depth);
  }
  out += '}';
}

void append_value(std::string& out, const JsonValue& value, int indent, int depth) {
  switch (value.kind()) {
    case JsonValue::Kind::kNull:
      out += "null";
      return;
    case JsonValue::Kind::kBoolean:
      out += *value.as_bool() ? "true" : "false";
      return;
    case JsonValue::Kind::kInteger:
    case JsonValue::Kind::kNumber:
      out += value.number_text();
      return;
    case JsonValue::Kind::kString:
      append_string(out, *value.as_string());
      return;
    case JsonValue::Kind::kArray:
      append_array(out, value, indent, depth);
      return;
    case JsonValue::Kind::kObject:
      append_object(out, value, indent, depth);
      return;
  }
}

}  // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue& other) = default;
JsonValue::JsonValue(JsonValue&& other) noexcept = default;
JsonValue& JsonValue::operator=(const JsonValue& other) = default;
JsonValue& JsonValue::operator=(JsonValue&& other) noexcept = default;
JsonValue::~JsonValue() = default;
JsonValue::JsonValue(std::nullptr_t) {}
JsonValue::JsonValue(double value) : data_(value) {}
JsonValue::JsonValue(std::string value) : data_(std::move(value)) {}
JsonValue::JsonValue(std::string_view value) : data_(std::string(value)) {}
JsonValue::JsonValue(const char* value) : data_(std::string(value)) {}

JsonValue JsonValue::object() {
  return object({});
}

JsonValue JsonValue::object(std::vector<JsonMember> members) {
  JsonValue value;
  value.data_ = std::move(members);
  return value;
}

JsonValue JsonValue::array() {
  JsonValue value;
  value.data_ = Array{};
  return value;
}

JsonValue JsonValue::number(std::string text) {
  ensure(is_json_number(text), "JsonValue::number: expected the form of a JSON number");
  JsonValue value;
  value.data_ = NumberText{std::move(text)};
  return value;
}

JsonValue JsonValue::of_boolean(bool value) {
  JsonValue result;
  result.data_ = value;
  return result;
}

JsonValue JsonValue::of_integer(std::int64_t value) {
  JsonValue result;
  result.data_ = value;
  return result;
}

bool JsonValue::operator==(const JsonValue& other) const {
  return data_ == other.data_;
}

JsonValue::Kind JsonValue::kind() const noexcept {
  using enum Kind;
  constexpr std::array kKinds{
      kNull, kBoolean, kInteger, kNumber, kNumber, kString, kArray, kObject};
  return kKinds[data_.index()];
}

std::optional<bool> JsonValue::as_bool() const {
  const bool* value = std::get_if<bool>(&data_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> JsonValue::as_integer() const {
  const auto* value = std::get_if<std::int64_t>(&data_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<double> JsonValue::as_number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&data_)) {
    return static_cast<double>(*whole);
  }
  if (const auto* text = std::get_if<NumberText>(&data_)) {
    return parse_double(text->text);
  }
  const auto* value = std::get_if<double>(&data_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::string JsonValue::number_text() const {
  if (const auto* text = std::get_if<NumberText>(&data_)) {
    return text->text;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&data_)) {
    return fmt::format("{}", *whole);
  }
  const auto* value = std::get_if<double>(&data_);
  return value == nullptr ? std::string() : JsonWriter().value(*value).take();
}

const std::string* JsonValue::as_string() const {
  return std::get_if<std::string>(&data_);
}

const std::vector<JsonValue>& JsonValue::elements() const {
  static const Array kNone;
  const auto* array = std::get_if<Array>(&data_);
  return array == nullptr ? kNone : *array;
}

const std::vector<JsonMember>& JsonValue::members() const {
  static const Object kNone;
  const auto* object = std::get_if<Object>(&data_);
  return object == nullptr ? kNone : *object;
}

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto& all = members();
  const auto found = std::ranges::find(all, key, &JsonMember::key);
  return found == all.end() ? nullptr : &found->value;
}

const std::string& JsonValue::string_at(std::string_view key) const {
  const JsonValue* value = find(key);
  if (value == nullptr || value->as_string() == nullptr) {
    throw bad_data("{}: expected a string, got {}", key, kind_name(value));
  }
  return *value->as_string();
}

std::int64_t JsonValue::integer_at(std::string_view key) const {
  const JsonValue* value = find(key);
  if (value == nullptr || !value->as_integer()) {
    throw bad_data("{}: expected a whole number, got {}", key, kind_name(value));
  }
  return *value->as_integer();
}

JsonValue& JsonValue::set(std::string key, JsonValue value) {
  if (is_null()) {
    data_ = Object{};
  }
  auto* object = std::get_if<Object>(&data_);
  ensure(object != nullptr, "JsonValue::set: expected an object");
  const auto found = std::ranges::find(*object, key, &JsonMember::key);
  if (found != object->end()) {
    found->value = std::move(value);
  } else {
    object->push_back({std::move(key), std::move(value)});
  }
  return *this;
}

JsonValue& JsonValue::push_back(JsonValue value) {
  if (is_null()) {
    data_ = Array{};
  }
  auto* array = std::get_if<Array>(&data_);
  ensure(array != nullptr, "JsonValue::push_back: expected an array");
  array->push_back(std::move(value));
  return *this;
}

std::string JsonValue::dump(int indent) const {
  std::string out;
  append_value(out, *this, indent, 0);
  if (indent > 0) {
    out += '\n';
  }
  return out;
}

JsonValue parse_json(std::string_view text, std::string_view name) {
  constexpr int kMaxDepth = 256;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (kind_of_bytes(text.substr(0, 4096)) == FileKind::kHtml) {
    throw bad_data("{}: expected JSON, got a web page (HTML)", name);
  }
  if (!is_utf8(text)) {
    throw bad_data("{}: expected JSON in UTF-8, got another encoding", name);
  }
  JsonCursor cursor(text, name, 1, kMaxDepth);
  JsonValue value = cursor.value();
  cursor.expect_end();
  return value;
}

}  // namespace portolan::formats
