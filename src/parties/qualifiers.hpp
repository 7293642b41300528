#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/parties/party.hpp"

namespace portolan::parties {

/// What a fact beside the name says about whether two are one.
enum class Qualifier : std::uint8_t {
  kBirthSameDay,
  kBirthSameYear,
  kBirthSameYearOtherDay,
  kBirthYearApart,
  kBirthYearsApart,
  kBirthFarApart,
  kCountrySamePerson,
  kCountryOtherPerson,
  kCountrySameFirm,
  kCountryOtherFirm,
  kWeakAlias
};

/// "birth_same_day", as in data/screening/qualifiers.csv.
[[nodiscard]] std::string_view to_string(Qualifier qualifier);

/// Returns its weight in decibans.
[[nodiscard]] double weight_db(Qualifier qualifier);

/// Returns what two birth dates say: of several, the nearest pair. Nothing where one side has none
/// with a year.
[[nodiscard]] std::optional<Qualifier>
compare_births(const PartyDate& asked, std::span<const PartyDate> listed);

/// Returns what the countries say; nothing where one side has none.
[[nodiscard]] std::optional<Qualifier> compare_countries(
    std::span<const std::string> asked,
    std::span<const std::string> listed,
    bool is_person
);

}  // namespace portolan::parties
