#include "dense_origins.hpp"

#include <cmath>
#include <utility>

namespace portolan::reference {
namespace {

using Matrix = std::vector<std::vector<long double>>;

/// Solves left X = right, both square, in place of right.
void solve(Matrix& left, Matrix& right) {
  const std::size_t n = left.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(left[i][k]) > std::fabs(left[pivot][k])) {
        pivot = i;
      }
    }
    std::swap(left[k], left[pivot]);
    std::swap(right[k], right[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const long double factor = left[i][k] / left[k][k];
      for (std::size_t j = 0; j < n; ++j) {
        left[i][j] -= factor * left[k][j];
        right[i][j] -= factor * right[k][j];
      }
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = k + 1; i < n; ++i) {
        right[k][j] -= left[k][i] * right[i][j];
      }
      right[k][j] /= left[k][k];
    }
  }
}

}  // namespace

std::vector<std::vector<long double>> dense_origins(const graph::FlowNetwork& network) {
  const std::size_t n = network.num_nodes();
  Matrix left(n, std::vector<long double>(n, 0.0L));
  Matrix right = left;
  const auto source = network.amounts(graph::every_source());
  for (std::size_t i = 0; i < n; ++i) {
    left[i][i] = 1.0L;
    right[i][i] = static_cast<long double>(source[i]);
  }
  for (const graph::Flow& leg : network.goods().legs()) {
    left[leg.importer][leg.exporter] -= static_cast<long double>(leg.value) /
                                        static_cast<long double>(network.supply()[leg.exporter]);
  }
  solve(left, right);
  for (std::size_t i = 0; i < n; ++i) {
    const long double stays = network.supply()[i] == 0
                                  ? 0.0L
                                  : static_cast<long double>(network.absorption()[i]) /
                                        static_cast<long double>(network.supply()[i]);
    for (std::size_t j = 0; j < n; ++j) {
      right[i][j] *= stays;
    }
  }
  return right;
}

}  // namespace portolan::reference
