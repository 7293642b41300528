// Symbols of the contract: y observed, m expected, tau the first period of the new level, a and b
// the levels. A split k leaves the first k known periods before it.
#include "portolan/stats/break_date.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::stats {
namespace {

constexpr double kDominantShare = 0.5;
constexpr double kMostDeviations = 3.0;
constexpr int kMostLowered = 3;
constexpr double kMostAutocorrelation = 0.8;
/// Keeps the statistic finite where a series fits without error, as a share of its mean.
constexpr double kLeastDispersion = 1e-9;

/// The known periods.
struct Sample {
  std::vector<double> y;
  std::vector<double> m;
  std::vector<std::size_t> positions;
};

Sample known_periods(std::span<const double> observed, std::span<const double> expected) {
  Sample sample;
  for (std::size_t t = 0; t < observed.size(); ++t) {
    if (std::isnan(observed[t]) || std::isnan(expected[t])) {
      continue;
    }
    if (observed[t] < 0.0 || std::isinf(observed[t])) {
      throw invalid_argument("observed: expected values of at least 0, got {}", observed[t]);
    }
    if (!(expected[t] > 0.0) || std::isinf(expected[t])) {
      throw invalid_argument("expected: expected positive values, got {}", expected[t]);
    }
    sample.y.push_back(observed[t]);
    sample.m.push_back(expected[t]);
    sample.positions.push_back(t);
  }
  return sample;
}

/// y ln(y / m), the maximised log likelihood of a segment less what no split changes.
double segment_likelihood(double y, double m) {
  return y > 0.0 ? y * std::log(y / m) : 0.0;
}

struct Split {
  std::size_t k = 0;
  double ratio = 0.0;  ///< Twice the gain in log likelihood over no break, undispersed.
};

struct Profile {
  std::vector<Split> splits;
  Split best;
};

Profile profile_of(const Sample& sample, std::size_t least_segment) {
  double y = 0.0;
  double m = 0.0;
  for (std::size_t i = 0; i < sample.y.size(); ++i) {
    y += sample.y[i];
    m += sample.m[i];
  }
  const double none = segment_likelihood(y, m);
  Profile profile;
  profile.best = {.k = least_segment, .ratio = -1.0};
  double y_before = 0.0;
  double m_before = 0.0;
  for (std::size_t k = 1; k + least_segment <= sample.y.size(); ++k) {
    y_before += sample.y[k - 1];
    m_before += sample.m[k - 1];
    if (k < least_segment) {
      continue;
    }
    const double two = segment_likelihood(y_before, m_before) +
                       segment_likelihood(std::max(0.0, y - y_before), m - m_before);
    profile.splits.push_back({.k = k, .ratio = std::max(0.0, 2.0 * (two - none))});
    if (profile.splits.back().ratio > profile.best.ratio) {
      profile.best = profile.splits.back();
    }
  }
  return profile;
}

/// Levels on either side of a split.
std::pair<double, double> levels_at(const Sample& sample, std::size_t k) {
  double y[2] = {0.0, 0.0};
  double m[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < sample.y.size(); ++i) {
    y[i < k ? 0 : 1] += sample.y[i];
    m[i < k ? 0 : 1] += sample.m[i];
  }
  return {y[0] / m[0], y[1] / m[1]};
}

/// First autocorrelation, kept between 0 and `kMostAutocorrelation`.
double autocorrelation(const std::vector<double>& residuals) {
  double products = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    squares += residuals[i] * residuals[i];
    products += i > 0 ? residuals[i] * residuals[i - 1] : 0.0;
  }
  return squares > 0.0 ? std::clamp(products / squares, 0.0, kMostAutocorrelation) : 0.0;
}

/// Pearson residuals around a split, with what they sum to.
struct Residuals {
  std::vector<double> values;  ///< Of periods with a positive mean, in time.
  double sum = 0.0;            ///< Of their squares.
  double largest = 0.0;        ///< Of the squares …
  std::size_t largest_at = 0;  ///< … and its period.
  double freedom = 0.0;
};

Residuals residuals_at(const Sample& sample, std::size_t k) {
  const auto [before, after] = levels_at(sample, k);
  Residuals residuals;
  // A level of zero fits its periods exactly and tells nothing about errors.
  residuals.freedom = -(before > 0.0 ? 1.0 : 0.0) - (after > 0.0 ? 1.0 : 0.0);
  for (std::size_t i = 0; i < sample.y.size(); ++i) {
    const double mean = sample.m[i] * (i < k ? before : after);
    if (mean > 0.0) {
      residuals.values.push_back((sample.y[i] - mean) / std::sqrt(mean));
      const double square = residuals.values.back() * residuals.values.back();
      residuals.sum += square;
      residuals.freedom += 1.0;
      if (square > residuals.largest) {
        residuals.largest = square;
        residuals.largest_at = i;
      }
    }
  }
  return residuals;
}

double dispersion_of(const Residuals& residuals, const Sample& sample) {
  double total = 0.0;
  for (const double y : sample.y) {
    total += y;
  }
  const double least = kLeastDispersion * total / static_cast<double>(sample.y.size());
  const double r = autocorrelation(residuals.values);
  return std::max(least, residuals.sum / std::max(1.0, residuals.freedom) * (1.0 + r) / (1.0 - r));
}

/// What a period's mean would be at the level of the rest of its side of the split.
double mean_by_others(const Sample& sample, std::size_t k, std::size_t at) {
  double y = 0.0;
  double m = 0.0;
  for (std::size_t i = 0; i < sample.y.size(); ++i) {
    if (i != at && (i < k) == (at < k)) {
      y += sample.y[i];
      m += sample.m[i];
    }
  }
  return m > 0.0 ? y / m * sample.m[at] : 0.0;
}

/// A fit of all splits, with the dispersion at the best.
struct Fit {
  Profile profile;
  double dispersion = 1.0;

  [[nodiscard]] double statistic() const { return profile.best.ratio / dispersion; }
};

/// Fits `sample`, of which a period that alone makes up most of the squared residuals is lowered
/// first, and then the next. Where the rest of its side is empty there is no level to lower it to.
Fit fit_of(Sample& sample, std::size_t least_segment) {
  Fit fit;
  for (int round = 0;; ++round) {
    fit.profile = profile_of(sample, least_segment);
    const std::size_t k = fit.profile.best.k;
    const Residuals residuals = residuals_at(sample, k);
    fit.dispersion = dispersion_of(residuals, sample);
    if (round == kMostLowered || !(residuals.largest > kDominantShare * residuals.sum)) {
      return fit;
    }
    const std::size_t at = residuals.largest_at;
    const double mean = mean_by_others(sample, k, at);
    const double dispersion =
        (residuals.sum - residuals.largest) / std::max(1.0, residuals.freedom - 1.0);
    const double most = mean + kMostDeviations * std::sqrt(dispersion * mean);
    if (!(mean > 0.0) || sample.y[at] <= most) {
      return fit;
    }
    sample.y[at] = most;
  }
}

/// Rearranges the ratios of `sample` in blocks.
class Rearrangement {
 public:
  Rearrangement(const Sample& sample, std::size_t block)
      : block_(block), arranged_(sample), ratios_(sample.y) {
    for (std::size_t i = 0; i < ratios_.size(); ++i) {
      ratios_[i] /= sample.m[i];
    }
  }

  const Sample& draw(Random& random) {
    const std::size_t count = ratios_.size();
    begins_.clear();
    const std::size_t first = random.below(std::min(block_, count));
    if (first > 0) {
      begins_.push_back(0);
    }
    for (std::size_t begin = first; begin < count; begin += block_) {
      begins_.push_back(begin);
    }
    for (std::size_t i = begins_.size(); i > 1; --i) {
      std::swap(begins_[i - 1], begins_[random.below(i)]);
    }
    std::size_t to = 0;
    for (const std::size_t begin : begins_) {
      const std::size_t end = begin < first ? first : std::min(begin + block_, count);
      for (std::size_t from = begin; from < end; ++from, ++to) {
        arranged_.y[to] = ratios_[from] * arranged_.m[to];
      }
    }
    return arranged_;
  }

 private:
  std::size_t block_;
  Sample arranged_;
  std::vector<double> ratios_;
  std::vector<std::size_t> begins_;
};

double p_value_of(const Sample& sample, double statistic, const BreakDateOptions& options) {
  Random random(options.seed);
  Rearrangement rearrangement(sample, options.block);
  std::size_t as_large = 0;
  for (std::size_t i = 0; i < options.simulations; ++i) {
    Sample drawn = rearrangement.draw(random);
    const double other = fit_of(drawn, options.least_segment).statistic();
    // Sums in another order differ in their last bits.
    as_large += other >= statistic * (1.0 - 1e-9) ? 1U : 0U;
    if (as_large == options.most_exceedances) {
      return static_cast<double>(as_large) / static_cast<double>(i + 1);
    }
  }
  return (1.0 + static_cast<double>(as_large)) / (1.0 + static_cast<double>(options.simulations));
}

void check(
    std::span<const double> observed,
    std::span<const double> expected,
    const BreakDateOptions& options
) {
  if (observed.size() != expected.size()) {
    throw invalid_argument(
        "expected: expected {} values, one for each observed, got {}",
        observed.size(),
        expected.size()
    );
  }
  if (options.least_segment == 0) {
    throw invalid_argument("least_segment: expected at least 1, got 0");
  }
  if (options.block == 0 || options.most_exceedances == 0) {
    throw invalid_argument(
        "block, most_exceedances: expected at least 1, got {}, {}",
        options.block,
        options.most_exceedances
    );
  }
  if (!(options.confidence > 0.0 && options.confidence < 1.0)) {
    throw invalid_argument(
        "confidence: expected more than 0 and less than 1, got {}", options.confidence
    );
  }
}

}  // namespace

std::optional<BreakDate> break_date(
    std::span<const double> observed,
    std::span<const double> expected,
    const BreakDateOptions& options
) {
  check(observed, expected, options);
  const Sample reported = known_periods(observed, expected);
  const auto traded =
      std::count_if(reported.y.begin(), reported.y.end(), [](double y) { return y > 0.0; });
  if (reported.y.size() < 2 * options.least_segment || traded < 2) {
    return std::nullopt;
  }
  Sample sample = reported;
  const Fit fit = fit_of(sample, options.least_segment);
  const Split& best = fit.profile.best;
  BreakDate result;
  result.position = sample.positions[best.k];
  std::tie(result.ratio_before, result.ratio_after) = levels_at(sample, best.k);
  result.is_rise = result.ratio_after > result.ratio_before;
  result.dispersion = fit.dispersion;
  result.statistic = fit.statistic();
  const double critical = -2.0 * std::log1p(-std::sqrt(options.confidence));
  result.low = result.position;
  for (const Split& split : fit.profile.splits) {
    if (best.ratio - split.ratio <= critical * result.dispersion) {
      result.low = std::min(result.low, sample.positions[split.k - 1] + 1);
      result.high = std::max(result.high, sample.positions[split.k]);
    }
  }
  result.p_value = p_value_of(reported, result.statistic, options);
  return result;
}

}  // namespace portolan::stats
