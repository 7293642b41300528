#include "portolan/base/period.hpp"

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

bool is_year(int year) {
  return year >= kFirstYear && year <= kLastYear;
}

}  // namespace

std::string_view to_string(Frequency frequency) {
  return frequency == Frequency::kAnnual ? "A" : "M";
}

Period Period::of_year(int year) {
  if (!is_year(year)) {
    throw invalid_argument("year: expected {} to {}, got {}", kFirstYear, kLastYear, year);
  }
  return Period(year * 100);
}

Period Period::of_month(int year, int month) {
  if (month < 1 || month > 12) {
    throw invalid_argument("month: expected 1 to 12, got {}", month);
  }
  return Period(of_year(year).number_ + month);
}

std::optional<Period> Period::from_number(std::int32_t number) {
  if (number < 0 || !is_year(number / 100) || number % 100 > 12) {
    return std::nullopt;
  }
  return Period(number);
}

std::optional<Period> Period::parse(std::string_view text) {
  if (text.size() < 4) {
    return std::nullopt;
  }
  const auto year = parse_integer(text.substr(0, 4));
  if (!year || !is_year(static_cast<int>(*year))) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(4);
  if (rest.empty()) {
    return Period(static_cast<std::int32_t>(*year) * 100);
  }
  const bool has_separator = rest.front() == '-' || rest.front() == '/';
  if (has_separator) {
    rest.remove_prefix(1);
  }
  // A day may follow ("2023-05-01"); it says nothing about the month and is left unread.
  const bool has_day = has_separator && rest.size() == 5 && (rest[2] == '-' || rest[2] == '/') &&
                       parse_integer(rest.substr(3)).has_value();
  if (rest.size() != 2 && !has_day) {
    return std::nullopt;
  }
  const auto month = parse_integer(rest.substr(0, 2));
  if (!month || *month < 1 || *month > 12) {
    return std::nullopt;
  }
  return Period(static_cast<std::int32_t>(*year * 100 + *month));
}

std::string Period::to_string() const {
  return month() == 0 ? fmt::format("{}", year()) : fmt::format("{}-{:02}", year(), month());
}

Period Period::plus(int count) const {
  if (frequency() == Frequency::kAnnual) {
    return of_year(year() + count);
  }
  const int months = year() * 12 + month() - 1 + count;
  return of_month(months / 12, months % 12 + 1);
}

int Period::steps_since(Period earlier) const {
  ensure(frequency() == earlier.frequency(), "periods of two frequencies were compared");
  if (frequency() == Frequency::kAnnual) {
    return year() - earlier.year();
  }
  return (year() - earlier.year()) * 12 + month() - earlier.month();
}

std::vector<Period> periods_between(Period first, Period last) {
  std::vector<Period> periods;
  for (int i = 0; i <= last.steps_since(first); ++i) {
    periods.push_back(first.plus(i));
  }
  return periods;
}

}  // namespace portolan
