#include "leg_score.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "portolan/detect/measures.hpp"

namespace portolan::detect {
namespace {

/// Log ratios of the blocks of [begin, end), in time; blocks with an unknown period are dropped.
std::vector<double> block_ratios(
    std::span<const float> above,
    std::span<const float> below,
    std::size_t begin,
    std::size_t end,
    const IndexWindow& window
) {
  std::vector<double> ratios;
  const double floor = window.floor_usd * static_cast<double>(window.block);
  for (std::size_t i = begin; i + window.block <= std::min({end, above.size(), below.size()});
       i += window.block) {
    double a = floor;
    double b = floor;
    for (std::size_t t = i; t < i + window.block; ++t) {
      a += static_cast<double>(above[t]);
      b += static_cast<double>(below[t]);
    }
    if (std::isfinite(a) && std::isfinite(b) && a > 0.0 && b > 0.0) {
      ratios.push_back(std::log(a / b));
    }
  }
  return ratios;
}

/// The lower of the two middle values: more than half of the values lie at or above it.
double low_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Ratios {
  std::vector<double> before;
  std::vector<double> after;
};

std::optional<Ratios>
ratios_of(std::span<const float> above, std::span<const float> below, const IndexWindow& window) {
  Ratios ratios;
  // Blocks before are counted back from the date, so that they never hold a treated period.
  const std::size_t first = window.begin + (window.treated - window.begin) % window.block;
  ratios.before = block_ratios(above, below, first, window.treated, window);
  ratios.after = block_ratios(above, below, window.treated, window.end, window);
  if (ratios.after.size() < (window.season == 1 ? 1U : 2U)) {
    return std::nullopt;
  }
  return ratios;
}

LegScore score_of(const Ratios& ratios, double center, const IndexWindow& window) {
  LegScore score;
  const std::size_t a_year = window.season / window.block;
  std::vector<double> last(
      ratios.after.end() - static_cast<std::ptrdiff_t>(std::min(a_year, ratios.after.size())),
      ratios.after.end()
  );
  score.rise = std::max(low_median(ratios.after), low_median(std::move(last))) - center;
  const double middle = median(ratios.before).value_or(0.0);
  score.spread_before = robust_spread(ratios.before, middle);
  score.blocks_before = ratios.before.size();
  score.blocks_after = ratios.after.size();
  return score;
}

void add_sums(
    LegScore& score,
    std::span<const float> observed,
    std::span<const float> expected,
    const IndexWindow& window
) {
  double periods = 0.0;
  for (std::size_t t = window.treated; t < window.end; ++t) {
    if (!std::isnan(observed[t]) && !std::isnan(expected[t])) {
      score.observed_usd += static_cast<double>(observed[t]);
      score.expected_usd += static_cast<double>(expected[t]);
      periods += 1.0;
    }
  }
  score.floor_usd = periods * window.floor_usd;
  const auto season = static_cast<double>(window.season);
  const double a_year = periods > 0.0 ? score.expected_usd / periods * season : 0.0;
  score.log_size = std::log(a_year + window.floor_usd * season + 1.0);
}

}  // namespace

std::optional<LegScore> score_leg(
    std::span<const float> observed,
    std::span<const float> expected,
    const IndexWindow& window
) {
  const auto ratios = ratios_of(observed, expected, window);
  if (!ratios) {
    return std::nullopt;
  }
  LegScore score = score_of(*ratios, 0.0, window);
  add_sums(score, observed, expected, window);
  return score;
}

std::optional<LegScore>
score_gap(std::span<const float> sent, std::span<const float> arrived, const IndexWindow& window) {
  const auto ratios = ratios_of(sent, arrived, window);
  if (!ratios || ratios->before.size() < (window.season == 1 ? 2U : 4U)) {
    return std::nullopt;
  }
  LegScore score = score_of(*ratios, *median(ratios->before), window);
  add_sums(score, sent, sent, window);
  return score;
}

}  // namespace portolan::detect
