#include "portolan/panel/mirror_summary.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::panel {

namespace {

/// The quantile of sorted values, linear between neighbours.
double quantile(const std::vector<double>& sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = position - static_cast<double>(below);
  return sorted[below] + part * (sorted[above] - sorted[below]);
}

const Block&
find_block(const CodedPanel& panel, Period period, int level, std::string_view family) {
  const auto code = panel.find_family(family);
  if (code) {
    for (const Block& block : panel.blocks(period.frequency(), level, *code)) {
      if (block.period == period.number()) {
        return block;
      }
    }
  }
  throw not_found(
      "{} {}: expected goods of {} digits in the panel, got none", family, period.to_string(), level
  );
}

}  // namespace

MirrorSummary
mirror_summary(const CodedPanel& panel, Period period, int level, std::string_view family) {
  const Block& block = find_block(panel, period, level, family);
  MirrorSummary summary;
  std::vector<double> ratios;
  for (std::size_t row = block.begin; row < block.end; ++row) {
    if (panel.is_stated_sum(panel.exporters()[row]) ||
        panel.is_stated_sum(panel.importers()[row])) {
      continue;
    }
    const std::int64_t exported = panel.value(Column::kExportUsd, row);
    const std::int64_t imported = panel.value(Column::kImportUsd, row);
    summary.num_both += exported != kMissing && imported != kMissing ? 1 : 0;
    summary.num_export_only += exported != kMissing && imported == kMissing ? 1 : 0;
    summary.num_import_only += exported == kMissing && imported != kMissing ? 1 : 0;
    if (exported > 0 && imported > 0) {
      ratios.push_back(static_cast<double>(imported) / static_cast<double>(exported));
    }
  }
  summary.num_ratios = static_cast<std::int64_t>(ratios.size());
  if (!ratios.empty()) {
    std::sort(ratios.begin(), ratios.end());
    summary.low_quartile = quantile(ratios, 0.25);
    summary.median = quantile(ratios, 0.5);
    summary.high_quartile = quantile(ratios, 0.75);
  }
  return summary;
}

}  // namespace portolan::panel
