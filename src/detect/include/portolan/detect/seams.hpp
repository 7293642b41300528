#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "portolan/detect/cell.hpp"

/// Where a model-based counterfactual and a placebo null are put in place of the first form,
/// without another change to leads.
namespace portolan::detect {

/// Which leg of a cell.
enum class Leg : std::uint8_t { kInflow, kOutflow };

/// What a leg would have been in the treated periods, summed over those that are known.
struct Expectation {
  double usd = 0.0;
  double low = 0.0;  ///< 95 % range.
  double high = 0.0;
  /// The same by period, before the date too, in the positions of the cell's series; NaN where
  /// nothing can be expected. Empty: the model tells sums only.
  Values by_period = {};
};

/// Returns the expectation of one leg of a cell, whose values as counted are `usd`; nothing where
/// it cannot be told. Must be safe to call from several threads.
using Counterfactual = std::function<std::optional<Expectation>(
    const CellSeries& cell,
    Leg leg,
    std::span<const double> usd,
    const IndexWindow& window
)>;

/// What a null distribution says about a value.
struct NullVerdict {
  double p_value = 1.0;
  std::size_t placebo_cells = 0;
  /// Hubs and chapters that these come from, each of which shares its shocks; 0: not told.
  std::size_t placebo_clusters = 0;
  double value = 0.0;  ///< The own value on the scale of the two that follow.
  double placebo_median = 0.0;
  double placebo_high = 0.0;  ///< 95 % of the placebos lie below.
  /// The placebos are cells at earlier dates: nothing is told of what the hub's other goods did.
  bool is_in_time = false;
};

/// Returns where `value` of `measure` lies among placebos of the same shape; nothing where there
/// are too few. Must be safe to call from several threads.
using NullDistribution = std::function<
    std::optional<NullVerdict>(const CellSeries& cell, std::string_view measure, double value)>;

/// The two seams and how they call themselves in the output.
struct Models {
  Counterfactual counterfactual;       ///< Empty: the cell's own past, same months.
  NullDistribution null_distribution;  ///< Empty: no p-values.
  std::string method = "none";
};

}  // namespace portolan::detect
