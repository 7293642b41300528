#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "portolan/match/name.hpp"

namespace portolan::bench {

/// A name of a list with the entity it belongs to.
struct ListName {
  std::string entity;
  std::string text;
  match::NameKind kind = match::NameKind::kUnknown;
};

/// Reads names and aliases of OFAC's list as sdn.csv.gz and alt.csv.gz in `folder`: enough of the
/// format to measure on, no reader of lists.
[[nodiscard]] std::vector<ListName> read_ofac_names(const std::filesystem::path& folder);

/// Prepares them.
[[nodiscard]] std::vector<match::Name> prepare_all(const std::vector<ListName>& list);

}  // namespace portolan::bench
