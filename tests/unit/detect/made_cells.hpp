#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/detect/assess.hpp"

/// Cells made by hand for the tests of `detect`: 48 months from 2020-03, treated from 2022-03, that
/// is 24 months before and 24 after.
namespace portolan::detect::made {

inline constexpr std::size_t kMonths = 48;
inline constexpr std::size_t kTreated = 24;
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// `before` USD a month, then `after`, each with a season and noise of about 10 % that repeat with
/// the seed.
inline Values steps(double before, double after, std::uint64_t seed, std::size_t start = kTreated) {
  Random random(seed);
  Values values(kMonths);
  for (std::size_t i = 0; i < kMonths; ++i) {
    const double season =
        1.0 + 0.3 * std::sin(2.0 * 3.14159265358979 * static_cast<double>(i) / 12);
    const double noise = std::exp(0.1 * random.normal());
    values[i] = (i < start ? before : after) * season * noise;
  }
  return values;
}

inline Report report(const Values& usd, double usd_per_kg = 20.0) {
  Report result{.usd = usd, .kg = usd, .usd_with_kg = usd};
  for (double& weight : result.kg) {
    weight /= usd_per_kg;
  }
  return result;
}

/// Three origins that send `before` and then `after` together, an onward leg likewise, direct trade
/// that falls to a tenth. The hub reports all.
inline CellSeries cell(double in_before, double in_after, double out_before, double out_after) {
  CellSeries made;
  made.hub = "ARM";
  made.destination = "RUS";
  made.family = "870323";
  made.first = Period::of_month(2020, 3);
  const std::vector<std::string> origins = {"DEU", "GEO", "USA"};
  for (std::size_t k = 0; k < origins.size(); ++k) {
    const double share = 1.0 / 3.0;
    OriginFlow flow;
    flow.origin = origins[k];
    flow.by_hub = report(steps(in_before * share, in_after * share, 10 + k));
    made.inflow.push_back(flow);
  }
  made.outflow_by_hub = report(steps(out_before, out_after, 20));
  made.outflow_elsewhere_usd = steps(5'000.0, 5'000.0, 21);
  made.direct_usd = steps(3e7, 3e6, 22);
  made.product_elsewhere_usd = steps(1e9, 1e9, 23);
  made.product_elsewhere_kg = steps(5e7, 5e7, 24);
  made.product_elsewhere_usd_with_kg = made.product_elsewhere_usd;
  made.siblings_inflow_usd = steps(2e5, 2e5, 25);
  made.siblings_outflow_usd = steps(1e4, 1e4, 26);
  return made;
}

/// A diversion one cannot miss: inflow from 1 to 8 million a month, onward from 0.1 to 5.
inline CellSeries diverted() {
  return cell(1e6, 8e6, 1e5, 5e6);
}

inline Goods goods() {
  Goods made;
  made.family = "870323";
  made.hs = {"870323"};
  made.label = "passenger cars";
  made.lists.push_back({.list = "vehicles", .tier = "", .listed_on = {}, .controlled_since = {}});
  return made;
}

/// A hub whose other goods do nothing: 100 past changes and 100 controls with spread 0.3.
inline References calm_hub(double growth = 0.0) {
  References made;
  Random random(7);
  for (int i = 0; i < 100; ++i) {
    made.past_inflow.push_back({.log_size = 15.0, .change = 0.3 * random.normal()});
    made.past_outflow.push_back({.log_size = 15.0, .change = 0.3 * random.normal()});
    made.hub_inflow_changes.push_back(growth + 0.3 * random.normal());
    made.hub_outflow_changes.push_back(growth + 0.3 * random.normal());
  }
  made.hub_inflow_label = "100 uncontrolled families";
  made.hub_outflow_label = made.hub_inflow_label;
  made.hub_families_before = 900.0;
  made.hub_families_after = 905.0;
  return made;
}

inline Window window() {
  return {
      .from = Period::of_month(2020, 3),
      .since = Period::of_month(2022, 3),
      .until = Period::of_month(2024, 2)};
}

inline Assessment assess(const CellSeries& made, const References& references = calm_hub()) {
  return assess_cell(made, goods(), references, window(), {});
}

}  // namespace portolan::detect::made
