#include "portolan/base/parallel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan {
namespace {

std::vector<std::size_t> sums_by_chunk(std::size_t count, unsigned threads) {
  std::vector<std::size_t> sums(count == 0 ? 0 : (count - 1) / 10 + 1);
  parallel_for_chunks(
      count,
      10,
      threads,
      [&](std::size_t chunk, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          sums[chunk] += i;
        }
      }
  );
  return sums;
}

TEST(ParallelForChunks, VisitsEveryIndexOnceInTheSameChunks) {
  EXPECT_EQ(sums_by_chunk(1'003, 1), sums_by_chunk(1'003, 4));
  EXPECT_EQ(sums_by_chunk(23, 3), (std::vector<std::size_t>{45, 145, 63}));
  EXPECT_TRUE(sums_by_chunk(0, 2).empty());
}

TEST(ParallelForChunks, CarriesAnExceptionToTheCaller) {
  EXPECT_THAT(
      [] {
        parallel_for_chunks(100, 1, 3, [](std::size_t chunk, std::size_t, std::size_t) {
          if (chunk == 17) {
            throw bad_data("row {}: expected a number, got nothing", chunk);
          }
        });
      },
      testing::ThrowsMessage<Error>("row 17: expected a number, got nothing")
  );
}

}  // namespace
}  // namespace portolan
