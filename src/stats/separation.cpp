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
constexpr double kFar = 1e3;       // times its bound: so far above, a value is no rounding
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

/// Where the search stands: `v`, an admissible z, and how far it still moves.
struct Search {
  std::vector<bool> candidates;
  Column v;
  Column last;  // the z before
  double momentum = 1.0;

  [[nodiscard]] bool has_candidates() const {
    return std::find(candidates.begin(), candidates.end(), true) != candidates.end();
  }

  /// Draws v up to 1 where a candidate's value is below, and back to the admissible.
  [[nodiscard]] Column next(const Admissible& admissible) const {
    Column u(v.size(), 0.0);
    for (std::size_t row = 0; row < v.size(); ++row) {
      u[row] = candidates[row] ? std::max(v[row], 1.0) : 0.0;
    }
    return admissible.project(candidates, std::move(u));
  }

  /// With r = max(1 - v, 0), `z` - v is the projection g of r. A separating z*, at most 1, has
  /// sum r z* = <g, z*> <= |g| sqrt(candidates): where r is far above that, z* is next to 0.
  /// Strikes such rows out; returns whether there were any.
  bool strike_out(const Column& z) {
    double count = 0.0;
    for (const bool is_candidate : candidates) {
      count += is_candidate ? 1.0 : 0.0;
    }
    const double square = chunked_sum(v.size(), [&](std::size_t row) {
      return (z[row] - v[row]) * (z[row] - v[row]);
    });
    const double bound = std::max(kFar * std::sqrt(square * count), kNothing);
    bool is_struck = false;
    for (std::size_t row = 0; row < v.size(); ++row) {
      if (candidates[row] && 1.0 - v[row] > bound) {
        candidates[row] = false;
        is_struck = true;
      }
    }
    return is_struck;
  }

  void restart(const Admissible& admissible) {
    for (std::size_t row = 0; row < v.size(); ++row) {
      v[row] = candidates[row] ? v[row] : 0.0;
    }
    v = admissible.project(candidates, std::move(v));
    last = v;
    momentum = 1.0;
  }

  /// Goes to `z` and, with momentum, beyond (Nesterov's steps; none where they went uphill).
  void go_to(Column z) {
    const double uphill = chunked_sum(v.size(), [&](std::size_t row) {
      return (v[row] - z[row]) * (z[row] - last[row]);
    });
    const double before = uphill > 0.0 ? 1.0 : momentum;
    momentum = (1.0 + std::sqrt(1.0 + 4.0 * before * before)) / 2.0;
    const double beyond = (before - 1.0) / momentum;
    for (std::size_t row = 0; row < v.size(); ++row) {
      v[row] = z[row] + beyond * (z[row] - last[row]);
    }
    last = std::move(z);
  }
};

/// Returns the candidates at which `z` is clearly above 0 if it is at least 0 at all of them;
/// nothing if it is not.
std::vector<bool> positive_rows(const std::vector<bool>& candidates, const Column& z) {
  const auto [low, high] = std::minmax_element(z.begin(), z.end());
  std::vector<bool> positive;
  if (*high > kNothing && *low >= -kNothing * *high) {
    positive.resize(z.size());
    for (std::size_t row = 0; row < z.size(); ++row) {
      positive[row] = candidates[row] && z[row] > kNothing * *high;
    }
  }
  return positive;
}

}  // namespace

std::vector<bool> find_separated(
    const FitSample& sample,
    const Design& design,
    Absorber& absorber,
    std::vector<bool> candidates
) {
  Search search;
  search.candidates = std::move(candidates);
  if (!search.has_candidates()) {
    return search.candidates;
  }
  const Admissible admissible(sample, design, absorber);
  search.v.assign(sample.size(), 0.0);
  search.last = search.v;
  for (int round = 0; round < kMaxRounds; ++round) {
    Column z = search.next(admissible);
    auto positive = positive_rows(search.candidates, z);
    if (!positive.empty()) {
      return positive;
    }
    if (!search.strike_out(z)) {
      search.go_to(std::move(z));
      continue;
    }
    if (!search.has_candidates()) {
      return search.candidates;
    }
    search.restart(admissible);
  }
  throw bad_data(
      "separation: expected the search to end within {} rounds, got no decision", kMaxRounds
  );
}

}  // namespace portolan::stats
