// Chooses checks among made-up hubs and goods. Usage:
//
//     checks_bench PAIRS CHECKS SEEDS
//
// For drawn markets of PAIRS hub-goods pairs, of one kind of goods and of ten, with no limits, one
// growth for all and a capacity of its own for each pair, and for hubs that pass all ten kinds: the
// elapsed seconds of all best choices of 0 to CHECKS with their regrets, the median and the longest
// over SEEDS draws, and how many were refused. Then, among 20 pairs and 5 checks, the ratio to
// `reroute` on every choice, the alternative.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"
#include "portolan/whatif/checks.hpp"

namespace {

using portolan::Random;
using portolan::whatif::Channel;
using portolan::whatif::Response;

constexpr Response kResponse{.passing_share = 0.3, .least_elasticity = 0.0, .most_elasticity = 2.0};

struct Market {
  std::string name;
  std::uint32_t kinds = 1;
  bool is_of_hubs = false;  // a place passes every kind, else one
  double growth = 0.0;      // the same for all; 0: none
  bool has_capacities = false;
};

/// Flows are log-normal with a deviation of 2, as exports of a six-digit code are.
std::vector<Channel> draw(const Market& market, std::uint32_t pairs, std::uint64_t seed) {
  Random random(seed);
  std::vector<Channel> channels;
  std::vector<double> all(market.kinds, 0.0);
  for (std::uint32_t i = 0; i < pairs; ++i) {
    Channel channel{.place = market.is_of_hubs ? i / market.kinds : i, .goods = i % market.kinds};
    channel.flow = 1e5 * std::exp(2.0 * random.normal());
    all[channel.goods] += channel.flow;
    channels.push_back(channel);
  }
  for (Channel& channel : channels) {
    const double own = market.has_capacities ? 1.0 + std::exp(random.normal()) : market.growth;
    channel.capacity =
        own > 0.0 ? std::min(own * channel.flow, all[channel.goods]) : all[channel.goods];
    channel.capacity = std::max(channel.capacity, channel.flow);
  }
  return channels;
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void measure(const Market& market, std::uint32_t pairs, std::size_t checks, std::uint64_t seeds) {
  std::vector<double> times;
  std::size_t refused = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto channels = draw(market, pairs, seed);
    times.push_back(seconds_of([&] {
      try {
        (void)portolan::whatif::best_checks(channels, kResponse, {.max_checks = checks});
      } catch (const portolan::Error&) {
        ++refused;
      }
    }));
  }
  std::ranges::sort(times);
  fmt::print(
      "{:<44} {:8.3f} s {:8.3f} s {:4} refused\n",
      market.name,
      times[times.size() / 2],
      times.back(),
      refused
  );
}

/// The most that any choice of `count` of the first `pairs` places stops.
double best_by_enumeration(const std::vector<Channel>& channels, std::uint32_t pairs, int count) {
  double best = 0.0;
  for (std::uint32_t bits = 0; bits < (1U << pairs); ++bits) {
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t place = 0; place < pairs; ++place) {
      if ((bits >> place & 1U) != 0) {
        chosen.push_back(place);
      }
    }
    if (std::ssize(chosen) == count) {
      best = std::max(
          best,
          portolan::whatif::reroute(
              channels, chosen, kResponse.passing_share, kResponse.most_elasticity
          )
              .stopped
      );
    }
  }
  return best;
}

void compare_with_enumeration(std::uint64_t seed) {
  constexpr std::uint32_t kPairs = 20;
  constexpr int kChecks = 5;
  const auto channels = draw({.name = "", .kinds = 2, .has_capacities = true}, kPairs, seed);
  double ours = 0.0;
  double theirs = 0.0;
  const double time = seconds_of([&] {
    ours =
        portolan::whatif::best_checks(channels, kResponse, {.max_checks = kChecks, .num_steps = 0})
            .back()
            .least_stopped;
  });
  const double other = seconds_of([&] { theirs = best_by_enumeration(channels, kPairs, kChecks); });
  fmt::print(
      "20 pairs, 5 checks: {:.6f} s, every choice {:.3f} s, {:.0f} times; they stop {:.6g} and "
      "{:.6g}\n",
      time,
      other,
      other / time,
      ours,
      theirs
  );
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: checks_bench PAIRS CHECKS SEEDS\n";
    return EXIT_FAILURE;
  }
  const auto pairs = static_cast<std::uint32_t>(std::stoul(argv[1]));
  const std::size_t checks = std::stoul(argv[2]);
  const std::uint64_t seeds = std::stoul(argv[3]);
  fmt::print("{:<44} {:>10} {:>10}\n", "market", "median", "longest");
  for (const std::uint32_t kinds : {1U, 10U}) {
    for (const bool is_of_hubs : {false, true}) {
      const std::string name =
          fmt::format("{} of {} kinds of goods", is_of_hubs ? "hubs" : "pairs", kinds);
      if (is_of_hubs && kinds == 1) {
        continue;
      }
      measure({name + ", no limits", kinds, is_of_hubs}, pairs, checks, seeds);
      measure({name + ", all can double", kinds, is_of_hubs, 2.0}, pairs, checks, seeds);
      measure({name + ", own capacities", kinds, is_of_hubs, 0.0, true}, pairs, checks, seeds);
    }
  }
  compare_with_enumeration(1);
  return EXIT_SUCCESS;
}
