#include "poisson_covariance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>

#include "portolan/base/error.hpp"
#include "small_cholesky.hpp"

namespace portolan::stats {

namespace {

/// Clusters of the rows, numbered in the order in which they first occur.
struct Clusters {
  std::vector<std::uint32_t> of_row;
  std::uint32_t count = 0;
};

Clusters number_clusters(std::span<const std::uint64_t> keys) {
  Clusters clusters;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  clusters.of_row.reserve(keys.size());
  for (const std::uint64_t key : keys) {
    clusters.of_row.push_back(numbers.emplace(key, clusters.count).first->second);
    clusters.count = static_cast<std::uint32_t>(numbers.size());
  }
  return clusters;
}

/// The ways of clustering, then, of two, their intersection.
std::vector<Clusters> all_clusters(const FitSample& sample, std::span<const Factor> ways) {
  std::vector<Clusters> result;
  std::vector<std::uint64_t> joint(sample.size(), 0);
  for (const Factor& way : ways) {
    std::vector<std::uint64_t> keys;
    keys.reserve(sample.size());
    for (std::size_t row = 0; row < sample.size(); ++row) {
      keys.push_back(way.levels[sample.observations[row]]);
      joint[row] = (joint[row] << 32U) | keys.back();
    }
    result.push_back(number_clusters(keys));
  }
  if (ways.size() == 2) {
    result.push_back(number_clusters(joint));
  }
  return result;
}

bool is_nested(std::span<const std::uint32_t> levels, std::size_t count, const Clusters& clusters) {
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> cluster_of(count, kNone);
  for (std::size_t row = 0; row < levels.size(); ++row) {
    std::uint32_t& cluster = cluster_of[levels[row]];
    if (cluster != kNone && cluster != clusters.of_row[row]) {
      return false;
    }
    cluster = clusters.of_row[row];
  }
  return true;
}

/// k of `SmallSample::num_parameters`.
std::int64_t
count_parameters(const FitSample& sample, std::size_t columns, std::span<const Clusters> ways) {
  auto count = static_cast<std::int64_t>(columns);
  if (!sample.levels.empty()) {
    count -= static_cast<std::int64_t>(sample.levels.size()) - 1;
  }
  for (std::size_t effect = 0; effect < sample.levels.size(); ++effect) {
    const std::size_t levels = sample.given_levels[effect].size();
    const bool nested = std::any_of(ways.begin(), ways.end(), [&](const Clusters& way) {
      return is_nested(sample.levels[effect], levels, way);
    });
    count += nested ? 1 : static_cast<std::int64_t>(levels);
  }
  return count;
}

/// Adds `sign` times the products of the scores' sums over each cluster to `meat`.
void add_meat(
    const NewtonState& state,
    std::span<const double> residuals,
    const Clusters& clusters,
    double sign,
    std::span<double> meat
) {
  const std::size_t size = state.within.size();
  std::vector<double> sums(clusters.count * size, 0.0);
  for (std::size_t row = 0; row < residuals.size(); ++row) {
    for (std::size_t j = 0; j < size; ++j) {
      sums[clusters.of_row[row] * size + j] += state.within[j][row] * residuals[row];
    }
  }
  for (std::uint32_t cluster = 0; cluster < clusters.count; ++cluster) {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        meat[i * size + j] += sign * sums[cluster * size + i] * sums[cluster * size + j];
      }
    }
  }
}

Clusters each_row_alone(std::size_t count) {
  Clusters clusters;
  clusters.count = static_cast<std::uint32_t>(count);
  for (std::uint32_t row = 0; row < clusters.count; ++row) {
    clusters.of_row.push_back(row);
  }
  return clusters;
}

std::vector<double> bread_of(const FitSample& sample, const NewtonState& state) {
  const std::size_t size = state.within.size();
  std::vector<double> matrix(size * size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      matrix[i * size + j] = chunked_sum(sample.size(), [&](std::size_t row) {
        return sample.weight[row] * state.mu[row] * state.within[i][row] * state.within[j][row];
      });
    }
  }
  return SmallCholesky(std::move(matrix), size).inverse();
}

void correct(std::int64_t num_rows, PoissonErrors errors, SmallSample& small_sample) {
  const auto n = static_cast<double>(num_rows);
  const auto k = static_cast<double>(small_sample.num_parameters);
  if (n <= k) {
    throw bad_data(
        "standard errors: expected more observations than parameters, got {} and {}",
        num_rows,
        small_sample.num_parameters
    );
  }
  small_sample.rows_factor = (errors == PoissonErrors::kRobust ? n : n - 1.0) / (n - k);
  for (const std::int64_t count : small_sample.num_clusters) {
    if (count < 2) {
      throw bad_data("clusters: expected at least 2, got {}", count);
    }
    const auto clusters = static_cast<double>(count);
    small_sample.clusters_factor =
        std::max(small_sample.clusters_factor, clusters / (clusters - 1.0));
  }
}

}  // namespace

PoissonCovariance covariance_of(
    const FitSample& sample,
    const NewtonState& state,
    const PoissonData& data,
    PoissonErrors errors
) {
  const std::size_t size = state.within.size();
  PoissonCovariance result;
  std::vector<Clusters> clusters;
  if (errors == PoissonErrors::kClustered) {
    clusters = all_clusters(sample, data.clusters);
  } else if (errors == PoissonErrors::kRobust) {
    clusters.push_back(each_row_alone(sample.size()));
  }
  const std::size_t num_ways = errors == PoissonErrors::kClustered ? data.clusters.size() : 0;
  const std::span ways(clusters.data(), num_ways);
  for (const Clusters& way : ways) {
    result.small_sample.num_clusters.push_back(way.count);
  }
  result.small_sample.num_parameters = count_parameters(sample, size, ways);
  if (size == 0) {
    return result;
  }
  correct(static_cast<std::int64_t>(sample.size()), errors, result.small_sample);
  result.matrix = bread_of(sample, state);
  if (errors != PoissonErrors::kIid) {
    std::vector<double> residuals(sample.size());
    for (std::size_t row = 0; row < sample.size(); ++row) {
      residuals[row] = sample.weight[row] * (sample.y[row] - state.mu[row]);
    }
    std::vector<double> meat(size * size, 0.0);
    for (std::size_t i = 0; i < clusters.size(); ++i) {
      add_meat(state, residuals, clusters[i], i == 2 ? -1.0 : 1.0, meat);
    }
    result.matrix = sandwich(result.matrix, meat, size);
  } else {
    for (double& value : result.matrix) {
      value /= sample.y_scale;
    }
  }
  for (double& value : result.matrix) {
    value *= result.small_sample.rows_factor * result.small_sample.clusters_factor;
  }
  return result;
}

}  // namespace portolan::stats
