#include "portolan/ownership/holdings.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::ownership {
namespace {

constexpr int kShareDecimals = 9;

/// The number times 10^`decimals`, exactly; nothing if it is no plain decimal number or needs more.
std::optional<std::int64_t> parse_scaled(std::string_view text, int decimals) {
  std::int64_t value = 0;
  int num_decimals = -1;  // -1 before the mark
  int num_digits = 0;
  for (const char character : text) {
    if (character == '.' && num_decimals < 0) {
      num_decimals = 0;
      continue;
    }
    if (character < '0' || character > '9') {
      return std::nullopt;
    }
    ++num_digits;
    if (num_decimals >= decimals) {
      if (character != '0') {
        return std::nullopt;
      }
      continue;
    }
    if (value > kWhole * 1'000) {
      return std::nullopt;
    }
    value = value * 10 + (character - '0');
    num_decimals += num_decimals >= 0 ? 1 : 0;
  }
  if (num_digits == 0) {
    return std::nullopt;
  }
  for (int i = std::max(num_decimals, 0); i < decimals; ++i) {
    value *= 10;
  }
  return value;
}

/// The same for a number with an exponent, as programs write small ones ("1e-05").
std::optional<std::int64_t> parse_exponent(std::string_view text, int decimals) {
  constexpr double kRounding = 1e-3;
  const auto number = parse_double(text);
  if (!number || !(*number >= 0.0 && *number <= 100.0)) {
    return std::nullopt;
  }
  const double scaled = *number * std::pow(10.0, decimals);
  const double whole = std::round(scaled);
  return std::abs(scaled - whole) <= kRounding ? std::optional(static_cast<std::int64_t>(whole))
                                               : std::nullopt;
}

std::optional<Share> parse_within(std::string_view text, int decimals) {
  const bool has_exponent = text.find_first_of("eE") != std::string_view::npos;
  const auto scaled = has_exponent ? parse_exponent(text, decimals) : parse_scaled(text, decimals);
  return scaled && *scaled <= kWhole ? std::optional<Share>(*scaled) : std::nullopt;
}

/// The text before a percent sign; nothing without one.
std::optional<std::string_view> before_percent_sign(std::string_view text) {
  if (text.empty() || text.back() != '%') {
    return std::nullopt;
  }
  return trim(text.substr(0, text.size() - 1));
}

std::optional<int> parse_part(std::string_view text, std::size_t begin, std::size_t size) {
  if (text.size() < begin + size) {
    return std::nullopt;
  }
  int value = 0;
  for (const char character : text.substr(begin, size)) {
    if (character < '0' || character > '9') {
      return std::nullopt;
    }
    value = value * 10 + (character - '0');
  }
  return value;
}

/// One holding of a pair, or what is known of several statements about it.
Holding merge_pair(std::span<const Holding> statements) {
  Holding merged = statements.front();
  for (std::size_t i = 1; i < statements.size(); ++i) {
    const Holding& next = statements[i];
    const Holding& before = statements[i - 1];
    merged.controls = merged.controls || next.controls;
    if (next.low == before.low && next.high == before.high) {
      continue;
    }
    merged.low = std::max(merged.low, next.low);
    merged.high = std::min(merged.high + next.high, kWhole);
  }
  return merged;
}

auto order_of(const Holding& holding) {
  return std::tie(holding.owner, holding.owned, holding.low, holding.high, holding.controls);
}

}  // namespace

std::optional<Share> parse_share(std::string_view text) {
  text = trim(text);
  if (const auto number = before_percent_sign(text)) {
    return parse_within(*number, kShareDecimals - 2);
  }
  return parse_within(text, kShareDecimals);
}

std::optional<Share> parse_percentage(std::string_view text) {
  text = trim(text);
  return parse_within(before_percent_sign(text).value_or(text), kShareDecimals - 2);
}

bool contains(const Days& days, Day day) {
  return (!days.from || *days.from <= day) && (!days.until || day <= *days.until);
}

std::optional<Days> parse_days(std::string_view text) {
  namespace chrono = std::chrono;
  text = trim(text);
  constexpr std::size_t kYearSize = 4;
  constexpr std::size_t kMonthSize = 7;
  constexpr std::size_t kDaySize = 10;
  if (text.size() > kDaySize && (text[kDaySize] == 'T' || text[kDaySize] == ' ')) {
    text = text.substr(0, kDaySize);
  }
  const auto year_number = parse_part(text, 0, kYearSize);
  if (!year_number || *year_number < 1) {
    return std::nullopt;
  }
  const chrono::year year(*year_number);
  if (text.size() == kYearSize) {
    return Days{Day(year / 1 / 1), Day(year / 12 / 31)};
  }
  const auto month_number = parse_part(text, kYearSize + 1, 2);
  if (text[kYearSize] != '-' || !month_number) {
    return std::nullopt;
  }
  const chrono::month month(static_cast<unsigned>(*month_number));
  if (text.size() == kMonthSize && month.ok()) {
    return Days{Day(year / month / 1), Day(year / month / chrono::last)};
  }
  const auto day_number = parse_part(text, kMonthSize + 1, 2);
  if (text.size() != kDaySize || text[kMonthSize] != '-' || !day_number) {
    return std::nullopt;
  }
  const auto date = year / month / chrono::day(static_cast<unsigned>(*day_number));
  return date.ok() ? std::optional(Days{Day(date), Day(date)}) : std::nullopt;
}

std::string to_string(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format(
      "{:04}-{:02}-{:02}",
      static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day())
  );
}

HoldingsAt holdings_at(std::span<const DatedHolding> statements, Day day) {
  HoldingsAt result;
  std::vector<Holding> in_force;
  for (const DatedHolding& statement : statements) {
    const Holding& holding = statement.holding;
    if (holding.low < 0 || holding.low > holding.high || holding.high > kWhole) {
      throw invalid_argument(
          "holding: expected 0 <= low <= high <= {}, got {} and {}",
          kWhole,
          holding.low,
          holding.high
      );
    }
    if (!contains(statement.days, day)) {
      continue;
    }
    ++result.num_in_force;
    if (holding.owner == holding.owned) {
      ++result.num_of_self;
    } else {
      in_force.push_back(holding);
    }
  }
  std::ranges::sort(in_force, {}, order_of);
  for (std::size_t begin = 0; begin < in_force.size();) {
    std::size_t end = begin + 1;
    bool differs = false;
    while (end < in_force.size() && in_force[end].owner == in_force[begin].owner &&
           in_force[end].owned == in_force[begin].owned) {
      differs = differs || in_force[end].low != in_force[begin].low ||
                in_force[end].high != in_force[begin].high;
      ++end;
    }
    result.holdings.push_back(merge_pair(std::span(in_force).subspan(begin, end - begin)));
    result.num_differing += differs ? 1 : 0;
    begin = end;
  }
  return result;
}

}  // namespace portolan::ownership
