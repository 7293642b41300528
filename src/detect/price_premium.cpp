// A leg's unit values against those of the same exporters' other buyers.
#include "portolan/detect/price_premium.hpp"

#include <cmath>
#include <limits>

#include "portolan/stats/robust_location.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// The flow-periods of one part of a window that can be compared.
struct Compared {
  std::vector<double> premiums;
  std::vector<double> z;
  std::vector<double> usd;
  double all_usd = 0.0;  ///< Also of flow-periods that cannot be compared.
  double under_invoiced_usd = 0.0;
  std::size_t under_invoiced = 0;
  std::size_t without_weight = 0;
  std::size_t without_others = 0;
  std::int64_t values_read = 0;

  void add(const PricedFlow& flow, std::size_t t) {
    const Report& own = *flow.by_exporter;
    if (!(own.usd[t] > 0.0)) {
      return;
    }
    all_usd += own.usd[t];
    const double log_price = log_price_of(own, t);
    if (std::isnan(log_price)) {
      ++without_weight;
      return;
    }
    const OtherBuyers& others = *flow.others;
    if (t >= others.log_price.size() || std::isnan(others.log_price[t])) {
      ++without_others;
      return;
    }
    const stats::RobustLocation location{
        .center = others.log_price[t], .spread = others.spread[t], .count = others.buyers[t]};
    premiums.push_back(log_price - location.center);
    z.push_back(stats::robust_z(log_price, location, kLeastPriceSpread));
    usd.push_back(own.usd_with_kg[t]);
    if (premiums.back() <= std::log(kUnderInvoicedShare)) {
      under_invoiced_usd += usd.back();
      ++under_invoiced;
    }
    values_read += 1 + static_cast<std::int64_t>(location.count);
  }
};

Compared compare(std::span<const PricedFlow> flows, std::size_t begin, std::size_t end) {
  Compared result;
  for (const PricedFlow& flow : flows) {
    for (std::size_t t = begin; t < std::min(end, flow.by_exporter->usd.size()); ++t) {
      result.add(flow, t);
    }
  }
  return result;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

}  // namespace

double log_price_of(const Report& report, std::size_t t) {
  if (t >= report.kg.size() || t >= report.usd_with_kg.size() || !(report.kg[t] > 0.0) ||
      !(report.usd_with_kg[t] > 0.0)) {
    return kUnknown;
  }
  return std::log(report.usd_with_kg[t] / report.kg[t]);
}

std::vector<PricedFlow> priced_inflows(const CellSeries& cell) {
  std::vector<PricedFlow> flows;
  for (const OriginFlow& flow : cell.inflow) {
    if (!flow.is_stated_sum && !flow.by_origin.usd.empty()) {
      flows.push_back({.by_exporter = &flow.by_origin, .others = &flow.others});
    }
  }
  return flows;
}

std::vector<PricedFlow> priced_outflow(const CellSeries& cell) {
  if (cell.outflow_by_hub.usd.empty()) {
    return {};
  }
  return {{.by_exporter = &cell.outflow_by_hub, .others = &cell.outflow_others}};
}

std::optional<PricePremium>
price_premium(std::span<const PricedFlow> flows, const IndexWindow& window) {
  const Compared after = compare(flows, window.treated, window.end);
  const Compared before = compare(flows, window.begin, window.treated);
  const auto premium = stats::weighted_median(after.premiums, after.usd);
  if (!premium || after.premiums.size() < window.block) {
    return std::nullopt;
  }
  const double compared_usd = sum_of(after.usd);
  PricePremium result;
  result.after = *premium;
  result.before = before.premiums.size() < window.block
                      ? kUnknown
                      : stats::weighted_median(before.premiums, before.usd).value_or(kUnknown);
  result.z = *stats::weighted_median(after.z, after.usd);
  result.under_invoiced_share = after.under_invoiced_usd / compared_usd;
  result.under_invoiced = {.hits = after.under_invoiced, .trials = after.premiums.size()};
  result.compared_before = before.premiums.size();
  result.compared_share = compared_usd / after.all_usd;
  result.without_weight = after.without_weight;
  result.without_others = after.without_others;
  result.values_read = after.values_read + before.values_read;
  return result;
}

}  // namespace portolan::detect
