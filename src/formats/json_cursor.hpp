#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "portolan/base/error.hpp"
#include "portolan/formats/json_value.hpp"

namespace portolan::formats {

/// Walks over JSON text in memory, token by token, and knows the line it is on. Borrows `text` and
/// `name`. Every method throws `Error` (kBadData, "NAME:LINE: …") where the text is no JSON.
class JsonCursor {
 public:
  JsonCursor(std::string_view text, std::string_view name, std::int64_t first_line, int max_depth)
      : text_(text), name_(name), line_(first_line), max_depth_(max_depth) {}

  /// A token that stands for itself or a scalar.
  struct Scalar {
    JsonValue::Kind kind = JsonValue::Kind::kNull;
    /// Valid as long as the text and `scratch` of `scalar` are.
    std::string_view text;
  };

  /// Skips blanks; returns the next character without taking it, '\0' at the end.
  char peek();
  /// Takes `expected` if it is next; returns whether it was.
  bool take_if(char expected);
  /// Takes `expected`; `what` says what for in the message.
  void take(char expected, std::string_view what);
  /// Throws unless only blanks are left.
  void expect_end();

  /// Reads a string; the result views the text, or `scratch`, to whose end it was appended because
  /// of escapes. `scratch` must have room (`text.size()` is enough).
  std::string_view string(std::string& scratch);
  /// Reads a string, number, true, false or null.
  Scalar scalar(std::string& scratch);
  /// Checks an object or array and returns its text.
  std::string_view skip_nested(int depth);
  /// Reads any value.
  JsonValue value(int depth = 0);

  [[nodiscard]] std::int64_t line() const { return line_; }
  [[nodiscard]] std::size_t position() const { return position_; }
  /// Returns an `Error` (kBadData): expected `what`, got what is next.
  [[nodiscard]] Error unexpected(std::string_view what) const;

 private:
  JsonValue array(int depth);
  JsonValue object(int depth);
  std::string_view number();
  void literal(std::string_view word);
  void decode_escape(std::string& out);
  unsigned hex4();
  void check_depth(int depth) const;

  std::string_view text_;
  std::string_view name_;
  std::size_t position_ = 0;
  std::int64_t line_;
  int max_depth_;
};

/// Tells whether `text` has the form of a JSON number.
[[nodiscard]] bool is_json_number(std::string_view text);

/// Returns the first bytes of `rest` quoted for a message, or "the end of the file".
[[nodiscard]] std::string shown_start(std::string_view rest);

}  // namespace portolan::formats
