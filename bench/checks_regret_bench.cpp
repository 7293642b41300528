// What checks stop in practice worlds whose goods give way by another rule than the one assumed.
//
//     checks_regret_bench FIRST_SEED LAST_SEED
//
// The channels are what countries outside the coalition sent of each controlled family to the
// destination in a world's last year. Checks of pairs (a hub and a family) are chosen by
// `best_checks`; then goods move by each of the rules below. Prints a table in Markdown, over all
// worlds, as shares of all goods: what the chosen checks stop, what as many checks of the largest
// pairs stop, and what who knew the rule could stop with as many, at most three of them in one
// family. The same bytes every time.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/whatif/checks.hpp"
#include "portolan/world/world.hpp"

namespace {

using portolan::whatif::Channel;

constexpr double kPassing = 0.3;
constexpr std::size_t kMostOfFamily = 3;
constexpr std::size_t kMostChecks = 10;
constexpr std::uint16_t kYear = 12;

struct Hub {
  double latitude = 0.0;
  double longitude = 0.0;
};

/// One family: its channels and where their hubs lie, largest first.
struct Family {
  std::vector<Channel> channels;
  std::vector<Hub> hubs;
};

/// Returns what is sent by each channel when some are checked.
using Rule =
    std::function<std::vector<double>(const Family& family, const std::vector<bool>& checked)>;

double distance(const Hub& a, const Hub& b) {
  const double rad = std::numbers::pi / 180.0;
  return std::acos(std::clamp(
      std::sin(a.latitude * rad) * std::sin(b.latitude * rad) +
          std::cos(a.latitude * rad) * std::cos(b.latitude * rad) *
              std::cos((a.longitude - b.longitude) * rad),
      -1.0,
      1.0
  ));
}

std::vector<double> sent_now(const Family& family) {
  std::vector<double> sent;
  for (const Channel& channel : family.channels) {
    sent.push_back(channel.flow);
  }
  return sent;
}

Rule logit(double elasticity) {
  return [elasticity](const Family& family, const std::vector<bool>& checked) {
    std::vector<std::uint32_t> places;
    for (std::size_t i = 0; i < checked.size(); ++i) {
      if (checked[i]) {
        places.push_back(family.channels[i].place);
      }
    }
    return portolan::whatif::reroute(family.channels, places, kPassing, elasticity).sent;
  };
}

/// Of what a checked channel passed, `share` moves to the channels that `weight` names, of which
/// each can grow to `growth` times; what finds no room stays.
Rule moving(
    double share,
    double growth,
    const std::function<double(const Family& family, std::size_t from, std::size_t to)>& weight
) {
  return [=](const Family& family, const std::vector<bool>& checked) {
    constexpr int kPasses = 16;
    auto sent = sent_now(family);
    for (std::size_t from = 0; from < checked.size(); ++from) {
      double left = checked[from] ? share * family.channels[from].flow : 0.0;
      for (int pass = 0; pass < kPasses && left > 0.0; ++pass) {
        double sum = 0.0;
        std::vector<double> weights(checked.size(), 0.0);
        for (std::size_t to = 0; to < checked.size(); ++to) {
          const bool has_room = sent[to] < growth * family.channels[to].flow;
          weights[to] = checked[to] || !has_room ? 0.0 : weight(family, from, to);
          sum += weights[to];
        }
        const double asked = left;
        for (std::size_t to = 0; to < checked.size() && sum > 0.0; ++to) {
          const double room = growth * family.channels[to].flow - sent[to];
          const double moved = weights[to] > 0.0 ? std::min(asked * weights[to] / sum, room) : 0.0;
          sent[to] += moved;
          sent[from] -= moved;
          left -= moved;
        }
      }
    }
    return sent;
  };
}

/// Only the nearest unchecked hub counts: weights fall so fast that it takes all.
double nearness(const Family& family, std::size_t from, std::size_t to) {
  return std::exp(-500.0 * distance(family.hubs[from], family.hubs[to]));
}

/// Half leaves for a place that has sent none before, and where nobody checks.
std::vector<double> half_to_a_new_hub(const Family& family, const std::vector<bool>& checked) {
  auto sent = sent_now(family);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    sent[i] *= checked[i] ? 0.5 : 1.0;
  }
  return sent;
}

std::vector<std::pair<std::string, Rule>> rules() {
  const auto size = [](const Family& family, std::size_t, std::size_t to) {
    return family.channels[to].flow;
  };
  const auto alike = [](const Family&, std::size_t, std::size_t) {
    return 1.0;
  };
  constexpr double kNoLimit = std::numeric_limits<double>::infinity();
  return {
      {"as assumed, elasticity 2", logit(2.0)},
      {"nothing moves", logit(0.0)},
      {"all moves by size, hubs can double", moving(1.0, 2.0, size)},
      {"all moves to the nearest, hubs can double", moving(1.0, 2.0, nearness)},
      {"two thirds move to the nearest", moving(2.0 / 3.0, kNoLimit, nearness)},
      {"half moves, in equal parts", moving(0.5, kNoLimit, alike)},
      {"half moves to a new hub", half_to_a_new_hub}};
}

double stopped(const Family& family, const std::vector<bool>& checked, const Rule& rule) {
  const auto sent = rule(family, checked);
  double sum = 0.0;
  for (std::size_t i = 0; i < checked.size(); ++i) {
    sum += checked[i] ? (1.0 - kPassing) * sent[i] : 0.0;
  }
  return sum;
}

std::vector<Family> families_of(const portolan::world::World& world) {
  std::uint16_t last = 0;
  std::map<std::pair<std::uint16_t, std::uint16_t>, double> sums;  // family, exporter
  for (const auto& flow : world.flows) {
    last = std::max(last, flow.key.month);
  }
  for (const auto& flow : world.flows) {
    if (flow.key.importer == world.destination && flow.key.month + kYear > last &&
        world.goods[flow.key.good].is_listed() &&
        !world.countries[flow.key.exporter].is_coalition) {
      sums[{flow.key.good, flow.key.exporter}] += static_cast<double>(flow.amounts.arrived_usd);
    }
  }
  std::map<std::uint16_t, Family> families;
  std::uint32_t place = 0;
  for (const auto& [key, usd] : sums) {
    if (usd > 0.0) {
      Family& family = families[key.first];
      const auto& country = world.countries[key.second];
      family.channels.push_back({.place = place++, .goods = key.first, .flow = usd, .capacity = usd}
      );
      family.hubs.push_back({country.latitude, country.longitude});
    }
  }
  std::vector<Family> result;
  for (auto& [good, family] : families) {
    double all = 0.0;
    for (const Channel& channel : family.channels) {
      all += channel.flow;
    }
    for (Channel& channel : family.channels) {
      channel.capacity = all;
    }
    result.push_back(std::move(family));
  }
  return result;
}

/// The most that 0 to three checks of a family stop by a rule: every choice is tried.
std::vector<double> best_of_family(const Family& family, const Rule& rule) {
  std::vector<double> best(std::min(kMostOfFamily, family.channels.size()) + 1, 0.0);
  std::vector<bool> checked(family.channels.size(), false);
  const std::function<void(std::size_t, std::size_t)> follow = [&](std::size_t next,
                                                                   std::size_t count) {
    best[count] = std::max(best[count], stopped(family, checked, rule));
    for (std::size_t i = next; i < checked.size() && count + 1 < best.size(); ++i) {
      checked[i] = true;
      follow(i + 1, count + 1);
      checked[i] = false;
    }
  };
  follow(0, 0);
  return best;
}

double best_knowing(const std::vector<Family>& families, const Rule& rule, std::size_t checks) {
  std::vector<double> best(checks + 1, 0.0);
  for (const Family& family : families) {
    const auto own = best_of_family(family, rule);
    for (std::size_t count = checks + 1; count-- > 0;) {
      for (std::size_t of_family = 1; of_family < own.size() && of_family <= count; ++of_family) {
        best[count] = std::max(best[count], best[count - of_family] + own[of_family]);
      }
    }
  }
  return best[checks];
}

double stopped_by(
    const std::vector<Family>& families,
    const std::vector<std::uint32_t>& places,
    const Rule& rule
) {
  double sum = 0.0;
  for (const Family& family : families) {
    std::vector<bool> checked;
    for (const Channel& channel : family.channels) {
      checked.push_back(std::ranges::count(places, channel.place) > 0);
    }
    sum += stopped(family, checked, rule);
  }
  return sum;
}

struct Sums {
  double chosen = 0.0;
  double largest = 0.0;
  double best = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: checks_regret_bench FIRST_SEED LAST_SEED\n";
    return 2;
  }
  const std::vector<std::size_t> counts = {1, 3, kMostChecks};
  std::map<std::size_t, std::map<std::string, Sums>> sums;
  double all = 0.0;
  std::size_t pairs = 0;
  std::size_t worlds = 0;
  for (auto seed = std::strtoull(argv[1], nullptr, 10); seed <= std::strtoull(argv[2], nullptr, 10);
       ++seed) {
    const auto families = families_of(portolan::world::make_world({}, seed));
    std::vector<Channel> channels;
    for (const Family& family : families) {
      channels.insert(channels.end(), family.channels.begin(), family.channels.end());
    }
    const auto plans = portolan::whatif::best_checks(
        channels, {.passing_share = kPassing}, {.max_checks = kMostChecks, .num_steps = 0}
    );
    std::ranges::sort(channels, std::ranges::greater(), &Channel::flow);
    for (const std::size_t count : counts) {
      std::vector<std::uint32_t> largest;
      for (std::size_t i = 0; i < count; ++i) {
        largest.push_back(channels[i].place);
      }
      for (const auto& [name, rule] : rules()) {
        Sums& one = sums[count][name];
        one.chosen += stopped_by(families, plans[count].places, rule);
        one.largest += stopped_by(families, largest, rule);
        one.best += best_knowing(families, rule, count);
      }
    }
    for (const Channel& channel : channels) {
      all += channel.flow;
    }
    pairs += channels.size();
    ++worlds;
  }
  fmt::print("{} worlds, {} pairs a world\n\n", worlds, pairs / std::max<std::size_t>(1, worlds));
  fmt::print("| checks | goods give way | chosen | largest pairs | knowing the rule | regret |\n");
  fmt::print("|---|---|---|---|---|---|\n");
  for (const std::size_t count : counts) {
    for (const auto& [name, rule] : rules()) {
      const Sums& one = sums[count][name];
      fmt::print(
          "| {} | {} | {:.3f} | {:.3f} | {:.3f} | {:.3f} |\n",
          count,
          name,
          one.chosen / all,
          one.largest / all,
          one.best / all,
          (one.best - one.chosen) / all
      );
    }
  }
  return 0;
}
