#include "totals_gap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "portolan/base/countries.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

struct BothReports {
  double sent = 0.0;
  double arrived = 0.0;
};

/// One side's total in a year: as stated for the EU27, else over members; NaN where neither is
/// told.
double side_of(
    const PanelFrame& totals,
    const FamilyTrade& trade,
    std::uint16_t hub,
    const std::vector<std::uint16_t>& members,
    std::size_t time,
    bool is_export
) {
  double sum = 0.0;
  bool has_any = false;
  for (const PairTrade& pair : trade.pairs) {
    const Report& report = is_export ? pair.by_exporter : pair.by_importer;
    if (pair.importer != hub || report.usd.empty() || std::isnan(report.usd[time])) {
      continue;
    }
    if (totals.panel().places()[pair.exporter] == "EU27") {
      return report.usd[time];
    }
    if (std::find(members.begin(), members.end(), pair.exporter) != members.end()) {
      sum += report.usd[time];
      has_any = true;
    }
  }
  return has_any && sum > 0.0 ? sum : kUnknown;
}

EvidenceItem item_of(
    const BothReports& before,
    Period before_year,
    const BothReports& after,
    Period after_year
) {
  EvidenceItem item;
  item.measure = "mirror_gap_of_totals";
  item.group = "totals";
  item.unit = "log_ratio";
  item.value = std::log(after.sent / after.arrived);
  item.expected = std::log(before.sent / before.arrived);
  item.low = kUnknown;
  item.high = kUnknown;
  item.direction = item.value > item.expected ? "up" : "down";
  item.detail = fmt::format(
      "all goods from the EU27: {:.1f} million USD sent and {:.1f} arrived in {}; {:.1f} and "
      "{:.1f} "
      "in {}; shown, not weighed",
      after.sent / 1e6,
      after.arrived / 1e6,
      after_year.to_string(),
      before.sent / 1e6,
      before.arrived / 1e6,
      before_year.to_string()
  );
  item.rows.frequency = Frequency::kAnnual;
  item.rows.level = 0;
  item.rows.families = {"TOTAL"};
  item.rows.from = before_year;
  item.rows.until = after_year;
  item.rows.reads_imports = true;
  item.rows.count = 4;
  return item;
}

}  // namespace

std::optional<EvidenceItem> totals_gap(const PanelFrame& totals, std::uint16_t hub, Period since) {
  const auto all_goods = totals.panel().find_family("TOTAL");
  if (totals.is_empty() || !all_goods) {
    return std::nullopt;
  }
  std::vector<std::uint16_t> places;
  std::vector<std::string> exporters = {"EU27"};
  for (const CountryCode member : country_group("EU27")) {
    exporters.push_back(member.to_string());
    if (const auto place = totals.panel().find_place(exporters.back())) {
      places.push_back(*place);
    }
  }
  const FamilyTrade trade = totals.load(*all_goods);
  std::optional<BothReports> before;
  std::optional<BothReports> after;
  Period before_year = since;
  Period after_year = since;
  for (std::size_t t = 0; t < totals.num_periods(); ++t) {
    const Period year = totals.first().plus(static_cast<int>(t));
    const BothReports both{
        .sent = side_of(totals, trade, hub, places, t, true),
        .arrived = side_of(totals, trade, hub, places, t, false)};
    if (!(both.sent > 0.0) || !(both.arrived > 0.0)) {
      continue;
    }
    if (year.year() < since.year()) {
      before = both;
      before_year = year;
    } else {
      after = both;
      after_year = year;
    }
  }
  if (!before || !after) {
    return std::nullopt;
  }
  EvidenceItem item = item_of(*before, before_year, *after, after_year);
  std::sort(exporters.begin(), exporters.end());
  item.rows.exporters = std::move(exporters);
  item.rows.importers = {totals.panel().places()[hub]};
  return item;
}

}  // namespace portolan::detect
