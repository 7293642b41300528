#pragma once

#include <optional>

#include "portolan/base/country_code.hpp"

namespace portolan {

/// What a country produced in a year: gross domestic product in current USD, to three digits.
struct Gdp {
  int year = 0;
  double usd = 0.0;
};

/// Returns the latest figure of the shipped table (docs/data/gdp.md; 2010 to 2023) for `year` or
/// one of the three years before it; nothing where there is none, as for Taiwan or North Korea.
/// Safe to call concurrently. O(log n).
[[nodiscard]] std::optional<Gdp> latest_gdp(CountryCode country, int year);

}  // namespace portolan
