#pragma once

#include <filesystem>

namespace portolan::bench {

/// Prints data/screening/address_words.csv from the addresses of OFAC's list: the words that at
/// least one in five hundred has, with their share, most frequent first.
void print_address_shares(const std::filesystem::path& lists);

}  // namespace portolan::bench
