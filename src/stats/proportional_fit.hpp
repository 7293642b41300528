#pragma once

#include <span>
#include <vector>

#include "fit_sample.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::stats {

/// Scales exp(offset) by a factor for each level of each effect until fitted sums equal observed
/// ones to `tolerance`, relative, or `max_sweeps` are done; returns the fitted means. Each effect
/// in turn is scaled to its sums exactly (iterative proportional fitting). `progress` may be null.
///
/// Source: Deming and Stephan (1940), Ann. Math. Stat. 11(4), 427-444,
/// doi:10.1214/aoms/1177731829.
[[nodiscard]] std::vector<double> fit_proportionally(
    const FitSample& sample,
    double tolerance,
    int max_sweeps,
    const Progress* progress
);

}  // namespace portolan::stats
