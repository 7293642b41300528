#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::formats {

struct TomlMember;

/// A value of a TOML document that knows where it stands, so that whoever reads it can say what is
/// wrong with it. Typed accessors throw `Error` (kBadData) such as `mapping.toml:12:
/// columns.value.unit: expected a number, got "x"`.
class TomlValue {
 public:
  enum class Kind : std::uint8_t { kString, kInteger, kNumber, kBoolean, kDate, kArray, kTable };

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_table() const noexcept { return kind_ == Kind::kTable; }
  /// Physical line, from 1.
  [[nodiscard]] int line() const noexcept { return line_; }
  /// The way from the root: "columns.value.unit", "rows[2].plane"; empty for the root.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  [[nodiscard]] const std::string& string() const;
  [[nodiscard]] std::int64_t integer() const;
  /// Whole numbers are numbers too.
  [[nodiscard]] double number() const;
  [[nodiscard]] bool boolean() const;
  /// A date or date and time as ISO text ("2024-03-01").
  [[nodiscard]] const std::string& date() const;
  [[nodiscard]] const std::vector<TomlValue>& elements() const;
  /// Members of a table in the order of the file.
  [[nodiscard]] const std::vector<TomlMember>& members() const;
  /// All elements of an array as strings.
  [[nodiscard]] std::vector<std::string> strings() const;

  /// The value as the text in which it would be compared: a string as it is, `12`, `1.5`, `true`.
  [[nodiscard]] std::string text() const;

  /// The member of a table; null if it is absent. Throws if this is no table.
  [[nodiscard]] const TomlValue* find(std::string_view key) const;
  /// The member of a table; throws if it is absent.
  [[nodiscard]] const TomlValue& at(std::string_view key) const;

  /// Throws at the first member of the table whose key is not in `known`; the hint names the
  /// nearest.
  void expect_keys(std::span<const std::string> known) const;
  void expect_keys(std::initializer_list<std::string_view> known) const;

  /// Returns an `Error` (kBadData) "FILE:LINE: PATH: expected EXPECTED, got VALUE".
  [[nodiscard]] Error unexpected(std::string_view expected) const;

 private:
  friend class TomlBuilder;
  [[nodiscard]] std::string place() const;

  std::string file_;
  std::string path_;
  int line_ = 1;
  Kind kind_ = Kind::kTable;
  std::string text_;
  std::variant<std::monostate, std::int64_t, double, bool> scalar_;
  std::vector<TomlValue> elements_;
  std::vector<TomlMember> members_;
};

struct TomlMember {
  std::string key;
  TomlValue value;
};

/// Returns the table that a TOML 1.0 document is. `name` is for messages. Throws `Error` (kBadData,
/// "NAME:LINE:COLUMN: …") if it is none.
[[nodiscard]] TomlValue parse_toml(std::string_view text, std::string_view name);

/// Returns the document in a file of at most 16 MiB; throws as `read_file` and `parse_toml` do.
[[nodiscard]] TomlValue read_toml(const std::filesystem::path& path);

}  // namespace portolan::formats
