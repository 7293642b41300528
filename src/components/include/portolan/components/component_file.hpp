#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/components/component.hpp"

namespace portolan::components {

/// A record that could not be read.
struct ComponentReject {
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
  std::string column = {};
  std::string reason = {};
  std::string value = {};
};

/// What a file of components holds. `records` is the sum of components and rejects.
struct ComponentFile {
  std::vector<Component> components;
  std::vector<ComponentReject> rejects;
  std::int64_t records = 0;
  /// What each column of the file became; empty for one that is not kept.
  std::vector<std::pair<std::string, std::string>> mapping;
  /// Records whose country is none that is known, by what was given ("UNK").
  std::map<std::string, std::int64_t> unknown_countries;
};

/// Returns the components in `text`, CSV in UTF-8 with a header, columns found by name
/// (docs/data/components.md). `name` is for messages. A record without maker and marking, with
/// another number of fields than the header, or with an id that was there before is a reject.
///
/// Throws `Error` (kBadData) for text without a table, and where neither a column of the marking
/// nor one of the part number is there, or none of the maker.
[[nodiscard]] ComponentFile read_components(std::string_view text, const std::string& name);

}  // namespace portolan::components
