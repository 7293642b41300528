#include "design.hpp"

#include <cmath>

namespace portolan::stats {

namespace {

constexpr double kSpannedShare = 1e-6;      // of a column's norm that must be left
constexpr double kAbsorbTolerance = 1e-11;  // well below, so that noise is never a direction

void add_constant(const FitSample& sample, Design& design) {
  design.columns.emplace_back(sample.size(), 1.0);
  design.covariates.push_back(Design::kConstant);
  design.centres.push_back(0.0);
  design.scales.push_back(1.0);
}

void add_covariate(
    const FitSample& sample,
    std::span<const double> covariate,
    std::size_t number,
    Design& design
) {
  auto column = in_sample(sample, covariate);
  const auto mean_of = [&](const auto& term) {
    const auto weight = [&](std::size_t row) {
      return sample.weight[row];
    };
    return chunked_sum(column.size(), [&](std::size_t row) { return weight(row) * term(row); }) /
           chunked_sum(column.size(), weight);
  };
  const double centre = mean_of([&](std::size_t row) { return column[row]; });
  for (double& value : column) {
    value -= centre;
  }
  const double variance = mean_of([&](std::size_t row) { return column[row] * column[row]; });
  const double scale = std::sqrt(variance);
  // A column that is constant but for rounding is spanned by the effects or the constant.
  if (!(scale > 1e-13 * std::abs(centre))) {
    design.collinear.push_back(number);
    return;
  }
  for (double& value : column) {
    value /= scale;
  }
  design.columns.push_back(std::move(column));
  design.covariates.push_back(number);
  design.centres.push_back(centre);
  design.scales.push_back(scale);
}

template <typename Value>
void keep_only(const std::vector<bool>& is_dropped, std::vector<Value>& values) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_dropped[i]) {
      if (kept != i) {
        values[kept] = std::move(values[i]);
      }
      ++kept;
    }
  }
  values.resize(kept);
}

}  // namespace

void subtract_projection(
    std::span<const std::vector<double>> basis,
    std::span<const double> weights,
    std::span<double> column
) {
  for (const auto& direction : basis) {
    const double share = chunked_sum(column.size(), [&](std::size_t row) {
      return weights[row] * direction[row] * column[row];
    });
    for (std::size_t row = 0; row < column.size(); ++row) {
      column[row] -= share * direction[row];
    }
  }
}

std::vector<std::vector<double>> orthonormal_basis(
    std::span<const std::vector<double>> columns,
    std::span<const double> weights,
    const Absorber& absorber,
    std::vector<bool>& is_spanned
) {
  std::vector<std::vector<double>> basis;
  is_spanned.assign(columns.size(), false);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    auto column = columns[j];
    const double whole = absorber.norm(column);
    (void)absorber.project_out(column, kAbsorbTolerance, whole);
    // Twice is enough for orthogonality to working precision.
    subtract_projection(basis, weights, column);
    subtract_projection(basis, weights, column);
    const double left = absorber.norm(column);
    if (!(left > kSpannedShare * whole)) {
      is_spanned[j] = true;
      continue;
    }
    for (double& value : column) {
      value /= left;
    }
    basis.push_back(std::move(column));
  }
  return basis;
}

Design make_design(
    const FitSample& sample,
    std::span<const std::span<const double>> covariates,
    Absorber& absorber
) {
  absorber.set_weights(sample.weight);
  Design design;
  if (sample.levels.empty()) {
    add_constant(sample, design);
  }
  for (std::size_t j = 0; j < covariates.size(); ++j) {
    add_covariate(sample, covariates[j], j, design);
  }
  std::vector<bool> is_spanned;
  (void)orthonormal_basis(design.columns, sample.weight, absorber, is_spanned);
  for (std::size_t j = 0; j < is_spanned.size(); ++j) {
    if (is_spanned[j]) {
      design.collinear.push_back(design.covariates[j]);
    }
  }
  keep_only(is_spanned, design.columns);
  keep_only(is_spanned, design.covariates);
  keep_only(is_spanned, design.centres);
  keep_only(is_spanned, design.scales);
  return design;
}

}  // namespace portolan::stats
