#include "reexports.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "portolan/detect/measures.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kMillion = 1e6;

std::int64_t known(const Values& values, const IndexWindow& window) {
  return std::count_if(
      values.begin() + static_cast<std::ptrdiff_t>(window.begin),
      values.begin() + static_cast<std::ptrdiff_t>(window.end),
      [](double value) { return !std::isnan(value); }
  );
}

}  // namespace

std::optional<EvidenceItem>
reexports(const CellSeries& cell, const Window& window, double min_value_usd) {
  const Values& exports = cell.outflow_elsewhere_usd;
  if (!cell.is_elsewhere_to_unknown || exports.empty() ||
      window.since.frequency() != cell.frequency()) {
    return std::nullopt;
  }
  IndexWindow indexed = index_window(window, cell.first, exports.size());
  indexed.floor_usd = min_value_usd / static_cast<double>(indexed.season);
  const auto change = leg_change(exports, indexed);
  if (!change || change->after_usd <= change->before_usd) {
    return std::nullopt;
  }
  EvidenceItem item;
  item.measure = "exports_to_everyone";
  item.group = "reexports";
  item.unit = "usd";
  item.value = change->after_usd;
  item.expected = change->before_usd;
  item.low = kUnknown;
  item.high = kUnknown;
  item.direction = "up";
  item.detail = fmt::format(
      "{} left {} for {:.2f} million USD after the date, {:.2f} in the same months before; no file "
      "says to whom",
      cell.family,
      cell.hub,
      change->after_usd / kMillion,
      change->before_usd / kMillion
  );
  item.rows.frequency = cell.frequency();
  item.rows.level = cell.level;
  item.rows.families = {cell.family};
  item.rows.exporters = {cell.hub};
  item.rows.importers = {"WLD"};
  item.rows.from = window.from;
  item.rows.until = window.until;
  item.rows.count = known(exports, indexed);
  return item;
}

}  // namespace portolan::detect
