// Which tested cells are listed, and which are named as explained.
#include "gathering.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "made_cells.hpp"
#include "made_panel.hpp"

namespace portolan::detect {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Listing : public ::testing::Test {
 protected:
  /// What is listed of one half-seen cell with this p-value, of which `explanation` has moved by
  /// `evidence` from its prior.
  [[nodiscard]] DetectResult list(double p_value, Explanation explanation, Decibans evidence)
      const {
    Lead lead;
    lead.kind = LeadKind::kSurge;
    lead.hub = "ARM";
    lead.goods = goods;
    InnocentExplanation innocent;
    innocent.explanation = explanation;
    innocent.prior = -100;
    innocent.score = innocent.prior + evidence;
    lead.innocent = {InnocentExplanation(), innocent};
    Answer answer{.hub = 0, .goods = &goods, .assessment = {}, .tests = {}};
    answer.assessment.lead = std::move(lead);
    answer.tests.as_surge = p_value;
    Gathering gathering(options, panel);
    std::vector<Answer> answers;
    answers.push_back(std::move(answer));
    gathering.take(std::move(answers));
    return gathering.finish();
  }

  Goods goods = made::goods();
  DetectOptions options;
  made::Folder folder;
  panel::CodedPanel panel = made::write_panel(
      folder.path(),
      {{.family = "854231", .exporter = "DEU", .importer = "ARM", .usd = {1.0}, .kg = {}}}
  );
};

TEST_F(Listing, NamesACellWithinTheRateThatAnExplanationHides) {
  const DetectResult result = list(0.01, Explanation::kNewPlant, -30);
  EXPECT_THAT(result.surges, IsEmpty());
  ASSERT_THAT(result.explained, SizeIs(1));
  EXPECT_EQ(result.explained[0].hub, "ARM");
  EXPECT_EQ(result.explained[0].family, goods.family);
  EXPECT_EQ(result.explained[0].explanation, Explanation::kNewPlant);
}

TEST_F(Listing, ListsACellWhoseExplanationIsLessThanTwiceAsLikely) {
  const DetectResult result = list(0.01, Explanation::kNewPlant, -29);
  EXPECT_THAT(result.surges, SizeIs(1));
  EXPECT_THAT(result.explained, IsEmpty());
}

TEST_F(Listing, SaysNothingOfCellsBeyondTheRate) {
  const DetectResult result = list(0.5, Explanation::kNewPlant, -30);
  EXPECT_THAT(result.surges, IsEmpty());
  EXPECT_THAT(result.explained, IsEmpty());
}

}  // namespace
}  // namespace portolan::detect
