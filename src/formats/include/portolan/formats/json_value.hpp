#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace portolan::formats {

struct JsonMember;

/// A JSON value that keeps the order of its keys, so that text written from it is the same each
/// time: for manifests and small replies, not for data.
///
///     JsonValue manifest = JsonValue::object();
///     manifest.set("schema", "portolan.import/1");
///     manifest.set("records", 56'000'000);
///     write(manifest.dump());
///
/// Numbers are whole (64 bits), doubles, or kept as the text in which they were read ("12.30").
class JsonValue {
 public:
  enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kNumber, kString, kArray, kObject };

  // NOLINTBEGIN(google-explicit-constructor): a value of each kind is a JSON value.
  JsonValue();
  JsonValue(std::nullptr_t);
  JsonValue(std::same_as<bool> auto value) : JsonValue(of_boolean(value)) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) JsonValue(T value)
      : JsonValue(of_integer(static_cast<std::int64_t>(value))) {}
  JsonValue(double value);
  JsonValue(std::string value);
  JsonValue(std::string_view value);
  JsonValue(const char* value);
  template <typename T>
  JsonValue(const std::optional<T>& value) : JsonValue(value ? JsonValue(*value) : JsonValue()) {}
  /// An array of the values.
  template <typename T>
  JsonValue(const std::vector<T>& values) : JsonValue(array()) {
    for (const auto& value : values) {
      push_back(JsonValue(value));
    }
  }
  // NOLINTEND(google-explicit-constructor)
  JsonValue(const JsonValue& other);
  JsonValue(JsonValue&& other) noexcept;
  JsonValue& operator=(const JsonValue& other);
  JsonValue& operator=(JsonValue&& other) noexcept;
  ~JsonValue();

  [[nodiscard]] static JsonValue object();
  /// An object of these members; their keys must differ.
  [[nodiscard]] static JsonValue object(std::vector<JsonMember> members);
  [[nodiscard]] static JsonValue array();
  /// A number as decimal text, which must have the form of a JSON number: printed as it is.
  [[nodiscard]] static JsonValue number(std::string text);

  [[nodiscard]] Kind kind() const noexcept;
  [[nodiscard]] bool is_null() const noexcept { return kind() == Kind::kNull; }

  /// The value as a C++ one; nothing if it is of another kind. `number` takes whole numbers too.
  [[nodiscard]] std::optional<bool> as_bool() const;
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  [[nodiscard]] std::optional<double> as_number() const;
  [[nodiscard]] const std::string* as_string() const;
  /// A number as JSON text, as it was read or is to be written; empty for other kinds.
  [[nodiscard]] std::string number_text() const;
  /// Elements of an array; empty for other kinds.
  [[nodiscard]] const std::vector<JsonValue>& elements() const;
  /// Members of an object in their order; empty for other kinds.
  [[nodiscard]] const std::vector<JsonMember>& members() const;

  /// The member of an object, null if it has none (or is no object).
  [[nodiscard]] const JsonValue* find(std::string_view key) const;
  /// The member's value of that kind; throws `Error` (kBadData, "KEY: expected a string, got …") if
  /// it is missing or of another kind.
  [[nodiscard]] const std::string& string_at(std::string_view key) const;
  [[nodiscard]] std::int64_t integer_at(std::string_view key) const;

  /// Sets a member of an object, behind the others if it is new. Returns the object. A null becomes
  /// an object; other kinds are a fault of the caller (kInternal).
  JsonValue& set(std::string key, JsonValue value);
  /// Appends to an array in the same way. Returns the array.
  JsonValue& push_back(JsonValue value);

  /// Returns the value as JSON text: UTF-8, doubles to 12 significant digits (what is not finite is
  /// null). With `indent` > 0 one member a line, indented, and a line feed at the end; else one
  /// line without blanks.
  [[nodiscard]] std::string dump(int indent = 0) const;

  /// Numbers are equal if they are of the same form: 1 is not 1.0.
  bool operator==(const JsonValue& other) const;

 private:
  struct NumberText {
    std::string text;
    bool operator==(const NumberText&) const = default;
  };
  [[nodiscard]] static JsonValue of_boolean(bool value);
  [[nodiscard]] static JsonValue of_integer(std::int64_t value);

  using Array = std::vector<JsonValue>;
  using Object = std::vector<JsonMember>;

  std::variant<std::monostate, bool, std::int64_t, double, NumberText, std::string, Array, Object>
      data_;
};

struct JsonMember {
  std::string key;
  JsonValue value;

  bool operator==(const JsonMember&) const = default;
};

/// Returns the value that `text` is. `name` is for messages. Throws `Error` (kBadData, "NAME:LINE:
/// …") if it is no JSON, nested deeper than 256, gives a key twice, or is a web page.
[[nodiscard]] JsonValue parse_json(std::string_view text, std::string_view name);

}  // namespace portolan::formats
