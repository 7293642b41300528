#include "cell_values.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>

#include "portolan/base/text.hpp"

namespace portolan::ingest {

namespace {

constexpr std::int64_t kMostThousandths = 999'999'999'999'999'999;

constexpr std::array<std::int64_t, 19> kPowers{
    1,
    10,
    100,
    1'000,
    10'000,
    100'000,
    1'000'000,
    10'000'000,
    100'000'000,
    1'000'000'000,
    10'000'000'000,
    100'000'000'000,
    1'000'000'000'000,
    10'000'000'000'000,
    100'000'000'000'000,
    1'000'000'000'000'000,
    10'000'000'000'000'000,
    100'000'000'000'000'000,
    1'000'000'000'000'000'000};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

// Moves the decimal point by changing the exponent, for numbers that the short way cannot take.
Amount parse_long_amount(std::string_view cell, int shift) {
  if (cell.starts_with('+')) {
    cell.remove_prefix(1);
  }
  std::int64_t exponent = shift;
  const std::size_t mark = cell.find_first_of("eE");
  if (mark != std::string_view::npos) {
    std::string_view digits = cell.substr(mark + 1);
    if (digits.starts_with('+')) {
      digits.remove_prefix(1);
    }
    const auto given = parse_integer(digits);
    if (!given || *given < -1000 || *given > 1000) {
      return {.number = std::nullopt, .is_faulty = true};
    }
    exponent += *given;
    cell = cell.substr(0, mark);
  }
  std::string text(cell);
  if (exponent != 0) {
    text += 'e' + std::to_string(exponent);
  }
  const auto number = Decimal3::parse(text);
  return {.number = number, .is_faulty = !number};
}

}  // namespace

bool is_missing_number(std::string_view cell) {
  cell = trim(cell);
  if (cell.empty()) {
    return true;
  }
  if (is_digit(cell.front()) || cell.size() > 4) {
    return false;
  }
  for (const std::string_view spelling :
       {"null", "n/a", "na", "-", "\u2014", "\u2013", "-0-", "nan", "none", ":", "..", "."}) {
    if (is_equal_ignoring_case(cell, spelling)) {
      return true;
    }
  }
  return false;
}

Amount parse_amount(std::string_view cell, int shift) {
  const bool is_negative = !cell.empty() && cell.front() == '-';
  std::int64_t mantissa = 0;
  int decimals = 0;
  int digits = 0;
  bool after_point = false;
  for (std::size_t i = is_negative ? 1 : 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (is_digit(c)) {
      mantissa = mantissa * 10 + (c - '0');
      decimals += after_point ? 1 : 0;
      if (++digits > 17) {
        break;
      }
    } else if (c == '.' && !after_point) {
      after_point = true;
    } else {
      digits = 0;
      break;
    }
  }
  const int exponent = 3 + shift - decimals;
  if (digits == 0 || digits > 17 || exponent < 0 || exponent > 18 ||
      mantissa > kMostThousandths / kPowers[static_cast<std::size_t>(exponent)]) {
    return is_missing_number(cell) ? Amount{} : parse_long_amount(cell, shift);
  }
  const std::int64_t thousandths = mantissa * kPowers[static_cast<std::size_t>(exponent)];
  return {.number = Decimal3::from_thousandths(is_negative ? -thousandths : thousandths)};
}

GoodsCode look_at_goods_code(std::string_view code) {
  const auto level = static_cast<std::int8_t>(std::min<std::size_t>(code.size(), 100));
  if (std::ranges::all_of(code, is_digit)) {
    const bool is_level = level >= 2 && level <= 10 && level % 2 == 0;
    return {.kind = is_level ? GoodsCode::Kind::kCode : GoodsCode::Kind::kFaulty, .level = level};
  }
  if (is_equal_ignoring_case(code, "TOTAL")) {
    return {.kind = GoodsCode::Kind::kCode, .level = 0};
  }
  if (code.size() < 4 || code.size() > 10 || !is_digit(code[0]) || !is_digit(code[1])) {
    return {};
  }
  const std::string_view rest = code.substr(2);
  const std::size_t letters_end = rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const bool is_letters_and_zeros =
      is_capital(rest.front()) &&
      (letters_end == std::string_view::npos ||
       rest.find_first_not_of('0', letters_end) == std::string_view::npos);
  const bool is_99 = code.starts_with("99") &&
                     std::ranges::all_of(rest, [](char c) { return is_digit(c) || is_capital(c); });
  if (is_letters_and_zeros || is_99) {
    return {.kind = GoodsCode::Kind::kConfidential, .level = 0};
  }
  return {};
}

PeriodCell parse_period(std::string_view cell) {
  if (auto period = Period::parse(cell)) {
    return {.period = period, .expected = {}};
  }
  const auto number = parse_integer(cell);
  if (number && cell.size() == 6) {
    if (auto period = Period::from_number(static_cast<std::int32_t>(*number))) {
      return {.period = period, .expected = {}};
    }
    return {
        .period = std::nullopt, .expected = "expected a month from 1 to 12 of a year from 1900"};
  }
  return {.period = std::nullopt, .expected = "expected a year or a month (2023, 202305, 2023-05)"};
}

}  // namespace portolan::ingest
