#include "timing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "case_file.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kYearsOfNoSeason = 2.0;
constexpr double kLeastRatio = 1.5;
constexpr double kMostP = 0.1;
constexpr std::size_t kRearrangements = 99;
constexpr std::size_t kReplicates = 199;

struct Mean {
  double sum = 0.0;
  double count = 0.0;

  void add(double value) {
    if (!std::isnan(value)) {
      sum += value;
      count += 1.0;
    }
  }
  [[nodiscard]] double value() const { return count > 0.0 ? sum / count : kUnknown; }
};

/// What the model expects in each period of the window; the leg's own past where it does not say.
Values expected_of_leg(
    const CellSeries& cell,
    Leg leg,
    const LegTotal& total,
    const IndexWindow& window,
    const Models& models
) {
  if (models.counterfactual) {
    auto told = models.counterfactual(cell, leg, total.usd, window);
    if (told && told->by_period.size() >= window.end) {
      return std::move(told->by_period);
    }
  }
  return expected_by_own_past(total.usd, window);
}

/// Kilograms of all that moved, at the weight of what was weighed in the same period.
std::optional<Values> kilograms_moved(const LegTotal& leg, const IndexWindow& window) {
  auto kilograms = complete_kilograms(leg, window);
  if (!kilograms) {
    return std::nullopt;
  }
  for (std::size_t t = window.begin; t < window.end; ++t) {
    if (leg.usd[t] > 0.0) {
      (*kilograms)[t] =
          leg.usd_with_kg[t] > 0.0 ? leg.kg[t] * leg.usd[t] / leg.usd_with_kg[t] : kUnknown;
    }
  }
  return kilograms;
}

/// Kilograms a dollar had before the date; 0 where nothing came.
double weight_before(const Values& kilograms, const LegTotal& leg, const IndexWindow& window) {
  double kg = 0.0;
  double usd = 0.0;
  for (std::size_t t = window.begin; t < window.treated; ++t) {
    if (!std::isnan(kilograms[t]) && !std::isnan(leg.usd[t])) {
      kg += kilograms[t];
      usd += leg.usd[t];
    }
  }
  return usd > 0.0 ? kg / usd : 0.0;
}

/// Values less what was expected, from the window's begin to its end.
Values excess(
    std::span<const double> values,
    std::span<const double> expected,
    double per_usd,
    const IndexWindow& window
) {
  Values result;
  for (std::size_t t = window.begin; t < window.end; ++t) {
    result.push_back(values[t] - per_usd * expected[t]);
  }
  return result;
}

}  // namespace

Values expected_by_own_past(std::span<const double> values, const IndexWindow& window) {
  Values expected(values.size(), kUnknown);
  Mean level;
  std::vector<Mean> months(window.season);
  for (std::size_t t = window.begin; t < window.treated; ++t) {
    level.add(values[t]);
    months[t % window.season].add(values[t]);
  }
  for (std::size_t t = window.begin; t < window.end; ++t) {
    const Mean& month = months[t % window.season];
    const bool has_season = window.season > 1 && level.value() > 0.0;
    const double season = has_season ? (month.sum / level.value() + kYearsOfNoSeason) /
                                           (month.count + kYearsOfNoSeason)
                                     : 1.0;
    expected[t] = level.value() * season;
  }
  return expected;
}

std::optional<stats::BreakDate> break_of_leg(
    std::span<const double> values,
    std::span<const double> expected,
    const IndexWindow& window,
    std::uint64_t seed
) {
  const auto observed = values.subspan(window.begin, window.end - window.begin);
  Values shape(
      expected.begin() + static_cast<std::ptrdiff_t>(window.begin),
      expected.begin() + static_cast<std::ptrdiff_t>(window.end)
  );
  for (double& value : shape) {
    value += window.floor_usd;
  }
  if (std::none_of(shape.begin(), shape.end(), [](double value) { return value > 0.0; })) {
    std::fill(shape.begin(), shape.end(), 1.0);
  }
  std::replace_if(
      shape.begin(), shape.end(), [](double value) { return value <= 0.0; }, kUnknown
  );
  const bool is_annual = window.season == 1;
  auto found = stats::break_date(
      observed,
      shape,
      {.least_segment = is_annual ? std::size_t{1} : std::size_t{3},
       .block = window.block,
       .simulations = kRearrangements,
       .seed = seed}
  );
  if (found) {
    found->position += window.begin;
    found->low += window.begin;
    found->high += window.begin;
  }
  return found;
}

bool is_told(const stats::BreakDate& found, const IndexWindow& window) {
  // Five years have ten orders of two levels: their p-value cannot become small.
  const bool is_clear = window.season == 1 || found.p_value <= kMostP;
  return found.is_rise && found.ratio_after >= kLeastRatio * found.ratio_before && is_clear;
}

std::optional<LegCoupling> coupling_of_legs(
    const LegTotal& inflow,
    std::span<const double> expected_inflow,
    const LegTotal& outflow,
    std::span<const double> expected_outflow,
    const IndexWindow& window,
    std::uint64_t seed
) {
  if (window.season == 1) {
    return std::nullopt;
  }
  const auto kg_in = kilograms_moved(inflow, window);
  const auto kg_out = kilograms_moved(outflow, window);
  LegCoupling result;
  result.is_by_weight = kg_in && kg_out;
  const auto excess_of =
      [&](const LegTotal& leg, const std::optional<Values>& kg, std::span<const double> expected) {
        return result.is_by_weight ? excess(*kg, expected, weight_before(*kg, leg, window), window)
                                   : excess(leg.usd, expected, 1.0, window);
      };
  const auto found = stats::coupling(
      excess_of(inflow, kg_in, expected_inflow),
      excess_of(outflow, kg_out, expected_outflow),
      window.treated - window.begin,
      {.block = window.block, .replicates = kReplicates, .seed = seed}
  );
  if (!found) {
    return std::nullopt;
  }
  result.found = *found;
  return result;
}

void measure_timing(Seen& seen, const CellSeries& cell, const Models& models, std::uint64_t seed) {
  const Values in = expected_of_leg(cell, Leg::kInflow, seen.inflow, seen.window, models);
  seen.in_break = break_of_leg(seen.inflow.usd, in, seen.window, seed);
  if (!seen.outflow) {
    return;
  }
  const Values out = expected_of_leg(cell, Leg::kOutflow, *seen.outflow, seen.window, models);
  seen.out_break = break_of_leg(seen.outflow->usd, out, seen.window, seed);
  seen.coupling = coupling_of_legs(seen.inflow, in, *seen.outflow, out, seen.window, seed);
}

}  // namespace portolan::detect
