#include "portolan/stats/basket_test.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>

#include "portolan/base/error.hpp"
#include "portolan/stats/robust_location.hpp"

namespace portolan::stats {
namespace {

/// Mean of the `count` largest. They are added up from the largest on, so that the same values give
/// the same bits in whatever order they were drawn.
double mean_of_largest(std::vector<double>& values, std::size_t count) {
  std::sort(values.begin(), values.end(), std::greater<>());
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += values[i];
  }
  return sum / static_cast<double>(count);
}

/// The values by group, and how many of each group the candidates take.
struct Groups {
  std::vector<std::vector<double>> values;
  std::vector<std::size_t> taken;  ///< Of the groups with candidates.

  Groups(
      std::span<const double> all,
      const std::vector<bool>& is_candidate,
      const std::vector<std::size_t>& group_of
  ) {
    std::map<std::size_t, std::size_t> position;
    std::vector<std::size_t> counts;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!std::isfinite(all[i])) {
        continue;
      }
      const std::size_t key = group_of.empty() ? i : group_of[i];
      const auto entry = position.try_emplace(key, values.size());
      if (entry.second) {
        values.emplace_back();
        counts.push_back(0);
      }
      values[entry.first->second].push_back(all[i]);
      counts[entry.first->second] += is_candidate[i] ? 1U : 0U;
    }
    std::copy_if(counts.begin(), counts.end(), std::back_inserter(taken), [](std::size_t count) {
      return count > 0;
    });
  }

  /// Values of random groups, as many of each as `taken` says.
  void draw(std::vector<double>& sample, Random& random) {
    sample.clear();
    for (std::size_t k = 0; k < taken.size(); ++k) {
      std::swap(values[k], values[k + random.below(values.size() - k)]);
      std::vector<double>& group = values[k];
      for (std::size_t i = 0; i < taken[k]; ++i) {
        const std::size_t place = i % group.size();
        if (i < group.size()) {
          std::swap(group[place], group[place + random.below(group.size() - place)]);
        }
        sample.push_back(group[place]);
      }
    }
  }
};

void check(
    std::span<const double> values,
    const std::vector<bool>& is_in_basket,
    const BasketSelection& selection
) {
  const auto check_length = [&](const char* what, std::size_t length) {
    if (length != values.size()) {
      throw invalid_argument("{}: expected {}, got {}", what, values.size(), length);
    }
  };
  check_length("basket", is_in_basket.size());
  if (!selection.groups.empty()) {
    check_length("groups", selection.groups.size());
  }
  if (selection.candidates.empty()) {
    return;
  }
  check_length("candidates", selection.candidates.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_in_basket[i] && !selection.candidates[i]) {
      throw invalid_argument(
          "candidates: expected all of the basket, got a basket with value {}", i
      );
    }
  }
}

}  // namespace

std::optional<BasketTest> test_basket(
    std::span<const double> values,
    const std::vector<bool>& is_in_basket,
    const BasketSelection& selection,
    std::size_t draws,
    Random& random
) {
  check(values, is_in_basket, selection);
  BasketTest result{.draws = draws};
  std::vector<double> own;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      ++result.universe;
      if (is_in_basket[i]) {
        own.push_back(values[i]);
      }
    }
  }
  result.basket = own.size();
  if (own.empty() || own.size() == result.universe) {
    return std::nullopt;
  }
  result.mean = mean_of_largest(own, own.size());
  Groups groups(
      values, selection.candidates.empty() ? is_in_basket : selection.candidates, selection.groups
  );
  std::vector<double> means;
  std::vector<double> sample;
  std::size_t as_large = 0;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    groups.draw(sample, random);
    means.push_back(mean_of_largest(sample, own.size()));
    as_large += means.back() >= result.mean ? 1U : 0U;
    result.random_mean += means.back() / static_cast<double>(draws);
  }
  result.p_value = (1.0 + static_cast<double>(as_large)) / (1.0 + static_cast<double>(draws));
  result.random_median = quantile(means, 0.5).value_or(result.random_mean);
  result.random_high = quantile(means, 0.95).value_or(result.random_mean);
  return result;
}

}  // namespace portolan::stats
