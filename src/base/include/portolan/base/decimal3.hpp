#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// A number with three decimals, kept as an exact count of thousandths: money and weights as they
/// stand in DECIMAL(18,3) columns. Covers ±999,999,999,999,999.999.
class Decimal3 {
 public:
  Decimal3() = default;
  [[nodiscard]] static Decimal3 from_thousandths(std::int64_t thousandths) {
    return Decimal3(thousandths);
  }

  /// Returns the number for plain decimal text ("1234.5", "-3", "1.5e9"), rounded to three
  /// decimals, half to even; nothing for other text, blanks or signs included, or if it is out of
  /// range. `decimal_mark` is '.' or ','. Never goes through floating point.
  [[nodiscard]] static std::optional<Decimal3>
  parse(std::string_view text, char decimal_mark = '.');

  /// Returns the number nearest to `value`; nothing if it is not finite or out of range.
  [[nodiscard]] static std::optional<Decimal3> from_double(double value);

  [[nodiscard]] std::int64_t thousandths() const noexcept { return thousandths_; }
  [[nodiscard]] double to_double() const noexcept {
    return static_cast<double>(thousandths_) / 1000.0;
  }
  /// Shortest exact text: "1234.5", "7".
  [[nodiscard]] std::string to_string() const;

  auto operator<=>(const Decimal3&) const = default;

 private:
  explicit Decimal3(std::int64_t thousandths) : thousandths_(thousandths) {}
  std::int64_t thousandths_ = 0;
};

}  // namespace portolan
