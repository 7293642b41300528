// Each rival on series made by hand: it finds what it is meant to find, and fails as it is known
// to.
#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "detector.hpp"
#include "portolan/base/random.hpp"

namespace portolan::bench {
namespace {

using ::testing::Contains;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr Split kSplit = {.begin = 14, .treated = 38, .end = 60};
constexpr std::size_t kMonths = 60;

/// About a million a month, times `after` from the date on, with a fifth of noise.
Months leg(double after, Random& random) {
  Months months;
  for (std::size_t t = 0; t < kMonths; ++t) {
    months.push_back((t < kSplit.treated ? 1e6 : after * 1e6) * std::exp(0.2 * random.normal()));
  }
  return months;
}

CellMonths
cell(std::size_t hub, std::size_t family, double inflow, double outflow, double arrived) {
  Random random = Random(1).fork(1'000 * hub + family);
  CellMonths cell;
  cell.name = {fmt::format("H{:02}", hub), fmt::format("{:06}", 10'000 * (family + 1))};
  cell.hub = hub;
  cell.family = family;
  cell.split = kSplit;
  cell.inflow = leg(inflow, random);
  cell.outflow = leg(outflow, random);
  cell.sent = cell.inflow;
  cell.arrived = cell.sent;
  for (std::size_t t = 0; t < kMonths; ++t) {
    cell.arrived[t] *= (t < kSplit.treated ? 1.0 : arrived) * std::exp(0.05 * random.normal());
  }
  cell.sees_inflow = true;
  cell.sees_outflow = true;
  cell.sees_gap = true;
  return cell;
}

/// Ten hubs with thirty steady unlisted goods each; the first hub also has four listed ones.
class RivalsTest : public ::testing::Test {
 protected:
  RivalsTest() {
    series_.num_months = kMonths;
    for (std::size_t hub = 0; hub < 10; ++hub) {
      series_.hubs.push_back(fmt::format("H{:02}", hub));
      for (std::size_t family = 0; family < 30; ++family) {
        series_.cells.push_back(cell(hub, family, 1.0, 1.0, 1.0));
      }
    }
    add_listed(diverted_, 30, 5.0, 5.0, 1.0);
    add_listed(stayed_, 31, 5.0, 1.0, 1.0);
    add_listed(steady_, 32, 1.0, 1.0, 1.0);
    add_listed(ghost_, 33, 1.0, 1.0, 0.4);
    for (std::size_t family = 0; family < 34; ++family) {
      series_.families.push_back(fmt::format("{:06}", 10'000 * (family + 1)));
      series_.elsewhere_usd.emplace_back(kMonths, 1e8);
    }
  }

  void add_listed(CellName& name, std::size_t family, double in, double out, double arrived) {
    series_.cells.push_back(cell(0, family, in, out, arrived));
    series_.cells.back().is_listed = true;
    name = series_.cells.back().name;
  }

  [[nodiscard]] std::vector<CellName> leads_of(Verdicts (*rival)(const TestedWorld&)) const {
    std::vector<CellName> leads;
    for (const Verdict& verdict : rival({.series = &series_, .detected = nullptr}).leads) {
      if (verdict.q_value <= 0.1) {
        leads.push_back(verdict.cell);
      }
    }
    return leads;
  }

  WorldSeries series_;
  CellName diverted_;
  CellName stayed_;
  CellName steady_;
  CellName ghost_;
};

TEST_F(RivalsTest, FindWhatCameInAndWentOnAndNothingThatStayed) {
  EXPECT_THAT(leads_of(year_on_year), UnorderedElementsAre(diverted_));
  EXPECT_THAT(leads_of(growth_z_score), UnorderedElementsAre(diverted_));
  EXPECT_THAT(leads_of(difference_of_logs), UnorderedElementsAre(diverted_));
  EXPECT_THAT(leads_of(poisson_without_placebo), UnorderedElementsAre(diverted_));
  EXPECT_THAT(leads_of(prototype), UnorderedElementsAre(diverted_));
}

TEST_F(RivalsTest, FindTheGapByTheGapAlone) {
  EXPECT_THAT(leads_of(mirror_gap_alone), UnorderedElementsAre(ghost_));
}

TEST_F(RivalsTest, BlameTheHubOnlyWhereTheyDoNotLookAtItsOtherGoods) {
  for (CellMonths& one : series_.cells) {
    for (std::size_t t = kSplit.treated; t < kMonths && one.hub == 0; ++t) {
      one.inflow[t] *= 3.0;
      one.outflow[t] *= 3.0;
    }
  }
  EXPECT_THAT(leads_of(year_on_year), Contains(steady_));
  EXPECT_THAT(leads_of(growth_z_score), Contains(steady_));
  EXPECT_THAT(leads_of(difference_of_logs), UnorderedElementsAre(diverted_));
  EXPECT_THAT(leads_of(poisson_without_placebo), UnorderedElementsAre(diverted_));
  EXPECT_THAT(leads_of(prototype), UnorderedElementsAre(diverted_));
}

TEST_F(RivalsTest, AreWrongAboutWhatIsUsualWithoutPlacebos) {
  // Every cell of every hub, listed or not, jumps or falls to a third by chance, both legs alike.
  for (CellMonths& one : series_.cells) {
    const double factor = Random(2).fork(1'000 * one.hub + one.family).uniform() < 0.5 ? 3.0 : 0.3;
    for (std::size_t t = kSplit.treated; t < kMonths && one.name != diverted_; ++t) {
      one.inflow[t] *= factor;
      one.outflow[t] *= factor;
    }
  }
  EXPECT_THAT(leads_of(poisson_without_placebo), Contains(diverted_));
  EXPECT_THAT(leads_of(poisson_without_placebo), Not(UnorderedElementsAre(diverted_)));
  EXPECT_THAT(leads_of(prototype), UnorderedElementsAre(diverted_));
}

}  // namespace
}  // namespace portolan::bench
