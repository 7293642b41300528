#include "portolan/detect/concentration.hpp"

#include <algorithm>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/base/text.hpp"

namespace portolan::detect {
namespace {

/// A stream of random numbers of its own for each hub: its letters as a number.
std::uint64_t stream_of(const std::string& hub) {
  std::uint64_t number = 0;
  for (const char letter : hub) {
    number = number * 256 + static_cast<unsigned char>(letter);
  }
  return number;
}

std::size_t chapter_of(const std::string& family) {
  return static_cast<std::size_t>(parse_integer(family.substr(0, 2)).value_or(0));
}

double share_of(double part, double whole) {
  return whole > 0.0 ? part / whole : 0.0;
}

}  // namespace

std::optional<Concentration> concentration(
    std::span<const FamilyMove> moves,
    std::optional<MovedLeg> FamilyMove::*leg,
    const Basket& basket,
    const std::string& hub,
    std::uint64_t seed
) {
  std::vector<double> changes;
  std::vector<bool> is_in_basket;
  stats::BasketSelection selection;
  std::set<std::size_t> chapters;
  std::set<std::size_t> basket_chapters;
  std::size_t in_basket = 0;
  double rise = 0.0;
  double basket_rise = 0.0;
  double before = 0.0;
  double basket_before = 0.0;
  for (const FamilyMove& move : moves) {
    const bool is_own = basket.families.contains(move.family);
    const bool is_candidate = is_own || basket.picked_from.contains(move.family);
    const auto& change = move.*leg;
    if (!change || (move.is_controlled && !is_candidate)) {
      continue;
    }
    changes.push_back(change->change());
    is_in_basket.push_back(is_own);
    in_basket += is_own ? 1U : 0U;
    selection.groups.push_back(chapter_of(move.family));
    selection.candidates.push_back(is_candidate);
    chapters.insert(selection.groups.back());
    if (is_own) {
      basket_chapters.insert(selection.groups.back());
    }
    const double gained = std::max(0.0, change->rise_usd());
    rise += gained;
    before += change->before_usd();
    basket_rise += is_own ? gained : 0.0;
    basket_before += is_own ? change->before_usd() : 0.0;
  }
  if (in_basket < kLeastBasket || changes.size() < in_basket + kLeastOtherFamilies ||
      chapters.size() < basket_chapters.size() + kLeastOtherChapters) {
    return std::nullopt;
  }
  if (basket.picked_from.empty()) {
    selection.candidates.clear();
  }
  Random random = Random(seed).fork(stream_of(hub));
  const auto test = stats::test_basket(changes, is_in_basket, selection, kBasketDraws, random);
  if (!test) {
    return std::nullopt;
  }
  return Concentration{
      .test = *test,
      .share_of_rise = share_of(basket_rise, rise),
      .share_before = share_of(basket_before, before)};
}

}  // namespace portolan::detect
