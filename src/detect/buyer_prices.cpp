#include "buyer_prices.hpp"

#include <cmath>
#include <limits>

#include "portolan/detect/price_premium.hpp"
#include "portolan/stats/robust_location.hpp"

namespace portolan::detect {

BuyerPrices::BuyerPrices(const PanelFrame& frame, const FamilyTrade& trade, const Roles& roles) {
  for (const PairTrade& pair : trade.pairs) {
    if (pair.importer == roles.destination || frame.panel().is_stated_sum(pair.importer) ||
        frame.panel().is_stated_sum(pair.exporter)) {
      continue;
    }
    for (std::size_t t = 0; t < pair.by_exporter.usd.size(); ++t) {
      const double log_price = log_price_of(pair.by_exporter, t);
      if (!std::isnan(log_price)) {
        auto& periods = prices_[pair.exporter];
        periods.resize(frame.num_periods());
        periods[t].push_back({.buyer = pair.importer, .log_price = log_price});
      }
    }
  }
}

OtherBuyers BuyerPrices::others(std::uint16_t exporter, std::uint16_t buyer, const Report& own)
    const {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const auto found = prices_.find(exporter);
  if (found == prices_.end()) {
    return {};
  }
  OtherBuyers result;
  result.log_price.assign(own.usd.size(), kUnknown);
  result.spread.assign(own.usd.size(), kUnknown);
  result.buyers.assign(own.usd.size(), 0);
  std::vector<double> paid;
  for (std::size_t t = 0; t < own.usd.size(); ++t) {
    if (std::isnan(log_price_of(own, t))) {
      continue;
    }
    paid.clear();
    for (const Price& price : found->second[t]) {
      if (price.buyer != buyer) {
        paid.push_back(price.log_price);
      }
    }
    result.buyers[t] = static_cast<std::uint16_t>(paid.size());
    if (paid.size() >= kLeastBuyers) {
      const auto location = stats::robust_location(paid);
      result.log_price[t] = location->center;
      result.spread[t] = location->spread;
    }
  }
  return result;
}

}  // namespace portolan::detect
