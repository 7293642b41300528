// Families as a frame reads them, against the rows of the panel one by one.
#include "panel_frame.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/panel/coded_panel_writer.hpp"

namespace portolan::detect {
namespace {

using panel::Column;
using panel::Status;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr int kMonths = 30;
constexpr std::uint16_t kPlaces = 12;

class PanelFrames : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("panel_frame_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Twelve places of which one is a stated sum, and six families, the first with hardly any rows.
  [[nodiscard]] panel::CodedPanel write(std::uint64_t seed) const {
    Random random(seed);
    panel::CodedPanelWriter writer(
        folder_,
        {"ARM", "DEU", "FRA", "GEO", "ITA", "JPN", "KAZ", "KGZ", "RUS", "TUR", "USA", "WLD"},
        {"010121", "280110", "290110", "841111", "854231", "900110"}
    );
    for (std::uint32_t family = 0; family < 6; ++family) {
      for (int month = 0; month < kMonths; ++month) {
        for (std::uint16_t importer = 0; importer < kPlaces; ++importer) {
          for (std::uint16_t exporter = 0; exporter < kPlaces; ++exporter) {
            if (random.uniform() < (family == 0 ? 0.01 : 0.3)) {
              writer.add(made_row(random, family, month, importer, exporter));
            }
          }
        }
      }
    }
    writer.finish();
    return panel::CodedPanel::open(folder_);
  }

  static panel::CodedRow made_row(
      Random& random,
      std::uint32_t family,
      int month,
      std::uint16_t importer,
      std::uint16_t exporter
  ) {
    panel::CodedRow row;
    row.frequency = Frequency::kMonthly;
    row.family = family;
    row.period = Period::of_month(2021, 1).plus(month).number();
    row.importer = importer;
    row.exporter = exporter;
    row.is_partial = random.below(20) == 0;
    // One place in three never reports.
    row.export_status = exporter % 3 == 0 ? Status::kUnknown : static_cast<Status>(random.below(3));
    row.import_status = importer % 3 == 0 ? Status::kUnknown : static_cast<Status>(random.below(3));
    for (const Column column :
         {Column::kExportUsd,
          Column::kImportUsd,
          Column::kExportKg,
          Column::kImportKg,
          Column::kReconciledUsd}) {
      if (random.below(4) != 0) {
        row.value(column) = static_cast<std::int64_t>(random.below(1'000'000));
      }
    }
    return row;
  }

  std::filesystem::path folder_;
};

/// What one side says of one pair and month by the panel's rows alone, before zeros follow from
/// what else it publishes.
double said(const panel::CodedPanel& panel, std::size_t row, bool is_export) {
  const Status own = is_export ? panel.export_status(row) : panel.import_status(row);
  const auto number = [&](Column column) {
    const std::int64_t value = panel.value(column, row);
    return value == panel::kMissing ? kUnknown : static_cast<double>(value) / 1000.0;
  };
  if (own == Status::kReported) {
    return number(is_export ? Column::kExportUsd : Column::kImportUsd);
  }
  const bool is_reconciled = is_export && panel.import_status(row) != Status::kReported;
  if (is_reconciled && !std::isnan(number(Column::kReconciledUsd))) {
    return number(Column::kReconciledUsd);
  }
  return own == Status::kInferredZero ? 0.0 : kUnknown;
}

/// What a place's own reports show it to publish, on one side.
struct Published {
  std::set<std::pair<std::uint16_t, int>> months;           ///< Place, month.
  std::set<std::pair<std::uint16_t, std::uint32_t>> goods;  ///< Place, family.
  std::set<std::pair<std::uint16_t, std::uint16_t>> partners;

  Published(const panel::CodedPanel& panel, bool is_export) {
    for (const panel::Block& block : panel.blocks()) {
      for (std::size_t row = block.begin; row < block.end; ++row) {
        const Status status = is_export ? panel.export_status(row) : panel.import_status(row);
        const std::uint16_t exporter = panel.exporters()[row];
        const std::uint16_t importer = panel.importers()[row];
        if (status == Status::kReported && !panel.is_partial(row)) {
          const std::uint16_t place = is_export ? exporter : importer;
          months.emplace(
              place, Period::from_number(block.period)->steps_since(Period::of_month(2021, 1))
          );
          goods.emplace(place, block.family);
          partners.emplace(place, is_export ? importer : exporter);
        }
      }
    }
  }
};

void expect_same(const Report& report, const Values& expected, const char* side) {
  const bool is_told = !report.usd.empty();
  for (std::size_t t = 0; t < expected.size(); ++t) {
    const double value = is_told ? report.usd[t] : kUnknown;
    if (std::isnan(expected[t])) {
      EXPECT_TRUE(std::isnan(value)) << side << ", month " << t << ": " << value;
    } else {
      EXPECT_EQ(value, expected[t]) << side << ", month " << t;
    }
  }
}

/// By importer and exporter: what the exporter says, then what the importer says.
using Pairs = std::map<std::pair<std::uint16_t, std::uint16_t>, std::array<Values, 2>>;

Pairs pairs_of_rows(const PanelFrame& frame, std::uint32_t family) {
  const panel::CodedPanel& panel = frame.panel();
  Pairs pairs;
  for (const panel::Block& block : panel.blocks(Frequency::kMonthly, 6, family)) {
    const auto t =
        static_cast<std::size_t>(Period::from_number(block.period)->steps_since(frame.first()));
    for (std::size_t row = block.begin; row < block.end; ++row) {
      for (const std::size_t side : {0U, 1U}) {
        if (!panel.is_partial(row)) {
          Values& values = pairs[{panel.importers()[row], panel.exporters()[row]}][side];
          values.resize(frame.num_periods(), kUnknown);
          values[t] = said(panel, row, side == 0);
        }
      }
    }
  }
  return pairs;
}

/// Adds the zeros that follow from what one side publishes otherwise.
void add_zeros(Pairs& pairs, std::size_t side, std::uint32_t family, const Published& published) {
  for (auto& [pair, sides] : pairs) {
    const std::uint16_t place = side == 0 ? pair.second : pair.first;
    const std::uint16_t partner = side == 0 ? pair.first : pair.second;
    const bool is_sum = place == kPlaces - 1 || partner == kPlaces - 1;
    if (is_sum || !published.goods.contains({place, family}) ||
        !published.partners.contains({place, partner})) {
      continue;
    }
    for (std::size_t t = 0; t < sides[side].size(); ++t) {
      if (std::isnan(sides[side][t]) && published.months.contains({place, static_cast<int>(t)})) {
        sides[side][t] = 0.0;
      }
    }
  }
}

TEST_F(PanelFrames, ReadEveryPairAsItsRowsAndItsReportersSay) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const panel::CodedPanel panel = write(seed);
    const PanelFrame frame(panel, Frequency::kMonthly, 6, {});
    for (const std::uint32_t family : frame.families()) {
      Pairs pairs = pairs_of_rows(frame, family);
      add_zeros(pairs, 0, family, Published(panel, true));
      add_zeros(pairs, 1, family, Published(panel, false));
      const FamilyTrade trade = frame.load(family);
      ASSERT_EQ(trade.pairs.size(), pairs.size()) << "seed " << seed << ", family " << family;
      auto expected = pairs.begin();
      for (const PairTrade& pair : trade.pairs) {
        SCOPED_TRACE(
            "seed " + std::to_string(seed) + ", family " + std::to_string(family) + ", " +
            panel.places()[pair.exporter] + " to " + panel.places()[pair.importer]
        );
        ASSERT_EQ(std::pair(pair.importer, pair.exporter), expected->first);
        expect_same(pair.by_exporter, expected->second[0], "exporter");
        expect_same(pair.by_importer, expected->second[1], "importer");
        ++expected;
      }
    }
  }
}

TEST_F(PanelFrames, ReadTheSameValuesWithAndWithoutWeights) {
  const panel::CodedPanel panel = write(4);
  const PanelFrame frame(panel, Frequency::kMonthly, 6, {});
  for (const std::uint32_t family : frame.families()) {
    const FamilyTrade all = frame.load(family);
    const FamilyTrade values = frame.load(family, FamilyColumns::kValues);
    ASSERT_EQ(all.pairs.size(), values.pairs.size());
    for (std::size_t i = 0; i < all.pairs.size(); ++i) {
      expect_same(values.pairs[i].by_exporter, all.pairs[i].by_exporter.usd, "exporter");
      expect_same(values.pairs[i].by_importer, all.pairs[i].by_importer.usd, "importer");
      EXPECT_TRUE(values.pairs[i].by_exporter.kg.empty());
      EXPECT_EQ(all.pairs[i].by_exporter.kg.size(), all.pairs[i].by_exporter.usd.size());
    }
  }
}

TEST_F(PanelFrames, GiveAHubTheSameLegsAloneAndAmongOthers) {
  const panel::CodedPanel panel = write(5);
  const PanelFrame frame(panel, Frequency::kMonthly, 6, {});
  Roles roles;
  roles.destination_name = "RUS";
  roles.destination = *panel.find_place("RUS");
  roles.is_controlling.assign(kPlaces, false);
  roles.is_in_union.assign(kPlaces, false);
  const std::vector<std::uint16_t> hubs = {0, 3, 6, 7, 9};
  for (const std::uint32_t family : frame.families()) {
    const FamilyTrade trade = frame.load(family);
    const std::vector<CellSeries> together = make_legs(frame, trade, hubs, roles);
    ASSERT_EQ(together.size(), hubs.size());
    for (std::size_t h = 0; h < hubs.size(); ++h) {
      const std::array<std::uint16_t, 1> one = {hubs[h]};
      const CellSeries alone = make_legs(frame, trade, one, roles).front();
      EXPECT_EQ(together[h].hub, panel.places()[hubs[h]]);
      ASSERT_EQ(together[h].inflow.size(), alone.inflow.size());
      for (std::size_t i = 0; i < alone.inflow.size(); ++i) {
        EXPECT_EQ(together[h].inflow[i].origin, alone.inflow[i].origin);
        EXPECT_NE(alone.inflow[i].origin, "RUS");
        expect_same(together[h].inflow[i].by_hub, alone.inflow[i].by_hub.usd, "hub");
        expect_same(together[h].inflow[i].by_origin, alone.inflow[i].by_origin.usd, "origin");
      }
      expect_same(together[h].outflow_by_hub, alone.outflow_by_hub.usd, "outflow");
      const Report elsewhere{.usd = together[h].outflow_elsewhere_usd, .kg = {}, .usd_with_kg = {}};
      expect_same(elsewhere, alone.outflow_elsewhere_usd, "elsewhere");
    }
  }
}

}  // namespace
}  // namespace portolan::detect
