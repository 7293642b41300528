#pragma once

#include <span>
#include <vector>

#include "design.hpp"
#include "fit_sample.hpp"
#include "newton.hpp"
#include "portolan/stats/poisson.hpp"

namespace portolan::stats {

struct PoissonCovariance {
  std::vector<double> matrix;  ///< By column of the design, row by row.
  SmallSample small_sample;
};

/// Returns the covariance of `state.beta`, whose `within` must be off the effects in the weights
/// w mu of the fit. `scale` is what y was divided by; it matters to iid errors only.
///
/// Throws `Error` (kBadData) where no degree of freedom is left or a way has fewer than 2 clusters.
///
/// Source of the two-way form: Cameron, Gelbach and Miller (2011), J. Bus. Econ. Stat. 29(2),
/// 238-249, doi:10.1198/jbes.2010.07136.
[[nodiscard]] PoissonCovariance covariance_of(
    const FitSample& sample,
    const NewtonState& state,
    const PoissonData& data,
    PoissonErrors errors
);

}  // namespace portolan::stats
