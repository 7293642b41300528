#include "portolan/panel/scan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"
#include "portolan/panel/coded_panel_writer.hpp"

namespace portolan::panel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Key = std::tuple<Frequency, int, std::uint32_t, std::int32_t, std::uint16_t, std::uint16_t>;
using Rows = std::map<Key, std::int64_t>;  // value; kMissing where the cell has none

class Scan : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) / (std::string("scan_") + test->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  CodedPanel write(const Rows& rows) {
    CodedPanelWriter writer(folder_, places_, {"010121", "854231", "880622"});
    for (const auto& [key, value] : rows) {
      CodedRow row;
      std::tie(row.frequency, row.level, row.family, row.period, row.importer, row.exporter) = key;
      row.value(Column::kEstimateUsd) = value;
      writer.add(row);
    }
    writer.finish();
    return CodedPanel::open(folder_);
  }

  /// Rows of random flows over some periods, a few of them stated sums and a few without a value.
  static Rows random_rows(Random& random, Frequency frequency) {
    Rows rows;
    for (int i = 0; i < 3'000; ++i) {
      const auto year = static_cast<std::int32_t>(2019 + random.below(4));
      const auto month =
          frequency == Frequency::kAnnual ? 0 : static_cast<std::int32_t>(1 + random.below(12));
      const auto value = static_cast<std::int64_t>(random.below(100'000));
      rows[{
          frequency,
          6,
          static_cast<std::uint32_t>(random.below(3)),
          year * 100 + month,
          static_cast<std::uint16_t>(random.below(6)),
          static_cast<std::uint16_t>(random.below(6))}] = value < 3'000 ? kMissing : value;
    }
    return rows;
  }

  [[nodiscard]] bool is_sum(std::uint16_t place) const {
    return places_[place] == "WLD" || places_[place] == "EU27";
  }

  std::vector<std::string> places_ = {"ARM", "CHN", "DEU", "EU27", "RUS", "WLD"};
  std::filesystem::path folder_;
};

constexpr auto kYear = Frequency::kAnnual;

TEST_F(Scan, FindsWhatGrewFromOneYearToTheNext) {
  const CodedPanel panel = write({
      {{kYear, 6, 1, 202200, 0, 1}, 60},  // China sold 100 to Armenia and Russia in 2022,
      {{kYear, 6, 1, 202200, 4, 1}, 40},  // 164 in 2023: just 64 % more
      {{kYear, 6, 1, 202300, 0, 1}, 164},
      {{kYear, 6, 1, 202300, 5, 1}, 999},  // what China says it sold to the world is no flow
      {{kYear, 6, 1, 202300, 4, 2}, 50},   // Germany: nothing known before
      {{kYear, 6, 2, 202100, 0, 1}, 10},   // two years apart
      {{kYear, 6, 2, 202300, 0, 1}, 90},
  });
  EXPECT_THAT(
      year_on_year(panel, {}),
      ElementsAre(YearOnYear{
          .exporter = 1, .family = 1, .period = 202300, .before = 100, .after = 164})
  );
  EXPECT_THAT(year_on_year(panel, {}, {.growth_share = 0.65}), IsEmpty());
  EXPECT_THAT(
      year_on_year(panel, {.side = CellSide::kImporter}),
      ElementsAre(YearOnYear{
          .exporter = 0, .family = 1, .period = 202300, .before = 60, .after = 164})
  );
  EXPECT_THROW((void)year_on_year(panel, {.side = CellSide::kPair}), Error);
}

// The slow way: a map of sums, and every period against the one a year before.
TEST_F(Scan, AgreesWithASlowScanOnRandomFlows) {
  for (const Frequency frequency : {Frequency::kAnnual, Frequency::kMonthly}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      Random random(seed);
      std::filesystem::remove_all(folder_);
      const Rows rows = random_rows(random, frequency);
      const CodedPanel panel = write(rows);
      std::map<std::tuple<std::uint32_t, std::int32_t, std::uint16_t>, std::int64_t> sums;
      for (const auto& [key, value] : rows) {
        const auto [freq, level, family, period, importer, exporter] = key;
        if (value != kMissing && !is_sum(importer) && !is_sum(exporter)) {
          sums[{family, period, exporter}] += value;
        }
      }
      std::vector<YearOnYear> expected;
      for (const auto& [key, after] : sums) {
        const auto [family, period, exporter] = key;
        const auto before = sums.find({family, period - 100, exporter});
        if (before != sums.end() && before->second >= 1 &&
            static_cast<double>(after) >= 1.64 * static_cast<double>(before->second)) {
          expected.push_back(
              {.exporter = exporter,
               .family = family,
               .period = period,
               .before = before->second,
               .after = after}
          );
        }
      }
      ASSERT_FALSE(expected.empty());
      EXPECT_EQ(year_on_year(panel, {.frequency = frequency, .threads = 1}), expected);
      EXPECT_EQ(year_on_year(panel, {.frequency = frequency, .threads = 3}), expected);
    }
  }
}

TEST_F(Scan, TotalsCellsOverWindowsLikeASlowScan) {
  Random random(11);
  const Rows rows = random_rows(random, Frequency::kMonthly);
  const CodedPanel panel = write(rows);
  const std::vector<PeriodWindow> windows = {
      {.first = 201907, .last = 202006}, {.first = 202201, .last = 202211}};
  for (const CellSide side : {CellSide::kExporter, CellSide::kImporter, CellSide::kPair}) {
    const auto totals =
        cell_totals(panel, {.frequency = Frequency::kMonthly, .side = side, .threads = 2}, windows);
    ASSERT_EQ(totals.size(), 2U);
    for (std::size_t w = 0; w < windows.size(); ++w) {
      std::map<std::tuple<std::uint32_t, std::uint16_t, std::uint16_t>, CellTotal> slow;
      for (const auto& [key, value] : rows) {
        const auto [freq, level, family, period, importer, exporter] = key;
        if (value == kMissing || !windows[w].contains(period) || is_sum(importer) ||
            is_sum(exporter)) {
          continue;
        }
        const auto own_exporter = side == CellSide::kImporter ? std::uint16_t{0} : exporter;
        const auto own_importer = side == CellSide::kExporter ? std::uint16_t{0} : importer;
        CellTotal& total = slow[{family, own_exporter, own_importer}];
        total.family = family;
        total.exporter = own_exporter;
        total.importer = own_importer;
        ++total.num_values;
        total.total += value;
      }
      std::vector<CellTotal> expected;
      for (const auto& [key, total] : slow) {
        expected.push_back(total);
      }
      EXPECT_EQ(totals[w], expected);
    }
  }
}

TEST_F(Scan, GivesTheSeriesOfAPairAndOfAPlace) {
  const CodedPanel panel = write({
      {{Frequency::kMonthly, 6, 1, 202201, 0, 1}, 5},
      {{Frequency::kMonthly, 6, 1, 202201, 4, 1}, 6},
      {{Frequency::kMonthly, 6, 1, 202201, 5, 1}, 100},
      {{Frequency::kMonthly, 6, 1, 202203, 4, 1}, 7},
      {{Frequency::kMonthly, 6, 1, 202204, 4, 1}, kMissing},
  });
  EXPECT_THAT(
      pair_series(panel, Frequency::kMonthly, 6, 1, 1, 4),
      ElementsAre(
          SeriesPoint{.period = 202201, .row = 1},
          SeriesPoint{.period = 202203, .row = 3},
          SeriesPoint{.period = 202204, .row = 4}
      )
  );
  EXPECT_THAT(
      place_series(panel, {.frequency = Frequency::kMonthly}, 1, 1),
      ElementsAre(
          PlacePoint{.period = 202201, .num_values = 2, .total = 11},
          PlacePoint{.period = 202203, .num_values = 1, .total = 7}
      )
  );
  EXPECT_THAT(
      place_series(panel, {.frequency = Frequency::kMonthly, .side = CellSide::kImporter}, 1, 0),
      ElementsAre(PlacePoint{.period = 202201, .num_values = 1, .total = 5})
  );
}

}  // namespace
}  // namespace portolan::panel
