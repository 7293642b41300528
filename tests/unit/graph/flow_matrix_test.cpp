#include "portolan/graph/flow_matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "drawn_trade.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

using reference::drawn_flows;
using testing::ElementsAre;
using testing::Eq;
using testing::IsEmpty;
using testing::Optional;
using testing::ThrowsMessage;

TEST(FlowMatrix, SortsLegsByImporterThenExporter) {
  const FlowMatrix matrix(3, drawn_flows("B>C 5, A>C 4, C>A 3, A>B 2"));
  EXPECT_THAT(
      matrix.legs(), ElementsAre(Flow{2, 0, 3}, Flow{0, 1, 2}, Flow{0, 2, 4}, Flow{1, 2, 5})
  );
  EXPECT_THAT(matrix.legs_into(2), ElementsAre(Flow{0, 2, 4}, Flow{1, 2, 5}));
  EXPECT_THAT(matrix.legs_out_of(0), ElementsAre(1, 2));
  EXPECT_THAT(matrix.find(1, 2), Optional(3U));
  EXPECT_THAT(matrix.find(2, 1), Eq(std::nullopt));
  EXPECT_THAT(matrix.find(7, 1), Eq(std::nullopt));
}

TEST(FlowMatrix, AddsUpTheFlowsOfAPairInAnyOrder) {
  auto flows = drawn_flows("A>B 1, B>A 10, A>B 2, A>B 4");
  const FlowMatrix matrix(2, flows);
  EXPECT_THAT(matrix.legs(), ElementsAre(Flow{1, 0, 10}, Flow{0, 1, 7}));
  std::ranges::reverse(flows);
  EXPECT_TRUE(std::ranges::equal(FlowMatrix(2, flows).legs(), matrix.legs()));
}

TEST(FlowMatrix, LeavesOutFlowsOfNothingAndFlowsToTheNodeItself) {
  const FlowMatrix matrix(4, drawn_flows("A>B 0, B>B 9"));
  EXPECT_THAT(matrix.legs(), IsEmpty());
  EXPECT_THAT(matrix.legs_into(3), IsEmpty());
  EXPECT_THAT(matrix.legs_out_of(1), IsEmpty());
}

TEST(FlowMatrix, HoldsNoNodesAtAll) {
  const FlowMatrix matrix(0, {});
  EXPECT_EQ(matrix.num_nodes(), 0U);
  EXPECT_EQ(matrix.num_legs(), 0U);
}

TEST(FlowMatrix, RejectsNodesOutsideTheMatrix) {
  EXPECT_THAT(
      [] { (void)FlowMatrix(2, drawn_flows("A>C 1")); },
      ThrowsMessage<Error>("flows: expected nodes below 2, got 2")
  );
}

TEST(FlowMatrix, RejectsNegativeValues) {
  EXPECT_THAT(
      [] { (void)FlowMatrix(2, drawn_flows("A>B -1")); },
      ThrowsMessage<Error>("flows: expected values of at least 0, got -1")
  );
}

TEST(FlowMatrix, RejectsTotalsThatAreNotExactAsDouble) {
  const std::array flows = {Flow{0, 1, kLargestTotal}, Flow{1, 0, 1}};
  EXPECT_EQ(FlowMatrix(2, std::span(flows).first(1)).num_legs(), 1U);
  EXPECT_THAT(
      [&] { (void)FlowMatrix(2, flows); },
      ThrowsMessage<Error>("flows: expected a sum of at most 9007199254740992, got more")
  );
}

}  // namespace
}  // namespace portolan::graph
