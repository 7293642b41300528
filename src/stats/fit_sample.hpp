#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "portolan/stats/poisson.hpp"

namespace portolan::stats {

/// Marks the observations that cannot take part: those with a missing value (only those that are
/// `kUsed` yet), then by turns those in a level whose every y is 0 and those alone in a level.
void mark_unusable(const PoissonData& data, bool keep_singletons, std::span<RowUse> rows);

/// The observations in use, sorted by the level of the effect with most levels, so that its levels
/// are runs of rows; levels are numbered anew without gaps.
struct FitSample {
  /// By row, the observation it is.
  std::vector<std::size_t> observations;
  /// Scaled to a weighted mean of 1.
  std::vector<double> y;
  std::vector<double> weight;
  std::vector<double> offset;
  /// What `y` was divided by.
  double y_scale = 1.0;

  /// By effect, in the order given: the level in use of each row.
  std::vector<std::vector<std::uint32_t>> levels;
  /// By effect and level in use, the level as given.
  std::vector<std::vector<std::uint32_t>> given_levels;
  /// Number in `levels` of the effect by which rows are sorted; unused where there is none.
  std::size_t main_effect = 0;
  /// First row of each level of the main effect, then the number of rows.
  std::vector<std::size_t> starts;

  [[nodiscard]] std::size_t size() const noexcept { return y.size(); }
};

/// Throws `Error` (kBadData) where no observation is in use.
[[nodiscard]] FitSample make_sample(const PoissonData& data, std::span<const RowUse> rows);

/// Returns `values` in the order of the sample's rows.
[[nodiscard]] std::vector<double>
in_sample(const FitSample& sample, std::span<const double> values);

/// Sums `term(row)` over `[0, count)` by fixed chunks, so that the number of threads does not show.
template <typename Term>
[[nodiscard]] double chunked_sum(std::size_t count, const Term& term) {
  constexpr std::size_t kChunk = 4096;
  double total = 0.0;
  for (std::size_t begin = 0; begin < count; begin += kChunk) {
    double sum = 0.0;
    for (std::size_t row = begin; row < count && row < begin + kChunk; ++row) {
      sum += term(row);
    }
    total += sum;
  }
  return total;
}

}  // namespace portolan::stats
