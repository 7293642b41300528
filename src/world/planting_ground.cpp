#include "planting_ground.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace portolan::world {
namespace {

constexpr double kLeastReferenceUsd = 25'000.0;
constexpr std::uint16_t kReferenceMonths = 24;
constexpr std::size_t kOriginCandidates = 6;

}  // namespace

PlantingGround::PlantingGround(const World& world, std::span<const WorldFlow> baseline)
    : world_(world), baseline_(baseline) {
  const std::size_t cells = world.goods.size() * world.countries.size();
  bought_.assign(cells, 0.0);
  exported_.assign(cells, 0.0);
  sold_to_destination_.assign(cells, 0.0);
  first_flow_of_good_.assign(world.goods.size() + 1, baseline.size());
  for (std::size_t i = baseline.size(); i-- > 0;) {
    const FlowKey& key = baseline[i].key;
    first_flow_of_good_[key.good] = i;
    if (key.month >= world.collapse || key.month + kReferenceMonths < world.collapse) {
      continue;
    }
    const double usd = static_cast<double>(baseline[i].amounts.left_usd) / kReferenceMonths;
    const std::size_t row = key.good * world.countries.size();
    bought_[row + key.importer] += usd;
    exported_[row + key.exporter] += usd;
    if (key.importer == world.destination) {
      sold_to_destination_[row + key.exporter] += usd;
    }
  }
  for (std::size_t good = world.goods.size(); good-- > 0;) {
    first_flow_of_good_[good] = std::min(first_flow_of_good_[good], first_flow_of_good_[good + 1]);
  }
}

double PlantingGround::bought_usd(std::uint16_t importer, std::uint16_t good) const {
  return std::max(kLeastReferenceUsd, bought_[good * world_.countries.size() + importer]);
}

double PlantingGround::sold_to_destination_usd(std::uint16_t exporter, std::uint16_t good) const {
  const std::size_t cell = good * world_.countries.size() + exporter;
  return std::max(kLeastReferenceUsd, sold_to_destination_[cell]);
}

std::span<const WorldFlow> PlantingGround::flows_of_good(std::uint16_t good) const {
  const std::size_t first = first_flow_of_good_[good];
  return baseline_.subspan(first, first_flow_of_good_[good + 1U] - first);
}

std::vector<OriginShare> PlantingGround::draw_origins(
    std::uint16_t good,
    std::span<const std::uint16_t> hubs,
    Random& random
) const {
  std::vector<std::uint16_t> candidates;
  for (std::size_t c = 0; c < world_.countries.size(); ++c) {
    const auto country = static_cast<std::uint16_t>(c);
    const bool is_maker =
        world_.countries[c].is_coalition || world_.countries[c].code.iso3() == "CHN";
    const bool is_elsewhere = std::find(hubs.begin(), hubs.end(), country) == hubs.end();
    if (is_maker && is_elsewhere && country != world_.destination) {
      candidates.push_back(country);
    }
  }
  const double* const exported = exported_.data() + good * world_.countries.size();
  std::stable_sort(candidates.begin(), candidates.end(), [&](std::uint16_t a, std::uint16_t b) {
    return exported[a] > exported[b];
  });
  candidates.resize(std::min(candidates.size(), kOriginCandidates));
  candidates = shuffled(candidates, random);
  candidates.resize(std::min<std::size_t>(candidates.size(), 1 + random.below(3)));

  std::vector<double> weights;
  double sum = 0.0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    weights.push_back(0.3 + random.uniform());
    sum += weights.back();
  }
  std::vector<OriginShare> origins;
  double rest = 1.0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const bool is_last = i + 1 == candidates.size();
    const double share = is_last ? rest : std::round(1'000.0 * weights[i] / sum) / 1'000.0;
    origins.push_back({.country = candidates[i], .share = std::round(1'000.0 * share) / 1'000.0});
    rest -= share;
  }
  return origins;
}

Casting::Casting(const PlantingGround& ground, const Random& random)
    : ground_(ground), world_(ground.world()), random_(random) {
  for (std::size_t c = 0; c < world_.countries.size(); ++c) {
    const WorldCountry& country = world_.countries[c];
    if (country.is_hub && country.publishes != Publishing::kNever && c != world_.destination) {
      hub_queue_.push_back(static_cast<std::uint16_t>(c));
    }
  }
  hub_queue_ = shuffled(hub_queue_, random_);
  for (std::size_t g = 0; g < world_.goods.size(); ++g) {
    (world_.goods[g].is_listed() ? listed_ : unlisted_).push_back(static_cast<std::uint16_t>(g));
  }
}

std::vector<std::uint16_t> Casting::hubs(std::size_t count) {
  count = std::min(count, hub_queue_.size());
  const auto end = hub_queue_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<std::uint16_t> chosen(hub_queue_.begin(), end);
  std::rotate(hub_queue_.begin(), end, hub_queue_.end());
  return chosen;
}

std::vector<std::uint16_t> Casting::hub_of_its_own() {
  if (hub_queue_.empty()) {
    return {};
  }
  const std::uint16_t hub = hub_queue_.back();
  hub_queue_.pop_back();
  return {hub};
}

bool Casting::is_free(std::uint16_t hub, std::uint16_t good) const {
  return !taken_.contains({hub, good}) && !reserved_goods_.contains(good);
}

bool Casting::take(std::uint16_t hub, std::uint16_t good) {
  if (!is_free(hub, good)) {
    return false;
  }
  taken_.insert({hub, good});
  return true;
}

std::vector<std::uint16_t>
Casting::listed_goods(std::span<const std::uint16_t> hubs, std::size_t count, double multiple) {
  std::vector<std::uint16_t> chosen;
  for (const std::uint16_t good : shuffled(listed_, random_)) {
    const bool fits =
        chosen.empty() || world_.goods[good].chapter() == world_.goods[chosen.front()].chapter();
    const double wanted_usd = ground_.bought_usd(world_.destination, good);
    const bool is_free_everywhere = std::all_of(hubs.begin(), hubs.end(), [&](std::uint16_t hub) {
      return is_free(hub, good) && multiple * ground_.bought_usd(hub, good) <= wanted_usd;
    });
    if (chosen.size() == count || !fits || !is_free_everywhere) {
      continue;
    }
    chosen.push_back(good);
  }
  std::sort(chosen.begin(), chosen.end());
  for (const std::uint16_t good : chosen) {
    for (const std::uint16_t hub : hubs) {
      taken_.insert({hub, good});
    }
  }
  return chosen;
}

std::vector<std::uint16_t> Casting::good_of_its_own() {
  for (const std::uint16_t good : shuffled(listed_, random_)) {
    const bool is_unused = std::none_of(taken_.begin(), taken_.end(), [&](const auto& cell) {
      return cell.second == good;
    });
    if (is_unused && reserved_goods_.insert(good).second) {
      return {good};
    }
  }
  return {};
}

std::vector<std::uint16_t> Casting::siblings(std::uint16_t hub, double multiple) {
  for (const std::uint16_t listed : shuffled(listed_, random_)) {
    for (const std::uint16_t sibling : shuffled(unlisted_, random_)) {
      const bool is_sibling = world_.goods[listed].heading() == world_.goods[sibling].heading();
      const bool is_wanted = multiple * ground_.bought_usd(hub, sibling) <=
                             ground_.bought_usd(world_.destination, listed);
      if (is_sibling && is_wanted && is_free(hub, listed) && is_free(hub, sibling)) {
        taken_.insert({hub, listed});
        taken_.insert({hub, sibling});
        return {listed, sibling};
      }
    }
  }
  return {};
}

std::vector<std::uint16_t> Casting::unlisted_good(std::uint16_t hub) {
  for (const std::uint16_t good : shuffled(unlisted_, random_)) {
    if (take(hub, good)) {
      return {good};
    }
  }
  return {};
}

}  // namespace portolan::world
