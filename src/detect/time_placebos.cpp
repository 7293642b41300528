#include "time_placebos.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "leg_score.hpp"

namespace portolan::detect {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

/// A date and how far is looked after it.
struct Shape {
  std::size_t treated = 0;
  std::size_t end = 0;

  auto operator<=>(const Shape&) const = default;
};

/// The series if its own level of the year before the date goes on; empty where too little of that
/// year is known.
Series level_goes_on(const Series& values, const IndexWindow& window) {
  double sum = 0.0;
  std::size_t known = 0;
  for (std::size_t t = window.begin; t < window.treated; ++t) {
    if (!std::isnan(values[t])) {
      sum += static_cast<double>(values[t]);
      ++known;
    }
  }
  if (2 * known <= window.season) {
    return {};
  }
  Series expected(values.size(), kUnknown);
  const auto begin = expected.begin() + static_cast<std::ptrdiff_t>(window.begin);
  std::fill(
      begin,
      begin + static_cast<std::ptrdiff_t>(window.end - window.begin),
      static_cast<float>(sum / static_cast<double>(known))
  );
  return expected;
}

/// The score of a cell as if the date were at `shape.treated`.
std::optional<LegScore> score_at(const CellLegs& cell, const Shape& shape) {
  IndexWindow window = cell.window;
  if (shape.treated < window.season || shape.end > cell.inflow.size()) {
    return std::nullopt;
  }
  window.begin = shape.treated - window.season;
  window.treated = shape.treated;
  window.end = shape.end;
  const Series expected = level_goes_on(cell.inflow, window);
  return expected.empty() ? std::nullopt : score_leg(cell.inflow, expected, window);
}

/// First period that any cell knows.
std::size_t first_known(std::span<const CellLegs> cells) {
  std::size_t first = std::numeric_limits<std::size_t>::max();
  for (const CellLegs& cell : cells) {
    const auto known = std::find_if(cell.inflow.begin(), cell.inflow.end(), [](float value) {
      return !std::isnan(value);
    });
    first = std::min(first, static_cast<std::size_t>(known - cell.inflow.begin()));
  }
  return first;
}

PlaceboNull placebos_at(std::span<const CellLegs> pool, const Shape& shape, double min_value_usd) {
  std::vector<LegScore> scores;
  const auto periods = static_cast<double>(shape.end - shape.treated);
  for (const CellLegs& cell : pool) {
    const auto score = score_at(cell, shape);
    const auto season = static_cast<double>(cell.window.season);
    if (score && score->observed_usd / periods * season >= min_value_usd) {
      scores.push_back(*score);
    }
  }
  return PlaceboNull(std::move(scores));
}

/// The verdict of the least favourable date.
PlaceboVerdict strictest(const std::vector<PlaceboNull>& nulls, const LegScore& own) {
  PlaceboVerdict verdict = *nulls.front().ask(own);
  for (const PlaceboNull& null : nulls) {
    const PlaceboVerdict asked = *null.ask(own);
    if (asked.p_value > verdict.p_value) {
      verdict = asked;
    }
  }
  return verdict;
}

}  // namespace

TimePlacebos::TimePlacebos(
    std::span<const CellLegs> cells,
    std::span<const CellLegs> pool,
    const Options& options
) {
  if (cells.empty() || pool.empty()) {
    return;
  }
  begin_ = std::max(options.earliest, first_known(pool));
  treated_ = std::ranges::min(pool, {}, [](const CellLegs& cell) {
               return cell.window.treated;
             }).window.treated;
  std::map<Shape, std::vector<const CellLegs*>> by_shape;
  for (const CellLegs& cell : cells) {
    by_shape[{cell.window.treated, cell.window.end}].push_back(&cell);
  }
  for (const auto& [shape, members] : by_shape) {
    const std::size_t length = shape.end - shape.treated;
    const std::size_t season = members.front()->window.season;
    std::vector<PlaceboNull> nulls;
    TimeVerdict verdict;
    for (std::size_t end = treated_; end >= begin_ + season + length; end -= length) {
      PlaceboNull null = placebos_at(pool, {end - length, end}, options.min_value_usd);
      if (null.size() >= PlaceboNull::kLeast) {
        verdict.first_date = options.first.plus(static_cast<int>(end - length));
        verdict.last_date = nulls.empty() ? verdict.first_date : verdict.last_date;
        nulls.push_back(std::move(null));
      }
    }
    verdict.dates = nulls.size();
    for (const CellLegs* cell : nulls.empty() ? std::vector<const CellLegs*>() : members) {
      if (const auto own = score_at(*cell, shape)) {
        verdict.inflow = strictest(nulls, *own);
        verdicts_.emplace(std::pair(cell->hub, cell->family), verdict);
      }
    }
  }
}

const TimeVerdict* TimePlacebos::find(std::uint16_t hub, std::uint32_t family) const {
  const auto found = verdicts_.find({hub, family});
  return found == verdicts_.end() ? nullptr : &found->second;
}

std::string TimePlacebos::missing(const IndexWindow& window) const {
  const std::size_t needed = window.season + window.end - window.treated;
  const std::size_t held = treated_ - std::min(treated_, begin_);
  const char* const periods = window.season == 1 ? "years" : "months";
  if (held < needed) {
    return fmt::format(
        "{} {} before anything was controlled, {} are needed: a year and as many as come after",
        held,
        periods,
        needed
    );
  }
  return fmt::format("less than {} cells at an earlier date", PlaceboNull::kLeast);
}

Models models_of(const TimeVerdict& verdict) {
  Models models;
  models.method = "placebos in time";
  models.null_distribution = [inflow = verdict.inflow](
                                 const CellSeries&, std::string_view measure, double
                             ) -> std::optional<NullVerdict> {
    if (measure != "inflow_excess") {
      return std::nullopt;
    }
    return NullVerdict{
        .p_value = inflow.p_value,
        .placebo_cells = inflow.placebos,
        .value = inflow.rise,
        .placebo_median = inflow.placebo_median,
        .placebo_high = inflow.placebo_high,
        .is_in_time = true};
  };
  return models;
}

}  // namespace portolan::detect
