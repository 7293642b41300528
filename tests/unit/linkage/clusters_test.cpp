#include "portolan/linkage/clusters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "portolan/base/error.hpp"

namespace portolan::linkage {
namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;
using Pair = std::pair<RecordIndex, RecordIndex>;

TEST(ConnectedComponents, TieRecordsOverAnyNumberOfPairs) {
  const std::array pairs{Pair{5, 3}, Pair{3, 1}, Pair{4, 2}};
  EXPECT_THAT(connected_components(7, pairs), ElementsAre(0U, 1U, 2U, 1U, 2U, 1U, 6U));
}

TEST(ConnectedComponents, AreTheRecordsThemselvesWithoutPairs) {
  EXPECT_THAT(connected_components(2, {}), ElementsAre(0U, 1U));
}

TEST(ConnectedComponents, RefuseRecordsThatAreNotThere) {
  EXPECT_THAT(
      [] {
        (void)connected_components(3, std::array{Pair{1, 3}});
      },
      ThrowsMessage<Error>("pairs: expected a record below 3, got 3")
  );
}

}  // namespace
}  // namespace portolan::linkage
