#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "absorb.hpp"
#include "fit_sample.hpp"

namespace portolan::stats {

/// The covariates of a sample, each centred and divided by its standard deviation. Where there is
/// no effect, the first column is the constant 1.
struct Design {
  std::vector<std::vector<double>> columns;
  /// By column, the covariate it is; `kConstant` for the constant.
  std::vector<std::size_t> covariates;
  std::vector<double> centres;
  std::vector<double> scales;
  /// Covariates left out: less than a millionth of their standard deviation is not explained by the
  /// effects and the covariates before them.
  std::vector<std::size_t> collinear;

  static constexpr std::size_t kConstant = static_cast<std::size_t>(-1);
};

/// Sets the weights of `absorber` to those of the sample.
[[nodiscard]] Design make_design(
    const FitSample& sample,
    std::span<const std::span<const double>> covariates,
    Absorber& absorber
);

/// Takes from `column` its projection on the orthonormal `basis`, in the weighted inner product.
void subtract_projection(
    std::span<const std::vector<double>> basis,
    std::span<const double> weights,
    std::span<double> column
);

/// Returns an orthonormal basis of what the columns of a design add to the effects, in the weights
/// of `absorber`, and marks in `is_spanned` the columns that add nothing.
[[nodiscard]] std::vector<std::vector<double>> orthonormal_basis(
    std::span<const std::vector<double>> columns,
    std::span<const double> weights,
    const Absorber& absorber,
    std::vector<bool>& is_spanned
);

}  // namespace portolan::stats
