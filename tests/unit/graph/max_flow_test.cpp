#include "portolan/graph/max_flow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

#include "drawn_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::vector<Arc> drawn_arcs(std::string_view drawing) {
  std::vector<Arc> arcs;
  for (const Flow& flow : reference::drawn_flows(drawing)) {
    arcs.push_back({flow.exporter, flow.importer, flow.value});
  }
  return arcs;
}

// The only way past the arc of 5 is to B and back by C: 3 + 5.
TEST(MaxFlow, FillsTheCutNearestToTheSource) {
  const auto result = max_flow(4, drawn_arcs("A>B 10, A>C 5, B>C 3, C>D 20, B>A 9"), 0, 3);
  EXPECT_EQ(result.value, 8);
  EXPECT_THAT(result.flow, ElementsAre(3, 5, 3, 8, 0));
  EXPECT_THAT(result.source_side, ElementsAre(true, true, false, false));
}

// Both arcs of the path are full: the cut is the one after the source.
TEST(MaxFlow, NamesTheFirstOfTwoSmallestCuts) {
  const auto result = max_flow(3, drawn_arcs("A>B 4, B>C 4"), 0, 2);
  EXPECT_EQ(result.value, 4);
  EXPECT_THAT(result.source_side, ElementsAre(true, false, false));
}

// The greedy path A B C D blocks; half of it has to be taken back.
TEST(MaxFlow, TakesBackWhatWentTheWrongWay) {
  const auto result = max_flow(4, drawn_arcs("A>B 1, A>C 1, B>C 1, B>D 1, C>D 1"), 0, 3);
  EXPECT_EQ(result.value, 2);
  EXPECT_THAT(result.flow, ElementsAre(1, 1, 0, 1, 1));
}

TEST(MaxFlow, IsNothingWhereNoWayLeads) {
  const auto result = max_flow(4, drawn_arcs("A>B 7, B>A 2, C>D 5"), 0, 3);
  EXPECT_EQ(result.value, 0);
  EXPECT_THAT(result.flow, ElementsAre(0, 0, 0));
  EXPECT_THAT(result.source_side, ElementsAre(true, true, false, false));
}

TEST(MaxFlow, TakesParallelArcsAndArcsToTheNodeItself) {
  const auto result = max_flow(2, drawn_arcs("A>B 2, A>A 5, A>B 3, B>B 1"), 0, 1);
  EXPECT_EQ(result.value, 5);
  EXPECT_THAT(result.flow, ElementsAre(2, 0, 3, 0));
}

TEST(MaxFlow, CarriesTheLargestCapacity) {
  const std::array arcs = {Arc{0, 1, kMost}};
  EXPECT_EQ(max_flow(2, arcs, 0, 1).value, kMost);
}

TEST(MaxFlow, RejectsWhatIsNoNetwork) {
  EXPECT_THAT(
      [] { (void)max_flow(2, {}, 0, 2); },
      ThrowsMessage<Error>("max_flow: expected a source and a sink below 2, got 0 and 2")
  );
  EXPECT_THAT(
      [] { (void)max_flow(2, {}, 1, 1); },
      ThrowsMessage<Error>("max_flow: expected a source other than the sink, got 1 twice")
  );
  EXPECT_THAT(
      [] { (void)max_flow(2, drawn_arcs("A>C 1"), 0, 1); },
      ThrowsMessage<Error>("arcs: expected nodes below 2, got 2")
  );
  EXPECT_THAT(
      [] { (void)max_flow(2, drawn_arcs("A>B -1"), 0, 1); },
      ThrowsMessage<Error>("arcs: expected capacities of at least 0, got -1")
  );
  EXPECT_THAT(
      [] {
        (void)max_flow(2, std::array{Arc{0, 1, kMost}, Arc{0, 1, 1}}, 0, 1);
      },
      ThrowsMessage<Error>("arcs: expected a sum of capacities below 2^63, got more")
  );
}

}  // namespace
}  // namespace portolan::graph
