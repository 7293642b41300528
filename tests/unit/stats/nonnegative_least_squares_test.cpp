#include "portolan/stats/nonnegative_least_squares.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

using Columns = std::vector<std::vector<double>>;

struct Problem {
  Columns columns;
  std::vector<double> y;

  [[nodiscard]] std::vector<std::span<const double>> spans() const {
    return {columns.begin(), columns.end()};
  }
  /// A'(A x - y).
  [[nodiscard]] std::vector<double> gradient(const std::vector<double>& x) const {
    std::vector<double> result(columns.size(), 0.0);
    for (std::size_t i = 0; i < y.size(); ++i) {
      double residual = -y[i];
      for (std::size_t j = 0; j < columns.size(); ++j) {
        residual += columns[j][i] * x[j];
      }
      for (std::size_t j = 0; j < columns.size(); ++j) {
        result[j] += columns[j][i] * residual;
      }
    }
    return result;
  }
  [[nodiscard]] double loss(const std::vector<double>& x) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      double residual = -y[i];
      for (std::size_t j = 0; j < columns.size(); ++j) {
        residual += columns[j][i] * x[j];
      }
      sum += residual * residual;
    }
    return sum;
  }
};

Problem random_problem(std::size_t rows, std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Problem problem;
  problem.columns.assign(count, std::vector<double>(rows));
  problem.y.resize(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const double shared = random.normal();  // columns resemble one another, as lags do
    for (auto& column : problem.columns) {
      column[i] = shared + random.normal();
    }
    problem.y[i] = shared + 1.5 * random.normal();
  }
  return problem;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

/// Projected gradient with a step of 1 / (sum of squares): slow and obvious.
std::vector<double> projected_gradient(const Problem& problem) {
  double squares = 0.0;
  for (const auto& column : problem.columns) {
    for (const double value : column) {
      squares += value * value;
    }
  }
  std::vector<double> x(problem.columns.size(), 0.0);
  for (int step = 0; step < 20'000; ++step) {
    const auto gradient = problem.gradient(x);
    for (std::size_t j = 0; j < x.size(); ++j) {
      x[j] = std::max(0.0, x[j] - gradient[j] / squares);
    }
  }
  return x;
}

TEST(NonnegativeLeastSquares, AgreesWithProjectedGradientsOnRandomProblems) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Problem problem = random_problem(8 + seed % 7, 1 + seed % 4, seed);
    const auto fit = nonnegative_least_squares(problem.spans(), problem.y);
    const auto slow = projected_gradient(problem);
    for (std::size_t j = 0; j < slow.size(); ++j) {
      EXPECT_NEAR(fit.weights[j], slow[j], 1e-6) << seed;
    }
    EXPECT_NEAR(fit.residual_norm, std::sqrt(problem.loss(slow)), 1e-9) << seed;
  }
}

TEST(NonnegativeLeastSquares, MeetsTheConditionsOfKuhnAndTucker) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Problem problem = random_problem(seed % 5 == 0 ? 5 : 30, 1 + seed % 12, seed);
    const auto fit = nonnegative_least_squares(problem.spans(), problem.y);
    const auto gradient = problem.gradient(fit.weights);
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      EXPECT_GE(fit.weights[j], 0.0);
      EXPECT_GE(gradient[j], -1e-9) << seed;
      if (fit.weights[j] > 0.0) {
        EXPECT_NEAR(gradient[j], 0.0, 1e-9) << seed;
      }
    }
  }
}

TEST(NonnegativeLeastSquares, MeetsThemWithABoundOnTheSum) {
  int bound_is_active = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Problem problem = random_problem(20, 1 + seed % 8, seed);
    const double most = 0.1 + 0.1 * static_cast<double>(seed % 5);
    const auto fit = nonnegative_least_squares(problem.spans(), problem.y, most);
    const double sum = sum_of(fit.weights);
    ASSERT_LE(sum, most + 1e-12) << seed;
    // One multiplier of at least 0 for the sum: gradient + multiplier is 0 for weights in use and
    // at least 0 for the others; it is 0 where the sum stays below the bound. The problem is
    // convex, so this is enough.
    const auto gradient = problem.gradient(fit.weights);
    double multiplier = 0.0;
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      if (fit.weights[j] > 0.0) {
        multiplier = std::max(multiplier, -gradient[j]);
      }
    }
    const bool is_active = sum > most - 1e-9;
    bound_is_active += is_active ? 1 : 0;
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      EXPECT_GE(gradient[j] + multiplier, -1e-8) << seed;
      if (fit.weights[j] > 0.0) {
        EXPECT_NEAR(gradient[j] + (is_active ? multiplier : 0.0), 0.0, 1e-8) << seed;
      }
    }
  }
  EXPECT_GT(bound_is_active, 100);
}

TEST(NonnegativeLeastSquares, IsNeverWorseThanAnyPointOfAGridUnderTheBound) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Problem problem = random_problem(10, 3, seed);
    const auto fit = nonnegative_least_squares(problem.spans(), problem.y, 0.5);
    const double loss = problem.loss(fit.weights);
    for (int a = 0; a <= 50; ++a) {
      for (int b = 0; a + b <= 50; ++b) {
        for (int c = 0; a + b + c <= 50; ++c) {
          ASSERT_GE(problem.loss({0.01 * a, 0.01 * b, 0.01 * c}), loss - 1e-9) << seed;
        }
      }
    }
  }
}

TEST(NonnegativeLeastSquares, GivesOrdinaryLeastSquaresWhereThatIsPositive) {
  // y = 2 a + 3 b exactly.
  const Problem problem{.columns = {{1, 0, 1, 2}, {0, 1, 1, 1}}, .y = {2, 3, 5, 7}};
  const auto fit = nonnegative_least_squares(problem.spans(), problem.y);
  EXPECT_NEAR(fit.weights[0], 2.0, 1e-12);
  EXPECT_NEAR(fit.weights[1], 3.0, 1e-12);
  EXPECT_NEAR(fit.residual_norm, 0.0, 1e-12);
}

TEST(NonnegativeLeastSquares, FitsTheSameWithAColumnTwice) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Problem problem = random_problem(15, 4, seed);
    const auto once = nonnegative_least_squares(problem.spans(), problem.y);
    problem.columns.push_back(problem.columns[1]);
    problem.columns.push_back(std::vector<double>(15, 0.0));
    const auto twice = nonnegative_least_squares(problem.spans(), problem.y);
    EXPECT_NEAR(twice.residual_norm, once.residual_norm, 1e-9) << seed;
  }
}

TEST(NonnegativeLeastSquares, TakesMoreColumnsThanRowsAndNone) {
  const Problem wide = random_problem(3, 9, 5);
  const auto fit = nonnegative_least_squares(wide.spans(), wide.y);
  for (const double gradient : wide.gradient(fit.weights)) {
    EXPECT_GE(gradient, -1e-9);
  }
  const auto none = nonnegative_least_squares({}, std::vector<double>{3.0, 4.0});
  EXPECT_TRUE(none.weights.empty());
  EXPECT_EQ(none.residual_norm, 5.0);
}

TEST(NonnegativeLeastSquares, RefusesWhatIsNoProblem) {
  const std::vector<double> three(3, 1.0);
  const std::vector<double> two(2, 1.0);
  const std::vector<double> missing(3, std::numeric_limits<double>::quiet_NaN());
  const std::vector<std::span<const double>> columns = {three};
  EXPECT_THROW((void)nonnegative_least_squares(columns, two), Error);
  EXPECT_THROW((void)nonnegative_least_squares(columns, missing), Error);
  EXPECT_THROW((void)nonnegative_least_squares(columns, three, 0.0), Error);
}

}  // namespace
}  // namespace portolan::stats
