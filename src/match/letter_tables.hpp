#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portolan::match {

/// What the tables of data/names say of letters.
class LetterTables {
 public:
  struct Letter {
    /// ASCII; "-ya" joins the syllable before; empty for marks that are left out.
    std::string_view latin;
    /// ISO 15924 ("Cyrl"), "digit" for digits.
    std::string_view script;
  };

  LetterTables();

  [[nodiscard]] std::optional<Letter> letter(char32_t point) const;
  /// The letter in a language ("Cyrl-uk"), or in general where it has no reading of its own.
  [[nodiscard]] std::optional<Letter> letter(char32_t point, std::string_view language) const;
  /// The Mandarin reading of a Chinese character; empty if there is none.
  [[nodiscard]] std::string_view pinyin(char32_t point) const;

 private:
  std::unordered_map<char32_t, Letter> letters_;
  std::unordered_map<char32_t, std::unordered_map<std::string_view, Letter>> by_language_;
  std::unordered_map<char32_t, std::string_view> pinyin_;
};

/// The tables, built at the first call; safe to call concurrently.
[[nodiscard]] const LetterTables& letter_tables();

}  // namespace portolan::match
