#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::formats {

/// Returns how many columns of a terminal `text` takes: 2 for wide East Asian characters and
/// emoji, 0 for combining and zero-width characters, else 1. `text` is UTF-8; a byte that is not
/// counts 1. Unicode Standard Annex 11 (East Asian Width), by the tables of ICU.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Returns `text` if it is at most `width` columns wide, else as much of it as fits before "…".
/// Combining characters stay with their letter. `width` is at least 1.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

/// Returns `text` in lines of at most `width` columns, broken at blanks where that is possible;
/// one empty line for empty text.
[[nodiscard]] std::vector<std::string> wrap_to_width(std::string_view text, std::size_t width);

/// Returns `text` such that a terminal shows it and does nothing else: control characters, bytes
/// that are not UTF-8 and characters that turn the writing direction are written as escapes
/// ("\n", "\x1B", "\u202E").
[[nodiscard]] std::string make_printable(std::string_view text);

}  // namespace portolan::formats
