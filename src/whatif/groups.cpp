#include "groups.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace portolan::whatif {
namespace {

/// Numbers from 0 for values in the order of their appearance.
std::map<std::uint32_t, std::size_t>
numbered(std::span<const Channel> channels, std::uint32_t Channel::*value) {
  std::map<std::uint32_t, std::size_t> numbers;
  for (const Channel& channel : channels) {
    numbers.emplace(channel.*value, numbers.size());
  }
  return numbers;
}

/// By channel: the number of its group; groups are numbered by their first channel.
std::vector<std::size_t> group_of_channels(std::span<const Channel> channels) {
  const auto places = numbered(channels, &Channel::place);
  const auto kinds = numbered(channels, &Channel::goods);
  std::vector<std::size_t> parent(places.size() + kinds.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t node) {
    while (parent[node] != node) {
      node = parent[node] = parent[parent[node]];
    }
    return node;
  };
  for (const Channel& channel : channels) {
    parent[root(places.at(channel.place))] = root(places.size() + kinds.at(channel.goods));
  }
  std::map<std::size_t, std::size_t> groups;
  std::vector<std::size_t> result;
  for (const Channel& channel : channels) {
    result.push_back(groups.emplace(root(places.at(channel.place)), groups.size()).first->second);
  }
  return result;
}

/// What passes a place by kind of goods, and the most that can.
using Sizes = std::vector<std::pair<double, double>>;

bool covers(const Sizes& large, const Sizes& small) {
  return std::ranges::equal(large, small, [](const auto& a, const auto& b) {
    return a.first >= b.first && a.second >= b.second;
  });
}

std::vector<std::vector<std::size_t>> better_places(const std::vector<Sizes>& sizes) {
  std::vector<std::vector<std::size_t>> result(sizes.size());
  for (std::size_t place = 0; place < sizes.size(); ++place) {
    for (std::size_t before = 0; before < place; ++before) {
      if (covers(sizes[before], sizes[place])) {
        result[place].push_back(before);
      }
    }
  }
  return result;
}

/// The numbers of the places, that which passes most first.
std::vector<std::uint32_t> ranked_places(std::span<const Channel> channels) {
  std::map<std::uint32_t, double> sums;
  for (const Channel& channel : channels) {
    sums[channel.place] += channel.flow;
  }
  std::vector<std::uint32_t> numbers;
  for (const auto& [number, sum] : sums) {
    numbers.push_back(number);
  }
  std::ranges::stable_sort(numbers, std::ranges::greater(), [&](std::uint32_t number) {
    return sums[number];
  });
  return numbers;
}

Group group_of(std::span<const Channel> channels) {
  Group group;
  group.numbers = ranked_places(channels);
  std::map<std::uint32_t, std::size_t> rank;
  for (const std::uint32_t number : group.numbers) {
    rank.emplace(number, rank.size());
  }
  const auto kinds = numbered(channels, &Channel::goods);
  group.kinds.assign(
      kinds.size(), {.least_growth = std::numeric_limits<double>::infinity(), .members = {}}
  );
  group.flows.assign(rank.size(), std::vector<double>(kinds.size(), 0.0));
  std::vector<Sizes> sizes(rank.size(), Sizes(kinds.size()));
  for (const Channel& channel : channels) {
    if (channel.flow > 0.0) {
      const std::size_t place = rank[channel.place];
      const std::size_t number = kinds.at(channel.goods);
      Kind& kind = group.kinds[number];
      kind.total += channel.flow;
      kind.least_growth = std::min(kind.least_growth, channel.capacity / channel.flow);
      kind.members.push_back({.place = place, .flow = channel.flow, .capacity = channel.capacity});
      group.flows[place][number] = channel.flow;
      sizes[place][number] = {channel.flow, channel.capacity};
    }
  }
  for (Kind& kind : group.kinds) {
    std::ranges::stable_sort(kind.members, [](const Member& a, const Member& b) {
      return a.capacity * b.flow < b.capacity * a.flow;
    });
  }
  group.better = better_places(sizes);
  return group;
}

}  // namespace

std::vector<Group> groups_of(std::span<const Channel> channels) {
  const auto numbers = group_of_channels(channels);
  std::vector<std::vector<Channel>> parts;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    parts.resize(std::max(parts.size(), numbers[i] + 1));
    parts[numbers[i]].push_back(channels[i]);
  }
  std::vector<Group> groups;
  for (const auto& part : parts) {
    groups.push_back(group_of(part));
  }
  return groups;
}

}  // namespace portolan::whatif
