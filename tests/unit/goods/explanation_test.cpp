#include "portolan/goods/explanation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::goods {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum HsEdition;

HsCode code(std::string_view text) {
  return HsCode::parse(text).value();
}

const FamilyTable& all_families() {
  static const FamilyTable families = make_families(all_hs_editions());
  return families;
}

// 8542.31 came with HS2007; its goods were in other codes of 8542 before, as partial overlaps.
TEST(Explanations, OfACodeSayItsListsFamilyAndEditions) {
  const CodeExplanation processors = explain_code(code("854231"), all_families());
  EXPECT_EQ(processors.label, "Processors and controllers");
  EXPECT_THAT(processors.editions, ElementsAre(kHs2007, kHs2012, kHs2017, kHs2022));
  EXPECT_THAT(processors.subheadings, ElementsAre(code("854231")));
  ASSERT_THAT(processors.mentions, SizeIs(2));  // by chpl and uav
  EXPECT_EQ(processors.mentions[0].listed_on, "2023-05-19");
  EXPECT_EQ(processors.mentions[0].controlled_since.date, "2022-02-24");
  ASSERT_THAT(processors.families, SizeIs(1));
  EXPECT_EQ(processors.families[0].family, "854231");
  EXPECT_THAT(processors.notes, Contains("does not exist before HS2007"));
}

TEST(Explanations, OfAHeadingHoldAllItsCodes) {
  const CodeExplanation drones = explain_code(code("8806"), all_families());
  EXPECT_EQ(drones.label, "Drones");
  EXPECT_THAT(drones.editions, ElementsAre(kHs2022));
  EXPECT_THAT(drones.subheadings, SizeIs(11));
  EXPECT_THAT(drones.mentions, SizeIs(12));  // each by drones, the heading by uav
  ASSERT_THAT(drones.families, SizeIs(1));
  EXPECT_THAT(drones.families[0].unlisted, ElementsAre(code("880211"), code("880220")));
  int num_counted = 0;
  for (const ExplainedLink& link : drones.links) {
    num_counted += link.counts ? 1 : 0;
    EXPECT_FALSE(link.reason.empty()) << link.link.later.text() << " " << link.link.earlier.text();
  }
  EXPECT_EQ(num_counted, 22);  // each of 11 codes with 880211 and 880220
}

// The correlation table does not link 8541.51 and 8541.50; the reviewed links do.
TEST(Explanations, HoldReviewedLinksThatTheTablesLack) {
  const CodeExplanation devices = explain_code(code("854150"), all_families());
  std::vector<std::string> counted;
  for (const ExplainedLink& link : devices.links) {
    if (link.counts && link.link.edition == kHs2022) {
      counted.push_back(link.link.later.to_string());
    }
  }
  EXPECT_THAT(counted, ElementsAre("854151", "854159"));
  EXPECT_THAT(devices.notes, Contains("does not exist after HS2017"));
}

TEST(Explanations, SayThatAFamilyIsPartlyControlled) {
  const CodeExplanation diodes = explain_code(code("854149"), all_families());
  EXPECT_THAT(
      diodes.notes,
      Contains("family 854141 is partly controlled: 3 of its codes of HS2022 are on no list")
  );
}

TEST(Explanations, OfCodesOnNoListHaveNoMentions) {
  EXPECT_THAT(explain_code(code("01"), all_families()).mentions, IsEmpty());
}

TEST(Explanations, NeedACodeThatAnEditionHas) {
  try {
    (void)explain_code(code("854298"), all_families());
    FAIL() << "expected an error";
  } catch (const Error& error) {  // the test reads its hint
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_STREQ(error.what(), "code: expected a code of the Harmonized System, got \"854298\"");
    EXPECT_THAT(std::string(error.hint()), HasSubstr("854290"));
  }
}

}  // namespace
}  // namespace portolan::goods
