#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// A code of the Harmonized System or of a national list built on it: 2 to 10 digits, leading zeros
/// kept. Level 0, text "TOTAL", stands for all goods. Special codes with letters ("9999AA") are no
/// HS codes: sources keep them apart.
class HsCode {
 public:
  /// All goods.
  HsCode() = default;

  /// Returns the code for 2, 4, 6, 8 or 10 digits, or for "TOTAL"; nothing for any other text.
  [[nodiscard]] static std::optional<HsCode> parse(std::string_view text);

  /// The number of digits: 0 (all goods), 2 (chapter), 4 (heading), 6 (subheading), 8 or 10.
  [[nodiscard]] int level() const noexcept { return size_; }
  [[nodiscard]] std::string_view text() const noexcept;
  [[nodiscard]] std::string to_string() const { return std::string(text()); }

  /// Returns the code cut to `level` digits; the code itself if it is no longer than that.
  [[nodiscard]] HsCode prefix(int level) const;

  /// Tells whether `other` is this code or lies below it; "TOTAL" covers every code.
  [[nodiscard]] bool covers(const HsCode& other) const;

  auto operator<=>(const HsCode&) const = default;

 private:
  std::array<char, 10> digits_{};
  std::uint8_t size_ = 0;
};

/// Editions of the Harmonized System, named by the year they entered into force.
enum class HsEdition : std::uint8_t {
  kHs1992,
  kHs1996,
  kHs2002,
  kHs2007,
  kHs2012,
  kHs2017,
  kHs2022
};

/// Returns "HS1992" to "HS2022": the form used in every table and output.
[[nodiscard]] std::string_view to_string(HsEdition edition);

/// Returns the edition for "HS2017", "H5" (Comtrade), "HS17" (CEPII) or "2017".
[[nodiscard]] std::optional<HsEdition> parse_hs_edition(std::string_view text);

/// Returns the edition in force in `year` where a country adopts each at once, as the European
/// Union does: HS2022 from 2022, HS2017 from 2017 and so on; HS1992 for all earlier years.
[[nodiscard]] HsEdition hs_edition_in_force(int year);

}  // namespace portolan

template <>
struct std::hash<portolan::HsCode> {
  std::size_t operator()(const portolan::HsCode& code) const noexcept {
    return std::hash<std::string_view>{}(code.text());
  }
};
