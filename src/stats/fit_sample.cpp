#include "fit_sample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "portolan/base/error.hpp"

namespace portolan::stats {

namespace {

bool is_missing(const PoissonData& data, std::size_t i) {
  if (std::isnan(data.y[i]) || (!data.offset.empty() && std::isnan(data.offset[i]))) {
    return true;
  }
  // A weight of 0 is an observation that is not there.
  if (!data.weights.empty() && !(data.weights[i] > 0.0)) {
    return true;
  }
  return std::any_of(
      data.covariates.begin(),
      data.covariates.end(),
      [i](std::span<const double> covariate) { return std::isnan(covariate[i]); }
  );
}

/// Marks what `effect` alone rules out; returns whether anything was.
bool mark_by_level(
    const Factor& effect,
    std::span<const double> y,
    bool keep_singletons,
    std::span<RowUse> rows
) {
  std::vector<std::int64_t> counts(effect.num_levels, 0);
  std::vector<char> is_positive(effect.num_levels, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == RowUse::kUsed) {
      ++counts[effect.levels[i]];
      is_positive[effect.levels[i]] |= static_cast<char>(y[i] > 0.0);
    }
  }
  bool is_changed = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] != RowUse::kUsed) {
      continue;
    }
    const std::uint32_t level = effect.levels[i];
    if (is_positive[level] == 0) {
      rows[i] = RowUse::kZeroLevel;
      is_changed = true;
    } else if (!keep_singletons && counts[level] == 1) {
      rows[i] = RowUse::kSingleton;
      is_changed = true;
    }
  }
  return is_changed;
}

constexpr std::uint32_t kNoLevel = std::numeric_limits<std::uint32_t>::max();

/// Numbers the levels of the rows without gaps, in the order given.
void number_levels(const Factor& effect, FitSample& sample) {
  std::vector<std::uint32_t> number(effect.num_levels, kNoLevel);
  for (const std::size_t i : sample.observations) {
    number[effect.levels[i]] = 0;
  }
  auto& given = sample.given_levels.emplace_back();
  for (std::uint32_t level = 0; level < effect.num_levels; ++level) {
    if (number[level] != kNoLevel) {
      number[level] = static_cast<std::uint32_t>(given.size());
      given.push_back(level);
    }
  }
  auto& levels = sample.levels.emplace_back();
  levels.reserve(sample.observations.size());
  for (const std::size_t i : sample.observations) {
    levels.push_back(number[effect.levels[i]]);
  }
}

void sort_by_main_effect(FitSample& sample) {
  for (std::size_t effect = 1; effect < sample.levels.size(); ++effect) {
    if (sample.given_levels[effect].size() > sample.given_levels[sample.main_effect].size()) {
      sample.main_effect = effect;
    }
  }
  // A counting sort: rows of a level keep their order.
  const auto& main = sample.levels[sample.main_effect];
  sample.starts.assign(sample.given_levels[sample.main_effect].size() + 1, 0);
  for (const std::uint32_t level : main) {
    ++sample.starts[level + 1];
  }
  std::partial_sum(sample.starts.begin(), sample.starts.end(), sample.starts.begin());
  std::vector<std::size_t> next(sample.starts.begin(), sample.starts.end() - 1);
  std::vector<std::size_t> place(main.size());
  for (std::size_t row = 0; row < main.size(); ++row) {
    place[row] = next[main[row]]++;
  }
  const auto sort = [&place](auto& values) {
    auto sorted = values;
    for (std::size_t row = 0; row < place.size(); ++row) {
      sorted[place[row]] = values[row];
    }
    values = std::move(sorted);
  };
  sort(sample.observations);
  for (auto& levels : sample.levels) {
    sort(levels);
  }
}

}  // namespace

void mark_unusable(const PoissonData& data, bool keep_singletons, std::span<RowUse> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == RowUse::kUsed && is_missing(data, i)) {
      rows[i] = RowUse::kMissing;
    }
  }
  bool is_changed = true;
  while (is_changed) {
    is_changed = false;
    for (const Factor& effect : data.effects) {
      is_changed = mark_by_level(effect, data.y, keep_singletons, rows) || is_changed;
    }
  }
}

FitSample make_sample(const PoissonData& data, std::span<const RowUse> rows) {
  FitSample sample;
  bool is_positive = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == RowUse::kUsed) {
      sample.observations.push_back(i);
      is_positive = is_positive || data.y[i] > 0.0;
    }
  }
  if (!is_positive) {
    throw bad_data(
        "y: expected at least one value above 0 among the observations left, got {} observations",
        sample.observations.size()
    );
  }
  for (const Factor& effect : data.effects) {
    number_levels(effect, sample);
  }
  if (!sample.levels.empty()) {
    sort_by_main_effect(sample);
  }
  sample.y = in_sample(sample, data.y);
  sample.weight = data.weights.empty() ? std::vector<double>(sample.y.size(), 1.0)
                                       : in_sample(sample, data.weights);
  sample.offset = data.offset.empty() ? std::vector<double>(sample.y.size(), 0.0)
                                      : in_sample(sample, data.offset);
  const auto sum = [&](const auto& term) {
    return chunked_sum(sample.size(), term);
  };
  // A weighted mean of 1 on both keeps every tolerance free of units.
  const double mean_weight =
      sum([&](std::size_t row) { return sample.weight[row]; }) / static_cast<double>(sample.size());
  sample.y_scale = sum([&](std::size_t row) { return sample.weight[row] * sample.y[row]; }) /
                   (mean_weight * static_cast<double>(sample.size()));
  for (double& y : sample.y) {
    y /= sample.y_scale;
  }
  return sample;
}

std::vector<double> in_sample(const FitSample& sample, std::span<const double> values) {
  std::vector<double> result;
  result.reserve(sample.observations.size());
  for (const std::size_t i : sample.observations) {
    result.push_back(values[i]);
  }
  return result;
}

}  // namespace portolan::stats
