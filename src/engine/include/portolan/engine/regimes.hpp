#pragma once

#include <string>
#include <vector>

namespace portolan::engine {

/// Something that a regime says.
struct RegimeRow {
  std::string regime;
  /// "title", "destination", "list", "controlled_since", "hs_edition", "controlling",
  /// "customs_union", "min_value_usd", "suspected_hub" or "fact".
  std::string about;
  std::string value;  ///< A country by ISO3, a list, a date, a number.
  std::string what = {};
  std::string source = {};
};

/// Returns what the shipped regimes say, or one of them, or the one in a TOML file
/// (docs/data/regimes.md). Throws `Error` as `goods::find_regime` does.
[[nodiscard]] std::vector<RegimeRow> regimes(const std::string& name_or_file);

}  // namespace portolan::engine
