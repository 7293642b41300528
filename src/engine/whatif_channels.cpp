#include "whatif_channels.hpp"

#include <algorithm>
#include <map>

namespace portolan::engine {
namespace {

double capacity_of(const trace::Arrival& leg, std::optional<double> growth, double all) {
  double capacity = all;
  if (leg.capacity) {
    capacity = leg.asked + (*leg.capacity - leg.over_leg);
  } else if (growth) {
    capacity = *growth * leg.asked;
  }
  return std::max(leg.asked, std::min(capacity, all));
}

/// A thousandth of the unit is what the data tell; less is rounding.
double other_trade(double difference) {
  constexpr double kThousandth = 1e-3;
  return difference < kThousandth ? 0.0 : difference;
}

}  // namespace

std::vector<std::uint32_t> CheckChannels::find(std::string_view exporter, std::string_view family)
    const {
  std::vector<std::uint32_t> found;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].exporter == exporter &&
        (places[i].family.empty() || places[i].family.starts_with(family))) {
      found.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return found;
}

double CheckChannels::passing(std::uint32_t place) const {
  double sum = 0.0;
  for (const whatif::Channel& channel : channels) {
    sum += channel.place == place ? channel.flow : 0.0;
  }
  return sum;
}

double CheckChannels::innocent(std::uint32_t place) const {
  double sum = 0.0;
  for (const whatif::Channel& channel : channels) {
    sum += channel.place == place ? channel.innocent : 0.0;
  }
  return sum;
}

CheckChannels channels_of(std::span<const trace::Arrival> legs, const WhatIfRequest& request) {
  const auto place_of = [&](const trace::Arrival& leg) {
    return CheckPlace{
        .exporter = leg.exporter,
        .family = request.at == CheckAt::kPairs ? leg.family : std::string()};
  };
  CheckChannels result;
  std::map<std::string, double> all;
  std::map<std::string, std::uint32_t> kinds;
  for (const trace::Arrival& leg : legs) {
    result.places.push_back(place_of(leg));
    all[leg.family] += leg.asked;
    kinds.emplace(leg.family, static_cast<std::uint32_t>(kinds.size()));
    result.arriving += leg.asked;
  }
  std::ranges::sort(result.places);
  result.places.erase(std::unique(result.places.begin(), result.places.end()), result.places.end());
  for (const trace::Arrival& leg : legs) {
    const auto place = std::ranges::lower_bound(result.places, place_of(leg));
    const double held_up = request.at == CheckAt::kLegs ? leg.over_leg : leg.sent;
    result.channels.push_back(
        {.place = static_cast<std::uint32_t>(place - result.places.begin()),
         .goods = kinds[leg.family],
         .flow = leg.asked,
         .capacity = capacity_of(leg, request.growth, all[leg.family]),
         .innocent = other_trade(held_up - leg.asked)}
    );
  }
  return result;
}

}  // namespace portolan::engine
