#include "portolan/stats/two_way_poisson.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

struct Made {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;
  std::vector<float> exposures;
  std::vector<std::uint8_t> is_used;
  std::vector<double> weights;

  [[nodiscard]] TwoWayTable table() const {
    return {
        .num_rows = rows,
        .num_columns = columns,
        .values = values,
        .exposures = exposures,
        .is_used = is_used,
        .row_weights = weights};
  }
};

Made make(std::uint64_t seed, double used_share) {
  Random random(seed);
  Made made;
  made.rows = 8;
  made.columns = 12;
  for (std::size_t i = 0; i < made.rows * made.columns; ++i) {
    made.values.push_back(static_cast<float>(random.poisson(20.0)));
    made.exposures.push_back(static_cast<float>(0.5 + random.uniform()));
    made.is_used.push_back(random.uniform() < used_share ? 1 : 0);
  }
  for (std::size_t row = 0; row < made.rows; ++row) {
    made.weights.push_back(0.1 + random.uniform());
  }
  return made;
}

/// The weighted Poisson likelihood of a table, up to a constant.
double
likelihood(const Made& made, const std::vector<double>& rows, const std::vector<double>& columns) {
  double sum = 0.0;
  for (std::size_t r = 0; r < made.rows; ++r) {
    for (std::size_t c = 0; c < made.columns; ++c) {
      const std::size_t i = r * made.columns + c;
      if (made.is_used[i] != 0) {
        const double mean = rows[r] * columns[c] * static_cast<double>(made.exposures[i]);
        sum += made.weights[r] * (static_cast<double>(made.values[i]) * std::log(mean) - mean);
      }
    }
  }
  return sum;
}

TEST(TwoWayPoisson, IsTheProductOfSumsWhereAllIsObserved) {
  // Without exposures and masks the maximum is known in closed form: row sum x column sum / total.
  Made made = make(1, 2.0);
  made.exposures.assign(made.values.size(), 1.0F);
  made.weights.assign(made.rows, 1.0);
  const TwoWayEffects fit = fit_two_way_poisson(made.table(), 1e-12);
  EXPECT_TRUE(fit.has_converged);
  double total = 0.0;
  std::vector<double> row_sums(made.rows, 0.0);
  std::vector<double> column_sums(made.columns, 0.0);
  for (std::size_t r = 0; r < made.rows; ++r) {
    for (std::size_t c = 0; c < made.columns; ++c) {
      const auto value = static_cast<double>(made.values[r * made.columns + c]);
      total += value;
      row_sums[r] += value;
      column_sums[c] += value;
    }
  }
  for (std::size_t r = 0; r < made.rows; ++r) {
    for (std::size_t c = 0; c < made.columns; ++c) {
      EXPECT_NEAR(fit.rows[r] * fit.columns[c], row_sums[r] * column_sums[c] / total, 1e-8);
    }
  }
}

/// Rows and columns in turn, cell by cell in the order of the table.
TwoWayEffects slow_fit(const Made& made, int rounds) {
  TwoWayEffects fit;
  fit.columns.assign(made.columns, 1.0);
  for (int round = 0; round < rounds; ++round) {
    for (const bool is_row : {true, false}) {
      std::vector<double> observed(is_row ? made.rows : made.columns, 0.0);
      std::vector<double> fitted(observed.size(), 0.0);
      for (std::size_t i = 0; i < made.values.size(); ++i) {
        const std::size_t r = i / made.columns;
        const std::size_t c = i % made.columns;
        if (made.is_used[i] != 0) {
          const double weighted = made.weights[r] * static_cast<double>(made.exposures[i]);
          observed[is_row ? r : c] += made.weights[r] * static_cast<double>(made.values[i]);
          fitted[is_row ? r : c] += weighted * (is_row ? fit.columns[c] : fit.rows[r]);
        }
      }
      auto& effects = is_row ? fit.rows : fit.columns;
      effects.resize(observed.size());
      for (std::size_t i = 0; i < effects.size(); ++i) {
        effects[i] = fitted[i] > 0.0 ? observed[i] / fitted[i] : 0.0;
      }
    }
  }
  return fit;
}

TEST(TwoWayPoisson, IsTheAlternationOfRowsAndColumnsBitByBit) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Made made = make(seed, 0.8);
    made.rows = 5 + seed % 4;  // not all numbers of rows are multiples of four
    made.values.resize(made.rows * made.columns);
    made.exposures.resize(made.values.size());
    made.is_used.resize(made.values.size());
    made.weights.resize(made.rows);
    std::fill_n(made.values.begin() + 24, 12, 0.0F);  // a row of zeros
    std::fill_n(made.is_used.begin() + 36, 12, std::uint8_t{1});
    constexpr int kRounds = 7;
    const TwoWayEffects slow = slow_fit(made, kRounds);
    const TwoWayEffects fit = fit_two_way_poisson(made.table(), 0.0, kRounds);
    EXPECT_EQ(fit.iterations, kRounds);
    for (std::size_t r = 0; r < made.rows; ++r) {
      if (!std::isnan(fit.rows[r])) {
        EXPECT_EQ(fit.rows[r], slow.rows[r]) << "seed " << seed << ", row " << r;
      }
    }
    for (std::size_t c = 0; c < made.columns; ++c) {
      EXPECT_EQ(fit.columns[c], slow.columns[c]) << "seed " << seed << ", column " << c;
    }
  }
}

TEST(TwoWayPoisson, HasNoBetterNeighbour) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Made made = make(seed, 0.7);
    const TwoWayEffects fit = fit_two_way_poisson(made.table(), 1e-11);
    ASSERT_TRUE(fit.has_converged);
    const double best = likelihood(made, fit.rows, fit.columns);
    Random random(seed + 100);
    for (int i = 0; i < 50; ++i) {
      auto rows = fit.rows;
      auto columns = fit.columns;
      for (double& row : rows) {
        row *= std::exp(0.01 * random.normal());
      }
      for (double& column : columns) {
        column *= std::exp(0.01 * random.normal());
      }
      EXPECT_LE(likelihood(made, rows, columns), best);
    }
  }
}

TEST(TwoWayPoisson, RecoversEffectsFromATableWithHoles) {
  Made made = make(4, 0.6);
  std::vector<double> rows;
  std::vector<double> columns;
  for (std::size_t r = 0; r < made.rows; ++r) {
    rows.push_back(1.0 + static_cast<double>(r));
  }
  for (std::size_t c = 0; c < made.columns; ++c) {
    columns.push_back(std::exp(0.1 * static_cast<double>(c)));
  }
  for (std::size_t r = 0; r < made.rows; ++r) {
    for (std::size_t c = 0; c < made.columns; ++c) {
      const std::size_t i = r * made.columns + c;
      made.values[i] =
          static_cast<float>(1e4 * rows[r] * columns[c] * static_cast<double>(made.exposures[i]));
    }
  }
  const TwoWayEffects fit = fit_two_way_poisson(made.table(), 1e-10, 5000);
  for (std::size_t r = 0; r < made.rows; ++r) {
    for (std::size_t c = 0; c < made.columns; ++c) {
      // Values are floats: seven digits.
      EXPECT_NEAR(fit.rows[r] * fit.columns[c] / (1e4 * rows[r] * columns[c]), 1.0, 1e-6);
    }
  }
}

TEST(TwoWayPoisson, TellsWhatCannotBeToldFromWhatIsZero) {
  Made made = make(2, 2.0);
  for (std::size_t c = 0; c < made.columns; ++c) {
    made.values[2 * made.columns + c] = 0.0F;
    made.is_used[3 * made.columns + c] = 0;
  }
  for (std::size_t r = 0; r < made.rows; ++r) {
    made.is_used[r * made.columns + 5] = 0;
  }
  const TwoWayEffects fit = fit_two_way_poisson(made.table());
  EXPECT_EQ(fit.rows[2], 0.0);
  EXPECT_TRUE(std::isnan(fit.rows[3]));
  EXPECT_TRUE(std::isnan(fit.columns[5]));
  EXPECT_TRUE(fit.has_converged);
}

TEST(TwoWayPoisson, RefusesSizesThatDoNotFit) {
  Made made = make(2, 2.0);
  made.values.pop_back();
  EXPECT_ANY_THROW((void)fit_two_way_poisson(made.table()));
}

}  // namespace
}  // namespace portolan::stats
