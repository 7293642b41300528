#include "placebo_null.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "portolan/detect/measures.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kNeighbours = 100;
constexpr double kWeightOfUsual = 8.0;
constexpr double kLeastSpread = 0.05;
constexpr double kLeastWidth = 0.1;

/// The value below which a share of ascending `values` lies, by the nearest rank.
double quantile(std::span<const double> values, double share) {
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[rank];
}

}  // namespace

PlaceboNull::PlaceboNull(std::vector<LegScore> placebos) : by_size_(std::move(placebos)) {
  std::sort(by_size_.begin(), by_size_.end(), [](const LegScore& a, const LegScore& b) {
    return std::tie(a.log_size, a.rise, a.spread_before) <
           std::tie(b.log_size, b.rise, b.spread_before);
  });
  for (const LegScore& score : by_size_) {
    std::vector<double> spreads;
    for (const LegScore& near : nearest(score.log_size)) {
      spreads.push_back(near.spread_before);
    }
    usual_spread_.push_back(median(std::move(spreads)).value_or(0.0));
  }
  for (const LegScore& score : by_size_) {
    std::vector<double> ratios;
    for (const LegScore& near : nearest(score.log_size)) {
      ratios.push_back(near.rise / own_spread(near));
    }
    const double center = median(ratios).value_or(0.0);
    scales_.push_back(
        {.center = center, .width = std::max(kLeastWidth, robust_spread(ratios, center))}
    );
  }
  std::vector<double> scores;
  for (const LegScore& score : by_size_) {
    scores.push_back(standardised(score));
  }
  std::sort(scores.begin(), scores.end());
  standardised_.emplace(std::move(scores));
}

std::span<const LegScore> PlaceboNull::nearest(double log_size) const {
  const std::size_t count = std::min(kNeighbours, by_size_.size());
  const auto found = std::lower_bound(
      by_size_.begin(),
      by_size_.end(),
      log_size,
      [](const LegScore& score, double size) { return score.log_size < size; }
  );
  const auto position = static_cast<std::size_t>(found - by_size_.begin());
  const std::size_t begin =
      std::min(position - std::min(position, count / 2), by_size_.size() - count);
  return std::span(by_size_).subspan(begin, count);
}

double PlaceboNull::own_spread(const LegScore& score) const {
  const auto found = std::lower_bound(
      by_size_.begin(),
      by_size_.end(),
      score.log_size,
      [](const LegScore& other, double size) { return other.log_size < size; }
  );
  const auto position =
      std::min(static_cast<std::size_t>(found - by_size_.begin()), usual_spread_.size() - 1);
  const double usual = usual_spread_[position];
  const auto blocks = static_cast<double>(score.blocks_before);
  const double squared =
      (kWeightOfUsual * usual * usual + blocks * score.spread_before * score.spread_before) /
      (kWeightOfUsual + blocks);
  return std::max(kLeastSpread, std::sqrt(squared));
}

PlaceboNull::Scale PlaceboNull::scale_at(double log_size) const {
  const auto found = std::lower_bound(
      by_size_.begin(),
      by_size_.end(),
      log_size,
      [](const LegScore& other, double size) { return other.log_size < size; }
  );
  return scales_[std::min(static_cast<std::size_t>(found - by_size_.begin()), scales_.size() - 1)];
}

double PlaceboNull::standardised(const LegScore& score) const {
  const Scale scale = scale_at(score.log_size);
  return (score.rise / own_spread(score) - scale.center) / scale.width;
}

std::optional<PlaceboVerdict> PlaceboNull::ask(const LegScore& own) const {
  if (by_size_.size() < kLeast) {
    return std::nullopt;
  }
  const Scale scale = scale_at(own.log_size);
  const double spread = own_spread(own);
  const auto as_rise = [&](double z) {
    return (z * scale.width + scale.center) * spread;
  };
  return PlaceboVerdict{
      .p_value = standardised_->p(standardised(own)),
      .rise = own.rise,
      .placebo_median = as_rise(quantile(standardised_->placebos(), 0.5)),
      .placebo_high = as_rise(quantile(standardised_->placebos(), 0.95)),
      .placebos = by_size_.size()};
}

std::optional<PlaceboNull::Range> PlaceboNull::ratio_range(const LegScore& own) const {
  if (by_size_.size() < kLeast) {
    return std::nullopt;
  }
  std::vector<double> ratios;
  for (const LegScore& near : nearest(own.log_size)) {
    if (near.expected_usd > 0.0) {
      ratios.push_back(near.observed_usd / near.expected_usd);
    }
  }
  if (ratios.size() < kLeast) {
    return std::nullopt;
  }
  std::sort(ratios.begin(), ratios.end());
  return Range{.low = quantile(ratios, 0.025), .high = quantile(ratios, 0.975)};
}

}  // namespace portolan::detect
