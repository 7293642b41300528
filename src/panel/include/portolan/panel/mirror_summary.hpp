#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "portolan/base/period.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::panel {

/// How two sides' reports of the same trade compare, pair of countries by pair of countries.
struct MirrorSummary {
  /// Pairs that both sides report, pairs that the exporter alone reports, and the importer alone. A
  /// reported zero is a report.
  std::int64_t num_both = 0;
  std::int64_t num_export_only = 0;
  std::int64_t num_import_only = 0;
  /// Of `num_both`, those with both values above zero: what the ratios are about.
  std::int64_t num_ratios = 0;
  /// Quartiles of import / export, as reported (CIF / FOB), linear between neighbours; 1.06 would
  /// be freight and insurance alone. Nothing without ratios.
  std::optional<double> low_quartile;
  std::optional<double> median;
  std::optional<double> high_quartile;
};

/// Returns the summary of one family (or code) in one period. Stated sums are no pairs. O(rows log
/// rows) of the block.
///
/// Throws `Error` (kNotFound) where the panel has no such goods at that level, or not in that
/// period.
[[nodiscard]] MirrorSummary
mirror_summary(const CodedPanel& panel, Period period, int level, std::string_view family);

}  // namespace portolan::panel
