#include "portolan/goods/families.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"

namespace portolan::goods {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum HsEdition;

HsCode code(std::string_view text) {
  return HsCode::parse(text).value();
}

// Each edition's codes as "010101 010102"; pairs as "010101>010102" (later>earlier).
HsCorrelation correlation_of(
    const std::map<HsEdition, std::string>& codes,
    const std::map<HsEdition, std::string>& pairs
) {
  std::vector<HsCorrelation::Listing> listings;
  for (const auto& [edition, text] : codes) {
    for (std::size_t i = 0; i < text.size(); i += 7) {
      listings.push_back({edition, code(text.substr(i, 6))});
    }
  }
  std::vector<HsCorrelation::Pair> links;
  for (const auto& [edition, text] : pairs) {
    for (std::size_t i = 0; i < text.size(); i += 14) {
      links.push_back({edition, code(text.substr(i, 6)), code(text.substr(i + 7, 6))});
    }
  }
  return {listings, links};
}

constexpr std::array kLastTwo = {kHs2017, kHs2022};

TEST(Families, FollowACodeThatIsDividedAndOneThatIsPutTogether) {
  const auto correlation = correlation_of(
      {{kHs2017, "010110 020210 020220"}, {kHs2022, "010111 010112 020230"}},
      {{kHs2022, "010111>010110 010112>010110 020230>020210 020230>020220"}}
  );

  const FamilyTable families = make_families(kLastTwo, correlation, {});

  EXPECT_THAT(families.families(), ElementsAre("010111", "020230"));
  EXPECT_EQ(families.family_of(kHs2017, code("010110")), "010111");
  EXPECT_EQ(families.family_of(kHs2017, code("020220")), "020230");
  EXPECT_EQ(families.family_of(kHs2022, code("01011234")), "010111");
  EXPECT_EQ(families.family_of(kHs2022, code("010110")), std::nullopt);
  EXPECT_EQ(families.family_of(code("010110")), "010111");
  EXPECT_THAT(families.codes("010111", kHs2022), ElementsAre(code("010111"), code("010112")));
}

// 010120 and 010130 each overlap with both codes before: such links count only if reviewed.
TEST(Families, LeaveOutPartialOverlapsUnlessReviewed) {
  const auto correlation = correlation_of(
      {{kHs2017, "010110 010115"}, {kHs2022, "010120 010130"}},
      {{kHs2022, "010120>010110 010120>010115 010130>010110 010130>010115"}}
  );
  EXPECT_THAT(make_families(kLastTwo, correlation, {}).families(), SizeIs(4));
  EXPECT_THAT(make_families(kLastTwo, correlation, {}).dropped_links(), SizeIs(4));

  const std::vector<ReviewedLink> reviewed = {
      {kHs2022, code("010120"), code("010110"), true, "", ""},
      {kHs2022, code("010130"), code("010115"), false, "", ""}};
  const FamilyTable families = make_families(kLastTwo, correlation, reviewed);

  EXPECT_THAT(families.families(), ElementsAre("010115", "010120", "010130"));
  EXPECT_THAT(families.dropped_links(), SizeIs(3));
}

TEST(Families, KeepACodeTogetherThatExchangesSomeGoodsWithOthers) {
  const auto correlation = correlation_of(
      {{kHs2017, "010110 010120"}, {kHs2022, "010110 010120"}},
      {{kHs2022, "010110>010110 010110>010120 010120>010110 010120>010120"}}
  );
  EXPECT_THAT(make_families(kLastTwo, correlation, {}).families(), ElementsAre("010110", "010120"));
}

// 010110 of HS2017 went to 020210, and HS2022 uses the number for other goods.
TEST(Families, TellACodeThatIsUsedAgainFromItsFormerSelf) {
  const auto correlation = correlation_of(
      {{kHs2012, "010110 030310"}, {kHs2017, "010110"}, {kHs2022, "010110"}},
      {{kHs2017, "010110>010110"}}
  );
  const std::array editions = {kHs2012, kHs2022};

  const FamilyTable families = make_families(editions, correlation, {});

  EXPECT_EQ(families.family_of(kHs2022, code("010110")), "010110");
  EXPECT_EQ(families.family_of(kHs2017, code("010110")), "010110-2017");
  EXPECT_EQ(families.family_of(kHs2012, code("010110")), "010110-2017");
  EXPECT_EQ(families.family_of(kHs2012, code("030310")), "030310");
  EXPECT_THAT(families.editions(), ElementsAre(kHs2012, kHs2017, kHs2022));
}

TEST(Families, NeedAnEdition) {
  EXPECT_THAT(
      [] { (void)make_families({}); },
      testing::ThrowsMessage<Error>("editions: expected at least one HS edition, got none")
  );
}

TEST(Families, OfOneEditionAreItsCodes) {
  const std::array only = {kHs2022};
  const FamilyTable families = make_families(only);
  EXPECT_THAT(families.families(), SizeIs(hs_correlation().codes(kHs2022).size()));
  for (const FamilyMember& member : families.rows()) {
    ASSERT_EQ(member.family, member.code.text());
  }
}

// Components the slow way: every node starts with a label of its own, and the smaller label of two
// linked nodes goes to both until nothing changes.
std::map<std::pair<HsEdition, HsCode>, int>
slow_components(const HsCorrelation& correlation, std::span<const ReviewedLink> reviewed) {
  std::map<std::pair<HsEdition, HsCode>, int> labels;
  for (const HsEdition edition : all_hs_editions()) {
    for (const HsCode& of_edition : correlation.codes(edition)) {
      labels.emplace(std::pair(edition, of_edition), static_cast<int>(labels.size()));
    }
  }
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    for (std::size_t e = 1; e < all_hs_editions().size(); ++e) {
      for (const HsLink& link : correlation.links(all_hs_editions()[e])) {
        const bool is_reviewed = std::ranges::any_of(reviewed, [&](const ReviewedLink& review) {
          return review.counts && review.edition == link.edition && review.later == link.later &&
                 review.earlier == link.earlier;
        });
        if (link.relation == LinkRelation::kPartial && link.later != link.earlier && !is_reviewed) {
          continue;
        }
        int& later = labels.at({link.edition, link.later});
        int& earlier = labels.at({all_hs_editions()[e - 1], link.earlier});
        is_changed = is_changed || later != earlier;
        later = earlier = std::min(later, earlier);
      }
    }
  }
  return labels;
}

HsCorrelation random_correlation(std::mt19937_64& random, std::vector<ReviewedLink>& reviewed) {
  std::vector<HsCorrelation::Listing> listings;
  std::vector<HsCorrelation::Pair> pairs;
  std::uniform_int_distribution<int> one_of_twenty(0, 19);
  const auto random_code = [&] {
    return code(fmt::format("0101{:02}", one_of_twenty(random)));
  };
  for (const HsEdition edition : all_hs_editions()) {
    for (int i = 0; i < 14; ++i) {
      listings.push_back({edition, random_code()});
      pairs.push_back({edition, random_code(), random_code()});
    }
    reviewed.push_back(
        {edition, pairs.back().later, pairs.back().earlier, one_of_twenty(random) < 10, "", ""}
    );
  }
  return {listings, pairs};
}

TEST(Families, EqualTheComponentsFoundSlowly) {
  std::mt19937_64 random(20'220'101);
  for (int round = 0; round < 200; ++round) {
    std::vector<ReviewedLink> reviewed;
    const HsCorrelation correlation = random_correlation(random, reviewed);
    std::erase_if(reviewed, [&](const ReviewedLink& review) {
      return std::ranges::none_of(correlation.links(review.edition), [&](const HsLink& link) {
        return link.later == review.later && link.earlier == review.earlier;
      });
    });
    const auto labels = slow_components(correlation, reviewed);

    const FamilyTable families = make_families(all_hs_editions(), correlation, reviewed);

    ASSERT_EQ(families.rows().size(), labels.size());
    std::map<int, std::string> name_of_label;
    std::set<std::string> names;
    for (const FamilyMember& member : families.rows()) {
      const int label = labels.at({member.edition, member.code});
      const auto [entry, is_new] = name_of_label.try_emplace(label, member.family);
      ASSERT_EQ(entry->second, member.family) << "round " << round;
      ASSERT_TRUE(!is_new || names.insert(member.family).second) << "round " << round;
    }
  }
}

// Every code of an edition is in one family, so what is summed by family is what was there.
TEST(Families, ConserveTotals) {
  const FamilyTable families = make_families(all_hs_editions());
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> value_usd(0, 1'000'000'000);
  for (const HsEdition edition : all_hs_editions()) {
    std::int64_t total = 0;
    std::map<std::string, std::int64_t> by_family;
    for (const HsCode& of_edition : hs_correlation().codes(edition)) {
      const std::int64_t value = value_usd(random);
      total += value;
      by_family[std::string(families.family_of(edition, of_edition).value())] += value;
    }
    std::int64_t sum = 0;
    for (const auto& [family, value] : by_family) {
      sum += value;
    }
    EXPECT_EQ(sum, total) << to_string(edition);
  }
}

TEST(Families, AreTheSameOnEachCall) {
  const FamilyTable one = make_families(all_hs_editions());
  const FamilyTable other = make_families(all_hs_editions());
  EXPECT_TRUE(std::ranges::equal(one.rows(), other.rows()));
  EXPECT_TRUE(std::ranges::is_sorted(one.rows(), {}, [](const FamilyMember& member) {
    return std::pair(member.edition, member.code);
  }));
}

TEST(ControlledShare, IsTheRangeOverPeriodsThatTell) {
  const std::array<ControlledPart, 3> periods = {{{20.0, 100.0}, {90.0, 300.0}, {0.0, 0.0}}};
  EXPECT_EQ(controlled_share(periods), (ShareInterval{.low = 0.2, .high = 0.3}));
}

TEST(ControlledShare, IsUnknownWithoutTrade) {
  EXPECT_EQ(controlled_share({}), (ShareInterval{.low = 0.0, .high = 1.0}));
}

TEST(ControlledShare, RejectsPartsAboveTheirTotal) {
  const std::array<ControlledPart, 1> above = {{{2.0, 1.0}}};
  const std::array<ControlledPart, 1> missing = {{{std::numeric_limits<double>::quiet_NaN(), 1.0}}};
  EXPECT_THROW((void)controlled_share(above), Error);
  EXPECT_THROW((void)controlled_share(missing), Error);
}

}  // namespace
}  // namespace portolan::goods
