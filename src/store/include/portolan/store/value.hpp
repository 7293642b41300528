#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "portolan/base/decimal3.hpp"

namespace portolan::store {

/// The column types of the project, in SQL, in Parquet files and in results. Text is UTF-8.
enum class ColumnType : std::uint8_t {
  kBoolean,
  kTinyint,
  kInteger,
  kBigint,
  kDouble,
  kDecimal3,  ///< DECIMAL(18,3)
  kVarchar,
};

/// Returns the SQL name: "BOOLEAN", "DECIMAL(18,3)".
[[nodiscard]] std::string_view sql_name(ColumnType type);

/// One value of a row, or NULL: what is bound to a query and what a cell holds.
class Value {
 public:
  using Variant = std::variant<std::monostate, bool, std::int64_t, double, Decimal3, std::string>;

  /// NULL.
  Value() = default;

  // The constructors convert implicitly, so that parameters read `{reporter, 2023, std::nullopt}`.
  // NOLINTBEGIN(google-explicit-constructor)
  Value(std::nullopt_t) {}
  template <std::same_as<bool> T>
  Value(T value) : held_(value) {}
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) Value(T value)
      : held_(static_cast<std::int64_t>(value)) {}
  Value(double value) : held_(value) {}
  Value(Decimal3 value) : held_(value) {}
  Value(std::string value) : held_(std::move(value)) {}
  Value(std::string_view value) : held_(std::string(value)) {}
  Value(const char* value) : held_(std::string(value)) {}
  template <typename T>
  Value(const std::optional<T>& value) : Value(value ? Value(*value) : Value()) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }
  [[nodiscard]] const Variant& variant() const noexcept { return held_; }

  bool operator==(const Value&) const = default;

 private:
  Variant held_;
};

/// Values for the placeholders `?` or `$1`, `$2`, ... of a query, in order.
using Parameters = std::vector<Value>;

/// Returns `text` as an SQL literal or identifier. For what cannot be bound (file names in COPY,
/// names of tables); all else is bound.
[[nodiscard]] std::string quote_literal(std::string_view text);
[[nodiscard]] std::string quote_identifier(std::string_view text);

}  // namespace portolan::store
