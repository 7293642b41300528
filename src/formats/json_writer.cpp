#include "portolan/formats/json_writer.hpp"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "portolan/base/text.hpp"

namespace portolan::formats {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Returns `text` with every byte that belongs to no UTF-8 character replaced.
std::string repaired(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    std::size_t length = 4;
    while (length > 0 && (length > text.size() || !is_utf8(text.substr(0, length)))) {
      --length;
    }
    result += length == 0 ? kReplacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace

void JsonWriter::separate() {
  if (needs_comma_) {
    text_ += ',';
  }
  needs_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  text_ += '{';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  text_ += '}';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  text_ += '[';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  text_ += ']';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  text_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  if (is_utf8(text)) {
    append_quoted(text_, text);
  } else {
    append_quoted(text_, repaired(text));
  }
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  const auto text = format_double(number);
  return text ? raw(*text) : null();
}

JsonWriter& JsonWriter::value(Decimal3 number) {
  return raw(number.to_string());
}

JsonWriter& JsonWriter::value(const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) {
    return null();
  }
  std::visit(
      [this](const auto& content) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(content)>, std::monostate>) {
          value(content);
        }
      },
      cell
  );
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  text_ += json;
  return *this;
}

JsonWriter& JsonWriter::boolean_value(bool boolean) {
  return raw(boolean ? "true" : "false");
}

JsonWriter& JsonWriter::integer_value(std::int64_t number) {
  return raw(fmt::format("{}", number));
}

std::string JsonWriter::take() {
  needs_comma_ = false;
  return std::exchange(text_, std::string());
}

}  // namespace portolan::formats
