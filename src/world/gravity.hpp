#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// A pair of countries that trade a family: the mean of a month at the start, and the price.
struct Link {
  std::uint16_t good = 0;
  std::uint16_t exporter = 0;
  std::uint16_t importer = 0;
  double monthly_usd = 0.0;
  double price_usd_kg = 0.0;
};

/// Returns the links of the world, by good, exporter, importer: gravity (output, distance, unions)
/// with log-normal specialisation and link effects; of each family the largest links, the largest
/// suppliers of every hub and of the destination, and hubs that sell on a little to the
/// destination.
[[nodiscard]] std::vector<Link> gravity_links(const World& world, const Random& random);

}  // namespace portolan::world
