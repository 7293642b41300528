// Placebos in time: laws that hold whatever the data.
#include "time_placebos.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/random.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kPeriods = 35;
constexpr std::size_t kTreated = 26;
constexpr double kLeastUsd = 1e5;
const Period kFirst = Period::of_month(2020, 1);

CellLegs cell(std::uint32_t family, Series inflow, std::size_t treated = kTreated) {
  CellLegs made;
  made.family = family;
  made.hub = 1;
  made.window = {
      .begin = 2,
      .treated = treated,
      .end = inflow.size(),
      .season = 12,
      .block = 3,
      .floor_usd = kLeastUsd / 12.0};
  made.inflow = std::move(inflow);
  return made;
}

/// Cells whose months scatter around a level of their own; `rise` multiplies what comes after the
/// date.
std::vector<CellLegs>
made_cells(std::size_t count, std::uint64_t seed, double rise = 1.0, std::size_t first = 0) {
  Random random(seed);
  std::vector<CellLegs> cells;
  for (std::size_t k = 0; k < count; ++k) {
    const double level = std::exp(10.0 + 2.0 * random.normal());
    Series inflow;
    for (std::size_t t = 0; t < kPeriods; ++t) {
      const double value = level * std::exp(0.5 * random.normal());
      inflow.push_back(static_cast<float>(t >= kTreated ? rise * value : value));
    }
    cells.push_back(cell(static_cast<std::uint32_t>(first + k), std::move(inflow)));
  }
  return cells;
}

TimePlacebos study(
    const std::vector<CellLegs>& cells,
    const std::vector<CellLegs>& pool,
    double least = kLeastUsd
) {
  return {cells, pool, {.first = kFirst, .earliest = 0, .min_value_usd = least}};
}

TEST(TimePlacebos, AreBeatenBySmallPValuesNoMoreOftenThanTheySay) {
  // Large cells, since small ones are left out after a date by the outcome.
  std::size_t tested = 0;
  std::size_t small = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<CellLegs> cells = made_cells(200, seed);
    const TimePlacebos placebos = study(cells, cells, 1.0);
    for (const CellLegs& one : cells) {
      const TimeVerdict* const verdict = placebos.find(1, one.family);
      ASSERT_NE(verdict, nullptr);
      ++tested;
      small += verdict->inflow.p_value <= 0.1 ? 1 : 0;
    }
  }
  const auto n = static_cast<double>(tested);
  // Four standard errors of independent draws, for cells of a world share their placebos.
  EXPECT_LE(static_cast<double>(small) / n, 0.1 + 4.0 * std::sqrt(0.09 / n));
  EXPECT_GE(static_cast<double>(small) / n, 0.1 - 4.0 * std::sqrt(0.09 / n));
}

TEST(TimePlacebos, AreFewerThanACellThatRisesTenfold) {
  const std::vector<CellLegs> pool = made_cells(300, 3);
  const std::vector<CellLegs> risen = made_cells(20, 4, 10.0, 1000);
  const TimePlacebos placebos = study(risen, pool);
  for (const CellLegs& one : risen) {
    const TimeVerdict* const verdict = placebos.find(1, one.family);
    ASSERT_NE(verdict, nullptr);
    EXPECT_LT(verdict->inflow.p_value, 0.02);
    EXPECT_GT(verdict->inflow.rise, verdict->inflow.placebo_high);
  }
}

TEST(TimePlacebos, NeverLookAtThePoolAfterTheDate) {
  const std::vector<CellLegs> cells = made_cells(5, 5, 3.0, 1000);
  const std::vector<CellLegs> calm = made_cells(100, 6);
  const std::vector<CellLegs> wild = made_cells(100, 6, 50.0);
  const TimePlacebos without = study(cells, calm);
  const TimePlacebos with = study(cells, wild);
  for (const CellLegs& one : cells) {
    EXPECT_EQ(
        without.find(1, one.family)->inflow.p_value, with.find(1, one.family)->inflow.p_value
    );
  }
}

TEST(TimePlacebos, DoNotDependOnTheUnit) {
  const std::vector<CellLegs> cells = made_cells(100, 7);
  std::vector<CellLegs> scaled = cells;
  for (CellLegs& one : scaled) {
    one.window.floor_usd *= 1024.0;
    for (float& value : one.inflow) {
      value *= 1024.0F;
    }
  }
  const TimePlacebos plain = study(cells, cells);
  const TimePlacebos large = study(scaled, scaled, 1024.0 * kLeastUsd);
  for (const CellLegs& one : cells) {
    const TimeVerdict* const a = plain.find(1, one.family);
    const TimeVerdict* const b = large.find(1, one.family);
    ASSERT_EQ(a == nullptr, b == nullptr);
    EXPECT_TRUE(a == nullptr || a->inflow.p_value == b->inflow.p_value);
  }
}

// 60 months before the date and nine after: dates at 51, 42, 33, 24 and 15 leave a year before.
TEST(TimePlacebos, StandAtDatesThatShareNoPeriod) {
  Random random(8);
  std::vector<CellLegs> cells;
  for (std::uint32_t k = 0; k < 60; ++k) {
    Series inflow;
    for (std::size_t t = 0; t < 69; ++t) {
      inflow.push_back(static_cast<float>(1e6 * std::exp(0.3 * random.normal())));
    }
    cells.push_back(cell(k, std::move(inflow), 60));
  }
  const TimeVerdict* const verdict = study(cells, cells).find(1, 7);
  ASSERT_NE(verdict, nullptr);
  EXPECT_EQ(verdict->dates, 5U);
  EXPECT_EQ(verdict->first_date, kFirst.plus(15));
  EXPECT_EQ(verdict->last_date, kFirst.plus(51));
}

// In the months 33 to 41 all goods of the hub trebled: a cell that trebles later is no surprise.
TEST(TimePlacebos, CountByTheLeastFavourableDate) {
  Random random(9);
  std::vector<CellLegs> cells;
  for (std::uint32_t k = 0; k < 60; ++k) {
    Series inflow;
    for (std::size_t t = 0; t < 69; ++t) {
      const bool is_boom = t >= 33 && t < 42;
      const bool is_own = k == 0 && t >= 60;
      inflow.push_back(
          static_cast<float>((is_boom || is_own ? 3e6 : 1e6) * std::exp(0.1 * random.normal()))
      );
    }
    cells.push_back(cell(k, std::move(inflow), 60));
  }
  EXPECT_GT(study(cells, cells).find(1, 0)->inflow.p_value, 0.2);
}

TEST(TimePlacebos, SayWhatIsMissing) {
  // Fourteen months before the date and nine after it.
  std::vector<CellLegs> cells = made_cells(60, 10);
  for (CellLegs& one : cells) {
    std::fill_n(one.inflow.begin(), 12, std::numeric_limits<float>::quiet_NaN());
  }
  const TimePlacebos young = study(cells, cells);
  EXPECT_EQ(young.find(1, 3), nullptr);
  EXPECT_THAT(
      young.missing(cells[3].window),
      testing::HasSubstr("14 months before anything was controlled, 21")
  );
  const std::vector<CellLegs> few = made_cells(39, 11);
  const TimePlacebos narrow = study(few, few);
  EXPECT_EQ(narrow.find(1, 3), nullptr);
  EXPECT_THAT(narrow.missing(few[3].window), testing::HasSubstr("less than 40 cells"));
}

}  // namespace
}  // namespace portolan::detect
