#include "portolan/goods/hs_correlation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "portolan/base/text.hpp"

namespace portolan::goods {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum HsEdition;

HsCode code(std::string_view text) {
  return HsCode::parse(text).value();
}

std::vector<std::string> texts(const std::vector<HsLink>& links, bool is_later) {
  std::vector<std::string> result;
  for (const HsLink& link : links) {
    result.push_back((is_later ? link.later : link.earlier).to_string());
  }
  return result;
}

// Numbers of subheadings by edition as the correlation tables of the UN Statistics Division list
// them. (The WCO's own counts differ by a few: the tables lack a code or two of HS2007 and HS2017.)
TEST(HsCorrelation, HasTheSubheadingsOfAllEditions) {
  EXPECT_THAT(hs_correlation().codes(kHs1992), SizeIs(5020));
  EXPECT_THAT(hs_correlation().codes(kHs2012), SizeIs(5205));
  EXPECT_THAT(hs_correlation().codes(kHs2022), SizeIs(5612));
}

// HS2022 divides 8541.40 into light-emitting diodes, two lines of photovoltaic cells and others.
TEST(HsCorrelation, GivesPredecessorsAndSuccessors) {
  const auto& correlation = hs_correlation();
  EXPECT_THAT(
      texts(correlation.predecessors(kHs2022, code("854149")), false), ElementsAre("854140")
  );
  EXPECT_THAT(
      texts(correlation.successors(kHs2017, code("854140")), true),
      testing::IsSupersetOf({"854141", "854142", "854143", "854149"})
  );
  EXPECT_THAT(correlation.predecessors(kHs1992, code("854140")), IsEmpty());
  EXPECT_THAT(correlation.successors(kHs2022, code("854149")), IsEmpty());
}

TEST(HsCorrelation, TellsWhatHappenedToACodeByTheNumberOfItsLinks) {
  const auto link = hs_correlation().predecessors(kHs2022, code("880730")).at(0);
  EXPECT_EQ(link.earlier, code("880330"));
  EXPECT_EQ(link.relation, LinkRelation::kSplit);
  EXPECT_EQ(to_string(link.relation), "n:1");
  EXPECT_EQ(
      hs_correlation().predecessors(kHs2022, code("010121")).at(0).relation, LinkRelation::kSame
  );
}

// HS2002's 9030.39 (without recorder) and HS2007's (with one) hold different goods.
TEST(HsCorrelation, DoesNotLinkACodeThatIsUsedAgain) {
  EXPECT_TRUE(hs_correlation().has_code(kHs2002, code("903039")));
  EXPECT_TRUE(hs_correlation().has_code(kHs2007, code("903039")));
  EXPECT_THAT(
      texts(hs_correlation().predecessors(kHs2007, code("903039")), false),
      testing::Not(Contains("903039"))
  );
}

TEST(HsCorrelation, KnowsWhichEditionsHaveACode) {
  EXPECT_THAT(hs_correlation().editions_of(code("880621")), ElementsAre(kHs2022));
  EXPECT_THAT(hs_correlation().editions_of(code("854150")), SizeIs(6));
  EXPECT_THAT(hs_correlation().editions_of(code("999999")), IsEmpty());
}

TEST(ReviewedLinks, NameCodesThatExistAndSayWhy) {
  for (const ReviewedLink& link : reviewed_links()) {
    const auto before = all_hs_editions()[static_cast<std::size_t>(link.edition) - 1];
    EXPECT_TRUE(hs_correlation().has_code(link.edition, link.later)) << link.later.text();
    EXPECT_TRUE(hs_correlation().has_code(before, link.earlier)) << link.earlier.text();
    EXPECT_GT(link.reason.size(), 20U);
    EXPECT_FALSE(link.source.empty());
  }
}

// The published tables of HS2022-HS2017 and HS2017-HS2012, line by line.
TEST(HsCorrelationSources, HoldExactlyThePublishedPairs) {
  const char* folder = std::getenv("PORTOLAN_SHARED_DATA");
  const std::filesystem::path reference =
      std::filesystem::path(folder != nullptr ? folder : PORTOLAN_SOURCE_DIR "/../shared/data") /
      "reference";
  if (!std::filesystem::exists(reference)) {
    GTEST_SKIP() << "the shared data are absent";
  }
  for (const auto& [edition, name] :
       {std::pair(kHs2022, "hs2022_hs2017_correlation.csv"),
        std::pair(kHs2017, "hs2017_hs2012_correlation.csv")}) {
    std::set<std::tuple<std::string, std::string, std::string>> published;
    std::ifstream file(reference / name);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
      const auto fields = split(trim(line), ',');
      if (fields.at(0) == "999999") {
        continue;  // goods not specified by kind: no code of the Harmonized System
      }
      published.emplace(fields.at(0), fields.at(1), fields.at(2));
    }
    std::set<std::tuple<std::string, std::string, std::string>> shipped;
    for (const HsLink& link : hs_correlation().links(edition)) {
      shipped.emplace(
          link.later.to_string(), link.earlier.to_string(), std::string(to_string(link.relation))
      );
    }
    EXPECT_EQ(shipped, published) << name;
  }
}

}  // namespace
}  // namespace portolan::goods
