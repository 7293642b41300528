// Blocks, medians and bounded logs: docs/methods/measures.md. In all functions "before" is
// [begin, treated) and "after" [treated, end) of an IndexWindow.
#include "portolan/detect/measures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Sum of a block; NaN if a period of it is unknown.
double block_sum(std::span<const double> values, std::size_t begin, std::size_t length) {
  double sum = 0.0;
  for (std::size_t i = begin; i < begin + length; ++i) {
    sum += values[i];
  }
  return sum;
}

/// As `median`, reordering `values`.
std::optional<double> median_in_place(std::vector<double>& values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) {
    return std::nullopt;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) {
    return *middle;
  }
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

/// The median over the years before of the block that lies whole years before `begin`; NaN if none
/// is known. `sums` is room that calls of one series share.
double same_season_before(
    std::span<const double> values,
    std::size_t begin,
    std::size_t length,
    const IndexWindow& window,
    std::vector<double>& sums
) {
  sums.clear();
  for (std::size_t back = window.season; back <= begin; back += window.season) {
    const std::size_t start = begin - back;
    if (start < window.begin) {
      break;
    }
    if (start + length <= window.treated) {
      sums.push_back(block_sum(values, start, length));
    }
  }
  return median_in_place(sums).value_or(kUnknown);
}

bool fits(std::span<const double> values, const IndexWindow& window) {
  return window.end <= values.size() && window.begin < window.treated &&
         window.treated < window.end;
}

}  // namespace

std::optional<double> median(std::vector<double> values) {
  return median_in_place(values);
}

double robust_spread(const std::vector<double>& values, double center) {
  std::vector<double> deviations;
  deviations.reserve(values.size());
  for (const double value : values) {
    deviations.push_back(std::abs(value - center));
  }
  return 1.4826 * median(std::move(deviations)).value_or(0.0);
}

double bounded_log_change(double after, double before, double floor) {
  const double larger = std::max(after, before);
  if (!(larger > 0.0)) {
    return std::isnan(after + before) ? kUnknown : 0.0;
  }
  const double added = kFloorShare * larger + floor;
  return std::log((after + added) / (before + added));
}

std::optional<LegChange> leg_change(std::span<const double> values, const IndexWindow& window) {
  if (!fits(values, window)) {
    return std::nullopt;
  }
  std::size_t known_before = 0;
  double sum_before = 0.0;
  for (std::size_t i = window.begin; i < window.treated; ++i) {
    if (!std::isnan(values[i])) {
      ++known_before;
      sum_before += values[i];
    }
  }
  if (known_before < window.season || (window.season == 1 && known_before < 2)) {
    return std::nullopt;
  }
  LegChange result;
  std::vector<double> changes;
  std::vector<double> sums;
  for (std::size_t i = window.treated; i + window.block <= window.end; i += window.block) {
    const double after = block_sum(values, i, window.block);
    const double before = same_season_before(values, i, window.block, window, sums);
    if (!std::isnan(after) && !std::isnan(before)) {
      changes.push_back(
          bounded_log_change(after, before, window.floor_usd * static_cast<double>(window.block))
      );
    }
  }
  result.blocks = changes.size();
  if (result.blocks < (window.season == 1 ? 1U : 2U)) {
    return std::nullopt;
  }
  for (std::size_t i = window.treated; i < window.end; ++i) {
    const double before = same_season_before(values, i, 1, window, sums);
    if (!std::isnan(values[i]) && !std::isnan(before)) {
      result.after_usd += values[i];
      result.before_usd += before;
    }
  }
  result.change = *median(std::move(changes));
  result.is_new = sum_before <= 0.0 && result.after_usd > 0.0;
  return result;
}

std::optional<LegChange> past_change(std::span<const double> values, const IndexWindow& window) {
  if (window.treated < window.begin + window.season + 1) {
    return std::nullopt;
  }
  IndexWindow past = window;
  past.treated = window.treated - window.season;
  past.end = window.treated;
  if (window.season == 1) {
    // One annual step suffices here: it estimates a spread and decides nothing by itself.
    std::vector<double> sums;
    const double change = bounded_log_change(
        values[past.treated],
        same_season_before(values, past.treated, 1, past, sums),
        window.floor_usd
    );
    if (std::isnan(change)) {
      return std::nullopt;
    }
    return LegChange{.change = change, .blocks = 1};
  }
  return leg_change(values, past);
}

std::optional<WentOnShare>
logical_share(double inflow, double outflow, std::optional<double> other_supply) {
  if (!(inflow > 0.0) || std::isnan(outflow)) {
    return std::nullopt;
  }
  WentOnShare result;
  result.value = std::min(1.0, outflow / inflow);
  result.logical_high = std::min(1.0, outflow / inflow);
  if (other_supply) {
    result.logical_low = std::clamp((outflow - *other_supply) / inflow, 0.0, result.logical_high);
  }
  return result;
}

std::optional<WentOnShare> went_on_share(const LegChange& inflow, const LegChange& outflow) {
  auto result = logical_share(inflow.after_usd, outflow.after_usd);
  if (!result) {
    return std::nullopt;
  }
  const double rise = inflow.after_usd - inflow.before_usd;
  result->value = rise > 0.0 ? (outflow.after_usd - outflow.before_usd) / rise : kUnknown;
  return result;
}

std::optional<DirectLoss>
direct_loss(std::span<const double> direct_usd, const IndexWindow& window) {
  const auto direct = leg_change(direct_usd, window);
  if (!direct || direct->before_usd <= 0.0) {
    return std::nullopt;
  }
  return DirectLoss{.change = direct->change, .lost_usd = direct->before_usd - direct->after_usd};
}

std::optional<Counts>
periods_above_past(std::span<const double> values, const IndexWindow& window) {
  if (!fits(values, window)) {
    return std::nullopt;
  }
  std::vector<double> past;
  for (std::size_t i = window.begin; i < window.treated; ++i) {
    if (!std::isnan(values[i])) {
      past.push_back(values[i]);
    }
  }
  if (past.size() < 3) {
    return std::nullopt;
  }
  std::sort(past.begin(), past.end());
  const double upper = past[(3 * (past.size() - 1) + 3) / 4];
  Counts result;
  for (std::size_t i = window.treated; i < window.end; ++i) {
    if (!std::isnan(values[i])) {
      ++result.trials;
      result.hits += values[i] > upper ? 1U : 0U;
    }
  }
  return result;
}

std::optional<double>
largest_period_share(std::span<const double> values, const IndexWindow& window) {
  double largest = 0.0;
  double sum = 0.0;
  for (std::size_t i = window.treated; i < std::min(window.end, values.size()); ++i) {
    if (!std::isnan(values[i])) {
      sum += values[i];
      largest = std::max(largest, values[i]);
    }
  }
  if (!(sum > 0.0)) {
    return std::nullopt;
  }
  return largest / sum;
}

}  // namespace portolan::detect
