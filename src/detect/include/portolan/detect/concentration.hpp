#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "portolan/detect/family_move.hpp"
#include "portolan/stats/basket_test.hpp"

namespace portolan::detect {

/// Less families of the basket with a leg of size than this, or less others, or of less other
/// chapters, give no answer.
inline constexpr std::size_t kLeastBasket = 5;
inline constexpr std::size_t kLeastOtherFamilies = 30;
inline constexpr std::size_t kLeastOtherChapters = 10;
inline constexpr std::size_t kBasketDraws = 999;

/// Which goods a question is about, and how they were chosen.
struct Basket {
  std::set<std::string> families;
  /// Families among which the user picked these for what they did; empty: a list chose them before
  /// anything was seen.
  std::set<std::string> picked_from;
};

/// Whether a hub's surge sits in the basket more than in a random basket chosen in the same way. A
/// fact about a hub, the same for all its leads.
struct Concentration {
  /// Of the bounded log changes (`LegChange::change`), so that each family counts alike.
  stats::BasketTest test;
  /// The basket's part of all that the hub's families gained, and of all their trade before;
  /// dollars.
  double share_of_rise = 0.0;
  double share_before = 0.0;
};

/// Tests one leg of a hub: the basket against random baskets of as many families out of those of
/// the basket, of `picked_from` and of all uncontrolled ones. A random basket is spread over
/// chapters as the basket is, since goods of one chapter move together. Nothing where families are
/// too few.
/// The same seed and hub give the same answer whatever else is in the data.
[[nodiscard]] std::optional<Concentration> concentration(
    std::span<const FamilyMove> moves,
    std::optional<MovedLeg> FamilyMove::*leg,
    const Basket& basket,
    const std::string& hub,
    std::uint64_t seed
);

}  // namespace portolan::detect
