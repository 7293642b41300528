#pragma once

#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// Returns the countries of a world of `size`, by ISO3.
[[nodiscard]] std::vector<WorldCountry> countries_of_size(WorldSize size);

/// Returns the families of a world of `size`, by code; size, price and shipments of each are drawn
/// from `random`, a stream a family, so that a larger world holds the same families.
[[nodiscard]] std::vector<WorldGood> goods_of_size(WorldSize size, const Random& random);

/// Returns the months of a world of `size`.
[[nodiscard]] std::vector<Period> months_of_size(WorldSize size);

/// Returns the great-circle distance in kilometres, at least 150.
[[nodiscard]] double distance_km(const WorldCountry& a, const WorldCountry& b);

}  // namespace portolan::world
