#pragma once

#include <optional>
#include <string>
#include <vector>

namespace portolan::engine {

/// A place that questions can name.
struct PlaceInfo {
  /// "country", "group" or "world".
  std::string kind;
  /// What questions call it: ISO3, or the name of the group.
  std::string place;
  std::string name;
  /// Comtrade's code (M49 as Comtrade bends it), the one in use; nothing where it keeps none.
  std::optional<int> comtrade = {};
  /// The countries of a group, by ISO3.
  std::vector<std::string> members = {};
};

/// Returns the world, the groups and the countries that exist now, each by its name in questions.
[[nodiscard]] std::vector<PlaceInfo> places();

}  // namespace portolan::engine
