#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Returns `text` without ASCII blanks and no-break spaces (U+00A0) at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Returns `text` with ASCII letters in lower or upper case; other bytes stay.
[[nodiscard]] std::string to_ascii_lower(std::string_view text);
[[nodiscard]] std::string to_ascii_upper(std::string_view text);

/// Tells whether two texts are equal but for the case of ASCII letters.
[[nodiscard]] bool is_equal_ignoring_case(std::string_view a, std::string_view b);

/// Returns the pieces of `text` between `separator`s; one empty piece for empty text.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Returns `parts` with `separator` between them.
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);

/// Returns the whole number that `text` is, an optional '-' and digits only; nothing otherwise.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// Returns the finite number that `text` is, in the form of C's decimal literals; nothing
/// otherwise.
[[nodiscard]] std::optional<double> parse_double(std::string_view text);

/// Tells whether `text` is well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Returns up to `count` of `candidates` closest to `text` by edit distance (insert, delete,
/// replace and swap cost 1; case ignored), nearest first, ties by text. Candidates further than
/// half the length of `text` are left out. O(candidates x length²).
[[nodiscard]] std::vector<std::string> nearest_names(
    std::string_view text,
    std::span<const std::string> candidates,
    std::size_t count = 3
);

/// Returns "nearest: A, B, C" for `nearest_names`, or empty text where nothing is near.
[[nodiscard]] std::string
nearest_hint(std::string_view text, std::span<const std::string> candidates, std::size_t count = 3);

}  // namespace portolan
