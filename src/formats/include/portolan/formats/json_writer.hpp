#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/formats/table.hpp"

namespace portolan::formats {

/// Builds JSON text without blanks, keys in the order in which they are given. Numbers are printed
/// to 12 significant digits (decimals and integers exactly); what is not finite is null. Text that
/// is not UTF-8 has its faulty bytes replaced by U+FFFD.
///
///     JsonWriter json;
///     json.begin_object().field("hub", "ARM").field("q_value", 0.25).end_object();
///     json.take();  // {"hub":"ARM","q_value":0.25}
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& null();
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::same_as<bool> auto boolean) { return boolean_value(boolean); }
  JsonWriter& value(double number);
  JsonWriter& value(Decimal3 number);
  JsonWriter& value(const Cell& cell);
  template <std::integral T>
  requires(!std::same_as<T, bool>) JsonWriter& value(T number) {
    return integer_value(static_cast<std::int64_t>(number));
  }
  template <typename T>
  JsonWriter& value(const std::optional<T>& optional) {
    return optional ? value(*optional) : null();
  }
  template <typename T>
  JsonWriter& value(const std::vector<T>& values) {
    begin_array();
    for (const auto& element : values) {
      value(element);
    }
    return end_array();
  }

  /// Puts in text that is JSON already.
  JsonWriter& raw(std::string_view json);

  /// A key with its value.
  template <typename T>
  JsonWriter& field(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

  /// Returns the text and begins anew.
  [[nodiscard]] std::string take();

 private:
  void separate();
  JsonWriter& boolean_value(bool boolean);
  JsonWriter& integer_value(std::int64_t number);

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace portolan::formats
