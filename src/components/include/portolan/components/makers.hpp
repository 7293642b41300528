#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/components/component.hpp"

namespace portolan::components {

/// Returns what the spellings of one maker have in common: words in lower-case ASCII without legal
/// forms, without what stands in brackets (an owner, a place, a short form), and without suppliers
/// and importers that a source writes behind ("Texas Instruments Suppliers JSC CHIP AND DIP").
/// Empty where the text says that the maker is not known.
[[nodiscard]] std::string maker_key(std::string_view maker);

/// A maker over all its spellings.
struct Maker {
  std::string key = {};
  /// The most frequent spelling, of those the first by letters.
  std::string name = {};
  std::vector<std::string> spellings = {};
  /// Countries given, ascending.
  std::vector<CountryCode> countries = {};
  std::int64_t num_components = 0;
  std::int64_t num_weapons = 0;
};

/// Returns the makers by components, most first, then by name. Components of unknown makers are not
/// among them.
[[nodiscard]] std::vector<Maker> makers_of(std::span<const Component> components);

/// How many components come from makers of a country.
struct CountryShare {
  /// Missing: the country is unknown.
  std::optional<CountryCode> country = {};
  std::int64_t num_components = 0;
  std::int64_t num_makers = 0;
  /// Of the components whose country is known; missing for the unknown.
  std::optional<double> share_of_known = {};
  /// Of all components: if none of the unknown are of this country, and if all are.
  double least_share = 0.0;
  double most_share = 0.0;
};

/// Returns the countries by components, most first, the unknown last. A country counts by the seat
/// that the source gives, not by where a part was made.
[[nodiscard]] std::vector<CountryShare> country_shares(std::span<const Component> components);

}  // namespace portolan::components
