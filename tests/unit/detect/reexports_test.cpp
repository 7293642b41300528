#include "reexports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "made_cells.hpp"

namespace portolan::detect {
namespace {

const Window kWindow = {
    .from = Period::of_month(2020, 3),
    .since = Period::of_month(2022, 3),
    .until = Period::of_month(2024, 2)};

/// Chips that left for everyone: `before` USD in each month, then `after`.
CellSeries chips(double before, double after) {
  CellSeries made;
  made.hub = "ARM";
  made.destination = "RUS";
  made.family = "8542";
  made.level = 4;
  made.first = Period::of_month(2020, 3);
  made.is_elsewhere_to_unknown = true;
  made.outflow_elsewhere_usd.assign(made::kMonths, before);
  std::fill(
      made.outflow_elsewhere_usd.begin() + static_cast<std::ptrdiff_t>(made::kTreated),
      made.outflow_elsewhere_usd.end(),
      after
  );
  return made;
}

TEST(Reexports, AreSumsAfterAndBeforeWhereNobodySaysToWhom) {
  const auto item = reexports(chips(1e3, 1e6), kWindow, 1e5);
  ASSERT_TRUE(item.has_value());
  EXPECT_EQ(item->value, 24e6);
  EXPECT_EQ(item->expected, 24e3);
  EXPECT_EQ(item->weight, 0);
  EXPECT_THAT(
      item->detail,
      testing::HasSubstr("8542 left ARM for 24.00 million USD after the date, 0.02 in the same "
                         "months before; no file says to whom")
  );
  EXPECT_THAT(item->rows.importers, testing::ElementsAre("WLD"));
}

TEST(Reexports, AreNothingWhereThePartnersAreKnown) {
  CellSeries made = chips(1e3, 1e6);
  made.is_elsewhere_to_unknown = false;
  EXPECT_FALSE(reexports(made, kWindow, 1e5).has_value());
}

TEST(Reexports, AreNothingWhereNoMoreLeftThanBefore) {
  EXPECT_FALSE(reexports(chips(1e6, 1e6), kWindow, 1e5).has_value());
  EXPECT_FALSE(reexports(chips(1e6, 1e3), kWindow, 1e5).has_value());
}

TEST(Reexports, AreNothingOfAnotherFrequency) {
  const Window years = {
      .from = Period::of_year(2020),
      .since = Period::of_year(2022),
      .until = Period::of_year(2023)};
  EXPECT_FALSE(reexports(chips(1e3, 1e6), years, 1e5).has_value());
}

}  // namespace
}  // namespace portolan::detect
