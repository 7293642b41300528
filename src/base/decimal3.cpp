#include "portolan/base/decimal3.hpp"

#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "portolan/base/text.hpp"

namespace portolan {
namespace {

constexpr std::int64_t kLimit = 1'000'000'000'000'000'000;  // DECIMAL(18,3) holds 18 digits
constexpr int kMaxExponent = 40;

struct Digits {
  std::string digits;      // without mark
  std::int64_t point = 0;  // how many of them stand before the mark
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Splits "12.50e1" into digits "1250" with three before the mark.
std::optional<Digits> split_digits(std::string_view text, char decimal_mark) {
  Digits result;
  std::size_t i = 0;
  bool seen_mark = false;
  for (; i < text.size() && (is_digit(text[i]) || (text[i] == decimal_mark && !seen_mark)); ++i) {
    if (text[i] == decimal_mark) {
      seen_mark = true;
      continue;
    }
    result.digits.push_back(text[i]);
    result.point += seen_mark ? 0 : 1;
  }
  if (result.digits.empty()) {
    return std::nullopt;
  }
  if (i == text.size()) {
    return result;
  }
  if (text[i] != 'e' && text[i] != 'E') {
    return std::nullopt;
  }
  std::string_view exponent_text = text.substr(i + 1);
  if (!exponent_text.empty() && exponent_text.front() == '+') {
    exponent_text.remove_prefix(1);
  }
  const auto exponent = parse_integer(exponent_text);
  if (!exponent || *exponent > kMaxExponent || *exponent < -kMaxExponent) {
    return std::nullopt;
  }
  result.point += *exponent;
  return result;
}

// Half to even on the decimal digits that are cut off.
bool rounds_up(std::string_view cut, bool last_is_odd) {
  if (cut.empty() || cut[0] < '5') {
    return false;
  }
  if (cut[0] > '5' || cut.substr(1).find_first_not_of('0') != std::string_view::npos) {
    return true;
  }
  return last_is_odd;
}

}  // namespace

std::optional<Decimal3> Decimal3::parse(std::string_view text, char decimal_mark) {
  bool negative = false;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  auto split = split_digits(text, decimal_mark);
  if (!split) {
    return std::nullopt;
  }
  std::int64_t keep = split->point + 3;  // digits that make the count of thousandths
  if (keep < 0) {
    return Decimal3(0);
  }
  std::string& digits = split->digits;
  if (static_cast<std::size_t>(keep) > digits.size()) {
    digits.append(static_cast<std::size_t>(keep) - digits.size(), '0');
  }
  const auto kept = static_cast<std::size_t>(keep);
  std::int64_t thousandths = 0;
  for (std::size_t i = 0; i < kept; ++i) {
    thousandths = thousandths * 10 + (digits[i] - '0');
    if (thousandths >= kLimit) {
      return std::nullopt;
    }
  }
  if (rounds_up(std::string_view(digits).substr(kept), thousandths % 2 != 0)) {
    ++thousandths;
  }
  if (thousandths >= kLimit) {
    return std::nullopt;
  }
  return Decimal3(negative ? -thousandths : thousandths);
}

std::optional<Decimal3> Decimal3::from_double(double value) {
  const double scaled = value * 1000.0;
  if (!std::isfinite(scaled) || std::abs(scaled) >= static_cast<double>(kLimit)) {
    return std::nullopt;
  }
  return Decimal3(static_cast<std::int64_t>(std::nearbyint(scaled)));
}

std::string Decimal3::to_string() const {
  const bool negative = thousandths_ < 0;
  const std::int64_t magnitude = negative ? -thousandths_ : thousandths_;
  std::string text = fmt::format("{}{}", negative ? "-" : "", magnitude / 1000);
  if (magnitude % 1000 != 0) {
    text += fmt::format(".{:03}", magnitude % 1000);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

}  // namespace portolan
