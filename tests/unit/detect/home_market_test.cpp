#include "portolan/detect/home_market.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "made_cells.hpp"
#include "made_panel.hpp"
#include "market_facts.hpp"
#include "portolan/base/country_code.hpp"
#include "portolan/base/gdp.hpp"
#include "roles.hpp"

namespace portolan::detect {
namespace {

/// Peers that buy 1, 2, … 21 thousandths of their output, all of one size.
std::vector<Buyer> twenty_one_peers(double gdp_usd) {
  std::vector<Buyer> buyers;
  for (int k = 1; k <= 21; ++k) {
    buyers.push_back({.iso3 = "AAA", .bought_usd = 0.001 * k * gdp_usd, .gdp_usd = gdp_usd});
  }
  return buyers;
}

TEST(ExpectedUse, IsWhatPeersBuyPerDollarOfOutput) {
  // Of 21 equally spaced values the median is the 11th, the nine-tenths quantile the 19th.
  const auto use = expected_use(twenty_one_peers(2e9), 1e9);
  ASSERT_TRUE(use.has_value());
  EXPECT_NEAR(use->typical_usd, 0.011 * 1e9, 1.0);
  EXPECT_NEAR(use->high_usd, 0.019 * 1e9, 1.0);
  EXPECT_EQ(use->peers, 21U);
}

TEST(ExpectedUse, AsksOnlyPeersOfLikeOutput) {
  EXPECT_TRUE(expected_use(twenty_one_peers(5e9), 1e9).has_value());
  EXPECT_TRUE(expected_use(twenty_one_peers(2e8), 1e9).has_value());
  EXPECT_FALSE(expected_use(twenty_one_peers(5.1e9), 1e9).has_value());
  EXPECT_FALSE(expected_use(twenty_one_peers(1.9e8), 1e9).has_value());
}

TEST(ExpectedUse, IsNothingWithFewPeersOrWithoutOutput) {
  auto buyers = twenty_one_peers(1e9);
  buyers.resize(14);
  EXPECT_FALSE(expected_use(buyers, 1e9).has_value());
  buyers = twenty_one_peers(1e9);
  for (std::size_t i = 0; i < 7; ++i) {
    buyers[i].gdp_usd = made::kMissing;
  }
  EXPECT_FALSE(expected_use(buyers, 1e9).has_value()) << "14 of 21 have an output";
  EXPECT_FALSE(expected_use(twenty_one_peers(1e9), made::kMissing).has_value());
}

TEST(ExpectedUse, DoesNotFollowOneWildBuyer) {
  auto buyers = twenty_one_peers(1e9);
  const auto plain = expected_use(buyers, 1e9);
  buyers.back().bought_usd = 1e12;
  const auto wild = expected_use(buyers, 1e9);
  EXPECT_EQ(plain->typical_usd, wild->typical_usd);
  EXPECT_EQ(plain->high_usd, wild->high_usd);
}

TEST(ExpectedUse, DoesNotDependOnTheUnitOfOutput) {
  Random random(3);
  std::vector<Buyer> buyers;
  for (int k = 0; k < 40; ++k) {
    const double gdp = 1e9 * std::exp(random.normal());
    buyers.push_back(
        {.iso3 = "AAA", .bought_usd = gdp * 0.01 * std::exp(random.normal()), .gdp_usd = gdp}
    );
  }
  const auto plain = expected_use(buyers, 1e9);
  for (Buyer& buyer : buyers) {
    buyer.gdp_usd *= 4.0;
  }
  const auto moved = expected_use(buyers, 4e9);
  EXPECT_DOUBLE_EQ(plain->high_usd, moved->high_usd);
  EXPECT_EQ(plain->peers, moved->peers);
}

/// Twenty-four countries of like output that sell goods of twenty-two chapters to twelve others
/// each and in every month the same; the last of them sells one chapter only.
class MarketsOfAPanel : public ::testing::Test {
 protected:
  const std::vector<std::string> kCountries = {
      "ARM", "AZE", "BHR", "BIH", "BOL", "BWA", "CMR", "CYP", "EST", "GEO", "HND", "ISL",
      "JAM", "KHM", "LAO", "LBN", "LVA", "MLI", "MLT", "MNG", "NPL", "SEN", "TTO", "ZMB"};

  MarketsOfAPanel() {
    Random random(9);
    for (std::size_t e = 0; e < kCountries.size(); ++e) {
      for (std::size_t step = 1; step <= 12; ++step) {
        for (int chapter = 1; chapter <= 22; ++chapter) {
          if (kCountries[e] == "ZMB" && chapter > 1) {
            continue;
          }
          made::PanelFlow flow;
          flow.family = (chapter < 10 ? "0" : "") + std::to_string(chapter) + "0100";
          flow.exporter = kCountries[e];
          flow.importer = kCountries[(e + step) % kCountries.size()];
          flow.usd = Values(6, std::floor(1e5 * std::exp(random.normal())));
          flow.first = Period::of_month(2021, 10);
          flows.push_back(flow);
        }
      }
    }
  }

  [[nodiscard]] double sold(const std::string& exporter, const std::string& family) const {
    double sum = 0.0;
    for (const made::PanelFlow& flow : flows) {
      const bool is_complete = flow.exporter != "ZMB";
      sum += (exporter.empty() ? is_complete : flow.exporter == exporter) &&
                     (family.empty() || flow.family == family)
                 ? 4.0 * flow.usd.front()
                 : 0.0;
    }
    return sum;
  }

  [[nodiscard]] HomeMarket home_of(const std::string& hub) {
    const panel::CodedPanel panel = made::write_panel(folder.path(), flows);
    DetectInput input;
    input.panel = &panel;
    const Roles roles = roles_of(input, {});
    const PanelFrame frame(panel, Frequency::kMonthly, 6, {});
    const FamilyTrade trade = frame.load(*panel.find_family("050100"));
    const IndexWindow window{
        .begin = 0, .treated = 4, .end = 6, .season = 12, .block = 3, .floor_usd = 0.0};
    const FamilyMarket market = market_of_family(frame, ExportTotals(frame), trade, window);
    return home_market(frame, market, *panel.find_place(hub), roles, 2021);
  }

  std::vector<made::PanelFlow> flows;
  made::Folder folder;
};

TEST_F(MarketsOfAPanel, GiveTheAdvantageAndTheUseThatOneCountsByHand) {
  const HomeMarket home = home_of("GEO");
  ASSERT_TRUE(home.advantage.has_value());
  EXPECT_EQ(home.exporters, 23U);
  EXPECT_NEAR(
      *home.advantage,
      (sold("GEO", "050100") / sold("GEO", "")) / (sold("", "050100") / sold("", "")),
      1e-9
  );
  EXPECT_NEAR(home.exports_usd, sold("GEO", "050100"), 1e-3);

  std::vector<Buyer> buyers;
  for (const std::string& buyer : kCountries) {
    double bought = 0.0;
    for (const made::PanelFlow& flow : flows) {
      bought += flow.importer == buyer && flow.family == "050100" ? 12.0 * flow.usd.front() : 0.0;
    }
    if (buyer != "GEO") {
      buyers.push_back(
          {.iso3 = buyer,
           .bought_usd = bought,
           .gdp_usd = latest_gdp(*CountryCode::parse(buyer), 2021)->usd}
      );
    }
  }
  const auto use = expected_use(buyers, latest_gdp(*CountryCode::parse("GEO"), 2021)->usd);
  ASSERT_TRUE(use.has_value());
  ASSERT_TRUE(home.use.has_value());
  EXPECT_EQ(home.use->peers, use->peers);
  EXPECT_NEAR(home.use->high_usd / use->high_usd, 1.0, 1e-9);
}

TEST_F(MarketsOfAPanel, TellNoAdvantageOfAHubWhoseExportsTheyHoldInPart) {
  const HomeMarket home = home_of("ZMB");
  EXPECT_FALSE(home.advantage.has_value());
  EXPECT_FALSE(home.is_complete);
  EXPECT_EQ(home.exporters, 23U);
}

TEST(HomeMarketItems, AreShownNotWeighedAndWhatIsMissingIsSaid) {
  References references = made::calm_hub();
  const Lead plain = *made::assess(made::diverted(), references).lead;
  references.home = HomeMarket{};
  const Lead without = *made::assess(made::diverted(), references).lead;
  const auto has_issue = [](const Lead& lead, const char* issue) {
    return std::ranges::find(lead.data_quality, issue, &QualityIssue::issue) !=
           lead.data_quality.end();
  };
  EXPECT_TRUE(has_issue(without, "no_revealed_advantage"));
  EXPECT_TRUE(has_issue(without, "no_expected_use"));
  references.home->advantage = 0.02;
  references.home->gdp_usd = 1.4e10;
  references.home->use = ExpectedUse{.typical_usd = 1e6, .high_usd = 12e6, .peers = 20};
  references.home->values_read = 99;
  const Lead lead = *made::assess(made::diverted(), references).lead;
  EXPECT_FALSE(has_issue(lead, "no_revealed_advantage"));
  EXPECT_FALSE(has_issue(lead, "no_expected_use"));
  const auto found = std::ranges::find(lead.evidence, "purchases_over_use", &EvidenceItem::measure);
  ASSERT_NE(found, lead.evidence.end());
  // About 12 million a year before and 96 million after, over 12 million.
  EXPECT_NEAR(found->expected, 1.0, 0.05);
  EXPECT_NEAR(found->value, 8.0, 0.4);
  EXPECT_EQ(lead.score, plain.score);
  EXPECT_EQ(without.score, plain.score);
}

}  // namespace
}  // namespace portolan::detect
