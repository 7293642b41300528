#include "xlsx_format.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/xml.hpp"

namespace portolan::formats {
namespace {

// Number formats that every workbook has, by their number: dates and times of ECMA-376 part 1,
// 18.8.30, those of East Asian languages included.
bool is_builtin_date(std::int64_t format) {
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
         (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

std::int64_t integer_attribute(const XmlEvent& event, std::string_view name) {
  const std::string* text = event.attribute(name);
  return text == nullptr ? 0 : parse_integer(*text).value_or(0);
}

void append_utf8_unit(std::string& out, unsigned unit) {
  if (unit < 0x80) {
    out += static_cast<char>(unit);
  } else if (unit < 0x800) {
    out += static_cast<char>(0xC0U | unit >> 6U);
    out += static_cast<char>(0x80U | (unit & 0x3FU));
  } else {
    out += static_cast<char>(0xE0U | unit >> 12U);
    out += static_cast<char>(0x80U | (unit >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (unit & 0x3FU));
  }
}

}  // namespace

std::vector<std::string> read_shared_texts(ByteSource& xml, std::size_t max_bytes) {
  XmlReader reader(xml);
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  bool is_text = false;
  int phonetic_depth = 0;  // readings of Chinese and Japanese text are no part of it
  while (const XmlEvent* event = reader.next()) {
    const bool is_start = event->kind == XmlEvent::Kind::kStart;
    if (event->kind == XmlEvent::Kind::kText) {
      if (is_text && phonetic_depth == 0 && !texts.empty()) {
        texts.back() += event->text;
        bytes += event->text.size();
      }
    } else if (event->name == "si") {
      if (is_start) {
        texts.emplace_back();
        bytes += sizeof(std::string);
      } else if (!texts.empty()) {
        texts.back() = unescaped(texts.back());
      }
    } else if (event->name == "t") {
      is_text = is_start;
    } else if (event->name == "rPh") {
      phonetic_depth += is_start ? 1 : -1;
    }
    if (bytes > max_bytes) {
      throw bad_data(
          "{}: expected shared texts of at most {} bytes, got more", xml.name(), max_bytes
      );
    }
  }
  return texts;
}

std::vector<bool> read_date_styles(ByteSource& xml) {
  constexpr std::size_t kMaxStyles = 100'000;
  XmlReader reader(xml);
  std::map<std::int64_t, bool> own_formats;
  std::vector<bool> styles;
  bool is_in_cell_styles = false;
  while (const XmlEvent* event = reader.next()) {
    const bool is_start = event->kind == XmlEvent::Kind::kStart;
    if (event->name == "cellXfs") {
      is_in_cell_styles = is_start;
    } else if (event->name == "numFmt" && is_start) {
      const std::string* code = event->attribute("formatCode");
      own_formats[integer_attribute(*event, "numFmtId")] = code != nullptr && is_date_format(*code);
    } else if (event->name == "xf" && is_start && is_in_cell_styles) {
      const std::int64_t format = integer_attribute(*event, "numFmtId");
      const auto own = own_formats.find(format);
      styles.push_back(own == own_formats.end() ? is_builtin_date(format) : own->second);
    }
    if (styles.size() > kMaxStyles || own_formats.size() > kMaxStyles) {
      throw bad_data("{}: expected at most {} cell styles, got more", xml.name(), kMaxStyles);
    }
  }
  return styles;
}

bool is_date_format(std::string_view format) {
  bool is_quoted = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c == '"') {
      is_quoted = !is_quoted;
    } else if (is_quoted) {
      continue;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;  // the next character is a letter, a width or a filler
    } else if (c == '[') {
      const std::size_t end = std::min(format.find(']', i), format.size() - 1);
      const std::string inner = to_ascii_lower(format.substr(i + 1, end - i - 1));
      if (!inner.empty() && inner.find_first_not_of("hms") == std::string::npos) {
        return true;  // [h] and the like: hours that pass
      }
      i = end;
    } else if (std::string_view("dmyhsDMYHS").find(c) != std::string_view::npos) {
      return true;
    } else if (c == ';') {
      return false;  // only the form of positive numbers counts
    }
  }
  return false;
}

std::optional<std::size_t> column_of_place(std::string_view place) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (; letters < place.size() && place[letters] >= 'A' && place[letters] <= 'Z'; ++letters) {
    if (letters == 4) {
      return std::nullopt;
    }
    column = column * 26 + static_cast<std::size_t>(place[letters] - 'A') + 1;
  }
  return letters == 0 ? std::nullopt : std::optional(column - 1);
}

std::optional<std::string> date_text(double days, bool is_1904) {
  constexpr std::int64_t kSecondsOfDay = 86'400;
  constexpr double kMaxDays = 2'958'466.0;  // the year 10,000
  if (!(days >= 0.0 && days < kMaxDays)) {
    return std::nullopt;
  }
  const auto seconds = static_cast<std::int64_t>(std::llround(days * kSecondsOfDay));
  const std::int64_t second = seconds % kSecondsOfDay;
  std::int64_t day = seconds / kSecondsOfDay;
  const std::string time =
      fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  if (day == 0 && !is_1904) {
    return time;
  }
  // Excel takes 1900 for a leap year: its day 60 does not exist, and the days before it are one
  // off.
  if (!is_1904 && day < 60) {
    ++day;
  }
  // Days since 1970-01-01 to a date, after H. Hinnant, "chrono-compatible low-level date
  // algorithms".
  const std::int64_t since_epoch = day - (is_1904 ? 24'107 : 25'569);
  const std::int64_t shifted = since_epoch + 719'468;
  const std::int64_t era = shifted / 146'097;
  const std::int64_t day_of_era = shifted % 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const std::int64_t month = month_from_march + (month_from_march < 10 ? 3 : -9);
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  if (year > 9999) {
    return std::nullopt;
  }
  const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day_of_month);
  return second == 0 ? date : date + "T" + time;
}

std::string number_text(double number) {
  if (number == 0.0) {
    return "0";
  }
  const bool is_plain = std::abs(number) < 1e15 && std::abs(number) >= 1e-7;
  char buffer[400];
  const auto result =
      is_plain ? std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed)
               : std::to_chars(buffer, buffer + sizeof buffer, number);
  return {buffer, result.ptr};
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view escape = text.substr(i, 7);
    unsigned unit = 0;
    if (escape.size() == 7 && escape.starts_with("_x") && escape[6] == '_') {
      const auto parsed = std::from_chars(escape.data() + 2, escape.data() + 6, unit, 16);
      const bool is_character = unit > 0 && (unit < 0xD800 || unit > 0xDFFF);
      if (parsed.ec == std::errc{} && parsed.ptr == escape.data() + 6 && is_character) {
        append_utf8_unit(result, unit);
        i += 6;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

}  // namespace portolan::formats
