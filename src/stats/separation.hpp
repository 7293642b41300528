#pragma once

#include <vector>

#include "absorb.hpp"
#include "design.hpp"
#include "fit_sample.hpp"

namespace portolan::stats {

/// Returns by row whether it is separated: whether some z in the span of the covariates and the
/// effects is 0 wherever a row is not a candidate, at least 0 on the candidates and above 0 there.
/// Candidates have y = 0. Sets the weights of `absorber` to 1 meanwhile; it needs new ones after.
///
/// A form of the rectifier of Correia, Guimaraes and Zylkin (2019, arXiv:1903.01633): from z = 0,
/// draw the candidates up to 1 where z is below and project on the admissible z, and again until no
/// value is negative, striking out rows that cannot be separated as soon as a bound shows it
/// (docs/methods/poisson.md). They rectify at 0 and hold z at 0 elsewhere by large weights.
///
/// Throws `Error` (kBadData) where the rounds do not end.
[[nodiscard]] std::vector<bool> find_separated(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    std::vector<bool> candidates
);

}  // namespace portolan::stats
