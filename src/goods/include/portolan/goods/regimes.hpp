#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/countries.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/goods/lists.hpp"

namespace portolan::goods {

/// What is known of a regime, with who says so.
struct RegimeFact {
  std::string date;  ///< "2022-02-24", or "2022-08" where the day is not known.
  std::string what;
  std::string source;
};

/// A place that a public source names as a point of transshipment.
struct SuspectedHub {
  CountryCode place;
  std::string source;
};

/// Controls on goods to some destinations: who must not get what, since when, and who controls it
/// (docs/data/regimes.md).
struct Regime {
  std::string name;  ///< "russia"; for a file its name without the ending.
  std::string title = {};
  std::vector<CountryCode> destinations = {};  ///< At least one.
  /// Lists by which goods count as controlled, where they are known.
  std::vector<std::string> lists = {};
  HsEdition edition = HsEdition::kHs2022;
  /// When goods came under control of which no list says it; a day.
  std::string controlled_since = {};
  /// Countries that control the goods themselves: no hubs.
  std::vector<CountryCode> controlling = {};
  /// Groups of countries among which trade may go unrecorded.
  std::vector<std::vector<CountryCode>> customs_unions = {};
  /// A leg that is smaller than this in a year after the date is not tested.
  double min_value_usd = 100'000.0;
  std::vector<SuspectedHub> suspected_hubs = {};
  std::vector<RegimeFact> facts = {};
};

/// Reads a regime from TOML; `name` is for messages and for the regime. Throws `Error` (kBadData)
/// with file, line and key.
[[nodiscard]] Regime parse_regime(std::string_view toml, std::string_view name);

/// Returns the regimes that the program ships, by name.
[[nodiscard]] std::span<const Regime> shipped_regimes();

/// Returns the shipped regime of a name, or the one in a file whose name ends in ".toml". Throws
/// `Error`: kInvalidArgument with the nearest names, and as `parse_regime` and `read_file` do.
[[nodiscard]] Regime find_regime(const std::string& name_or_file);

/// Returns the shipped regime that has the destination; "russia" where none has.
[[nodiscard]] const Regime& regime_of(CountryCode destination);

/// Returns the lists that count in a regime: those that it names, and those that no shipped regime
/// names, which are a user's own; with the regime's default date.
[[nodiscard]] ListCatalogue lists_of(const Regime& regime, ListCatalogue lists);

}  // namespace portolan::goods
