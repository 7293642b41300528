#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// What planting has to know of the trade that is there: who bought and sold how much before the
/// break, and which hubs and families are still free. Borrows world and flows for its lifetime.
class PlantingGround {
 public:
  PlantingGround(const World& world, std::span<const WorldFlow> baseline);

  [[nodiscard]] const World& world() const noexcept { return world_; }

  /// Dollars in an average month of the two years before the break: what a country bought of a
  /// family from everyone, and what it sold to the destination; at least 25,000, so that events
  /// on empty cells have a size.
  [[nodiscard]] double bought_usd(std::uint16_t importer, std::uint16_t good) const;
  [[nodiscard]] double sold_to_destination_usd(std::uint16_t exporter, std::uint16_t good) const;

  /// Returns up to three of the six largest exporters of `good` in the coalition and China, with
  /// random shares that sum to 1 and have three decimals; never `hubs` or the destination.
  [[nodiscard]] std::vector<OriginShare>
  draw_origins(std::uint16_t good, std::span<const std::uint16_t> hubs, Random& random) const;

  [[nodiscard]] std::span<const WorldFlow> flows_of_good(std::uint16_t good) const;
  [[nodiscard]] std::span<const WorldFlow> flows() const noexcept { return baseline_; }

 private:
  const World& world_;
  std::span<const WorldFlow> baseline_;
  std::vector<double> bought_;    ///< By good, country.
  std::vector<double> exported_;  ///< By good, country.
  std::vector<double> sold_to_destination_;
  std::vector<std::size_t> first_flow_of_good_;
};

/// Hands out hubs and families so that no two events share a cell.
class Casting {
 public:
  Casting(const PlantingGround& ground, const Random& random);

  /// Returns `count` different publishing hubs, the least used first; fewer if there are no more.
  [[nodiscard]] std::vector<std::uint16_t> hubs(std::size_t count);
  /// Returns a hub that no later event will get.
  [[nodiscard]] std::vector<std::uint16_t> hub_of_its_own();
  /// Returns up to `count` listed families of one chapter that are free at all `hubs` and of which
  /// the destination bought at least `multiple` times what each hub did; empty if there is none.
  [[nodiscard]] std::vector<std::uint16_t>
  listed_goods(std::span<const std::uint16_t> hubs, std::size_t count, double multiple = 0.0);
  /// Returns a listed family that no later event will get.
  [[nodiscard]] std::vector<std::uint16_t> good_of_its_own();
  /// Returns a listed family and an unlisted one of its heading, both free at `hub`, the unlisted
  /// one bought there at most 1/`multiple` times as much as the destination bought of the listed
  /// one; empty if there is none.
  [[nodiscard]] std::vector<std::uint16_t> siblings(std::uint16_t hub, double multiple);
  /// Returns a free unlisted family at `hub`.
  [[nodiscard]] std::vector<std::uint16_t> unlisted_good(std::uint16_t hub);
  /// Tells whether the cell is free, and takes it.
  bool take(std::uint16_t hub, std::uint16_t good);

 private:
  [[nodiscard]] bool is_free(std::uint16_t hub, std::uint16_t good) const;

  const PlantingGround& ground_;
  const World& world_;
  Random random_;
  std::vector<std::uint16_t> hub_queue_;
  std::vector<std::uint16_t> listed_;
  std::vector<std::uint16_t> unlisted_;
  std::set<std::pair<std::uint16_t, std::uint16_t>> taken_;
  std::set<std::uint16_t> reserved_goods_;
};

/// Returns `items` in random order.
template <typename T>
[[nodiscard]] std::vector<T> shuffled(std::vector<T> items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.below(i)]);
  }
  return items;
}

}  // namespace portolan::world
