#include "portolan/formats/text_encoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "icu_converter.hpp"
#include "portolan/base/text.hpp"

namespace portolan::formats {
namespace {

struct NamedEncoding {
  std::string_view name;
  TextEncoding encoding;
};

// The first name of each is the one that is shown.
constexpr std::array kNames{
    NamedEncoding{"utf-8", TextEncoding::kUtf8},
    NamedEncoding{"utf8", TextEncoding::kUtf8},
    NamedEncoding{"utf-8-sig", TextEncoding::kUtf8},
    NamedEncoding{"ascii", TextEncoding::kUtf8},
    NamedEncoding{"us-ascii", TextEncoding::kUtf8},
    NamedEncoding{"utf-16le", TextEncoding::kUtf16Le},
    NamedEncoding{"utf-16", TextEncoding::kUtf16Le},
    NamedEncoding{"utf16", TextEncoding::kUtf16Le},
    NamedEncoding{"utf-16be", TextEncoding::kUtf16Be},
    NamedEncoding{"gb18030", TextEncoding::kGb18030},
    NamedEncoding{"gbk", TextEncoding::kGb18030},
    NamedEncoding{"gb2312", TextEncoding::kGb18030},
    NamedEncoding{"cp936", TextEncoding::kGb18030},
    NamedEncoding{"windows-1251", TextEncoding::kWindows1251},
    NamedEncoding{"cp1251", TextEncoding::kWindows1251},
    NamedEncoding{"latin-1", TextEncoding::kLatin1},
    NamedEncoding{"latin1", TextEncoding::kLatin1},
    NamedEncoding{"iso-8859-1", TextEncoding::kLatin1},
    NamedEncoding{"windows-1252", TextEncoding::kLatin1},
    NamedEncoding{"cp1252", TextEncoding::kLatin1},
};

unsigned char byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

// Returns `text` without a character that its end cuts.
std::string_view without_cut_character(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const unsigned char byte = byte_at(text, text.size() - back);
    if (byte >= 0xC0) {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      return length > back ? text.substr(0, text.size() - back) : text;
    }
    if (byte < 0x80) {
      break;
    }
  }
  return text;
}

std::string_view first_lines(std::string_view text, int count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) {
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  }
  return text.substr(0, end);
}

// Chinese by its commonest characters: in GB 2312 level 1, 3,755 of them, lead bytes are B0 to D7
// and trail bytes A1 to FE.
bool is_mostly_common_chinese(std::string_view text) {
  std::size_t common = 0;
  std::size_t other = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char lead = byte_at(text, i);
    if (lead < 0x80) {
      continue;
    }
    const unsigned char trail = i + 1 < text.size() ? byte_at(text, i + 1) : 0;
    const bool is_common = lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1 && trail != 0xFF;
    const bool is_mark = lead >= 0xA1 && lead <= 0xA3 && trail >= 0xA1;
    (is_common ? common : other) += is_mark ? 0U : 1U;
    ++i;
  }
  return common > 4 * other;
}

bool has_words_of_chinese_tables(std::string_view head) {
  const std::string decoded = decoded_text(first_lines(head, 20), TextEncoding::kGb18030);
  constexpr std::array<std::string_view, 6> kWords{"年月", "编码", "名称", "数量", "商品", "贸易"};
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    return decoded.find(word) != std::string::npos;
  });
}

// Cyrillic words are letters of windows-1251 (C0 to FF, Ё, ё and the Kazakh and Ukrainian ones) in
// a row; accented letters of western languages stand alone among ASCII letters.
bool is_cyrillic(std::string_view text) {
  std::size_t in_rows = 0;
  std::size_t high = 0;
  const auto is_letter = [](unsigned char byte) {
    constexpr std::string_view kOthers =
        "\xA8\xB8\xAA\xBA\xAF\xBF\xB2\xB3\xA1\xA2\xBD\xBE\x8D\x9D\x8C\x9C";
    return byte >= 0xC0 || kOthers.find(static_cast<char>(byte)) != std::string_view::npos;
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_letter(byte_at(text, end))) {
      ++end;
    }
    const std::size_t length = end - i;
    in_rows += length >= 2 ? length : 0;
    high += length > 0 ? length : (byte_at(text, i) >= 0x80 ? 1U : 0U);
    i = std::max(end, i + 1);
  }
  return in_rows * 20 >= high * 17;
}

}  // namespace

std::string_view to_string(TextEncoding encoding) {
  return std::ranges::find(kNames, encoding, &NamedEncoding::encoding)->name;
}

std::optional<TextEncoding> parse_text_encoding(std::string_view name) {
  const std::string wanted = to_ascii_lower(trim(name));
  const auto* found = std::ranges::find(kNames, wanted, &NamedEncoding::name);
  return found == kNames.end() ? std::nullopt : std::optional(found->encoding);
}

EncodingGuess guess_encoding(std::string_view head) {
  using enum TextEncoding;
  if (head.starts_with("\xEF\xBB\xBF")) {
    return {.encoding = kUtf8, .mark_bytes = 3};
  }
  if (head.starts_with("\xFF\xFE")) {
    return {.encoding = kUtf16Le, .mark_bytes = 2};
  }
  if (head.starts_with("\xFE\xFF")) {
    return {.encoding = kUtf16Be, .mark_bytes = 2};
  }
  if (head.starts_with("\x84\x31\x95\x33")) {
    return {.encoding = kGb18030, .mark_bytes = 4};
  }
  return guess_without_mark(head);
}

EncodingGuess guess_without_mark(std::string_view head) {
  using enum TextEncoding;
  if (std::ranges::all_of(head, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return {.encoding = kUtf8, .is_ascii = true};
  }
  if (is_utf8(without_cut_character(head))) {
    return {.encoding = kUtf8};
  }
  if (has_words_of_chinese_tables(head)) {
    return {.encoding = kGb18030};
  }
  if (is_cyrillic(head)) {
    return {.encoding = kWindows1251};
  }
  if (is_mostly_common_chinese(head)) {
    return {.encoding = kGb18030};
  }
  return {.encoding = kLatin1, .is_doubtful = true};
}

std::optional<std::string> repair_mojibake(std::string_view text) {
  if (!is_utf8(text)) {
    return std::nullopt;
  }
  const std::optional<std::string> bytes = encoded_as_latin1(text);
  const bool has_letter = bytes && std::ranges::any_of(*bytes, [](char c) {
                            return static_cast<unsigned char>(c) >= 0x80;
                          });
  return has_letter && is_utf8(*bytes) ? bytes : std::nullopt;
}

}  // namespace portolan::formats
