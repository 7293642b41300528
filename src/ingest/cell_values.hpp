#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "portolan/base/decimal3.hpp"
#include "portolan/base/period.hpp"

namespace portolan::ingest {

/// Tells whether a cell of numbers says that there is none: empty, "null", "N/A", "NA", "-", "—",
/// "-0-", "nan", ":" or "..", in any case. (A code may well be "NA": Namibia's.)
[[nodiscard]] bool is_missing_number(std::string_view cell);

/// A number cell: missing, a number, or neither.
struct Amount {
  std::optional<Decimal3> number;
  bool is_faulty = false;
};

/// Reads a trimmed number cell and multiplies by 10^`shift` exactly (3: thousands of dollars, or
/// tonnes in kilograms); rounds to thousandths, half to even.
[[nodiscard]] Amount parse_amount(std::string_view cell, int shift = 0);

/// A cell with a code of goods.
struct GoodsCode {
  enum class Kind : std::uint8_t { kCode, kConfidential, kFaulty };
  Kind kind = Kind::kFaulty;
  std::int8_t level = 0;
};

/// Looks at a trimmed code: 2, 4, 6, 8 or 10 digits or TOTAL; or a confidential code of a
/// publisher, which is two digits, then letters only or letters and zeros ("99SSSSSS", "27MMM000"),
/// or 99 with digits and capital letters after it ("9999AA"). A digit replaced by a letter
/// ("85423O") is neither.
[[nodiscard]] GoodsCode look_at_goods_code(std::string_view code);

/// A period, or what was expected in its place.
struct PeriodCell {
  std::optional<Period> period;
  std::string_view expected;
};

/// Reads "2023", "202305", "2023-05" and so on, and the lake's own number (202300 is a year).
[[nodiscard]] PeriodCell parse_period(std::string_view cell);

}  // namespace portolan::ingest
