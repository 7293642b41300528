#pragma once

#include <span>
#include <vector>

#include "portolan/match/name_score.hpp"

namespace portolan::bench {

/// A pair of names as the fit sees it.
struct Example {
  match::PartAmounts amounts{};
  bool is_match = false;
  double weight = 1.0;
};

/// Returns the weights, in decibans, that make the labels most likely (logistic regression), each
/// drawn towards what was written before the data were seen: `kPriorStrength` pulls as that many
/// pairs would. A part that speaks for two bearers stays at or below 0, agreement and coverage at
/// or above.
///
/// By coordinate descent on a convex function; the same for any order of the examples but for
/// rounding.
[[nodiscard]] match::PartWeights fit_weights(std::span<const Example> examples);

/// The weights that were written down before the fit.
[[nodiscard]] const match::PartWeights& prior_weights();

}  // namespace portolan::bench
