#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/parties/list_reader.hpp"
#include "scratch_folder.hpp"

namespace portolan::parties {

struct ReadList {
  std::vector<ListFile> files;
  std::vector<ListedParty> parties;
  std::vector<EntryChange> changes;
  ListReading reading;
};

/// Writes the files (name, content), recognises and reads them as one list.
inline ReadList read_list(std::initializer_list<std::pair<std::string, std::string_view>> files) {
  const store::ScratchFolder folder;
  ReadList list;
  for (const auto& [name, text] : files) {
    const auto path = folder.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    for (ListFile& file : recognise_list_files(path)) {
      list.files.push_back(std::move(file));
    }
  }
  SilentProgress progress;
  list.reading = read_party_list(
      list.files,
      [&](ListedParty&& party, EntryChange change) {
        list.parties.push_back(std::move(party));
        list.changes.push_back(change);
      },
      progress
  );
  return list;
}

/// "primary ABBAS, Abu", "alias Zaydan weak".
inline std::vector<std::string> names_of(const ListedParty& party) {
  std::vector<std::string> names;
  for (const PartyName& name : party.names) {
    names.push_back(
        std::string(to_string(name.role)) + " " + name.text + (name.is_weak ? " weak" : "")
    );
  }
  return names;
}

/// "Passport X1 KGZ".
inline std::vector<std::string> identifiers_of(const ListedParty& party) {
  std::vector<std::string> identifiers;
  for (const PartyIdentifier& one : party.identifiers) {
    identifiers.push_back(
        one.type + " " + one.number + (one.country.empty() ? "" : " " + one.country)
    );
  }
  return identifiers;
}

/// "nationality RUS".
inline std::vector<std::string> countries_of(const ListedParty& party) {
  std::vector<std::string> countries;
  for (const PartyCountry& one : party.countries) {
    countries.push_back(std::string(to_string(one.role)) + " " + one.country);
  }
  return countries;
}

inline std::vector<std::string> addresses_of(const ListedParty& party) {
  std::vector<std::string> addresses;
  for (const PartyAddress& one : party.addresses) {
    addresses.push_back(one.text + (one.country.empty() ? "" : " = " + one.country));
  }
  return addresses;
}

inline std::vector<std::string> birth_dates_of(const ListedParty& party) {
  std::vector<std::string> dates;
  for (const PartyDate& date : party.birth_dates) {
    dates.push_back(iso_text(date));
  }
  return dates;
}

inline std::string detail_of(const ListedParty& party, std::string_view key) {
  for (const PartyDetail& detail : party.details) {
    if (detail.key == key) {
      return detail.value;
    }
  }
  return {};
}

}  // namespace portolan::parties
