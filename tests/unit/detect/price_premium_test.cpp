#include "portolan/detect/price_premium.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "family_context.hpp"
#include "made_cells.hpp"
#include "made_panel.hpp"
#include "roles.hpp"

namespace portolan::detect {
namespace {

constexpr double kMissing = made::kMissing;

/// Four months, the date after the first two, blocks of one month.
constexpr IndexWindow
    kFourMonths{.begin = 0, .treated = 2, .end = 4, .season = 12, .block = 1, .floor_usd = 0.0};

Report priced(const Values& usd, const Values& usd_per_kg) {
  Report report{.usd = usd, .kg = {}, .usd_with_kg = {}};
  for (std::size_t i = 0; i < usd.size(); ++i) {
    const bool is_weighed = usd_per_kg[i] > 0.0;
    report.kg.push_back(is_weighed ? usd[i] / usd_per_kg[i] : kMissing);
    report.usd_with_kg.push_back(is_weighed ? usd[i] : kMissing);
  }
  return report;
}

/// Others that pay `usd_per_kg` in every period, with a spread of half a log unit.
OtherBuyers others_paying(double usd_per_kg, std::size_t periods = 4) {
  return {
      .log_price = Values(periods, std::log(usd_per_kg)),
      .spread = Values(periods, 0.5),
      .buyers = std::vector<std::uint16_t>(periods, 7)};
}

TEST(PricePremium, IsTheLogRatioToTheMedianOfTheOthers) {
  // Before 10 USD/kg as the others; after 20 and 40 where the others pay 10. By value 1:3 the
  // weighted median is that of the dearer month.
  const Report own = priced({100.0, 100.0, 100.0, 300.0}, {10.0, 10.0, 20.0, 40.0});
  const OtherBuyers others = others_paying(10.0);
  const std::vector<PricedFlow> flows = {{&own, &others}};
  const auto premium = price_premium(flows, kFourMonths);
  ASSERT_TRUE(premium.has_value());
  EXPECT_NEAR(premium->after, std::log(4.0), 1e-12);
  EXPECT_NEAR(premium->before, 0.0, 1e-12);
  EXPECT_NEAR(premium->z, std::log(4.0) / 0.5, 1e-12);
  EXPECT_EQ(premium->compared_share, 1.0);
  EXPECT_EQ(premium->under_invoiced.hits, 0U);
  EXPECT_EQ(premium->under_invoiced.trials, 2U);
  EXPECT_EQ(premium->values_read, 4 * 8);  // own and seven others, in four months
}

TEST(PricePremium, CountsUnderInvoicingAtAFifthOfWhatOthersPay) {
  // A fifth and a little more than a fifth: the first counts, the second does not.
  const Report own = priced({1.0, 1.0, 100.0, 300.0}, {10.0, 10.0, 1.9999999, 2.0001});
  const OtherBuyers others = others_paying(10.0);
  const std::vector<PricedFlow> flows = {{&own, &others}};
  const auto premium = price_premium(flows, kFourMonths);
  EXPECT_EQ(premium->under_invoiced.hits, 1U);
  EXPECT_EQ(premium->under_invoiced.trials, 2U);
  EXPECT_NEAR(premium->under_invoiced_share, 0.25, 1e-12);
}

TEST(PricePremium, LeavesOutAndCountsWhatHasNoWeightOrNoOthers) {
  Report own = priced({100.0, 100.0, 100.0, 300.0}, {10.0, 10.0, 10.0, 0.0});
  own.kg[3] = 0.0;  // a weight of zero is as good as none
  own.usd_with_kg[3] = 300.0;
  OtherBuyers others = others_paying(10.0);
  const Report lonely = priced({50.0, 50.0, 50.0, 50.0}, {1.0, 1.0, 1.0, 1.0});
  OtherBuyers nobody = others_paying(10.0);
  nobody.log_price.assign(4, kMissing);
  const std::vector<PricedFlow> flows = {{&own, &others}, {&lonely, &nobody}};
  const auto premium = price_premium(flows, kFourMonths);
  EXPECT_EQ(premium->without_weight, 1U);
  EXPECT_EQ(premium->without_others, 2U);
  EXPECT_NEAR(premium->after, 0.0, 1e-12);
  // 100 of 100 + 300 + 50 + 50 were compared.
  EXPECT_NEAR(premium->compared_share, 0.2, 1e-12);
}

TEST(PricePremium, IsNothingWhereNoPeriodAfterCanBeCompared) {
  const Report own = priced({100.0, 100.0, 100.0, 300.0}, {10.0, 10.0, 0.0, 0.0});
  const OtherBuyers others = others_paying(10.0);
  const std::vector<PricedFlow> flows = {{&own, &others}};
  EXPECT_FALSE(price_premium(flows, kFourMonths).has_value());
  EXPECT_FALSE(price_premium({}, kFourMonths).has_value());
}

TEST(PricePremium, NeverDividesByLessThanATenth) {
  const Report own = priced({1.0, 1.0, 1.0, 1.0}, {10.0, 10.0, 20.0, 20.0});
  OtherBuyers others = others_paying(10.0);
  others.spread.assign(4, 0.0);
  const std::vector<PricedFlow> flows = {{&own, &others}};
  EXPECT_NEAR(price_premium(flows, kFourMonths)->z, std::log(2.0) / 0.1, 1e-12);
}

/// Six exporters and eleven buyers of one family over six months, prices and gaps at random.
class BuyersOfAPanel : public ::testing::Test {
 protected:
  BuyersOfAPanel() {
    Random random(17);
    for (const std::string exporter : {"ARM", "DEU", "FRA", "ITA", "JPN", "USA"}) {
      for (const std::string importer :
           {"ARM", "AUT", "BEL", "CHE", "ESP", "NLD", "POL", "PRT", "RUS", "SWE", "WLD"}) {
        if (exporter == importer) {
          continue;
        }
        made::PanelFlow flow{
            .family = "854231", .exporter = exporter, .importer = importer, .usd = {}, .kg = {}};
        for (int month = 0; month < 6; ++month) {
          const double usd = std::floor(1e4 * std::exp(random.normal()));
          flow.usd.push_back(random.uniform() < 0.2 ? 0.0 : usd);
          flow.kg.push_back(
              random.uniform() < 0.2 ? kMissing : std::floor(100.0 * std::exp(random.normal()))
          );
        }
        flows.push_back(flow);
      }
    }
  }

  /// Median of the other buyers' ln(USD per kg), the slow and obvious way.
  [[nodiscard]] double
  median_of_others(const std::string& exporter, const std::string& buyer, std::size_t month) const {
    std::vector<double> paid;
    for (const made::PanelFlow& flow : flows) {
      if (flow.exporter == exporter && flow.importer != buyer && flow.importer != "RUS" &&
          flow.importer != "WLD" && flow.usd[month] > 0.0 && flow.kg[month] > 0.0) {
        paid.push_back(std::log(flow.usd[month] / flow.kg[month]));
      }
    }
    if (paid.size() < 5) {
      return kMissing;
    }
    std::sort(paid.begin(), paid.end());
    return (paid[(paid.size() - 1) / 2] + paid[paid.size() / 2]) / 2.0;
  }

  std::vector<made::PanelFlow> flows;
  made::Folder folder;
};

TEST_F(BuyersOfAPanel, AreAllOthersOfTheSameExporterAndMonth) {
  const panel::CodedPanel panel = made::write_panel(folder.path(), flows);
  DetectInput input;
  input.panel = &panel;
  const Roles roles = roles_of(input, {});
  const PanelFrame frame(panel, Frequency::kMonthly, 6, {});
  const FamilyTrade trade = frame.load(*panel.find_family("854231"));
  const FamilyContext context = context_of_family(
      frame, {&trade, 1}, 0, [](const FamilyTrade&) { return true; }, roles
  );
  const std::vector<std::uint16_t> hubs = {*panel.find_place("ARM")};
  std::vector<CellSeries> legs = make_legs(frame, *context.trade, hubs, roles);
  const CellSeries cell = make_cell(std::move(legs.front()), frame, context, hubs.front(), roles);
  std::size_t compared = 0;
  const auto expect_others = [&](const OtherBuyers& others,
                                 const Report& own,
                                 const std::string& exporter,
                                 const std::string& buyer) {
    for (std::size_t t = 0; t < 6; ++t) {
      const double expected =
          std::isnan(log_price_of(own, t)) ? kMissing : median_of_others(exporter, buyer, t);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(others.log_price[t])) << exporter << " " << t;
      } else {
        ++compared;
        EXPECT_NEAR(others.log_price[t], expected, 1e-9) << exporter << " " << t;
      }
    }
  };
  ASSERT_EQ(cell.inflow.size(), 5U);
  for (const OriginFlow& flow : cell.inflow) {
    expect_others(flow.others, flow.by_origin, flow.origin, "ARM");
  }
  expect_others(cell.outflow_others, cell.outflow_by_hub, "ARM", "RUS");
  EXPECT_GT(compared, 10U);
}

TEST(PriceItems, AreShownAndNeverWeighed) {
  CellSeries cell = made::diverted();
  for (OriginFlow& flow : cell.inflow) {
    flow.by_origin = made::report(flow.by_hub.usd, 60.0);  // others pay 20
    flow.others = others_paying(20.0, made::kMonths);
  }
  cell.outflow_others = others_paying(200.0, made::kMonths);  // the destination pays 20
  const Lead lead = *made::assess(cell).lead;
  const auto value_of = [&](const char* measure) {
    const auto found = std::ranges::find(lead.evidence, measure, &EvidenceItem::measure);
    EXPECT_NE(found, lead.evidence.end()) << measure;
    EXPECT_EQ(found->weight, 0) << measure;
    return found->value;
  };
  EXPECT_NEAR(value_of("price_premium_in"), std::log(3.0), 1e-9);
  EXPECT_NEAR(value_of("price_premium_out"), std::log(0.1), 1e-9);
  EXPECT_EQ(value_of("under_invoicing_in"), 0.0);
  EXPECT_NEAR(value_of("under_invoicing_out"), 1.0, 1e-12);
}

TEST(PriceItems, DoNotDependOnCurrencyAndUnitOfWeight) {
  CellSeries cell = made::diverted();
  for (OriginFlow& flow : cell.inflow) {
    flow.by_origin = made::report(flow.by_hub.usd, 60.0);
    flow.others = others_paying(20.0, made::kMonths);
  }
  const auto plain =
      price_premium(priced_inflows(cell), index_window(made::window(), cell.first, made::kMonths));
  for (OriginFlow& flow : cell.inflow) {
    for (double& kg : flow.by_origin.kg) {
      kg *= 1024.0;
    }
    for (double& price : flow.others.log_price) {
      price -= std::log(1024.0);
    }
  }
  const auto moved =
      price_premium(priced_inflows(cell), index_window(made::window(), cell.first, made::kMonths));
  EXPECT_NEAR(plain->after, moved->after, 1e-12);
  EXPECT_NEAR(plain->z, moved->z, 1e-12);
}

}  // namespace
}  // namespace portolan::detect
