#include "cursor.hpp"

#include <array>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/sha256.hpp"

namespace portolan::server {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// RFC 4648, section 5, without padding.
std::string base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int num_bits = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    num_bits += 8;
    while (num_bits >= 6) {
      num_bits -= 6;
      text += kDigits[(bits >> static_cast<unsigned>(num_bits)) & 0x3FU];
    }
  }
  if (num_bits > 0) {
    text += kDigits[(bits << static_cast<unsigned>(6 - num_bits)) & 0x3FU];
  }
  return text;
}

std::optional<std::string> bytes_of_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int num_bits = 0;
  for (const char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    num_bits += 6;
    if (num_bits >= 8) {
      num_bits -= 8;
      bytes += static_cast<char>((bits >> static_cast<unsigned>(num_bits)) & 0xFFU);
    }
  }
  return bytes;
}

}  // namespace

std::string question_key(std::string_view question) {
  return formats::sha256_of(question).substr(0, 16);
}

std::string encoded(const Cursor& cursor) {
  return base64url(fmt::format("{}.{}.{}", cursor.offset, cursor.question, cursor.snapshot));
}

Cursor decoded_cursor(const std::string& text) {
  const auto bytes = bytes_of_base64url(text);
  const auto pieces = split(bytes ? std::string_view(*bytes) : std::string_view(), '.');
  const auto offset = parse_integer(pieces.front());
  if (!bytes || pieces.size() != 3 || !offset || *offset < 0) {
    throw invalid_argument("cursor: expected one that an answer gave as next, got \"{}\"", text);
  }
  return {
      .offset = static_cast<std::size_t>(*offset),
      .question = std::string(pieces[1]),
      .snapshot = std::string(pieces[2])};
}

}  // namespace portolan::server
