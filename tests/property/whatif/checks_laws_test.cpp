#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/graph/max_flow.hpp"
#include "portolan/whatif/checks.hpp"

namespace portolan::whatif {
namespace {

/// Places of one kind each, in several kinds: so they fall into groups. Few sizes, so that many are
/// alike.
std::vector<Channel> random_pairs(Random& random, std::uint32_t places, std::uint32_t goods) {
  std::vector<Channel> channels;
  for (std::uint32_t place = 0; place < places; ++place) {
    const auto flow = static_cast<double>(random.below(4));
    channels.push_back(
        {.place = place,
         .goods = place % goods,
         .flow = flow,
         .capacity = flow * static_cast<double>(1 + random.below(3)),
         .innocent = 0.0}
    );
  }
  return channels;
}

std::vector<Channel> random_channels(Random& random, std::uint32_t places, std::uint32_t goods) {
  std::vector<Channel> channels;
  for (std::uint32_t place = 0; place < places; ++place) {
    for (std::uint32_t kind = 0; kind < goods; ++kind) {
      if (random.uniform() < 0.6 || kind == 0) {
        const double flow = static_cast<double>(random.below(1'000));
        channels.push_back(
            {.place = place,
             .goods = kind,
             .flow = flow,
             .capacity = flow * (1.0 + 3.0 * random.uniform()),
             .innocent = 100.0 * random.uniform()}
        );
      }
    }
  }
  return channels;
}

/// All sets of so many of the first places.
void for_each_choice(
    std::uint32_t places,
    std::size_t count,
    const std::function<void(std::span<const std::uint32_t>)>& use
) {
  for (std::uint32_t bits = 0; bits < (1U << places); ++bits) {
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t place = 0; place < places; ++place) {
      if ((bits >> place & 1U) != 0) {
        chosen.push_back(place);
      }
    }
    if (chosen.size() == count) {
      use(chosen);
    }
  }
}

/// The most that `count` of the first places stop in the worst case over elasticities, those
/// between the ends too.
double best_of_all_choices(
    std::span<const Channel> channels,
    std::uint32_t places,
    std::size_t count,
    const Response& response
) {
  double best = 0.0;
  for_each_choice(places, count, [&](std::span<const std::uint32_t> chosen) {
    double worst = std::numeric_limits<double>::infinity();
    for (int step = 0; step <= 4; ++step) {
      const double elasticity = response.least_elasticity +
                                step / 4.0 * (response.most_elasticity - response.least_elasticity);
      worst =
          std::min(worst, reroute(channels, chosen, response.passing_share, elasticity).stopped);
    }
    best = std::max(best, worst);
  });
  return best;
}

Response random_response(Random& random) {
  // Also checks that nothing passes.
  return {
      .passing_share = random.uniform() < 0.2 ? 0.0 : 0.9 * random.uniform(),
      .least_elasticity = random.uniform(),
      .most_elasticity = 1.0 + 3.0 * random.uniform()};
}

void expect_best(
    std::span<const Channel> channels,
    std::uint32_t places,
    const Response& response,
    std::uint64_t seed
) {
  for (const CheckPlan& plan : best_checks(channels, response, {.max_checks = 4})) {
    const double best = best_of_all_choices(channels, places, plan.places.size(), response);
    EXPECT_NEAR(plan.least_stopped, best, 1e-9 * (1.0 + best)) << "seed " << seed;
    EXPECT_NEAR(
        plan.least_stopped,
        reroute(channels, plan.places, response.passing_share, response.most_elasticity).stopped,
        1e-9 * (1.0 + best)
    ) << "seed "
      << seed;
    EXPECT_LE(plan.greedy_least_stopped, plan.least_stopped + 1e-9) << "seed " << seed;
    EXPECT_GE(plan.regret, 0.0) << "seed " << seed;
  }
}

TEST(ChecksLaws, TheBestChoiceIsTheBestOfAllChoices) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    const auto places = static_cast<std::uint32_t>(2 + seed % 7);
    const auto channels = random_channels(random, places, static_cast<std::uint32_t>(1 + seed % 3));
    expect_best(channels, places, random_response(random), seed);
  }
}

TEST(ChecksLaws, TheBestChoiceOfPairsIsTheBestOfAllChoices) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    const auto places = static_cast<std::uint32_t>(2 + seed % 8);
    const auto channels = random_pairs(random, places, static_cast<std::uint32_t>(1 + seed % 3));
    expect_best(channels, places, random_response(random), seed);
  }
}

TEST(ChecksLaws, MoreChecksNeverStopLess) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const auto channels = random_channels(random, 8, 3);
    const double passing_share = 0.9 * random.uniform();
    const double elasticity = 5.0 * random.uniform();
    std::vector<std::uint32_t> checked;
    double before = 0.0;
    for (std::uint32_t place = 0; place < 8; ++place) {
      checked.push_back(place);
      const double stopped = reroute(channels, checked, passing_share, elasticity).stopped;
      EXPECT_GE(stopped, before - 1e-9) << "seed " << seed;
      before = stopped;
    }
  }
}

TEST(ChecksLaws, AllGoodsAreSentAndNoCheckedPlaceGetsMore) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const auto channels = random_channels(random, 6, 2);
    const std::vector<std::uint32_t> checked = {0, 3};
    const auto result = reroute(channels, checked, random.uniform() * 0.9, 4.0 * random.uniform());
    double sent = 0.0;
    double flows = 0.0;
    for (std::size_t i = 0; i < channels.size(); ++i) {
      sent += result.sent[i];
      flows += channels[i].flow;
      EXPECT_LE(result.sent[i], channels[i].capacity + 1e-9) << "seed " << seed;
      if (channels[i].place == 0 || channels[i].place == 3) {
        EXPECT_LE(result.sent[i], channels[i].flow + 1e-9) << "seed " << seed;
      }
    }
    EXPECT_NEAR(sent, flows, 1e-9 * (1.0 + flows)) << "seed " << seed;
  }
}

// Without rerouting a check takes its part out of a leg, and what still arrives is a largest flow.
TEST(ChecksLaws, WithoutElasticityAreTheCutOfTheNetwork) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    auto channels = random_channels(random, 6, 1);
    const std::vector<std::uint32_t> checked = {1, 4};
    std::vector<graph::Arc> arcs;
    std::int64_t all = 0;
    for (Channel& channel : channels) {
      channel.flow *= 4.0;
      channel.capacity *= 4.0;
      const auto flow = static_cast<std::int64_t>(channel.flow);
      const bool is_checked = channel.place == 1 || channel.place == 4;
      const graph::NodeIndex hub = 2 + channel.place;
      arcs.push_back({.tail = 0, .head = hub, .capacity = flow});
      arcs.push_back({.tail = hub, .head = 1, .capacity = is_checked ? flow / 4 : flow});
      all += flow;
    }
    const auto arrives = graph::max_flow(8, arcs, 0, 1).value;
    EXPECT_NEAR(
        reroute(channels, checked, 0.25, 0.0).stopped, static_cast<double>(all - arrives), 1e-9
    ) << "seed "
      << seed;
  }
}

}  // namespace
}  // namespace portolan::whatif
