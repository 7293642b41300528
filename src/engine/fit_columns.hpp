#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/engine/fit.hpp"

namespace portolan::engine {

/// A category of each row, numbered in the order in which levels first occur.
struct FitFactor {
  std::string name;
  std::vector<std::uint32_t> levels;
  std::uint32_t num_levels = 0;
};

/// The columns of a model as read; a missing number is NaN, and a row that lacks a part of an
/// effect or a cluster has a NaN y.
struct FitColumns {
  std::vector<double> y;
  std::vector<std::string> x_names;
  std::vector<std::vector<double>> x;
  std::vector<double> weights;
  std::vector<double> offset;
  std::vector<FitFactor> effects;
  std::vector<FitFactor> clusters;
};

/// Throws `Error` as `fit` does.
[[nodiscard]] FitColumns read_fit_columns(const FitRequest& request, Progress& progress);

/// Splits a list at its commas, but not within parentheses or quotes; trims the parts.
[[nodiscard]] std::vector<std::string> split_list(const std::string& list);

}  // namespace portolan::engine
