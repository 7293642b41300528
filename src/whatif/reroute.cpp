#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/whatif/checks.hpp"

namespace portolan::whatif {
namespace {

void require_amount(std::string_view subject, double amount, double least) {
  if (!(amount >= least && std::isfinite(amount))) {
    throw invalid_argument("{}: expected at least {}, got {}", subject, least, amount);
  }
}

void check(
    std::span<const Channel> channels,
    std::span<const std::uint32_t> checked,
    double passing_share,
    double elasticity
) {
  std::set<std::uint32_t> places;
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const Channel& channel : channels) {
    if (!seen.emplace(channel.place, channel.goods).second) {
      throw invalid_argument(
          "channels: expected one for each place and kind of goods, got two of place {} for goods "
          "{}",
          channel.place,
          channel.goods
      );
    }
    require_amount("flow", channel.flow, 0.0);
    require_amount("capacity", channel.capacity, channel.flow);
    require_amount("innocent", channel.innocent, 0.0);
    places.insert(channel.place);
  }
  if (!(passing_share >= 0.0 && passing_share < 1.0)) {
    throw invalid_argument("passing_share: expected from 0 to below 1, got {}", passing_share);
  }
  require_amount("elasticity", elasticity, 0.0);
  for (const std::uint32_t place : checked) {
    if (!places.contains(place)) {
      throw invalid_argument("checked: expected places of the channels, got {}", place);
    }
  }
}

/// Divides the goods of one kind over its channels by their appeal, none above its capacity.
void divide(
    std::span<const Channel> channels,
    const std::vector<std::size_t>& members,
    const std::vector<double>& appeal,
    std::vector<double>& sent
) {
  double left = 0.0;
  for (const std::size_t i : members) {
    left += channels[i].flow;
  }
  // The channels that fill up are those with the least room for their appeal.
  std::vector<std::size_t> order;
  std::ranges::copy_if(members, std::back_inserter(order), [&](std::size_t i) {
    return appeal[i] > 0.0;
  });
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return channels[a].capacity * appeal[b] < channels[b].capacity * appeal[a];
  });
  // Summed up from behind: appeals differ by many orders of magnitude.
  std::vector<double> open(order.size(), 0.0);
  double sum = 0.0;
  for (std::size_t next = order.size(); next-- > 0;) {
    sum += appeal[order[next]];
    open[next] = sum;
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    const std::size_t i = order[next];
    sent[i] = std::min(channels[i].capacity, left * (appeal[i] / open[next]));
    left -= sent[i];
  }
  // A channel without any appeal is used for what finds no room elsewhere.
  for (const std::size_t i : members) {
    if (appeal[i] == 0.0) {
      sent[i] = std::min(channels[i].flow, std::max(0.0, left));
      left -= sent[i];
    }
  }
}

}  // namespace

Rerouted reroute(
    std::span<const Channel> channels,
    std::span<const std::uint32_t> checked,
    double passing_share,
    double elasticity
) {
  check(channels, checked, passing_share, elasticity);
  const double appeal_of_checked = std::pow(passing_share, elasticity);
  std::map<std::uint32_t, std::vector<std::size_t>> kinds;
  std::vector<double> appeal(channels.size());
  std::vector<bool> is_checked(channels.size());
  for (std::size_t i = 0; i < channels.size(); ++i) {
    is_checked[i] = std::ranges::count(checked, channels[i].place) > 0;
    appeal[i] = channels[i].flow * (is_checked[i] ? appeal_of_checked : 1.0);
    kinds[channels[i].goods].push_back(i);
  }
  Rerouted result{.sent = std::vector<double>(channels.size(), 0.0)};
  for (const auto& [goods, members] : kinds) {
    divide(channels, members, appeal, result.sent);
  }
  for (std::size_t i = 0; i < channels.size(); ++i) {
    result.stopped += is_checked[i] ? (1.0 - passing_share) * result.sent[i] : 0.0;
  }
  return result;
}

}  // namespace portolan::whatif
