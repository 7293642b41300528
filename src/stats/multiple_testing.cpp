#include "portolan/stats/multiple_testing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace portolan::stats {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Positions of the finite values, ascending by value, ties by position.
std::vector<std::size_t> ascending(std::span<const double> values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] < values[b];
  });
  return order;
}

std::vector<double> step_up(std::span<const double> p_values, bool allows_any_dependence) {
  std::vector<double> result(p_values.size(), kNone);
  const std::vector<std::size_t> order = ascending(p_values);
  double factor = static_cast<double>(order.size());
  if (allows_any_dependence) {
    double harmonic = 0.0;
    for (std::size_t k = 1; k <= order.size(); ++k) {
      harmonic += 1.0 / static_cast<double>(k);
    }
    factor *= harmonic;
  }
  double smallest = 1.0;
  for (std::size_t k = order.size(); k > 0; --k) {
    smallest = std::min(smallest, p_values[order[k - 1]] * factor / static_cast<double>(k));
    result[order[k - 1]] = smallest;
  }
  return result;
}

}  // namespace

double conformal_p(double own, std::span<const double> sorted_placebos) {
  if (std::isnan(own)) {
    return kNone;
  }
  const auto first = std::lower_bound(sorted_placebos.begin(), sorted_placebos.end(), own);
  const auto at_least = static_cast<double>(sorted_placebos.end() - first);
  return (1.0 + at_least) / (1.0 + static_cast<double>(sorted_placebos.size()));
}

std::vector<double> benjamini_hochberg(std::span<const double> p_values) {
  return step_up(p_values, false);
}

std::vector<double> benjamini_yekutieli(std::span<const double> p_values) {
  return step_up(p_values, true);
}

std::vector<double> adafilter(std::span<const PartialConjunction> hypotheses) {
  std::vector<double> selections;
  std::vector<double> filters;
  for (const PartialConjunction& one : hypotheses) {
    selections.push_back(one.selection);
    if (!std::isnan(one.selection)) {
      filters.push_back(one.filter);
    }
  }
  std::sort(filters.begin(), filters.end());
  const std::vector<std::size_t> order = ascending(selections);
  std::vector<double> result(hypotheses.size(), kNone);
  double smallest = 1.0;
  // Rejecting all with selection <= g needs a threshold just above g, hence filters <= g count.
  for (std::size_t k = order.size(); k > 0; --k) {
    const double g = selections[order[k - 1]];
    const auto passed =
        static_cast<double>(std::upper_bound(filters.begin(), filters.end(), g) - filters.begin());
    smallest = std::min(smallest, g * passed / static_cast<double>(k));
    result[order[k - 1]] = smallest;
  }
  return result;
}

}  // namespace portolan::stats
