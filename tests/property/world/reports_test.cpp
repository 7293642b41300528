#include "portolan/world/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "portolan/world/world.hpp"

namespace portolan::world {
namespace {

WorldSpec exact_spec() {
  WorldSpec spec = spec_of_options("small", "all", "all");
  spec.assumptions.has_report_errors = false;
  spec.assumptions.has_report_gaps = false;
  return spec;
}

std::vector<WorldReport> first_reports(const World& world, std::size_t reporter) {
  return statements_of(world, static_cast<std::uint16_t>(reporter)).first;
}

bool is_partner_row(const WorldReport& report) {
  return report.partner_kind != PartnerKind::kWorld && report.code_kind != CodeKind::kTotal;
}

/// Dollars and kilograms by flow key, summed over codes, as one side states them.
using Stated = std::map<FlowKey, std::pair<std::int64_t, std::int64_t>>;

void add_stated(Stated& stated, const WorldReport& report) {
  const bool is_export = report.flow == TradeFlow::kExport;
  const FlowKey key{
      .good = report.good,
      .exporter = is_export ? report.reporter : report.partner,
      .importer = is_export ? report.partner : report.reporter,
      .month = report.month,
  };
  stated[key].first += report.value_usd;
  stated[key].second += report.net_kg.value_or(0);
}

std::uint16_t country(const World& world, std::string_view iso3) {
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    if (world.countries[c].code.iso3() == iso3) {
      return static_cast<std::uint16_t>(c);
    }
  }
  ADD_FAILURE() << "no " << iso3;
  return 0;
}

// A reporting reform is a gap of reporting, so the world goes without that decoy.
TEST(WorldReports, AgreeWithTheTruthWhereThereAreNoErrorsAndGaps) {
  WorldSpec spec = exact_spec();
  std::erase_if(spec.decoys, [](const EventRequest& request) {
    return request.kind == EventKind::kReportingReform;
  });
  const World world = make_world(spec, 3);
  Stated exports;
  Stated imports;
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    for (const WorldReport& report : first_reports(world, c)) {
      if (is_partner_row(report)) {
        ASSERT_EQ(report.code_kind, CodeKind::kCode);
        ASSERT_EQ(report.partner_kind, PartnerKind::kCountry);
        add_stated(report.flow == TradeFlow::kExport ? exports : imports, report);
      }
    }
  }
  std::size_t arrived = 0;
  for (const WorldFlow& flow : world.flows) {
    const auto sent = exports.find(flow.key);
    ASSERT_NE(sent, exports.end());
    EXPECT_EQ(sent->second.first, flow.amounts.left_usd);
    EXPECT_EQ(sent->second.second, flow.amounts.left_kg);
    if (flow.amounts.arrived_usd == 0) {
      EXPECT_FALSE(imports.contains(flow.key));
      continue;
    }
    ++arrived;
    const double margin = cif_margin(world, flow.key.good, flow.key.exporter, flow.key.importer);
    const auto received = imports.find(flow.key);
    ASSERT_NE(received, imports.end());
    EXPECT_NEAR(
        static_cast<double>(received->second.first),
        static_cast<double>(flow.amounts.arrived_usd) * (1.0 + margin),
        0.5 + 1e-6
    );
    EXPECT_EQ(received->second.second, flow.amounts.arrived_kg);
  }
  EXPECT_EQ(exports.size(), world.flows.size());
  EXPECT_EQ(imports.size(), arrived);
}

TEST(WorldReports, HaveSumsOverPartnersThatAddUp) {
  const World world = make_world(spec_of_options("small", "all", "all"), 5);
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    std::map<std::tuple<TradeFlow, std::uint16_t>, std::int64_t> total;
    std::map<std::tuple<TradeFlow, std::uint16_t, std::uint16_t, std::uint16_t>, std::int64_t> code;
    std::size_t code_sums = 0;
    const std::vector<WorldReport> reports = first_reports(world, c);
    for (const WorldReport& report : reports) {
      if (is_partner_row(report)) {
        total[std::make_tuple(report.flow, report.month)] += report.value_usd;
        code[std::make_tuple(report.flow, report.month, report.good, report.code)] +=
            report.code_kind == CodeKind::kCode ? report.value_usd : 0;
      }
    }
    for (const WorldReport& report : reports) {
      if (report.code_kind == CodeKind::kTotal) {
        ASSERT_EQ(report.value_usd, total.at(std::make_tuple(report.flow, report.month)));
        total.erase(std::make_tuple(report.flow, report.month));
      } else if (report.partner_kind == PartnerKind::kWorld) {
        ++code_sums;
        const auto key = std::make_tuple(report.flow, report.month, report.good, report.code);
        ASSERT_EQ(report.value_usd, code.at(key));
      }
    }
    EXPECT_TRUE(total.empty()) << "every month has its total";
    EXPECT_EQ(code_sums > 0, world.countries[c].is_customs_union);
  }
}

TEST(WorldReports, StateEachCellOnce) {
  const World world = make_world(spec_of_options("small", "all", "all"), 6);
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    const std::vector<WorldReport> reports = first_reports(world, c);
    const auto key = [](const WorldReport& r) {
      return std::make_tuple(
          r.flow, r.month, r.code_kind, r.good, r.code, r.partner_kind, r.partner
      );
    };
    const bool is_strictly_ordered =
        std::adjacent_find(reports.begin(), reports.end(), [&](const auto& a, const auto& b) {
          return key(a) >= key(b);
        }) == reports.end();
    EXPECT_TRUE(is_strictly_ordered) << world.countries[c].name;
  }
}

TEST(WorldReports, EndWhereTheDestinationFallsSilent) {
  const World world = make_world(spec_of_options("small", "all", "all"), 1);
  const std::vector<WorldReport> reports = first_reports(world, world.destination);
  ASSERT_FALSE(reports.empty());
  for (const WorldReport& report : reports) {
    EXPECT_LT(world.months[report.month].number(), 202202);
  }
  EXPECT_TRUE(first_reports(world, country(world, "TJK")).empty());
}

TEST(WorldReports, MissMuchOfWhatMovesInsideTheCustomsUnion) {
  WorldSpec spec = spec_of_options("small", "none", "none");
  const World world = make_world(spec, 1);
  const std::uint16_t kaz = country(world, "KAZ");
  const auto recorded_share = [&](std::uint16_t seller) {
    double moved_usd = 0.0;
    double stated_usd = 0.0;
    for (const WorldFlow& flow : world.flows) {
      if (flow.key.exporter == seller && flow.key.importer == kaz) {
        moved_usd += static_cast<double>(flow.amounts.arrived_usd);
      }
    }
    for (const WorldReport& report : first_reports(world, kaz)) {
      if (is_partner_row(report) && report.flow == TradeFlow::kImport &&
          report.partner_kind == PartnerKind::kCountry && report.partner == seller &&
          report.code_kind == CodeKind::kCode) {
        stated_usd += static_cast<double>(report.value_usd);
      }
    }
    return stated_usd / moved_usd;
  };
  // 0.45 of the cells are seen, 0.3 to 0.8 of each: 0.25 on average; outside about all.
  EXPECT_LT(recorded_share(country(world, "RUS")), 0.5);
  EXPECT_GT(recorded_share(country(world, "CHN")), 0.7);
}

/// By how much both sides' reports of one pair differ beyond the margin, in logarithms.
struct Disagreement {
  double mean = 0.0;
  double deviation = 0.0;
  std::size_t cells = 0;
};

Disagreement disagreement(const World& world, std::string_view from, std::string_view to) {
  Stated exports;
  Stated imports;
  const std::uint16_t seller = country(world, from);
  const std::uint16_t buyer = country(world, to);
  for (const WorldReport& report : first_reports(world, seller)) {
    if (is_partner_row(report) && report.flow == TradeFlow::kExport && report.partner == buyer &&
        report.partner_kind == PartnerKind::kCountry && report.code_kind == CodeKind::kCode) {
      add_stated(exports, report);
    }
  }
  for (const WorldReport& report : first_reports(world, buyer)) {
    if (is_partner_row(report) && report.flow == TradeFlow::kImport && report.partner == seller &&
        report.partner_kind == PartnerKind::kCountry && report.code_kind == CodeKind::kCode) {
      add_stated(imports, report);
    }
  }
  std::vector<double> errors;
  for (const auto& [key, sent] : exports) {
    const auto received = imports.find(key);
    if (received != imports.end()) {
      const double margin = cif_margin(world, key.good, key.exporter, key.importer);
      errors.push_back(std::log(
          static_cast<double>(received->second.first) /
          (static_cast<double>(sent.first) * (1.0 + margin))
      ));
    }
  }
  Disagreement result{.cells = errors.size()};
  for (const double error : errors) {
    result.mean += error / static_cast<double>(errors.size());
  }
  double variance = 0.0;
  for (const double error : errors) {
    variance +=
        (error - result.mean) * (error - result.mean) / static_cast<double>(errors.size() - 1);
  }
  result.deviation = std::sqrt(variance);
  return result;
}

TEST(WorldReports, DifferByTheMarginAndTheNoiseOfBothSides) {
  const World world = make_world(spec_of_options("small", "none", "none"), 1);
  const Disagreement both = disagreement(world, "DEU", "USA");
  ASSERT_GT(both.cells, 200U);
  // Both report well: noise of 0.05 each, so 0.0707 together; biases of 0.02 each.
  EXPECT_NEAR(both.deviation, 0.0707, 0.015);
  EXPECT_NEAR(both.mean, 0.0, 4.0 * 0.0283);
}

TEST(WorldReports, DifferThreeTimesAsMuchWhereTheFactorOfErrorsIsThree) {
  WorldSpec spec = spec_of_options("small", "none", "none");
  spec.assumptions.report_error_factor = 3.0;
  const World world = make_world(spec, 1);
  const Disagreement both = disagreement(world, "DEU", "USA");
  ASSERT_GT(both.cells, 200U);
  EXPECT_NEAR(both.deviation, 3.0 * 0.0707, 3.0 * 0.015);
}

TEST(WorldReports, ChangeCodesWithTheEditionOf2022AndKeepTheFamilyWhole) {
  const World world = make_world(exact_spec(), 1);
  const auto family = std::find_if(world.goods.begin(), world.goods.end(), [](const WorldGood& g) {
    return g.hs2017.front() == "854150";
  });
  ASSERT_NE(family, world.goods.end());
  const auto good = static_cast<std::uint16_t>(family - world.goods.begin());
  std::map<std::string, std::pair<int, int>> seen;  // code to first and last month
  for (const WorldReport& report : first_reports(world, country(world, "DEU"))) {
    if (report.code_kind == CodeKind::kCode && report.good == good) {
      const int month = world.months[report.month].number();
      const auto [entry, is_new] = seen.try_emplace(code_of(world, report), month, month);
      entry->second.second = std::max(entry->second.second, month);
    }
  }
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_LE(seen.at("854150").second, 202112);
  EXPECT_GE(seen.at("854151").first, 202201);
  EXPECT_GE(seen.at("854159").first, 202201);
}

TEST(WorldReports, StateLessBeforeAReportingReform) {
  const World quiet = make_world(spec_of_options("small", "none", "none"), 1);
  const World world = make_world(spec_of_options("small", "none", "reporting_reform"), 1);
  ASSERT_EQ(world.events.size(), 1U);
  const WorldEvent& event = world.events.front();
  const auto sum_before = [&](const World& of, bool before) {
    double usd = 0.0;
    for (const WorldReport& report : first_reports(of, event.hubs.front())) {
      if (is_partner_row(report) && (report.month < event.start) == before) {
        usd += static_cast<double>(report.value_usd);
      }
    }
    return usd;
  };
  EXPECT_EQ(world.flows.size(), quiet.flows.size());
  EXPECT_NEAR(
      sum_before(world, true) / sum_before(quiet, true), event.reported_share_before, 0.001
  );
  EXPECT_EQ(sum_before(world, false), sum_before(quiet, false));
}

TEST(WorldReports, ComeLateOrRevisedForSomeCountriesOnly) {
  const World world = make_world(spec_of_options("small", "all", "all"), 1);
  std::size_t revising = 0;
  for (std::size_t c = 0; c < world.countries.size(); ++c) {
    const Statements statements = statements_of(world, static_cast<std::uint16_t>(c));
    revising += statements.revised.empty() ? 0U : 1U;
    for (const WorldReport& report : statements.revised) {
      EXPECT_GE(report.month + 6U, world.months.size());
    }
  }
  EXPECT_GT(revising, 2U);
  EXPECT_LT(revising, world.countries.size() / 2);
}

}  // namespace
}  // namespace portolan::world
