#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace portolan::server {

/// Replaces `file` by `text`, whole or not at all, readable and writable for its owner only. Throws
/// `Error` (kUnavailable).
void write_private(const std::filesystem::path& file, std::string_view text);

/// Throws `Error` (kBadData) if others than the owner may write `file`, or, where `is_secret`, read
/// it.
void require_private(const std::filesystem::path& file, bool is_secret);

/// Returns `count` bytes of the system's randomness as hex digits.
[[nodiscard]] std::string random_hex(std::size_t count);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool is_same_secret(std::string_view a, std::string_view b);

}  // namespace portolan::server
