#pragma once

#include <cstdint>
#include <filesystem>

namespace portolan::bench {

/// Imports every list at hand into a workspace of its own, then loads them for screening: time,
/// processor time and peak memory of each, in a process of its own.
void print_list_loading(const std::filesystem::path& lists);

/// Writes a file of OFAC's advanced form of at least so many bytes, reads it, and prints time and
/// peak memory beside the size.
void print_advanced_reading(std::int64_t mebibytes);

}  // namespace portolan::bench
