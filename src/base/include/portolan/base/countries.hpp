#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/country_code.hpp"

namespace portolan {

/// What a code or label of a statistics office stands for.
enum class PlaceKind {
  kCountry,  ///< A country or territory with a code of its own.
  kWorld,    ///< All partners together.
  kRegion,   ///< A sum over countries (EU27, Asia, ASEAN).
  kSpecial,  ///< No country: not specified, stores and bunkers, free zones, secret, high seas.
};

/// A place as sources name it. `code` is there for countries and nothing else. `name` is this
/// table's own short name, whatever the source wrote: "Kyrgyzstan", "World", "EU27", "Not
/// specified".
struct Place {
  PlaceKind kind = PlaceKind::kSpecial;
  std::optional<CountryCode> code;
  std::string name;

  bool operator==(const Place&) const = default;
};

/// Code systems in which sources name places.
enum class PlaceScheme {
  kComtrade,  ///< M49 as Comtrade and CEPII bend it: 842 USA, 490 Taiwan, 757 Switzerland, 0 World.
  kIso2,      ///< ISO 3166-1 alpha-2, with Eurostat's EL, XK, XS, UK, Q-codes and aggregates.
  kIso3,      ///< ISO 3166-1 alpha-3, with Comtrade's W00, WLD, _X, and its S19 for Taiwan.
  kName,      ///< Names and labels as offices write them: English, French, Russian, Chinese.
  kCensus,    ///< The four-digit country list of the US Census Bureau (Schedule C).
  kGacc,      ///< The three-digit country list of China's customs.
};

/// Returns the place that `text` names in `scheme`; nothing where the table does not know it, so an
/// unknown label is never another country. Codes are compared without case and blanks at the ends,
/// Comtrade's also without leading zeros. Names are compared without case, accents, punctuation,
/// doubled blanks, "the" and a remark that begins with "(incl." or "(excl."; text that is not UTF-8
/// is taken as Latin-1, and UTF-8 once read as Latin-1 is put right. Safe to call concurrently.
/// O(1) in the size of the table; callers with many rows keep the answers by label.
[[nodiscard]] std::optional<Place> find_place(std::string_view text, PlaceScheme scheme);

/// Returns the country for ISO3, ISO2, Comtrade code or name, as users type them. Throws `Error`
/// (kInvalidArgument) with the nearest names as hint if none fits.
[[nodiscard]] CountryCode country_of_user_text(std::string_view text);

/// Returns the short English name ("Kyrgyzstan"); the letters themselves for a code without a name.
[[nodiscard]] std::string country_name(CountryCode code);

/// Returns all countries of the table that exist now, by ISO3. States that are gone (SUN, SCG, ANT,
/// …) resolve and have names, and are not among them.
[[nodiscard]] const std::vector<CountryCode>& all_countries();

/// A code under which Comtrade keeps a country, and the years for which it does as far as known.
struct ComtradeCode {
  int code = 0;
  std::optional<int> from_year;
  std::optional<int> until_year;

  bool operator==(const ComtradeCode&) const = default;
};

/// Returns Comtrade's codes of a country, the one in use first: 842, 841 and 840 for the United
/// States. Empty for a country that Comtrade does not keep.
[[nodiscard]] std::vector<ComtradeCode> comtrade_codes(CountryCode code);

/// Returns the countries of a named group, by ISO3: "EU27" (members since 2020), "EAEU", and "G7+"
/// (the 39 states of the export-control coalition in Supplement 3 to Part 746 of the US Export
/// Administration Regulations). Names are compared without case. Throws `Error` (kInvalidArgument)
/// with the known names as hint for any other.
[[nodiscard]] std::vector<CountryCode> country_group(std::string_view name);

}  // namespace portolan
