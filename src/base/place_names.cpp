#include "place_names.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "portolan/base/text.hpp"

namespace portolan {
namespace {

// Base letters of U+00C0 to U+00FF and of U+0100 to U+017F.
constexpr std::string_view kLatin1Letters =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";
constexpr std::string_view kLatinExtendedLetters =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin1Letters.size() == 64 && kLatinExtendedLetters.size() == 128);

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords = {{
    {"the", ""},
    {"st", "saint"},
    {"isds", "islands"},
    {"isd", "island"},
    {"rep", "republic"},
    {"dem", "democratic"},
}};

// Takes the first code point off `text`, which is well-formed UTF-8 and not empty.
std::uint32_t take_code_point(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  std::size_t size = 1;
  std::uint32_t value = lead;
  if (lead >= 0xF0) {
    size = 4;
    value = lead & 0x07U;
  } else if (lead >= 0xE0) {
    size = 3;
    value = lead & 0x0FU;
  } else if (lead >= 0xC0) {
    size = 2;
    value = lead & 0x1FU;
  }
  for (std::size_t i = 1; i < size; ++i) {
    value = (value << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(size);
  return value;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto byte = [&text](std::uint32_t value) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(value)));
  };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0U | (code_point >> 6U));
    byte(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    byte(0xE0U | (code_point >> 12U));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  } else {
    byte(0xF0U | (code_point >> 18U));
    byte(0x80U | ((code_point >> 12U) & 0x3FU));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  }
}

std::string latin1_to_utf8(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    append_utf8(text, static_cast<unsigned char>(c));
  }
  return text;
}

bool is_within(std::uint32_t code_point, std::uint32_t first, std::uint32_t last) {
  return code_point >= first && code_point <= last;
}

// Returns the letter to compare by; ' ' for punctuation, 0 for marks that are dropped.
std::uint32_t fold(std::uint32_t c) {
  if (is_within(c, 0xFF01, 0xFF5E)) {
    c -= 0xFEE0;  // full-width forms of ASCII
  }
  if (is_within(c, 'A', 'Z')) {
    return c - 'A' + 'a';
  }
  if (is_within(c, 'a', 'z') || is_within(c, '0', '9')) {
    return c;
  }
  if (c < 0xC0 || is_within(c, 0x2000, 0x206F) || is_within(c, 0x3000, 0x303F)) {
    return ' ';
  }
  if (c <= 0xFF) {
    return static_cast<unsigned char>(kLatin1Letters[c - 0xC0]);
  }
  if (c <= 0x17F) {
    return static_cast<unsigned char>(kLatinExtendedLetters[c - 0x100]);
  }
  if (is_within(c, 0x300, 0x36F)) {
    return 0;
  }
  if (is_within(c, 0x410, 0x42F)) {
    c += 0x20;
  } else if (is_within(c, 0x400, 0x40F)) {
    c += 0x50;
  }
  constexpr std::uint32_t kIo = 0x451;
  constexpr std::uint32_t kIe = 0x435;
  return c == kIo ? kIe : c;
}

std::string fold_text(std::string_view text) {
  std::string folded;
  while (!text.empty()) {
    const std::uint32_t code_point = take_code_point(text);
    if (code_point == '&') {
      folded += " and ";
      continue;
    }
    const std::uint32_t letter = fold(code_point);
    if (letter != 0) {
      append_utf8(folded, letter);
    }
  }
  return folded;
}

std::string_view without_remark(std::string_view text) {
  const std::string lower = to_ascii_lower(text);
  for (const std::string_view mark : {"(incl.", "(excl."}) {
    const std::size_t position = lower.find(mark);
    if (position != std::string::npos && position > 0) {
      text = text.substr(0, position);
      return text;
    }
  }
  return text;
}

}  // namespace

std::string place_name_key(std::string_view text) {
  const std::string utf8 = is_utf8(text) ? std::string(text) : latin1_to_utf8(text);
  const std::string folded = fold_text(without_remark(utf8));
  std::string key;
  for (std::string_view word : split(folded, ' ')) {
    for (const auto& entry : kWords) {
      if (word == entry.first) {
        word = entry.second;
        break;
      }
    }
    if (!word.empty()) {
      key += key.empty() ? "" : " ";
      key += word;
    }
  }
  return key;
}

std::string repair_mojibake(std::string_view text) {
  if (!is_utf8(text)) {
    return std::string(text);
  }
  std::string bytes;
  for (std::string_view rest = text; !rest.empty();) {
    const std::uint32_t code_point = take_code_point(rest);
    if (code_point > 0xFF) {
      return std::string(text);
    }
    bytes.push_back(static_cast<char>(static_cast<unsigned char>(code_point)));
  }
  return is_utf8(bytes) ? bytes : std::string(text);
}

}  // namespace portolan
