#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "portolan/detect/measures.hpp"
#include "portolan/detect/seams.hpp"
#include "portolan/stats/break_date.hpp"
#include "portolan/stats/coupling.hpp"

/// When the legs changed, and how what went on follows what came in. docs/methods/measures.md
/// argues the choices.
namespace portolan::detect {

struct Seen;

/// Returns for each period of the window the level before the date times the season: a month's mean
/// before the date over the level, drawn towards 1 with the weight of two years. NaN outside the
/// window; flat in annual data, 0 where nothing came before.
[[nodiscard]] Values
expected_by_own_past(std::span<const double> values, const IndexWindow& window);

/// Returns the break date of a leg within the window, positions counted as in `values`. `expected`
/// only gives the shape: the floor is added to it, so that months in which next to nothing was
/// expected weigh no more than others. Three months (one year) on either side, 99 rearrangements.
[[nodiscard]] std::optional<stats::BreakDate> break_of_leg(
    std::span<const double> values,
    std::span<const double> expected,
    const IndexWindow& window,
    std::uint64_t seed
);

/// Tells whether a break is a rise that may be called the beginning: to at least 1.5 times the
/// level and, where there are months enough to tell, with a p-value of at most 0.1.
[[nodiscard]] bool is_told(const stats::BreakDate& found, const IndexWindow& window);

/// How what went on follows what came in.
struct LegCoupling {
  stats::Coupling found;
  bool is_by_weight = false;  ///< In kilograms; else in USD.
};

/// Explains the excess of the onward leg by that of the inflow, in kilograms where both legs have
/// weights for 80 % of their value before and after, since goods are dearer when they leave. What
/// was expected in kilograms is what was in USD at the weight a dollar had before. Nothing in
/// annual data, which cannot tell lags, or where `stats::coupling` has no answer.
[[nodiscard]] std::optional<LegCoupling> coupling_of_legs(
    const LegTotal& inflow,
    std::span<const double> expected_inflow,
    const LegTotal& outflow,
    std::span<const double> expected_outflow,
    const IndexWindow& window,
    std::uint64_t seed
);

/// Measures all of these for what was seen of a cell, by the counterfactual of `models` where it
/// tells periods and by the leg's own past elsewhere.
void measure_timing(Seen& seen, const CellSeries& cell, const Models& models, std::uint64_t seed);

}  // namespace portolan::detect
