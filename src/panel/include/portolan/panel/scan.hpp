#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "portolan/base/period.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::panel {

/// Periods from `first` to `last`, both included, as `Period::number`s of one frequency.
struct PeriodWindow {
  std::int32_t first = 0;
  std::int32_t last = 0;

  [[nodiscard]] bool contains(std::int32_t period) const noexcept {
    return first <= period && period <= last;
  }
};

/// Whose trade a cell is: all sales of an exporter, all purchases of an importer, or one pair's.
enum class CellSide : std::uint8_t { kExporter, kImporter, kPair };

/// What a scan reads.
struct ScanScope {
  Frequency frequency = Frequency::kAnnual;
  int level = 6;
  Column column = Column::kEstimateUsd;
  CellSide side = CellSide::kExporter;
  /// 0: one per core. Changes no result.
  unsigned threads = 0;
};

/// A cell's value in a period and in the one a year before, in thousandths. A year in which no row
/// of the cell holds a value is `kMissing`, not zero.
struct YearOnYear {
  std::uint16_t exporter = 0;  ///< Or importer, by `ScanScope::side`.
  std::uint32_t family = 0;
  std::int32_t period = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;

  bool operator==(const YearOnYear&) const = default;
};

/// Which changes `year_on_year` keeps.
struct GrowthFilter {
  /// after >= before * (1 + growth). 0.64 is the growth that the newspapers reported.
  double growth_share = 0.64;
  /// Cells whose value was below this before are left out, in thousandths.
  std::int64_t least_before = 1;
};

/// Returns the cells that grew by at least the filter's share from a period to the same one a year
/// later, over all exporters (or importers) and families; rows of stated sums are not read. Order:
/// family, period, place. Reads each value once: O(rows + families x periods x places). Exact sums;
/// the same result with any number of threads. kPair is not provided for (kInvalidArgument).
[[nodiscard]] std::vector<YearOnYear>
year_on_year(const CodedPanel& panel, const ScanScope& scope, const GrowthFilter& filter = {});

/// A cell's total over a window, in thousandths.
struct CellTotal {
  std::uint32_t family = 0;
  std::uint16_t exporter = 0;   ///< 0 where the side is kImporter.
  std::uint16_t importer = 0;   ///< 0 where the side is kExporter.
  std::int32_t num_values = 0;  ///< Rows with a value: 0 never occurs.
  std::int64_t total = 0;

  bool operator==(const CellTotal&) const = default;
};

/// Returns for each window the totals of all cells with at least one value in it, by family,
/// exporter, importer; rows of stated sums are not read. A kPair cell that spans many periods costs
/// a sort of its rows.
[[nodiscard]] std::vector<std::vector<CellTotal>>
cell_totals(const CodedPanel& panel, const ScanScope& scope, std::span<const PeriodWindow> windows);

/// One period of one pair and family: the row's position, for all its columns.
struct SeriesPoint {
  std::int32_t period = 0;
  std::size_t row = 0;

  bool operator==(const SeriesPoint&) const = default;
};

/// Returns the rows of one pair and family over time, oldest first; a period without a row is left
/// out, since what it means stands in the coverage. O(periods x log rows).
[[nodiscard]] std::vector<SeriesPoint> pair_series(
    const CodedPanel& panel,
    Frequency frequency,
    int level,
    std::uint32_t family,
    std::uint16_t exporter,
    std::uint16_t importer
);

/// One period of one place's trade with all partner countries, in thousandths.
struct PlacePoint {
  std::int32_t period = 0;
  std::int32_t num_values = 0;
  std::int64_t total = 0;

  bool operator==(const PlacePoint&) const = default;
};

/// Returns what one exporter sold, or one importer bought, of one family by period, over all
/// partner countries that have a value; periods without any are left out. `scope.side` says which.
[[nodiscard]] std::vector<PlacePoint> place_series(
    const CodedPanel& panel,
    const ScanScope& scope,
    std::uint32_t family,
    std::uint16_t place
);

}  // namespace portolan::panel
