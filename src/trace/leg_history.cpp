#include "portolan/trace/leg_history.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

namespace portolan::trace {
namespace {

using panel::Block;
using panel::CodedPanel;
using panel::Column;

std::int32_t count_of(const Period& period) {
  return static_cast<std::int32_t>(period_count(period));
}

/// Windows of the length of a trade's, counted backwards: 0 is its own.
struct Windows {
  std::int32_t first = 0;   // period of window 0
  std::int32_t length = 1;  // periods
  std::size_t num_before = 0;

  /// Nothing for a period after the window, or before the first whole one.
  [[nodiscard]] std::optional<std::size_t> find(std::int32_t period) const {
    const std::int32_t before = first + length - 1 - period;
    if (before < 0) {
      return std::nullopt;
    }
    const auto window = static_cast<std::size_t>(before / length);
    return window <= num_before ? std::optional(window) : std::nullopt;
  }
};

Windows windows_of(const CodedPanel& panel, const PanelTrade& trade) {
  Windows windows{.first = count_of(*trade.first)};
  windows.length = count_of(*trade.last) - windows.first + 1;
  std::int32_t earliest = windows.first;
  for (const FamilyTrade& family : trade.families) {
    for (const Block& block :
         panel.blocks(trade.frequency, trade.level, *panel.find_family(family.family))) {
      if (const auto period = Period::from_number(block.period)) {
        earliest = std::min(earliest, count_of(*period));
      }
    }
  }
  windows.num_before = static_cast<std::size_t>((windows.first - earliest) / windows.length);
  return windows;
}

/// By exporter: what it sent to the destination in each window.
using LegSums = std::map<std::string, std::vector<std::int64_t>>;

LegSums sums_of(
    const CodedPanel& panel,
    const std::string& destination,
    const PanelTrade& trade,
    const FamilyTrade& family,
    const Windows& windows
) {
  LegSums sums;
  for (const Block& block :
       panel.blocks(trade.frequency, trade.level, *panel.find_family(family.family))) {
    const auto period = Period::from_number(block.period);
    const auto window = period ? windows.find(count_of(*period)) : std::nullopt;
    for (std::size_t row = block.begin; window && row < block.end; ++row) {
      const std::int64_t value = panel.value(Column::kEstimateUsd, row);
      if (value == panel::kMissing || value < 0 ||
          panel.places()[panel.importers()[row]] != destination) {
        continue;
      }
      auto& leg = sums[panel.places()[panel.exporters()[row]]];
      leg.resize(windows.num_before + 1, 0);
      leg[*window] += value;
    }
  }
  return sums;
}

}  // namespace

HistoryLimits
limit_by_history(const CodedPanel& panel, const std::string& destination, PanelTrade& trade) {
  const Windows windows = windows_of(panel, trade);
  if (windows.num_before == 0) {
    return {};
  }
  for (FamilyTrade& family : trade.families) {
    const LegSums sums = sums_of(panel, destination, trade, family, windows);
    for (TradeRow& row : family.rows) {
      const auto leg = sums.find(row.exporter);
      if (row.importer != destination || leg == sums.end()) {
        continue;
      }
      std::int64_t increase = 0;
      for (std::size_t window = 0; window < windows.num_before; ++window) {
        increase = std::max(increase, leg->second[window] - leg->second[window + 1]);
      }
      row.capacity = Decimal3::from_thousandths(row.value.thousandths() + increase);
    }
  }
  return {.num_windows = windows.num_before};
}

}  // namespace portolan::trace
