// The mirror gap alone: what left for the hub against what arrived there, by more than three
// robust deviations of the cell's own past.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "detector.hpp"

namespace portolan::bench {
namespace {

constexpr double kDeviations = 3.0;
constexpr double kFloorUsd = 1'000.0;
constexpr double kLeastSpread = 0.02;  // so that a past without any change does not flag a cent
constexpr std::size_t kLeastMonths = 6;

std::vector<double> gaps(const CellMonths& cell, std::size_t begin, std::size_t end) {
  std::vector<double> result;
  for (std::size_t t = begin; t < end; ++t) {
    if (!std::isnan(cell.sent[t]) && !std::isnan(cell.arrived[t])) {
      result.push_back(std::log((cell.sent[t] + kFloorUsd) / (cell.arrived[t] + kFloorUsd)));
    }
  }
  return result;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The jump in robust deviations.
std::optional<double> jump(const CellMonths& cell) {
  const std::vector<double> before = gaps(cell, cell.split.begin, cell.split.treated);
  const std::vector<double> after = gaps(cell, cell.split.treated, cell.split.end);
  if (before.size() < kLeastMonths || after.size() < kLeastMonths) {
    return std::nullopt;
  }
  const double usual = median(before);
  std::vector<double> distances;
  distances.reserve(before.size());
  for (const double gap : before) {
    distances.push_back(std::abs(gap - usual));
  }
  return (median(after) - usual) / std::max(kLeastSpread, 1.4826 * median(distances));
}

}  // namespace

Verdicts mirror_gap_alone(const TestedWorld& world) {
  Verdicts verdicts;
  for (const CellMonths& cell : world.series->cells) {
    if (!cell.is_listed || !cell.sees_gap) {
      continue;
    }
    if (const auto deviations = jump(cell)) {
      verdicts.leads.push_back(
          {.cell = cell.name,
           .suspicion = *deviations,
           .q_value = *deviations > kDeviations ? 0.0 : 1.0}
      );
    }
  }
  return verdicts;
}

}  // namespace portolan::bench
