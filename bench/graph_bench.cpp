// Traces made-up families of goods to their origins, as graph_peer.py does with numpy. Usage:
//
//     graph_bench FAMILIES THREADS FILE.bin CHECKED
//
// Makes FAMILIES balanced networks of 226 countries with about 2,200 legs each and writes them to
// FILE.bin, the first CHECKED with their origins and bounds. Prints the mean number of legs and the
// largest certified error; the least elapsed and processor seconds of three runs over all families,
// for the origins of everything in every country and for those in one country; and for the bounds
// of one pair, of supply and of passage, the mean processor milliseconds and the longest elapsed.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <numbers>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/random.hpp"
#include "portolan/graph/bounds.hpp"
#include "portolan/graph/mixing.hpp"

namespace {

using portolan::Random;
using portolan::graph::Flow;
using portolan::graph::FlowMatrix;
using portolan::graph::FlowNetwork;
using portolan::graph::NodeIndex;
using portolan::graph::Producer;

constexpr NodeIndex kCountries = 226;
constexpr double kLegs = 2'200.0;

/// Countries on a globe, with how much they sell and buy; size drives both, so that many legs have
/// one in return.
struct Country {
  double selling;
  double buying;
  double height;
  double longitude;
};

std::vector<Country> countries(Random& random) {
  std::vector<Country> result(kCountries);
  for (Country& country : result) {
    const double size = random.normal();
    country.selling = std::exp(2.2 * (0.7 * size + 0.71 * random.normal()));
    country.buying = std::exp(1.3 * (0.8 * size + 0.6 * random.normal()));
    country.height = 2.0 * random.uniform() - 1.0;
    country.longitude = 2.0 * std::numbers::pi * random.uniform();
  }
  return result;
}

double affinity(const Country& from, const Country& to) {
  const double cosine =
      from.height * to.height +
      std::sqrt((1.0 - from.height * from.height) * (1.0 - to.height * to.height)) *
          std::cos(from.longitude - to.longitude);
  const double distance = std::acos(std::clamp(cosine, -1.0, 1.0)) + 0.05;
  return from.selling * to.buying / distance;
}

/// The factor on all affinities at which so many legs are expected, leg by leg 1 - exp(-factor a).
double factor_for(const std::vector<double>& affinities, double legs) {
  double low = 0.0;
  double high = 1.0;
  const auto expected = [&](double factor) {
    double sum = 0.0;
    for (const double a : affinities) {
      sum -= std::expm1(-factor * a);
    }
    return sum;
  };
  while (expected(high) < legs) {
    high *= 2.0;
  }
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (expected(middle) < legs ? low : high) = middle;
  }
  return high;
}

// Values span ten orders of magnitude, as trade does. Every country makes something.
FlowNetwork make_family(std::uint64_t seed) {
  Random random(seed);
  const auto world = countries(random);
  std::vector<double> affinities;
  for (const Country& from : world) {
    for (const Country& to : world) {
      affinities.push_back(&from == &to ? 0.0 : affinity(from, to));
    }
  }
  const double factor = factor_for(affinities, kLegs);
  std::vector<Flow> flows;
  std::vector<Producer> producers;
  for (NodeIndex from = 0; from < kCountries; ++from) {
    for (NodeIndex to = 0; to < kCountries; ++to) {
      const double a = factor * affinities[from * kCountries + to];
      if (random.uniform() < -std::expm1(-a)) {
        const double value = 1e5 * std::sqrt(a) * std::exp(2.0 * random.normal());
        flows.push_back({from, to, 1 + static_cast<std::int64_t>(value)});
      }
    }
    producers.push_back({from, 1 + static_cast<std::int64_t>(1e4 * world[from].selling)});
  }
  return {FlowMatrix(kCountries, flows), producers};
}

/// The pair and the hub that bounds are asked for: the largest producer, and two importers.
struct Corridor {
  NodeIndex origin = 0;
  NodeIndex hub = 0;
  NodeIndex destination = 0;
};

Corridor corridor_of(const FlowNetwork& family) {
  Corridor result;
  const auto output = family.output();
  result.origin = static_cast<NodeIndex>(std::ranges::max_element(output) - output.begin());
  std::vector<NodeIndex> by_imports;
  for (NodeIndex node = 0; node < kCountries; ++node) {
    if (node != result.origin) {
      by_imports.push_back(node);
    }
  }
  std::ranges::stable_sort(by_imports, std::ranges::greater(), [&](NodeIndex node) {
    return family.supply()[node] - output[node];
  });
  result.hub = by_imports[3];
  result.destination = by_imports[30];
  return result;
}

portolan::graph::DestinationBounds supply_of(const FlowNetwork& family, const Corridor& corridor) {
  return portolan::graph::supply_bounds(
      family, {.producers = {corridor.origin}}, corridor.destination
  );
}

portolan::graph::DestinationBounds passage_of(const FlowNetwork& family, const Corridor& corridor) {
  return portolan::graph::passage_bounds(family, {&corridor.hub, 1}, corridor.destination);
}

template <typename T>
void put(std::ofstream& file, const T& value) {
  file.write(reinterpret_cast<const char*>(&value), sizeof(value));
}

void write(std::span<const FlowNetwork> families, std::size_t checked, const char* path) {
  std::ofstream file(path, std::ios::binary);
  put(file, static_cast<std::uint64_t>(families.size()));
  put(file, static_cast<std::uint64_t>(kCountries));
  put(file, static_cast<std::uint64_t>(checked));
  for (std::size_t i = 0; i < families.size(); ++i) {
    put(file, static_cast<std::uint64_t>(families[i].goods().num_legs()));
    for (const Flow& leg : families[i].goods().legs()) {
      put(file, leg);
    }
    for (const std::int64_t output : families[i].output()) {
      put(file, output);
    }
    if (i < checked) {
      const auto table = portolan::graph::trace_origins(families[i]);
      for (NodeIndex row = 0; row < kCountries; ++row) {
        for (NodeIndex node = 0; node < kCountries; ++node) {
          put(file, table.made(row, node));
        }
      }
      const Corridor corridor = corridor_of(families[i]);
      const auto supply = supply_of(families[i], corridor);
      const auto passage = passage_of(families[i], corridor);
      put(file, corridor);
      for (const auto& bounds : {supply, passage}) {
        put(file, bounds.least());
        put(file, bounds.most.value);
      }
    }
  }
}

struct Seconds {
  double elapsed = std::numeric_limits<double>::infinity();
  double processor = std::numeric_limits<double>::infinity();
};

/// The least of three runs.
template <typename Work>
Seconds least_seconds(const Work& work) {
  Seconds least;
  for (int repeat = 0; repeat < 3; ++repeat) {
    const std::clock_t processor = std::clock();
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    least.elapsed = std::min(least.elapsed, elapsed.count());
    least.processor = std::min(
        least.processor,
        static_cast<double>(std::clock() - processor) / static_cast<double>(CLOCKS_PER_SEC)
    );
  }
  return least;
}

/// The mean processor and the longest elapsed milliseconds of `work` on a family's corridor.
template <typename Work>
void print_milliseconds(const char* name, std::span<const FlowNetwork> families, const Work& work) {
  double longest = 0.0;
  double all = 0.0;
  for (const FlowNetwork& family : families) {
    const Corridor corridor = corridor_of(family);
    const std::clock_t processor = std::clock();
    const auto start = std::chrono::steady_clock::now();
    work(family, corridor);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    longest = std::max(longest, elapsed.count());
    all += static_cast<double>(std::clock() - processor) / static_cast<double>(CLOCKS_PER_SEC);
  }
  fmt::print(
      "{} {:.3f} {:.3f}\n", name, 1e3 * all / static_cast<double>(families.size()), 1e3 * longest
  );
}

/// Traces all families, some at a time: the full tables of 5,000 would take 2 GB.
double trace_all(
    std::span<const FlowNetwork> families,
    std::span<const NodeIndex> destinations,
    unsigned threads
) {
  constexpr std::size_t kBlock = 250;
  double largest_error = 0.0;
  for (std::size_t begin = 0; begin < families.size(); begin += kBlock) {
    const auto block = families.subspan(begin, std::min(kBlock, families.size() - begin));
    for (const auto& table : portolan::graph::trace_families(block, destinations, threads)) {
      largest_error = std::max(largest_error, table.certified_error());
    }
  }
  return largest_error;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: graph_bench FAMILIES THREADS FILE.bin CHECKED\n";
    return 2;
  }
  const auto num_families = static_cast<std::uint64_t>(std::atoll(argv[1]));
  const auto threads = static_cast<unsigned>(std::atoi(argv[2]));
  const auto checked =
      std::min<std::size_t>(num_families, static_cast<std::size_t>(std::atoll(argv[4])));
  std::vector<FlowNetwork> families;
  double legs = 0.0;
  for (std::uint64_t seed = 1; seed <= num_families; ++seed) {
    families.push_back(make_family(seed));
    legs += families.back().goods().num_legs();
  }
  write(families, checked, argv[3]);
  double largest_error = 0.0;
  const Seconds everything =
      least_seconds([&] { largest_error = trace_all(families, {}, threads); });
  const std::vector<NodeIndex> one = {7};
  const Seconds one_country = least_seconds([&] { (void)trace_all(families, one, threads); });
  fmt::print(
      "legs {:.1f} certified_error {:.3g}\n",
      legs / static_cast<double>(num_families),
      largest_error
  );
  fmt::print("everything {:.4f} {:.4f}\n", everything.elapsed, everything.processor);
  fmt::print("one_country {:.4f} {:.4f}\n", one_country.elapsed, one_country.processor);
  print_milliseconds("supply_bounds", families, [](const auto& family, const auto& corridor) {
    (void)supply_of(family, corridor);
  });
  print_milliseconds("passage_bounds", families, [](const auto& family, const auto& corridor) {
    (void)passage_of(family, corridor);
  });
  return 0;
}
