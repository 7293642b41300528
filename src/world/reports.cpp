#include "portolan/world/reports.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>

#include "atlas.hpp"
#include "reporter.hpp"

namespace portolan::world {
namespace {

/// Confidential goods and unnamed partners lose what tells them apart, so that they fall together.
void blur(WorldReport& report) {
  if (report.code_kind != CodeKind::kCode) {
    report.good = 0;
    report.code = 0;
    report.net_kg.reset();
  }
  if (report.partner_kind != PartnerKind::kCountry) {
    report.partner = 0;
  }
}

auto order_of(const WorldReport& report) {
  return std::tie(
      report.flow,
      report.month,
      report.code_kind,
      report.good,
      report.code,
      report.partner_kind,
      report.partner
  );
}

/// Sums reports that agree in all they state but the amounts. A sum has a weight if all parts have.
std::vector<WorldReport> summed(std::vector<WorldReport> reports) {
  for (WorldReport& report : reports) {
    blur(report);
  }
  std::stable_sort(reports.begin(), reports.end(), [](const auto& a, const auto& b) {
    return order_of(a) < order_of(b);
  });
  std::vector<WorldReport> sums;
  for (const WorldReport& report : reports) {
    if (sums.empty() || order_of(sums.back()) != order_of(report)) {
      sums.push_back(report);
      continue;
    }
    WorldReport& sum = sums.back();
    sum.value_usd += report.value_usd;
    if (sum.net_kg && report.net_kg) {
      *sum.net_kg += *report.net_kg;
    } else {
      sum.net_kg.reset();
    }
  }
  return sums;
}

/// Adds what all partners make together: of all goods for everyone, by
/// code for the customs union.
std::vector<WorldReport> with_sums_over_partners(std::vector<WorldReport> reports, bool by_code) {
  const std::size_t count = reports.size();
  for (std::size_t i = 0; i < count; ++i) {
    WorldReport sum = reports[i];
    sum.partner_kind = PartnerKind::kWorld;
    if (by_code && sum.code_kind == CodeKind::kCode) {
      reports.push_back(sum);
    }
    sum.code_kind = CodeKind::kTotal;
    reports.push_back(sum);
  }
  return summed(std::move(reports));
}

}  // namespace

double
cif_margin(const World& world, std::uint16_t good, std::uint16_t exporter, std::uint16_t importer) {
  const double km = distance_km(world.countries[exporter], world.countries[importer]);
  // A kilogram at 1 USD costs more of its value to carry than one at 1,000 USD.
  const double bulk = 0.008 * std::max(0.0, std::log(100.0 / world.goods[good].price_usd_kg));
  return std::clamp(0.015 + 0.012 * std::log(km / 150.0) + bulk, 0.01, 0.18);
}

const std::string& code_of(const World& world, const WorldReport& report) {
  const WorldGood& good = world.goods[report.good];
  return (report.is_hs2022 ? good.hs2022 : good.hs2017)[report.code];
}

Statements statements_of(const World& world, std::uint16_t reporter) {
  const Reporter self(world, reporter);
  Statements statements;
  for (const WorldFlow& flow : world.flows) {
    if ((flow.key.exporter != reporter && flow.key.importer != reporter) ||
        !self.publishes(flow.key.month)) {
      continue;
    }
    const TradeFlow side = flow.key.exporter == reporter ? TradeFlow::kExport : TradeFlow::kImport;
    if (!self.is_late(flow.key.month)) {
      self.append_reports(statements.first, flow, side, true);
    }
    if (self.is_in_revision(flow.key.month)) {
      self.append_reports(statements.revised, flow, side, false);
    }
  }
  const bool by_code = world.countries[reporter].is_customs_union;
  statements.first = with_sums_over_partners(summed(std::move(statements.first)), by_code);
  statements.revised = with_sums_over_partners(summed(std::move(statements.revised)), by_code);
  return statements;
}

}  // namespace portolan::world
