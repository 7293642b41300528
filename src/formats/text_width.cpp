#include "portolan/formats/text_width.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace portolan::formats {
namespace {

constexpr std::string_view kEllipsis = "…";

struct Character {
  UChar32 code = -1;  // negative for a byte that is not UTF-8
  std::string_view bytes;
};

// Takes the first character off `rest`, which is not empty.
Character next_character(std::string_view& rest) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(rest.data());
  const auto size = static_cast<std::int32_t>(std::min<std::size_t>(rest.size(), U8_MAX_LENGTH));
  std::int32_t end = 0;
  Character character;
  U8_NEXT(data, end, size, character.code);
  const auto length = character.code < 0 ? std::size_t{1} : static_cast<std::size_t>(end);
  character.bytes = rest.substr(0, length);
  rest.remove_prefix(length);
  return character;
}

bool turns_direction(UChar32 code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0x200E || code == 0x200F || code == 0x061C;
}

std::size_t width_of(UChar32 code) {
  if (code < 0) {
    return 1;
  }
  constexpr UChar32 kSoftHyphen = 0xAD;
  const auto category = u_charType(code);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
      (category == U_FORMAT_CHAR && code != kSoftHyphen)) {
    return 0;
  }
  const auto east_asian = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// The longest beginning of `text` that is at most `width` wide, marks kept with their letter.
std::string_view prefix_of_width(std::string_view text, std::size_t width) {
  std::string_view rest = text;
  std::size_t used = 0;
  std::size_t length = 0;
  while (!rest.empty()) {
    const Character character = next_character(rest);
    used += width_of(character.code);
    if (used > width) {
      break;
    }
    length += character.bytes.size();
  }
  return text.substr(0, length);
}

std::string escape(const Character& character) {
  if (character.code < 0) {
    return fmt::format("\\x{:02X}", static_cast<unsigned char>(character.bytes.front()));
  }
  switch (character.code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  return character.code < 0x100
             ? fmt::format("\\x{:02X}", static_cast<std::uint32_t>(character.code))
             : fmt::format("\\u{:04X}", static_cast<std::uint32_t>(character.code));
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    width += width_of(next_character(text).code);
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  return std::string(prefix_of_width(text, width - 1)).append(kEllipsis);
}

std::vector<std::string> wrap_to_width(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (display_width(text) > width) {
    std::string_view line = prefix_of_width(text, width);
    if (line.empty()) {
      std::string_view rest = text;
      line = next_character(rest).bytes;  // a wide character in a column of width 1
    }
    std::size_t next = line.size();
    if (next < text.size() && text[next] != ' ') {
      const std::size_t blank = line.rfind(' ');
      if (blank != std::string_view::npos && blank > 0) {
        line = line.substr(0, blank);
        next = blank;
      }
    }
    lines.emplace_back(line.substr(0, line.find_last_not_of(' ') + 1));
    text.remove_prefix(std::min(text.find_first_not_of(' ', next), text.size()));
  }
  if (!text.empty() || lines.empty()) {
    lines.emplace_back(text);
  }
  return lines;
}

std::string make_printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const Character character = next_character(text);
    if (character.code < 0 || u_charType(character.code) == U_CONTROL_CHAR ||
        turns_direction(character.code)) {
      result += escape(character);
    } else {
      result += character.bytes;
    }
  }
  return result;
}

}  // namespace portolan::formats
