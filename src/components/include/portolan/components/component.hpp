#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portolan/base/country_code.hpp"

namespace portolan::components {

/// A part found in a weapon, as a source records it. Texts are empty where it says nothing.
struct Component {
  /// The source's id; the line of the file where it has none.
  std::string id = {};
  /// What stands on the part or what it is: "Microcontroller STM32F107VCT6".
  std::string marking = {};
  /// The source's own kind: "mcu"; often "unknown".
  std::string kind = {};
  std::string maker = {};
  /// Of the maker's seat, as given ("US", "UNK").
  std::string country_given = {};
  /// Missing where it is unknown or not given.
  std::optional<CountryCode> country = {};
  std::string part_number = {};
  /// Weapons, several with "; " between.
  std::string weapons = {};
  std::string source_url = {};
  std::string note = {};
  /// Number of the record in the file, from 0, and physical line, from 1.
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
};

}  // namespace portolan::components
