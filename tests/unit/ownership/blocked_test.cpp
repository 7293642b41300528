#include "portolan/ownership/blocked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::ownership {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr OwnershipTest kHalfInSum{};
constexpr OwnershipTest kMoreThanHalf{.takes_threshold = false};
constexpr OwnershipTest kOneOwnerAlone{.takes_threshold = false, .adds_owners = false};

/// A graph drawn as lines "owner owned percent", "owner owned low-high", "owner owned ?" and
/// "owner owned control"; entities are letters, X, Y and Z are listed.
class Drawing {
 public:
  explicit Drawing(const std::string& lines, const std::string& listed = "XYZ") {
    std::istringstream text(lines);
    char owner = 0;
    char owned = 0;
    std::string share;
    while (text >> owner >> owned >> share) {
      holdings_.push_back(holding(index(owner), index(owned), share));
    }
    for (const char name : listed) {
      listed_.push_back(index(name));
    }
  }

  [[nodiscard]] Blocking find(const OwnershipTest& test) const {
    return find_blocked(kNumEntities, holdings_, listed_, test);
  }

  /// What the rule says of one entity; nothing where it says nothing.
  [[nodiscard]] std::optional<Standing> standing(char name, const OwnershipTest& test) const {
    for (const Finding& finding : find(test).findings) {
      if (finding.entity == index(name)) {
        return finding.standing;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] Finding finding(char name, const OwnershipTest& test) const {
    for (const Finding& finding : find(test).findings) {
      if (finding.entity == index(name)) {
        return finding;
      }
    }
    throw invalid_argument("{}: expected a finding, got none", name);
  }

 private:
  static constexpr std::size_t kNumEntities = 26;

  static EntityIndex index(char name) { return static_cast<EntityIndex>(name - 'A'); }

  static Holding holding(EntityIndex owner, EntityIndex owned, const std::string& share) {
    if (share == "?") {
      return {.owner = owner, .owned = owned};
    }
    if (share == "control") {
      return {.owner = owner, .owned = owned, .low = 0, .high = 0, .controls = true};
    }
    const auto dash = share.find('-');
    const std::string high = dash == std::string::npos ? share : share.substr(dash + 1);
    return {
        .owner = owner,
        .owned = owned,
        .low = parse_percentage(share.substr(0, dash)).value(),
        .high = parse_percentage(high).value()};
  }

  std::vector<Holding> holdings_;
  std::vector<EntityIndex> listed_;
};

// The six examples of OFAC's FAQ 401 in its order.
TEST(FindBlocked, FollowsOwnersThroughABlockedEntity) {
  const Drawing drawing("X A 50  A B 50");
  EXPECT_EQ(drawing.standing('B', kHalfInSum), Standing::kBlocked);
}

TEST(FindBlocked, AddsWhatOnePersonHoldsThroughTwoEntities) {
  const Drawing drawing("X A 50  X B 50  A C 25  B C 25");
  EXPECT_EQ(drawing.standing('C', kHalfInSum), Standing::kBlocked);
}

TEST(FindBlocked, AddsDirectAndIndirectHoldings) {
  const Drawing drawing("X A 50  X B 10  A B 40");
  EXPECT_EQ(drawing.standing('B', kHalfInSum), Standing::kBlocked);
}

TEST(FindBlocked, CountsNothingThroughAnEntityThatIsNotBlocked) {
  const Drawing drawing("X A 50  X B 25  A C 25  B C 25");
  EXPECT_EQ(drawing.standing('A', kHalfInSum), Standing::kBlocked);
  EXPECT_EQ(drawing.standing('B', kHalfInSum), Standing::kNot);
  EXPECT_EQ(drawing.standing('C', kHalfInSum), Standing::kNot);
}

TEST(FindBlocked, IsNoProductOfShares) {
  const Drawing drawing("X A 25  X B 25  A C 50  B C 50");
  EXPECT_EQ(drawing.standing('A', kHalfInSum), Standing::kNot);
  EXPECT_EQ(drawing.standing('C', kHalfInSum), std::nullopt);
}

TEST(FindBlocked, AddsHoldingsOfDifferentPersonsThroughEntities) {
  const Drawing drawing("X A 50  Y B 50  A C 25  B C 25");
  EXPECT_EQ(drawing.standing('C', kHalfInSum), Standing::kBlocked);
}

TEST(FindBlocked, TakesTheThresholdItselfOnlyWhereTheRuleDoes) {
  const Drawing half("X A 50");
  const Drawing more("X A 50.0000001");
  EXPECT_EQ(half.standing('A', kHalfInSum), Standing::kBlocked);
  EXPECT_EQ(half.standing('A', kMoreThanHalf), Standing::kNot);
  EXPECT_EQ(more.standing('A', kMoreThanHalf), Standing::kBlocked);
}

TEST(FindBlocked, AddsSharesExactly) {
  EXPECT_EQ(Drawing("X A 33.33  Y A 16.67").standing('A', kHalfInSum), Standing::kBlocked);
  EXPECT_EQ(Drawing("X A 33.33  Y A 16.66").standing('A', kHalfInSum), Standing::kNot);
}

TEST(FindBlocked, EndsOnCyclesThatNoListedPersonOwns) {
  const Drawing drawing("A B 60  B C 60  C A 60  X A 40");
  EXPECT_EQ(drawing.standing('A', kHalfInSum), Standing::kNot);
  EXPECT_EQ(drawing.standing('B', kHalfInSum), std::nullopt);
}

TEST(FindBlocked, GoesAroundCyclesOnce) {
  const Drawing drawing("X A 50  A B 50  B A 50");
  const Finding a = drawing.finding('A', kHalfInSum);
  EXPECT_EQ(a.standing, Standing::kBlocked);
  EXPECT_EQ(a.step, 1);
  EXPECT_EQ(a.least, kWhole);
  // What B holds is no reason for A, since B is blocked because of A.
  EXPECT_THAT(a.counted, ElementsAre(0U));
  EXPECT_EQ(drawing.finding('B', kHalfInSum).step, 2);
}

TEST(FindBlocked, SaysPossiblyWhereAnUnknownShareDecides) {
  const Drawing drawing("X A ?  A B 50  X C 30-60");
  EXPECT_EQ(drawing.standing('A', kHalfInSum), Standing::kPossibly);
  EXPECT_EQ(drawing.standing('B', kHalfInSum), Standing::kPossibly);
  EXPECT_EQ(drawing.standing('C', kHalfInSum), Standing::kPossibly);
  EXPECT_EQ(drawing.finding('C', kHalfInSum).least, kWhole * 3 / 10);
  EXPECT_EQ(drawing.finding('C', kHalfInSum).most, kWhole * 6 / 10);
}

// D, whom nobody lists, has 60 %: of the unknown share at most 40 % is left.
TEST(FindBlocked, LeavesUnknownSharesNoMoreThanOthersDo) {
  const Drawing drawing("X A ?  D A 60");
  EXPECT_EQ(drawing.standing('A', kHalfInSum), Standing::kNot);
  EXPECT_EQ(drawing.finding('A', kHalfInSum).most, kWhole * 4 / 10);
}

TEST(FindBlocked, BlocksWhateverAnUnknownShareIsWhereTheKnownOnesSuffice) {
  EXPECT_EQ(Drawing("X A 50  Y A ?").standing('A', kHalfInSum), Standing::kBlocked);
  EXPECT_EQ(Drawing("X A 30  Y A 20-50").standing('A', kHalfInSum), Standing::kBlocked);
}

TEST(FindBlocked, NamesStatementsThatCannotAllBeTrue) {
  const Drawing drawing("X A 51  D A 60  Y B 50");
  EXPECT_THAT(drawing.find(kHalfInSum).overheld, ElementsAre(0U));
  EXPECT_EQ(drawing.standing('A', kHalfInSum), Standing::kBlocked);
}

TEST(FindBlocked, DoesNotAddDifferentPersonsWhereTheRuleDoesNot) {
  const Drawing drawing("X A 30  Y A 30  A B 80");
  EXPECT_EQ(drawing.standing('A', kOneOwnerAlone), Standing::kPossibly);
  EXPECT_EQ(drawing.standing('B', kOneOwnerAlone), Standing::kPossibly);
  EXPECT_EQ(drawing.finding('A', kOneOwnerAlone).least, kWhole * 3 / 10);
}

TEST(FindBlocked, AddsWhatOnePersonHoldsOnSeveralWaysInEveryRule) {
  const Drawing drawing("X A 60  A B 30  X B 25");
  EXPECT_EQ(drawing.standing('B', kOneOwnerAlone), Standing::kBlocked);
}

TEST(FindBlocked, CountsControlOnlyWhereTheRuleDoes) {
  const Drawing drawing("X A control  A B 60");
  EXPECT_EQ(drawing.standing('A', kMoreThanHalf), Standing::kNot);
  const OwnershipTest with_control{.takes_threshold = false, .counts_control = true};
  EXPECT_EQ(drawing.standing('A', with_control), Standing::kBlocked);
  EXPECT_TRUE(drawing.finding('A', with_control).by_control);
  EXPECT_EQ(drawing.standing('B', with_control), Standing::kBlocked);
  EXPECT_FALSE(drawing.finding('B', with_control).by_control);
}

TEST(FindBlocked, KeepsAListedEntityListedWhoeverOwnsIt) {
  const Drawing drawing("X Y 80");
  EXPECT_EQ(drawing.standing('Y', kHalfInSum), Standing::kListed);
}

TEST(FindBlocked, SaysNothingWithoutListedEntities) {
  EXPECT_THAT(Drawing("A B 90", "").find(kHalfInSum).findings, IsEmpty());
}

TEST(FindBlocked, RefusesEntitiesThatAreNotThere) {
  const auto find = [] {
    const std::vector<Holding> holdings(1, Holding{.owner = 0, .owned = 3});
    (void)find_blocked(3, holdings, {}, {});
  };
  EXPECT_THAT(find, ThrowsMessage<Error>("holdings: expected an entity below 3, got 3"));
}

}  // namespace
}  // namespace portolan::ownership
