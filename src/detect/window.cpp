#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/detect/cell.hpp"

namespace portolan::detect {

std::optional<Date> Date::parse(const std::string& text) {
  const auto parts = split(text, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 || parts[2].size() != 2) {
    return std::nullopt;
  }
  const auto year = parse_integer(parts[0]);
  const auto month = parse_integer(parts[1]);
  const auto day = parse_integer(parts[2]);
  if (!year || !month || !day || *year < 1900 || *month < 1 || *month > 12 || *day < 1 ||
      *day > 31) {
    return std::nullopt;
  }
  return Date{
      .year = static_cast<int>(*year),
      .month = static_cast<int>(*month),
      .day = static_cast<int>(*day)};
}

std::string Date::to_string() const {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

Period first_treated(Date date, Frequency frequency) {
  if (frequency == Frequency::kAnnual) {
    return Period::of_year(date.year);
  }
  const Period month = Period::of_month(date.year, date.month);
  return date.day == 1 ? month : month.plus(1);
}

Window default_window(Period since, Period last) {
  const int before = since.frequency() == Frequency::kMonthly ? 24 : 3;
  return {.from = since.plus(-before), .since = since, .until = std::max(since, last)};
}

IndexWindow index_window(const Window& window, Period first, std::size_t num_periods) {
  const auto position = [&](Period period) {
    const int steps = period.steps_since(first);
    return std::min(num_periods, static_cast<std::size_t>(std::max(0, steps)));
  };
  const bool is_monthly = first.frequency() == Frequency::kMonthly;
  const std::size_t treated = position(window.since);
  return {
      .begin = std::min(position(window.from), treated),
      .treated = treated,
      .end = std::max(treated, position(window.until.plus(1))),
      .season = is_monthly ? std::size_t{12} : std::size_t{1},
      .block = is_monthly ? std::size_t{3} : std::size_t{1}};
}

}  // namespace portolan::detect
