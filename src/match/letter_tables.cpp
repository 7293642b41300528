#include "letter_tables.hpp"

#include "embedded/match.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/words.hpp"

namespace portolan::match {
namespace {

/// The fields of a line, as views into the table, which lives as long as the program.
template <typename Use>
void for_each_line(std::string_view table, const Use& use) {
  bool is_header = true;
  for (const std::string_view line : split(table, '\n')) {
    if (line.empty() || line.front() == '#') {
      continue;
    }
    if (!is_header) {
      use(split(line, ','));
    }
    is_header = false;
  }
}

}  // namespace

LetterTables::LetterTables() {
  for_each_line(embedded::letters_csv, [this](const std::vector<std::string_view>& fields) {
    const bool has_language = fields[0].find('-') != std::string_view::npos;
    for (const char32_t point : code_points(fields[2])) {
      if (has_language) {
        by_language_[point][fields[0]] = {.latin = fields[1], .script = "Cyrl"};
      } else {
        letters_[point] = {.latin = fields[1], .script = fields[0]};
      }
    }
  });
  for_each_line(embedded::pinyin_csv, [this](const std::vector<std::string_view>& fields) {
    for (const char32_t point : code_points(fields[1])) {
      pinyin_[point] = fields[0];
    }
  });
}

std::optional<LetterTables::Letter> LetterTables::letter(char32_t point) const {
  const auto found = letters_.find(point);
  return found == letters_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<LetterTables::Letter> LetterTables::letter(char32_t point, std::string_view language)
    const {
  const auto found = by_language_.find(point);
  if (found != by_language_.end()) {
    const auto reading = found->second.find(language);
    if (reading != found->second.end()) {
      return reading->second;
    }
  }
  return letter(point);
}

std::string_view LetterTables::pinyin(char32_t point) const {
  const auto found = pinyin_.find(point);
  return found == pinyin_.end() ? std::string_view() : found->second;
}

const LetterTables& letter_tables() {
  static const LetterTables tables;
  return tables;
}

}  // namespace portolan::match
