// Symbols: P the projection on the span of effects and covariates, R the one on the candidates'
// coordinates. The admissible z are those that both leave as they are: the eigenspace of R P R to
// the eigenvalue 1. With (I - R P R) w = (I - R P R) u, u - w is the projection of u on it.
#include "separation.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "portolan/base/error.hpp"

namespace portolan::stats {

namespace {

constexpr double kAbsorbTolerance = 1e-13;
constexpr double kSolved = 1e-11;  // residual of the projection, over its first
constexpr double kNothing = 1e-7;  // below it, a value whose largest would be 1 counts as 0
constexpr int kMaxProjectionSteps = 2'000;
constexpr int kMaxRounds = 1'000;

using Column = std::vector<double>;

double dot(const Column& a, const Column& b) {
  return chunked_sum(a.size(), [&](std::size_t row) { return a[row] * b[row]; });
}

class Admissible {
 public:
  Admissible(const FitSample& sample, const Design& design, Absorber& absorber)
      : ones_(sample.size(), 1.0), absorber_(absorber) {
    absorber_.set_weights(ones_);
    std::vector<bool> is_spanned;
    basis_ = orthonormal_basis(design.columns, ones_, absorber_, is_spanned);
  }

  /// Projects `u`, 0 outside the candidates, on the admissible z.
  [[nodiscard]] Column project(const std::vector<bool>& candidates, Column u) const {
    Column residual = outside(candidates, u);
    Column direction = residual;
    double square = dot(residual, residual);
    const double enough = kSolved * kSolved * dot(u, u);
    for (int step = 0; square > enough && step < kMaxProjectionSteps; ++step) {
      const Column image = outside(candidates, direction);
      const double curvature = dot(direction, image);
      if (!(curvature > 0.0)) {
        break;  // only rounding is left
      }
      const double length = square / curvature;
      for (std::size_t row = 0; row < u.size(); ++row) {
        u[row] -= length * direction[row];
        residual[row] -= length * image[row];
      }
      const double next = dot(residual, residual);
      const double keep = next / square;
      square = next;
      for (std::size_t row = 0; row < u.size(); ++row) {
        direction[row] = residual[row] + keep * direction[row];
      }
    }
    return u;
  }

 private:
  /// (I - R P R) column, that is R M column with M the projection off the span.
  [[nodiscard]] Column outside(const std::vector<bool>& candidates, Column column) const {
    (void)absorber_.project_out(column, kAbsorbTolerance, absorber_.norm(column));
    subtract_projection(basis_, ones_, column);
    for (std::size_t row = 0; row < column.size(); ++row) {
      if (!candidates[row]) {
        column[row] = 0.0;
      }
    }
    return column;
  }

  Column ones_;
  Absorber& absorber_;
  std::vector<Column> basis_;
};

Column indicator(const std::vector<bool>& candidates) {
  Column u(candidates.size(), 0.0);
  std::copy(candidates.begin(), candidates.end(), u.begin());
  return u;
}

/// The residual u - z is orthogonal to every admissible z. Where it is nowhere negative, an
/// admissible z >= 0 is 0 wherever the residual is not: those rows are no candidates. Returns
/// whether any candidate was struck out.
bool strike_out(const Column& u, const Column& z, std::vector<bool>& candidates) {
  for (std::size_t row = 0; row < u.size(); ++row) {
    if (u[row] - z[row] < -kNothing * kNothing) {
      return false;
    }
  }
  bool is_struck = false;
  for (std::size_t row = 0; row < u.size(); ++row) {
    if (candidates[row] && u[row] - z[row] > kNothing) {
      candidates[row] = false;
      is_struck = true;
    }
  }
  return is_struck;
}

}  // namespace

std::vector<bool> find_separated(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    std::vector<bool> candidates
) {
  const Admissible admissible(sample, design, absorber);
  std::vector<bool> separated(sample.size(), false);
  Column u = indicator(candidates);
  for (int round = 0; round < kMaxRounds; ++round) {
    const Column z = admissible.project(candidates, u);
    const auto [low, high] = std::minmax_element(z.begin(), z.end());
    const double largest = std::max(-*low, *high);
    // Each separated row keeps the product of u with its z from falling, so u cannot fade away
    // while there is one.
    if (!(largest > kNothing)) {
      return separated;
    }
    if (*low >= -kNothing * largest) {
      for (std::size_t row = 0; row < z.size(); ++row) {
        separated[row] = candidates[row] && z[row] > kNothing * largest;
      }
      return separated;
    }
    if (strike_out(u, z, candidates)) {
      u = indicator(candidates);
      continue;
    }
    for (std::size_t row = 0; row < z.size(); ++row) {
      u[row] = std::max(z[row], 0.0);
    }
  }
  throw bad_data(
      "separation: expected the search to end within {} rounds, got no decision", kMaxRounds
  );
}

}  // namespace portolan::stats
