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

std::optional<std::uint32_t> CheckChannels::find(const std::string& exporter) const {
  const auto found = std::ranges::lower_bound(exporters, exporter);
  return found != exporters.end() && *found == exporter
             ? std::optional(static_cast<std::uint32_t>(found - exporters.begin()))
             : std::nullopt;
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
  CheckChannels result;
  std::map<std::string, double> all;
  std::map<std::string, std::uint32_t> kinds;
  for (const trace::Arrival& leg : legs) {
    result.exporters.push_back(leg.exporter);
    all[leg.family] += leg.asked;
    kinds.emplace(leg.family, static_cast<std::uint32_t>(kinds.size()));
    result.arriving += leg.asked;
  }
  std::ranges::sort(result.exporters);
  result.exporters.erase(
      std::unique(result.exporters.begin(), result.exporters.end()), result.exporters.end()
  );
  for (const trace::Arrival& leg : legs) {
    const double held_up = request.is_of_legs ? leg.over_leg : leg.sent;
    result.channels.push_back(
        {.place = *result.find(leg.exporter),
         .goods = kinds[leg.family],
         .flow = leg.asked,
         .capacity = capacity_of(leg, request.growth, all[leg.family]),
         .innocent = other_trade(held_up - leg.asked)}
    );
  }
  return result;
}

}  // namespace portolan::engine
