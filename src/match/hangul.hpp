#pragma once

#include <string>

namespace portolan::match {

/// Tells whether `point` is a composed syllable of Hangul.
[[nodiscard]] bool is_hangul(char32_t point);

/// Returns a syllable as Koreans usually write it in names: near the Revised Romanization, with k,
/// t, p for plain stops at the beginning and without the marks of McCune and Reischauer.
[[nodiscard]] std::string hangul_to_latin(char32_t point);

/// Returns a Korean family name of one syllable as its bearers write it ("Lee"); empty where that
/// is how `hangul_to_latin` reads it.
[[nodiscard]] std::string korean_family_name(char32_t point);

}  // namespace portolan::match
