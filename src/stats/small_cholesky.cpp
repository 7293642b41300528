#include "small_cholesky.hpp"

#include <cmath>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::stats {

SmallCholesky::SmallCholesky(std::vector<double> matrix, std::size_t size)
    : factor_(std::move(matrix)), size_(size) {
  constexpr double kSmallestPivot = 1e-14;  // share of a column's own square that must be left
  for (std::size_t j = 0; j < size_; ++j) {
    const double own = factor_[j * size_ + j];
    for (std::size_t i = j; i < size_; ++i) {
      double sum = factor_[i * size_ + j];
      for (std::size_t k = 0; k < j; ++k) {
        sum -= factor_[i * size_ + k] * factor_[j * size_ + k];
      }
      if (i > j) {
        factor_[i * size_ + j] = sum / factor_[j * size_ + j];
      } else if (sum > kSmallestPivot * own) {
        factor_[j * size_ + j] = std::sqrt(sum);
      } else {
        throw bad_data("covariates: expected independent columns, got nearly collinear ones")
            .with_hint("leave out one of the covariates that nearly repeat others");
      }
    }
  }
}

std::vector<double> SmallCholesky::solve(std::span<const double> right) const {
  std::vector<double> solution(right.begin(), right.end());
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      solution[i] -= factor_[i * size_ + k] * solution[k];
    }
    solution[i] /= factor_[i * size_ + i];
  }
  for (std::size_t i = size_; i-- > 0;) {
    for (std::size_t k = i + 1; k < size_; ++k) {
      solution[i] -= factor_[k * size_ + i] * solution[k];
    }
    solution[i] /= factor_[i * size_ + i];
  }
  return solution;
}

std::vector<double> SmallCholesky::inverse() const {
  std::vector<double> result(size_ * size_);
  std::vector<double> unit(size_, 0.0);
  for (std::size_t j = 0; j < size_; ++j) {
    unit[j] = 1.0;
    const auto column = solve(unit);
    unit[j] = 0.0;
    for (std::size_t i = 0; i < size_; ++i) {
      result[i * size_ + j] = column[i];
    }
  }
  return result;
}

std::vector<double>
sandwich(std::span<const double> bread, std::span<const double> meat, std::size_t size) {
  const auto product = [size](std::span<const double> a, std::span<const double> b) {
    std::vector<double> result(size * size, 0.0);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < size; ++k) {
        for (std::size_t j = 0; j < size; ++j) {
          result[i * size + j] += a[i * size + k] * b[k * size + j];
        }
      }
    }
    return result;
  };
  return product(product(bread, meat), bread);
}

}  // namespace portolan::stats
