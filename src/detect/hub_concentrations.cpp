#include "hub_concentrations.hpp"

#include <set>

namespace portolan::detect {
namespace {

Basket basket_of(
    std::span<const Goods> goods,
    int level,
    const Window& window,
    const std::function<Window(const Goods&)>& window_of,
    const DetectOptions& options
) {
  Basket basket;
  for (const Goods& one : goods) {
    if (one.level == level && window_of(one) == window) {
      basket.families.insert(one.family);
    }
  }
  for (const std::string& family : options.picked_from) {
    basket.picked_from.insert(family.substr(0, static_cast<std::size_t>(level)));
  }
  return basket;
}

}  // namespace

HubConcentrations::HubConcentrations(
    std::span<const HubReferences> references,
    const panel::CodedPanel& panel,
    std::span<const std::uint16_t> hubs,
    std::span<const Goods> goods,
    const std::function<Window(const Goods&)>& window_of,
    const DetectOptions& options
) {
  std::map<Window, std::size_t> counts;
  for (const Goods& one : goods) {
    ++counts[window_of(one)];
  }
  std::size_t most = 0;
  for (const auto& [window, count] : counts) {
    if (count > most) {
      most = count;
      most_goods_ = window;
    }
    for (const int level : {6, 4}) {
      const Basket basket = basket_of(goods, level, window, window_of, options);
      for (const std::uint16_t hub : hubs) {
        const std::string& name = panel.places()[hub];
        names_[hub] = name;
        const auto moves = references[level == 6 ? 0 : 1].moves(hub, window);
        Legs& legs = legs_[{window, hub}];
        if (!legs.inflow) {
          legs.inflow = concentration(moves, &FamilyMove::inflow, basket, name, options.seed);
        }
        if (!legs.outflow) {
          legs.outflow = concentration(moves, &FamilyMove::outflow, basket, name, options.seed);
        }
      }
    }
  }
}

const HubConcentrations::Legs& HubConcentrations::of(std::uint16_t hub, const Window& window)
    const {
  const auto found = legs_.find({window, hub});
  return found == legs_.end() ? none_ : found->second;
}

std::vector<HubConcentration> HubConcentrations::of_most_goods() const {
  std::vector<HubConcentration> result;
  for (const auto& [key, legs] : legs_) {
    if (key.first == most_goods_ && legs.inflow) {
      result.push_back({.hub = names_.at(key.second), .inflow = *legs.inflow});
    }
  }
  return result;
}

}  // namespace portolan::detect
