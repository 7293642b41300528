#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/ownership/blocked.hpp"

namespace portolan::ownership {
namespace {

using Entities = std::set<EntityIndex>;
using Ranks = std::map<EntityIndex, std::uint64_t>;

struct Case {
  std::size_t num_entities = 0;
  std::vector<Holding> holdings;
  std::vector<EntityIndex> listed;
  OwnershipTest test;
};

/// Shares in tenths, so that sums often meet the threshold exactly; owners of an entity never hold
/// more than the whole at the least.
Case random_case(Random& random) {
  constexpr Share kTenth = kWhole / 10;
  Case made;
  made.num_entities = 3 + random.below(10);
  made.test.takes_threshold = random.below(2) == 0;
  made.test.adds_owners = random.below(3) != 0;
  made.test.counts_control = random.below(2) == 0;
  for (EntityIndex owned = 0; owned < made.num_entities; ++owned) {
    Share left = kWhole;
    for (EntityIndex owner = 0; owner < made.num_entities; ++owner) {
      if (owner == owned || random.below(3) != 0) {
        continue;
      }
      Holding holding{.owner = owner, .owned = owned};
      holding.low = kTenth * static_cast<Share>(random.below(7));
      holding.low = std::min(holding.low, left);
      holding.high = std::min(
          kWhole, holding.low + kTenth * static_cast<Share>(random.below(2) * random.below(9))
      );
      holding.controls = random.below(20) == 0;
      left -= holding.low;
      made.holdings.push_back(holding);
    }
  }
  for (EntityIndex entity = 0; entity < made.num_entities; ++entity) {
    if (random.below(4) == 0) {
      made.listed.push_back(entity);
    }
  }
  return made;
}

bool is_enough(Share share, const OwnershipTest& test) {
  return test.takes_threshold ? share >= test.threshold : share > test.threshold;
}

/// The rule read aloud: go over all entities again and again until nobody joins. `share` gives the
/// share of each holding.
Entities closure(const Case& made, Entities members, const std::vector<Share>& share) {
  for (bool grows = true; grows;) {
    grows = false;
    for (EntityIndex entity = 0; entity < made.num_entities; ++entity) {
      Share sum = 0;
      bool is_controlled = false;
      for (std::size_t i = 0; i < made.holdings.size(); ++i) {
        const Holding& holding = made.holdings[i];
        if (holding.owned == entity && members.contains(holding.owner)) {
          sum += share[i];
          is_controlled = is_controlled || (made.test.counts_control && holding.controls);
        }
      }
      if (!members.contains(entity) && (is_controlled || is_enough(sum, made.test))) {
        members.insert(entity);
        grows = true;
      }
    }
  }
  return members;
}

/// Whom the rule blocks if the shares are these.
Entities blocked_at(const Case& made, const std::vector<Share>& share) {
  Entities result(made.listed.begin(), made.listed.end());
  if (made.test.adds_owners) {
    return closure(made, result, share);
  }
  for (const EntityIndex seed : made.listed) {
    result.merge(closure(made, {seed}, share));
  }
  return result;
}

Entities with_standing(const Blocking& blocking, std::vector<Standing> standings) {
  Entities result;
  for (const Finding& finding : blocking.findings) {
    if (std::ranges::count(standings, finding.standing) > 0) {
      result.insert(finding.entity);
    }
  }
  return result;
}

std::vector<Share> least_shares(const Case& made) {
  std::vector<Share> result;
  for (const Holding& holding : made.holdings) {
    result.push_back(holding.low);
  }
  return result;
}

/// Entities in the order in which they joined, those who did not last.
Ranks ranks_of(const Case& made, const Blocking& found) {
  Ranks result;
  for (EntityIndex entity = 0; entity < made.num_entities; ++entity) {
    result[entity] = made.num_entities;
  }
  for (const Finding& finding : found.findings) {
    if (finding.standing != Standing::kNot) {
      result[finding.entity] = static_cast<std::uint64_t>(finding.step);
    }
  }
  return result;
}

/// Raises shares as far as the interval and the whole allow, those of owners with a low rank first,
/// in random order within a rank.
std::vector<Share> raised_shares(const Case& made, const Ranks& rank, Random& random) {
  std::vector<Share> share = least_shares(made);
  std::map<EntityIndex, Share> left;
  for (EntityIndex entity = 0; entity < made.num_entities; ++entity) {
    left[entity] = kWhole;
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (std::size_t i = 0; i < share.size(); ++i) {
    left[made.holdings[i].owned] -= share[i];
    order.emplace_back((rank.at(made.holdings[i].owner) << 32U) + random.below(1'000'000), i);
  }
  std::ranges::sort(order);
  for (const auto& [unused, i] : order) {
    const Holding& holding = made.holdings[i];
    const Share more = std::min(holding.high - holding.low, left[holding.owned]);
    share[i] += more;
    left[holding.owned] -= more;
  }
  return share;
}

TEST(FindBlockedReference, BlocksWhomTheRuleReadAloudBlocksAtTheLeast) {
  Random random(1);
  for (int i = 0; i < 5'000; ++i) {
    const Case made = random_case(random);
    const Blocking found = find_blocked(made.num_entities, made.holdings, made.listed, made.test);
    ASSERT_EQ(
        with_standing(found, {Standing::kListed, Standing::kBlocked}),
        blocked_at(made, least_shares(made))
    ) << "case "
      << i;
  }
}

// If owners get what is unknown in the order in which they joined, all possibly blocked entities
// are blocked at once; for any other choice none but those.
TEST(FindBlockedReference, SaysPossiblyExactlyWhereSomeSharesBlock) {
  Random random(2);
  int num_possibly = 0;
  for (int i = 0; i < 5'000; ++i) {
    Case made = random_case(random);
    made.test.adds_owners = true;
    const Blocking found = find_blocked(made.num_entities, made.holdings, made.listed, made.test);
    const Entities all =
        with_standing(found, {Standing::kListed, Standing::kBlocked, Standing::kPossibly});
    num_possibly += static_cast<int>(with_standing(found, {Standing::kPossibly}).size());
    ASSERT_EQ(blocked_at(made, raised_shares(made, ranks_of(made, found), random)), all)
        << "case " << i;
    for (int choice = 0; choice < 5; ++choice) {
      Ranks rank;
      for (EntityIndex entity = 0; entity < made.num_entities; ++entity) {
        rank[entity] = random.below(2);
      }
      const Entities blocked = blocked_at(made, raised_shares(made, rank, random));
      ASSERT_TRUE(std::ranges::includes(all, blocked)) << "case " << i;
    }
  }
  EXPECT_GT(num_possibly, 1'000);
}

TEST(FindBlockedReference, CountsHoldingsThatAloneGiveTheStanding) {
  Random random(3);
  for (int i = 0; i < 2'000; ++i) {
    const Case made = random_case(random);
    const Blocking found = find_blocked(made.num_entities, made.holdings, made.listed, made.test);
    std::map<EntityIndex, std::int32_t> step;
    for (const Finding& finding : found.findings) {
      step[finding.entity] = finding.step;
    }
    for (const Finding& finding : found.findings) {
      if (finding.standing != Standing::kBlocked) {
        continue;
      }
      Share sum = 0;
      bool is_controlled = false;
      for (const std::uint32_t index : finding.counted) {
        const Holding& holding = made.holdings[index];
        ASSERT_EQ(holding.owned, finding.entity) << "case " << i;
        ASSERT_LT(step[holding.owner], finding.step) << "case " << i;
        sum += holding.low;
        is_controlled = is_controlled || holding.controls;
      }
      ASSERT_EQ(is_enough(sum, made.test), !finding.by_control) << "case " << i;
      ASSERT_TRUE(!finding.by_control || is_controlled) << "case " << i;
      ASSERT_GE(finding.least, sum) << "case " << i;
    }
  }
}

}  // namespace
}  // namespace portolan::ownership
