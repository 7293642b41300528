#include "totals_gap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "portolan/base/countries.hpp"
#include "portolan/base/equal_span.hpp"

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
    std::span<const PairTrade> into_hub,
    const std::vector<std::uint16_t>& members,
    std::size_t time,
    bool is_export
) {
  double sum = 0.0;
  bool has_any = false;
  for (const PairTrade& pair : into_hub) {
    const Report& report = is_export ? pair.by_exporter : pair.by_importer;
    if (report.usd.empty() || std::isnan(report.usd[time])) {
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

TotalsGap::TotalsGap(const PanelFrame& totals) : totals_(&totals), exporters_({"EU27"}) {
  const auto all_goods = totals.panel().find_family("TOTAL");
  if (totals.is_empty() || !all_goods) {
    return;
  }
  trade_ = totals.load(*all_goods, FamilyColumns::kValues);
  for (const CountryCode member : country_group("EU27")) {
    exporters_.push_back(member.to_string());
    if (const auto place = totals.panel().find_place(exporters_.back())) {
      members_.push_back(*place);
    }
  }
  std::sort(exporters_.begin(), exporters_.end());
}

std::optional<EvidenceItem> TotalsGap::of(std::uint16_t hub, Period since) const {
  const auto into_hub =
      equal_span(std::span<const PairTrade>(trade_.pairs), hub, &PairTrade::importer);
  std::optional<BothReports> before;
  std::optional<BothReports> after;
  Period before_year = since;
  Period after_year = since;
  for (std::size_t t = 0; !into_hub.empty() && t < totals_->num_periods(); ++t) {
    const Period year = totals_->first().plus(static_cast<int>(t));
    const BothReports both{
        .sent = side_of(*totals_, into_hub, members_, t, true),
        .arrived = side_of(*totals_, into_hub, members_, t, false)};
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
  item.rows.exporters = exporters_;
  item.rows.importers = {totals_->panel().places()[hub]};
  return item;
}

}  // namespace portolan::detect
