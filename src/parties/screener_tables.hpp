#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "portolan/match/name_index.hpp"
#include "portolan/parties/address_match.hpp"
#include "portolan/parties/screener.hpp"

namespace portolan::parties {

/// What qualifies a hit of an entry.
struct EntryFacts {
  std::vector<std::string> countries = {};
  std::vector<PartyDate> births = {};
  std::size_t num_identifiers = 0;
};

/// Whose name the index's name of the same number is.
struct ListedName {
  std::uint32_t entry = 0;
  bool is_weak = false;
};

/// Whose address or identifier it is, as the list writes it.
struct ListedText {
  std::uint32_t entry = 0;
  std::string text = {};
};

struct Screener::Tables {
  std::vector<ScreenedEntry> entries;
  std::vector<EntryFacts> facts;
  match::NameIndex names;
  std::vector<ListedName> listed_names;
  AddressIndex addresses;
  std::vector<ListedText> listed_addresses;
  std::unordered_map<std::string, std::vector<ListedText>> identifiers;
};

}  // namespace portolan::parties
