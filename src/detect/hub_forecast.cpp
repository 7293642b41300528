#include "hub_forecast.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "portolan/base/random.hpp"
#include "portolan/stats/two_way_poisson.hpp"

namespace portolan::detect {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();
/// Above this many floors a month a family's variance grows with the square of its mean.
constexpr double kFloorsOfWeight = 60.0;
constexpr double kCap = 3.0;
constexpr int kMaxRounds = 8;
constexpr double kSettled = 0.01;
constexpr double kTolerance = 1e-6;
constexpr std::size_t kNoGroup = kPlaceboGroups;

double mean_before(const HubLeg::Row& row) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t t = row.window.begin; t < row.window.treated; ++t) {
    const auto value = static_cast<double>((*row.values)[t]);
    if (!std::isnan(value)) {
      sum += value;
      count += 1.0;
    }
  }
  return count > 0.0 ? sum / count : 0.0;
}

/// The rows of a hub as a table, fitted with different parts of it masked.
class Table {
 public:
  explicit Table(const HubLeg& leg) : leg_(leg) {
    first_ = std::numeric_limits<std::size_t>::max();
    std::size_t end = 0;
    for (const HubLeg::Row& row : leg.rows) {
      first_ = std::min(first_, row.window.begin);
      end = std::max(end, row.window.end);
    }
    periods_ = end > first_ ? end - first_ : 0;
    values_.assign(leg.rows.size() * periods_, 0.0F);
    exposures_.assign(values_.size(), 1.0F);
    is_used_.assign(values_.size(), 0);
    for (std::size_t r = 0; r < leg.rows.size(); ++r) {
      fill(r);
    }
  }

  /// Writes what is expected of the rows of `group` (`kNoGroup`: of the goods, nothing masked)
  /// into `expected`; returns the certificate.
  double forecast(std::size_t group, std::vector<Series>& expected) {
    std::vector<std::uint8_t> is_used = is_used_;
    for (std::size_t r = 0; r < leg_.rows.size(); ++r) {
      if (leg_.rows[r].is_control && leg_.rows[r].group == group) {
        const std::size_t treated = leg_.rows[r].window.treated - first_;
        std::fill_n(is_used.begin() + at(r, treated), periods_ - treated, std::uint8_t{0});
      }
    }
    stats::TwoWayTable table{
        .num_rows = leg_.rows.size(),
        .num_columns = periods_,
        .values = values_,
        .exposures = exposures_,
        .is_used = is_used,
        .row_weights = weights_};
    const stats::TwoWayEffects effects = fit_capped(table);
    for (std::size_t r = 0; r < leg_.rows.size(); ++r) {
      const HubLeg::Row& row = leg_.rows[r];
      if (row.is_control ? row.group == group : group == kNoGroup) {
        expected[r] = expect(r, effects.columns, is_used);
      }
    }
    return effects.residual;
  }

  /// Returns what is expected of every row if its own level before the date goes on.
  [[nodiscard]] std::vector<Series> forecast_by_own_past() const {
    std::vector<Series> expected(leg_.rows.size());
    std::vector<std::uint8_t> is_used = is_used_;
    for (std::size_t r = 0; r < leg_.rows.size(); ++r) {
      const std::size_t treated = leg_.rows[r].window.treated - first_;
      std::fill_n(is_used.begin() + at(r, treated), periods_ - treated, std::uint8_t{0});
      expected[r] = expect(r, std::vector<double>(periods_, 1.0), is_used);
    }
    return expected;
  }

 private:
  [[nodiscard]] std::ptrdiff_t at(std::size_t row, std::size_t column) const {
    return static_cast<std::ptrdiff_t>(row * periods_ + column);
  }

  void fill(std::size_t r) {
    const HubLeg::Row& row = leg_.rows[r];
    const std::size_t end = row.is_control ? row.window.end : row.window.treated;
    for (std::size_t t = row.window.begin; t < row.window.end; ++t) {
      const std::size_t cell = r * periods_ + t - first_;
      const float value = (*row.values)[t];
      const float exposure = row.exposure == nullptr ? 1.0F : (*row.exposure)[t];
      if (!std::isnan(value) && exposure > 0.0F) {
        values_[cell] = value;
        is_used_[cell] = t < end ? 1 : 0;
      }
      exposures_[cell] = exposure;
    }
    const double scale = kFloorsOfWeight * row.window.floor_usd;
    weights_.push_back(scale / (scale + mean_before(row)));
  }

  /// Fits until no value stands above three times its expectation, by lowering those that do: each
  /// round starts from the values as they are and the fit of the round before.
  [[nodiscard]] stats::TwoWayEffects fit_capped(stats::TwoWayTable table) const {
    stats::TwoWayEffects effects = stats::fit_two_way_poisson(table, kTolerance);
    std::vector<float> capped;
    for (int round = 0; round < kMaxRounds; ++round) {
      capped = cap(effects, table.is_used);
      table.values = capped;
      stats::TwoWayEffects next = stats::fit_two_way_poisson(table, kTolerance);
      const double moved = largest_move(effects.columns, next.columns);
      effects = std::move(next);
      if (moved < kSettled) {
        break;
      }
    }
    return effects;
  }

  static double largest_move(const std::vector<double>& before, const std::vector<double>& after) {
    double largest = 0.0;
    for (std::size_t c = 0; c < before.size(); ++c) {
      if (before[c] > 0.0) {
        largest = std::max(largest, std::abs(after[c] / before[c] - 1.0));
      }
    }
    return largest;
  }

  /// The values with those above three times their expectation lowered to that.
  [[nodiscard]] std::vector<float>
  cap(const stats::TwoWayEffects& plain, std::span<const std::uint8_t> is_used) const {
    std::vector<float> capped = values_;
    for (std::size_t r = 0; r < leg_.rows.size(); ++r) {
      const double floor = leg_.rows[r].window.floor_usd;
      // The level before the date: with its own jump in it, a family would not look as if it
      // jumped.
      const double level =
          level_of(r, leg_.rows[r].window.treated - first_, plain.columns, is_used);
      for (std::size_t c = 0; c < periods_; ++c) {
        const std::size_t cell = r * periods_ + c;
        const double usual = level * plain.columns[c] * static_cast<double>(exposures_[cell]);
        if (is_used[cell] != 0 && std::isfinite(usual)) {
          const double limit = kCap * (usual + floor);
          capped[cell] = static_cast<float>(std::min(static_cast<double>(values_[cell]), limit));
        }
      }
    }
    return capped;
  }

  /// The level of a row from its unmasked values before column `end`, given the columns; NaN where
  /// there are none.
  [[nodiscard]] double level_of(
      std::size_t r,
      std::size_t end,
      const std::vector<double>& columns,
      std::span<const std::uint8_t> is_used
  ) const {
    double observed = 0.0;
    double fitted = 0.0;
    for (std::size_t c = 0; c < end; ++c) {
      const std::size_t cell = r * periods_ + c;
      if (is_used[cell] != 0 && !std::isnan(columns[c])) {
        observed += static_cast<double>(values_[cell]);
        fitted += columns[c] * static_cast<double>(exposures_[cell]);
      }
    }
    return fitted > 0.0 ? observed / fitted : std::numeric_limits<double>::quiet_NaN();
  }

  /// What is expected of a row, at its level from its unmasked values.
  [[nodiscard]] Series expect(
      std::size_t r,
      const std::vector<double>& columns,
      const std::vector<std::uint8_t>& is_used
  ) const {
    const HubLeg::Row& row = leg_.rows[r];
    const double level = level_of(r, periods_, columns, is_used);
    Series expected(row.values->size(), kUnknown);
    if (std::isnan(level)) {
      return expected;
    }
    for (std::size_t t = row.window.begin; t < row.window.end; ++t) {
      const std::size_t c = t - first_;
      const auto exposure = static_cast<double>(exposures_[r * periods_ + c]);
      expected[t] = static_cast<float>(level * columns[c] * exposure);
    }
    return expected;
  }

  const HubLeg& leg_;
  std::size_t first_ = 0;
  std::size_t periods_ = 0;
  std::vector<float> values_;
  std::vector<float> exposures_;
  std::vector<std::uint8_t> is_used_;
  std::vector<double> weights_;
};

}  // namespace

HubForecast forecast_hub(const HubLeg& leg) {
  HubForecast result;
  result.expected.resize(leg.rows.size());
  std::set<std::size_t> groups;
  std::set<std::size_t> chapters;
  for (const HubLeg::Row& row : leg.rows) {
    if (row.is_control) {
      ++result.controls;
      groups.insert(row.group);
      chapters.insert(row.chapter);
    }
  }
  result.is_identified = result.controls >= kLeastControlFamilies &&
                         chapters.size() >= kLeastControlChapters && groups.size() >= 3;
  if (!result.is_identified) {
    return result;
  }
  Table table(leg);
  result.residual = table.forecast(kNoGroup, result.expected);
  for (const std::size_t group : groups) {
    result.residual = std::max(result.residual, table.forecast(group, result.expected));
  }
  return result;
}

std::vector<Series> forecast_by_own_past(const HubLeg& leg) {
  return Table(leg).forecast_by_own_past();
}

std::vector<std::size_t> placebo_groups(std::span<const std::string> families, std::uint64_t seed) {
  std::map<std::string, std::size_t> chapters;
  for (const std::string& family : families) {
    ++chapters[family.substr(0, 2)];
  }
  std::vector<std::string> order;
  for (const auto& chapter : chapters) {
    order.push_back(chapter.first);
  }
  Random random(seed);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.below(i)]);
  }
  std::array<std::size_t, kPlaceboGroups> sizes{};
  std::map<std::string, std::size_t> group_of;
  for (const std::string& chapter : order) {
    const auto smallest =
        static_cast<std::size_t>(std::min_element(sizes.begin(), sizes.end()) - sizes.begin());
    group_of[chapter] = smallest;
    sizes[smallest] += chapters[chapter];
  }
  std::vector<std::size_t> groups;
  for (const std::string& family : families) {
    groups.push_back(group_of[family.substr(0, 2)]);
  }
  return groups;
}

}  // namespace portolan::detect
