#include "placebo_null.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <tuple>

namespace portolan::detect {
namespace {

constexpr std::size_t kNeighbours = 100;
constexpr double kWeightOfUsual = 8.0;
constexpr double kLeastSpread = 0.05;
constexpr double kLeastWidth = 0.1;

/// The value of ascending `sorted` below which a share of them lies, by the nearest rank.
double quantile_of_sorted(std::span<const double> sorted, double share) {
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5);
  return sorted[rank];
}

/// The finite values of a window that only moves up a list, in order: medians of hundreds of
/// thousands of neighbourhoods, each of which differs from the one before by a value or two.
class OrderedWindow {
 public:
  explicit OrderedWindow(std::span<const double> values) : values_(values) {}

  void move_to(std::size_t begin, std::size_t end) {
    for (; end_ < end; ++end_) {
      if (std::isfinite(values_[end_])) {
        ordered_.insert(
            std::upper_bound(ordered_.begin(), ordered_.end(), values_[end_]), values_[end_]
        );
      }
    }
    for (; begin_ < begin; ++begin_) {
      if (std::isfinite(values_[begin_])) {
        ordered_.erase(std::lower_bound(ordered_.begin(), ordered_.end(), values_[begin_]));
      }
    }
  }

  /// As `median`; 0 without values.
  [[nodiscard]] double median() const { return middle_of(ordered_); }

  /// As `robust_spread`.
  [[nodiscard]] double spread(double center) {
    auto right = std::lower_bound(ordered_.begin(), ordered_.end(), center);
    auto left = right;
    deviations_.clear();
    while (deviations_.size() <= ordered_.size() / 2 && deviations_.size() < ordered_.size()) {
      const bool is_left = left != ordered_.begin() &&
                           (right == ordered_.end() || center - *(left - 1) <= *right - center);
      deviations_.push_back(is_left ? center - *--left : *right++ - center);
    }
    return 1.4826 * middle_of(deviations_, ordered_.size());
  }

 private:
  /// The median of `size` values of which the lower half and the middle are given in order.
  static double middle_of(std::span<const double> ordered, std::size_t size) {
    if (size == 0) {
      return 0.0;
    }
    const double middle = ordered[size / 2];
    return size % 2 == 1 ? middle : (middle + ordered[size / 2 - 1]) / 2.0;
  }
  static double middle_of(std::span<const double> ordered) {
    return middle_of(ordered, ordered.size());
  }

  std::span<const double> values_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::vector<double> ordered_;
  std::vector<double> deviations_;
};

}  // namespace

PlaceboNull::PlaceboNull(std::vector<LegScore> placebos) : by_size_(std::move(placebos)) {
  std::sort(by_size_.begin(), by_size_.end(), [](const LegScore& a, const LegScore& b) {
    return std::tie(a.log_size, a.rise, a.spread_before) <
           std::tie(b.log_size, b.rise, b.spread_before);
  });
  const std::size_t count = by_size_.size();
  std::set<std::size_t> clusters;
  for (const LegScore& placebo : by_size_) {
    clusters.insert(placebo.cluster);
  }
  clusters_ = clusters.size();
  // Placebos of one size share what is said of that size: that of the first of them.
  std::vector<std::size_t> first_of_size(count);
  std::vector<double> spreads(count);
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_first = i == 0 || by_size_[i - 1].log_size < by_size_[i].log_size;
    first_of_size[i] = is_first ? i : first_of_size[i - 1];
    spreads[i] = by_size_[i].spread_before;
  }
  OrderedWindow near_spreads(spreads);
  usual_spread_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto [begin, end] = nearest_to(first_of_size[i]);
    near_spreads.move_to(begin, end);
    usual_spread_[i] = near_spreads.median();
  }
  std::vector<double> ratios(count);
  for (std::size_t i = 0; i < count; ++i) {
    ratios[i] = by_size_[i].rise / own_spread(by_size_[i], first_of_size[i]);
  }
  OrderedWindow near_ratios(ratios);
  scales_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto [begin, end] = nearest_to(first_of_size[i]);
    near_ratios.move_to(begin, end);
    scales_[i].center = near_ratios.median();
    scales_[i].width = std::max(kLeastWidth, near_ratios.spread(scales_[i].center));
  }
  std::vector<double> scores(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Scale& scale = scales_[first_of_size[i]];
    scores[i] = (ratios[i] - scale.center) / scale.width;
  }
  std::sort(scores.begin(), scores.end());
  standardised_.emplace(std::move(scores));
}

std::size_t PlaceboNull::position_of(double log_size) const {
  const auto found = std::lower_bound(
      by_size_.begin(),
      by_size_.end(),
      log_size,
      [](const LegScore& score, double size) { return score.log_size < size; }
  );
  return static_cast<std::size_t>(found - by_size_.begin());
}

std::pair<std::size_t, std::size_t> PlaceboNull::nearest_to(std::size_t position) const {
  const std::size_t count = std::min(kNeighbours, by_size_.size());
  const std::size_t begin =
      std::min(position - std::min(position, count / 2), by_size_.size() - count);
  return {begin, begin + count};
}

double PlaceboNull::own_spread(const LegScore& score, std::size_t position) const {
  const double usual = usual_spread_[std::min(position, usual_spread_.size() - 1)];
  const auto blocks = static_cast<double>(score.blocks_before);
  const double squared =
      (kWeightOfUsual * usual * usual + blocks * score.spread_before * score.spread_before) /
      (kWeightOfUsual + blocks);
  return std::max(kLeastSpread, std::sqrt(squared));
}

std::optional<PlaceboVerdict> PlaceboNull::ask(const LegScore& own) const {
  if (by_size_.size() < kLeast) {
    return std::nullopt;
  }
  const std::size_t position = position_of(own.log_size);
  const Scale scale = scales_[std::min(position, scales_.size() - 1)];
  const double spread = own_spread(own, position);
  const auto as_rise = [&](double z) {
    return (z * scale.width + scale.center) * spread;
  };
  return PlaceboVerdict{
      .p_value = standardised_->p((own.rise / spread - scale.center) / scale.width),
      .rise = own.rise,
      .placebo_median = as_rise(quantile_of_sorted(standardised_->placebos(), 0.5)),
      .placebo_high = as_rise(quantile_of_sorted(standardised_->placebos(), 0.95)),
      .placebos = by_size_.size(),
      .clusters = clusters_};
}

std::optional<PlaceboNull::Range> PlaceboNull::expected_range(const LegScore& own) const {
  if (by_size_.size() < kLeast) {
    return std::nullopt;
  }
  const auto [begin, end] = nearest_to(position_of(own.log_size));
  std::vector<double> ratios;
  for (std::size_t i = begin; i < end; ++i) {
    const LegScore& placebo = by_size_[i];
    ratios.push_back(
        (placebo.observed_usd + placebo.floor_usd) / (placebo.expected_usd + placebo.floor_usd)
    );
  }
  std::sort(ratios.begin(), ratios.end());
  const auto usd_at = [&](double share) {
    const double ratio = quantile_of_sorted(ratios, share);
    return std::max(0.0, ratio * (own.expected_usd + own.floor_usd) - own.floor_usd);
  };
  return Range{.low = usd_at(0.025), .high = usd_at(0.975)};
}

}  // namespace portolan::detect
