#include "portolan/linkage/records.hpp"

#include <chrono>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/words.hpp"

namespace portolan::linkage {
namespace {

constexpr std::size_t kDateDigits = 8;

/// The eight digits of what has the form of a date, valid or not: "1971-06-24", "1971/06/24",
/// "1971.06.24", "19710624".
std::optional<std::string> date_digits(std::string_view text) {
  std::string digits;
  std::size_t num_marks = 0;
  for (const char character : trim(text)) {
    if (character >= '0' && character <= '9') {
      digits += character;
    } else if ((character == '-' || character == '/' || character == '.') && (digits.size() == 4 || digits.size() == 6)) {
      ++num_marks;
    } else {
      return std::nullopt;
    }
  }
  const bool is_date = digits.size() == kDateDigits && (num_marks == 0 || num_marks == 2);
  return is_date ? std::optional(digits) : std::nullopt;
}

std::optional<std::int32_t> parse_day(std::string_view text) {
  const auto digits = date_digits(text);
  if (!digits) {
    return std::nullopt;
  }
  const auto number = [&digits](std::size_t begin, std::size_t size) {
    return static_cast<int>(*parse_integer(digits->substr(begin, size)));
  };
  const auto date = std::chrono::year(number(0, 4)) /
                    std::chrono::month(static_cast<unsigned>(number(4, 2))) /
                    std::chrono::day(static_cast<unsigned>(number(6, 2)));
  if (!date.ok()) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

}  // namespace

std::string fold(std::string_view text) {
  if (const auto digits = date_digits(text)) {
    return *digits;
  }
  std::string result;
  for (const match::Word& word : match::words_of(text)) {
    if (!result.empty() && !word.is_glued) {
      result += ' ';
    }
    result += word.latin;
  }
  return result;
}

Records::Records(std::size_t num_columns) : columns_(num_columns) {
  for (Column& column : columns_) {
    column.values.emplace_back();
  }
}

void Records::add(std::span<const std::string> cells) {
  if (cells.size() != columns_.size()) {
    throw invalid_argument("record: expected {} cells, got {}", columns_.size(), cells.size());
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Column& column = columns_[i];
    const std::string folded = fold(cells[i]);
    if (folded.empty()) {
      column.of_record.push_back(kNoValue);
      continue;
    }
    const auto [found, is_new] =
        column.ids.emplace(folded, static_cast<ValueId>(column.values.size()));
    if (is_new) {
      const auto at = cells[i].find('@');
      column.values.push_back(
          {.folded = folded,
           .user_part =
               at == std::string::npos ? "" : fold(std::string_view(cells[i]).substr(0, at)),
           .day = parse_day(cells[i])}
      );
    }
    ++column.values[found->second].count;
    ++column.num_present;
    column.of_record.push_back(found->second);
  }
  ++num_records_;
}

std::optional<ValueId> Records::find(std::size_t column, const std::string& folded) const {
  const auto found = columns_[column].ids.find(folded);
  return found == columns_[column].ids.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace portolan::linkage
