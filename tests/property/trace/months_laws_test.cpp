#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/trace/origins.hpp"

namespace portolan::trace {
namespace {

/// Trade among seven places in one period, with goods that go round, margins, and makers of which
/// some state their output.
FamilyTrade random_trade(Random& random) {
  const std::vector<std::string> places = {"ARM", "CHN", "DEU", "GEO", "JPN", "KAZ", "RUS"};
  FamilyTrade trade{.family = "8542", .rows = {}, .producers = {}};
  const auto amount = [&] {
    return Decimal3::from_thousandths(1 + static_cast<std::int64_t>(random.below(100'000)));
  };
  for (const std::string& exporter : places) {
    for (const std::string& importer : places) {
      const bool is_leg = exporter == "ARM" && importer == "RUS";
      if (exporter != importer && (is_leg || random.uniform() < 0.5)) {
        const Decimal3 value = amount();
        trade.rows.push_back({exporter, importer, value, value, value});
      }
    }
  }
  trade.producers.push_back({"JPN", std::nullopt});
  trade.producers.push_back({"DEU", amount()});
  trade.margins = {{"ARM", 0.5 * random.uniform()}, {"GEO", 0.2}};
  return trade;
}

void expect_same(const BoundedAmount& one, const BoundedAmount& other, const std::string& what) {
  ASSERT_EQ(one.value.has_value(), other.value.has_value()) << what;
  EXPECT_NEAR(one.value.value_or(0.0), other.value.value_or(0.0), 1e-9) << what;
  EXPECT_EQ(one.least, other.least) << what;
  EXPECT_EQ(one.most, other.most) << what;
}

// A window of one month in which nothing can wait is the window itself.
TEST(MonthsLaws, OneMonthIsTheWindow) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    const FamilyTrade trade = random_trade(random);
    for (const std::string hub : {"", "ARM"}) {
      OriginsQuestion question{
          .destination = "RUS",
          .hub = hub,
          .origins =
              {{.name = "JPN", .places = {"JPN"}},
               {.name = "DEU+unknown", .places = {"DEU"}, .has_unknown = true},
               {.name = "margin", .has_margins = true}},
          .through = {{.name = "KAZ", .places = {"KAZ"}}}};
      const auto window = trace_origins({&trade, 1}, question);
      question.max_wait = 0;
      const auto month = trace_origins({&trade, 1}, question);
      const std::string what = hub + ", seed " + std::to_string(seed);
      expect_same(window.destination, month.destination, what);
      for (std::size_t i = 0; i < window.origins.size(); ++i) {
        expect_same(window.origins[i].amount, month.origins[i].amount, what);
      }
      expect_same(window.through[0].amount, month.through[0].amount, what);
    }
  }
}

// What may wait longer is never more often of unknown origin.
TEST(MonthsLaws, WaitingLongerLeavesLessUnknown) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    FamilyTrade trade = random_trade(random);
    for (TradeRow& row : trade.rows) {
      row.period = static_cast<std::uint32_t>(random.below(6));
    }
    trade.producers = {{"JPN", std::nullopt}};
    Decimal3 before = Decimal3::from_thousandths(0);
    for (std::uint32_t wait = 0; wait < 6; ++wait) {
      const auto answer =
          trace_origins({&trade, 1}, {.destination = "RUS", .hub = "ARM", .max_wait = wait});
      EXPECT_GE(answer.waited, before) << "seed " << seed << ", wait " << wait;
      before = answer.waited;
    }
  }
}

}  // namespace
}  // namespace portolan::trace
