#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan::match {

/// Returns what the usual ways to write one sound in Latin have in common, of ASCII lower case:
/// "shch", "sch" and "sh" are one, as are w and v, kh and h, double letters, y and i, ou and u.
/// Digits stay. Empty only for empty text.
[[nodiscard]] std::string sound_of(std::string_view latin);

/// Returns the consonants of a sound, with those merged that Arabic script does not tell apart or
/// that its readers write in several ways: p and b, v and f, k, g and q; w, y and h left out.
[[nodiscard]] std::string skeleton_of(std::string_view sound);

/// Returns which letters and digits occur in ASCII text: bit 0 for a, bit 26 for 0.
[[nodiscard]] std::uint64_t letters_of(std::string_view latin);

}  // namespace portolan::match
