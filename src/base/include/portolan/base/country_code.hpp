#pragma once

#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// A country or territory by its ISO 3166-1 alpha-3 letters ("KGZ"). Codes of statistics offices
/// are turned into this by `countries.hpp`; whether the letters name a country is decided there
/// too.
class CountryCode {
 public:
  /// Returns the code for exactly three ASCII letters, upper-cased; nothing for any other text.
  [[nodiscard]] static std::optional<CountryCode> parse(std::string_view text);

  [[nodiscard]] std::string_view iso3() const noexcept { return {letters_.data(), 3}; }
  [[nodiscard]] std::string to_string() const { return std::string(iso3()); }

  auto operator<=>(const CountryCode&) const = default;

 private:
  explicit CountryCode(std::array<char, 3> letters) : letters_(letters) {}
  std::array<char, 3> letters_;
};

}  // namespace portolan

template <>
struct std::hash<portolan::CountryCode> {
  std::size_t operator()(const portolan::CountryCode& code) const noexcept {
    return std::hash<std::string_view>{}(code.iso3());
  }
};
