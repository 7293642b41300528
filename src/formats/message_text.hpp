#pragma once

#include <string>
#include <string_view>

namespace portolan::formats {

/// Returns `text` as a message quotes it: its first 80 bytes, cut between characters.
[[nodiscard]] inline std::string shortened(std::string_view text) {
  constexpr std::size_t kShown = 80;
  if (text.size() <= kShown) {
    return std::string(text);
  }
  std::size_t size = kShown;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) {
    --size;
  }
  return std::string(text.substr(0, size)) + "…";
}

}  // namespace portolan::formats
