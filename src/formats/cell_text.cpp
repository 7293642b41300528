#include "cell_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <variant>

#include <fmt/format.h>

namespace portolan::formats {
namespace {

int needed_decimals(Decimal3 number) {
  const std::int64_t rest = std::abs(number.thousandths() % 1000);
  if (rest == 0) {
    return 0;
  }
  if (rest % 100 == 0) {
    return 1;
  }
  return rest % 10 == 0 ? 2 : 3;
}

// Puts a comma between groups of three digits before the decimal point.
std::string grouped(const std::string& text) {
  const std::size_t begin = text.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", begin), text.size());
  if (end < text.size() && text[end] != '.') {
    return text;  // 1e+20
  }
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > begin && i < end && (end - i) % 3 == 0) {
      result += ',';
    }
    result += text[i];
  }
  return result;
}

// A double to so many significant digits, but no digit before the decimal point is lost.
std::string double_text(double number, int significant_digits) {
  constexpr double kLargestPlain = 1e15;
  const double magnitude = std::abs(number);
  if (magnitude >= std::pow(10.0, significant_digits) && magnitude < kLargestPlain) {
    return fmt::format("{:.0f}", number);
  }
  return format_double(number, significant_digits).value_or("-");
}

std::string decimal_text(Decimal3 number, int decimals) {
  const bool is_negative = number.thousandths() < 0;
  const std::int64_t magnitude = std::abs(number.thousandths());
  std::string text = fmt::format("{}{}", is_negative ? "-" : "", magnitude / 1000);
  if (decimals > 0) {
    const std::string fraction = fmt::format("{:03}", magnitude % 1000);
    text += '.';
    text += fraction.substr(0, static_cast<std::size_t>(decimals));
  }
  return text;
}

}  // namespace

std::string plain_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return *text;
  }
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    return fmt::format("{}", *integer);
  }
  if (const auto* decimal = std::get_if<Decimal3>(&cell)) {
    return decimal->to_string();
  }
  if (const auto* number = std::get_if<double>(&cell)) {
    return format_double(*number).value_or("");
  }
  if (const auto* boolean = std::get_if<bool>(&cell)) {
    return *boolean ? "true" : "false";
  }
  return {};
}

std::vector<int> shown_decimals(const Table& table) {
  std::vector<int> decimals(table.columns.size(), 0);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (const auto* number = std::get_if<Decimal3>(&row[i])) {
        decimals[i] = std::max(decimals[i], needed_decimals(*number));
      }
    }
  }
  return decimals;
}

std::string shown_text(const Cell& cell, const Column& column, int decimals) {
  std::string text;
  if (std::holds_alternative<std::monostate>(cell)) {
    return "-";
  }
  if (const auto* boolean = std::get_if<bool>(&cell)) {
    return *boolean ? "yes" : "no";
  }
  if (std::holds_alternative<std::string>(cell)) {
    return plain_text(cell);
  }
  if (const auto* decimal = std::get_if<Decimal3>(&cell)) {
    text = decimal_text(*decimal, decimals);
  } else if (const auto* number = std::get_if<double>(&cell)) {
    text = double_text(*number, column.shown_digits);
  } else {
    text = plain_text(cell);
  }
  return column.groups_digits ? grouped(text) : text;
}

std::string heading(const Column& column) {
  return column.unit.empty() ? column.name : fmt::format("{} ({})", column.name, column.unit);
}

}  // namespace portolan::formats
