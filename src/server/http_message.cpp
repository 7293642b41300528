#include "http_message.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "portolan/base/text.hpp"

namespace portolan::server {
namespace {

std::optional<char> byte_of_hex(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) {
    return std::nullopt;
  }
  return static_cast<char>(static_cast<unsigned char>(value));
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~:").find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const auto byte = byte_of_hex(text.substr(i + 1, 2));
      if (!byte) {
        return std::nullopt;
      }
      c = *byte;
      i += 2;
    } else if (c == '+' && plus_is_blank) {
      c = ' ';
    }
    decoded += c;
  }
  if (!is_utf8(decoded) || std::ranges::any_of(decoded, is_control)) {
    return std::nullopt;
  }
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return encoded;
}

std::string read_target(std::string_view target, Request& request) {
  const auto question = target.find('?');
  const std::string_view path = target.substr(0, question);
  if (path.empty() || path.front() != '/') {
    return "path: expected one that begins with a slash";
  }
  request.path = path;
  for (const std::string_view piece : split(path.substr(1), '/')) {
    const auto segment = percent_decoded(piece, false);
    if (!segment || *segment == "." || *segment == "..") {
      return "path: expected UTF-8 without control characters, dots or broken % codes";
    }
    request.segments.push_back(*segment);
  }
  if (question == std::string_view::npos || question + 1 == target.size()) {
    return "";
  }
  for (const std::string_view piece : split(target.substr(question + 1), '&')) {
    const auto equals = piece.find('=');
    const auto name = percent_decoded(piece.substr(0, equals), true);
    const auto value = percent_decoded(
        equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), true
    );
    if (!name || !value) {
      return "query: expected UTF-8 without control characters or broken % codes";
    }
    if (!piece.empty()) {
      request.query.emplace_back(*name, *value);
    }
  }
  return "";
}

}  // namespace portolan::server
