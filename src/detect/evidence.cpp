// Likelihood ratios as decibans; every density is argued in docs/methods/evidence.md.
#include "portolan/detect/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include <fmt/format.h>

namespace portolan::detect {
namespace {

constexpr double kLegCap = 16.0;
constexpr double kCountsCap = 6.0;
constexpr double kShareCap = 8.0;
constexpr double kLeastRise = 0.4054651081081644;   // ln 1.5
constexpr double kGreatestRise = 4.61512051684126;  // ln 101
constexpr double kPriceScale = 0.3;
constexpr double kOffsetScale = 0.3;
constexpr double kDefaultScale = 0.5;
constexpr double kLeastScale = 0.15;
constexpr std::size_t kLeastPool = 20;
constexpr std::size_t kPoolSize = 60;
constexpr double kPoolWeight = 4.0;
constexpr double kMostOwn = 3.0;

Decibans to_tenths(double ratio, double cap) {
  const double decibans = std::clamp(10.0 * std::log10(ratio), -cap, cap);
  return static_cast<Decibans>(std::lround(decibans * 10.0));
}

// Student t with 2 degrees of freedom has both in closed form.
double t2_density(double z) {
  return 1.0 / std::pow(2.0 + z * z, 1.5);
}
double t2_distribution(double z) {
  return 0.5 + z / (2.0 * std::sqrt(2.0 + z * z));
}

double half_cauchy(double x, double scale) {
  return x < 0.0 ? 0.0 : 2.0 / (std::numbers::pi * scale * (1.0 + x * x / (scale * scale)));
}

}  // namespace

std::string to_text(Decibans tenths) {
  return fmt::format(
      "{}{}.{}", tenths < 0 ? "-" : "", std::abs(tenths) / 10, std::abs(tenths) % 10
  );
}

NullScale null_scale(std::vector<PastChange> pool, double log_size, std::optional<double> own) {
  NullScale result{.location = 0.0, .scale = kDefaultScale, .cells = 0};
  if (pool.size() >= kLeastPool) {
    if (pool.size() > kPoolSize) {
      const auto end_of_nearest = pool.begin() + static_cast<std::ptrdiff_t>(kPoolSize);
      std::nth_element(
          pool.begin(),
          end_of_nearest,
          pool.end(),
          [&](const PastChange& a, const PastChange& b) {
            const double distance_a = std::abs(a.log_size - log_size);
            const double distance_b = std::abs(b.log_size - log_size);
            return distance_a != distance_b ? distance_a < distance_b : a.change < b.change;
          }
      );
      pool.erase(end_of_nearest, pool.end());
    }
    std::vector<double> changes;
    changes.reserve(pool.size());
    for (const PastChange& past : pool) {
      changes.push_back(past.change);
    }
    const double center = median(changes).value_or(0.0);
    result.location = std::max(0.0, center);
    result.scale = std::max(kLeastScale, robust_spread(changes, center));
    result.cells = changes.size();
  }
  if (own) {
    const double distance = std::min(std::abs(*own - result.location), kMostOwn * result.scale);
    result.scale = std::sqrt(
        (kPoolWeight * result.scale * result.scale + distance * distance) / (kPoolWeight + 1.0)
    );
  }
  return result;
}

Decibans weight_of_rise(double change, const NullScale& null) {
  const double alternative = (t2_distribution((change - kLeastRise) / null.scale) -
                              t2_distribution((change - kGreatestRise) / null.scale)) /
                             (kGreatestRise - kLeastRise);
  const double innocent = t2_density((change - null.location) / null.scale) / null.scale;
  return to_tenths(alternative / innocent, kLegCap);
}

Decibans weight_of_volume(double value_change, double kg_change) {
  const double price_change = value_change - kg_change;
  return to_tenths(
      t2_density(price_change / kPriceScale) / t2_density(kg_change / kPriceScale), kLegCap
  );
}

bool is_other_mix(double value_change, double kg_change) {
  return value_change - kg_change > std::log(4.0) && kg_change < std::log(2.0 / 3.0);
}

Decibans weight_of_offset(double offset, double spread) {
  const double lost = std::max(0.0, offset);
  const double scale = std::hypot(kOffsetScale, spread);
  return to_tenths(t2_density(lost / scale) / t2_density((lost - 1.0) / scale), kLegCap);
}

Decibans weight_of_destination_share(double share) {
  const double s = std::clamp(share, 1e-3, 1.0 - 1e-3);
  return to_tenths(2.0 * s / (3.0 * (1.0 - s) * (1.0 - s)), kLegCap);
}

Decibans weight_of_counts(const Counts& counts, double p_alternative, double p_null) {
  const auto hits = static_cast<double>(counts.hits);
  const auto misses = static_cast<double>(counts.trials - counts.hits);
  const double log_ratio = hits * std::log(p_alternative / p_null) +
                           misses * std::log((1.0 - p_alternative) / (1.0 - p_null));
  return to_tenths(std::exp(std::clamp(log_ratio, -100.0, 100.0)), kCountsCap);
}

Decibans weight_of_share(double share) {
  const double uniform = share >= 0.05 && share <= 1.2 ? 1.0 / 1.15 : 0.0;
  const double alternative = 0.95 * uniform + 0.05 * half_cauchy(share, 0.5);
  const double innocent = half_cauchy(share, 0.05);
  if (share < 0.0) {
    return static_cast<Decibans>(-10.0 * kShareCap);
  }
  return to_tenths(alternative / innocent, kShareCap);
}

Decibans weight_of_fact(bool is_so, double p_alternative, double p_null) {
  return to_tenths(
      is_so ? p_alternative / p_null : (1.0 - p_alternative) / (1.0 - p_null), kLegCap
  );
}

std::string_view to_string(Explanation explanation) {
  switch (explanation) {
    case Explanation::kNothingHappened:
      return "nothing_happened";
    case Explanation::kDemandAtHome:
      return "demand_at_home";
    case Explanation::kNewPlant:
      return "new_plant";
    case Explanation::kOwnIndustry:
      return "own_industry";
    case Explanation::kHonestReexportHub:
      return "honest_reexport_hub";
    case Explanation::kHubTradeGrew:
      return "hub_trade_grew";
    case Explanation::kProductGrewEverywhere:
      return "product_grew_everywhere";
    case Explanation::kOneOff:
      return "one_off";
    case Explanation::kPriceShock:
      return "price_shock";
    case Explanation::kReportingChange:
      return "reporting_change";
    case Explanation::kReclassification:
      break;
  }
  return "reclassification";
}

Decibans prior_against(Explanation explanation) {
  switch (explanation) {
    case Explanation::kNothingHappened:
      return -160;
    case Explanation::kReportingChange:
    case Explanation::kReclassification:
      return -50;
    default:
      return -100;
  }
}

std::string_view to_string(TestResult result) {
  switch (result) {
    case TestResult::kSupported:
      return "supported";
    case TestResult::kNotSupported:
      return "not_supported";
    case TestResult::kCannotTest:
      break;
  }
  return "cannot_test";
}

}  // namespace portolan::detect
