#include "portolan/base/country_code.hpp"

#include <cstddef>

namespace portolan {

std::optional<CountryCode> CountryCode::parse(std::string_view text) {
  if (text.size() != 3) {
    return std::nullopt;
  }
  std::array<char, 3> letters{};
  for (std::size_t i = 0; i < 3; ++i) {
    const char c = text[i];
    if (c >= 'A' && c <= 'Z') {
      letters[i] = c;
    } else if (c >= 'a' && c <= 'z') {
      letters[i] = static_cast<char>(c - 'a' + 'A');
    } else {
      return std::nullopt;
    }
  }
  return CountryCode(letters);
}

}  // namespace portolan
