#pragma once

#include <string>
#include <vector>

#include "portolan/parties/party.hpp"

namespace portolan::parties {

/// The lists of an entry as JSON arrays, by column of the lake: names, addresses, identifiers,
/// birth_dates, countries, programmes, remarks, details. Empty text for an empty list.
struct PartyColumns {
  std::string names;
  std::string addresses;
  std::string identifiers;
  std::string birth_dates;
  std::string countries;
  std::string programmes;
  std::string remarks;
  std::string details;
};

[[nodiscard]] PartyColumns columns_of(const ListedParty& party);

/// Puts the lists back into `party`. Throws `Error` (kBadData) for text that is none of this kind.
void read_columns(const PartyColumns& columns, ListedParty& party);

/// Returns the SHA-256 over all that the entry says but its id and line, each list sorted: the same
/// for an entry whose items were merely put into another order.
[[nodiscard]] std::string content_sha256(const ListedParty& party);

/// The items of each list in words, for people and for deltas: "alias: AEROFLOT (weak)".
[[nodiscard]] std::vector<std::string> statements_of(const ListedParty& party);

}  // namespace portolan::parties
