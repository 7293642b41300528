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
/// The rectifier of Correia, Guimaraes and Zylkin (2019, arXiv:1903.01633): project the candidates'
/// indicator on the admissible z, set negative values to 0, and again until none is negative. They
/// hold z at 0 by large weights; here the projection is taken exactly (docs/methods/poisson.md).
///
/// Throws `Error` (kBadData) where the rounds do not end.
[[nodiscard]] std::vector<bool> find_separated(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    std::vector<bool> candidates
);

}  // namespace portolan::stats
