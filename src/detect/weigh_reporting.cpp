// A reform of reporting: the hub counts what it missed before, and nothing moved.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "weighing.hpp"

namespace portolan::detect {
namespace {

using enum Explanation;

/// A hub that reports less kinds of goods than this says nothing about reporting by their number:
/// its own trade decides it.
constexpr double kLeastReported = 50.0;
/// Families with a gap without which their median says nothing.
constexpr std::size_t kLeastGaps = 20;
constexpr double kMostGrowth = 1.5;

/// Median change of the gap over all families of the hub that both sides report.
std::optional<double> usual_gap_change(std::span<const FamilyMove> moves, std::size_t& count) {
  std::vector<double> changes;
  for (const FamilyMove& move : moves) {
    if (move.gap_change) {
      changes.push_back(static_cast<double>(*move.gap_change));
    }
  }
  count = changes.size();
  return count >= kLeastGaps ? median(std::move(changes)) : std::nullopt;
}

}  // namespace

void Weighing::weigh_reporting() {
  const bool needs_hub =
      std::ranges::find(seen.inflow.is_by_hub, true) != seen.inflow.is_by_hub.end() ||
      (seen.outflow && seen.outflow->is_outflow_by_hub);
  double growth = 1.0;
  if (needs_hub && references.hub_families_before.value_or(0.0) >= kLeastReported &&
      references.hub_families_after) {
    growth = *references.hub_families_after / std::max(1.0, *references.hub_families_before);
  }
  const bool has_more_kinds = growth > kMostGrowth;
  EvidenceItem kinds = item_of("reporting_steady", "reporting", growth, "ratio");
  kinds.expected = 1.0;
  kinds.direction = has_more_kinds ? "up" : "none";
  kinds.detail = needs_hub ? "kinds of goods that the hub reports, after over before"
                           : "only the origins' reports were counted, each known before and after";
  kinds.rows = inflow_rows(cell, seen);
  const std::size_t kinds_index = add(std::move(kinds));

  std::size_t families = 0;
  const auto gap = needs_hub ? usual_gap_change(references.moves, families) : std::nullopt;
  const bool has_closed = gap && *gap <= -std::log(kMostGrowth);
  std::size_t sign = kinds_index;
  if (gap) {
    EvidenceItem item = item_of("gap_of_all_goods", "reporting", *gap, "log_change");
    item.expected = 0.0;
    item.direction = *gap < 0.0 ? "down" : "up";
    item.detail = fmt::format(
        "median over {} families of what origins sent over what the hub says arrived, after less "
        "before; a reform closes it for all goods, a ghost opens it for some",
        families
    );
    item.rows = rows_between({}, {cell.hub}, true, true, static_cast<std::int64_t>(families));
    item.rows.families.clear();
    const std::size_t index = add(std::move(item));
    sign = has_closed ? index : sign;
  }
  // One sign of a reform suffices: they are not independent, so they count once.
  test(kReportingChange, sign, weight_of_fact(!has_more_kinds && !has_closed, 0.95, 0.02));
}

}  // namespace portolan::detect
