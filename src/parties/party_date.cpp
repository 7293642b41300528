#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/parties/party.hpp"

namespace portolan::parties {
namespace {

constexpr std::array<std::string_view, 12>
    kMonths{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr int kFirstYear = 1000;
constexpr int kLastYear = 2999;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Runs of digits and runs of letters, in lower case; all else separates.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < text.size();) {
    const auto is_piece = is_digit(text[i]) ? is_digit : is_letter;
    if (!is_piece(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_piece(text[end])) {
      ++end;
    }
    pieces.push_back(to_ascii_lower(text.substr(i, end - i)));
    i = end;
  }
  return pieces;
}

int number_of(std::string_view piece) {
  int number = 0;
  const auto [end, error] = std::from_chars(piece.data(), piece.data() + piece.size(), number);
  return error == std::errc() && end == piece.data() + piece.size() ? number : -1;
}

int month_of(std::string_view piece) {
  if (piece.size() < 3) {
    return 0;
  }
  const auto found = std::ranges::find(kMonths, piece.substr(0, 3));
  return found == kMonths.end() ? 0 : static_cast<int>(found - kMonths.begin()) + 1;
}

bool is_year(int number) {
  return number >= kFirstYear && number <= kLastYear;
}

/// What stands in a date, in the order in which it stands.
struct DateParts {
  std::vector<int> numbers = {};
  int month = 0;
  bool is_circa = false;
  bool is_foreign = false;  ///< A word that belongs to no date.
};

DateParts parts_of(std::string_view text) {
  DateParts parts;
  for (const std::string& piece : pieces_of(text)) {
    if (is_digit(piece.front())) {
      parts.numbers.push_back(number_of(piece));
    } else if (const int month = month_of(piece); month != 0) {
      parts.month = parts.month == 0 ? month : parts.month;
    } else if (piece == "circa" || piece == "approximately" || piece == "about" || piece == "c" || piece == "ca") {
      parts.is_circa = true;
    } else if (piece == "dd" || piece == "mm") {
      parts.numbers.push_back(0);
    } else if (piece != "to" && piece != "between" && piece != "and" && piece != "t" && piece != "z") {
      parts.is_foreign = true;
    }
  }
  return parts;
}

// Where the second number cannot be what the order says, the other way round.
void set_day_and_month(PartyDate& date, int day, int month) {
  if (month > 12 && day <= 12) {
    std::swap(day, month);
  }
  if (day <= 31 && month <= 12) {
    date.day = month == 0 ? 0 : day;
    date.month = month;
  }
}

}  // namespace

PartyDate parse_party_date(std::string_view text, DateOrder order) {
  PartyDate date{.text = std::string(trim(text))};
  const DateParts parts = parts_of(date.text);
  const std::vector<int>& numbers = parts.numbers;
  if (numbers.empty() || parts.is_foreign) {
    return date;
  }
  date.is_circa = parts.is_circa;
  const auto num_years = std::ranges::count_if(numbers, is_year);
  if (num_years == 0) {
    return date;
  }
  if (num_years >= 2) {  // a span: its first and last year
    std::vector<int> years;
    std::ranges::copy_if(numbers, std::back_inserter(years), is_year);
    date.year = *std::ranges::min_element(years);
    date.until_year = *std::ranges::max_element(years);
    if (date.year == date.until_year) {
      date.until_year = 0;
    }
    return date;
  }
  date.year = *std::ranges::find_if(numbers, is_year);
  if (parts.month != 0) {
    date.month = parts.month;
    if (numbers.size() == 2 && numbers.front() != date.year) {
      date.day = numbers.front() >= 1 && numbers.front() <= 31 ? numbers.front() : 0;
    }
    return date;
  }
  if (numbers.size() < 3) {
    if (numbers.size() == 2 && numbers.front() == date.year && numbers[1] <= 12) {
      date.month = numbers[1];
    }
    return date;
  }
  if (numbers.front() == date.year) {
    set_day_and_month(date, numbers[2], numbers[1]);
  } else if (order == DateOrder::kDayFirst) {
    set_day_and_month(date, numbers[0], numbers[1]);
  } else {
    set_day_and_month(date, numbers[1], numbers[0]);
  }
  return date;
}

std::string iso_text(const PartyDate& date) {
  if (date.year == 0) {
    return {};
  }
  std::string text = fmt::format("{}{:04d}", date.is_circa ? "~" : "", date.year);
  if (date.until_year != 0) {
    return text + fmt::format("/{:04d}", date.until_year);
  }
  if (date.month != 0) {
    text += fmt::format("-{:02d}", date.month);
    if (date.day != 0) {
      text += fmt::format("-{:02d}", date.day);
    }
  }
  return text;
}

}  // namespace portolan::parties
