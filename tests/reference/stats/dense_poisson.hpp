#pragma once

#include <cstddef>
#include <vector>

#include "portolan/stats/poisson.hpp"

namespace portolan::reference {

/// A Poisson model fitted the obvious way: a column of zeros and ones for each level, Newton's
/// method on all of them. Columns that those before them span are left out.
struct DensePoisson {
  std::vector<double> coefficients;  ///< Of the covariates.
  std::vector<double> covariance;    ///< Theirs, without small-sample factors, row by row.
  std::vector<double> mu;            ///< By row in use.
  std::size_t rank = 0;
};

/// Fits the rows that `is_used`; `options.errors` decides the covariance. Takes `steps` steps of
/// Newton's method, each halved while it is uphill.
[[nodiscard]] DensePoisson fit_dense(
    const stats::PoissonData& data,
    const std::vector<bool>& is_used,
    stats::PoissonErrors errors,
    int steps = 60
);

}  // namespace portolan::reference
