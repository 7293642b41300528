#include "portolan/detect/home_market.hpp"

#include <vector>

#include "portolan/stats/robust_location.hpp"

namespace portolan::detect {

std::optional<ExpectedUse> expected_use(std::span<const Buyer> buyers, double gdp_usd) {
  if (!(gdp_usd > 0.0)) {
    return std::nullopt;
  }
  std::vector<double> uses;
  for (const Buyer& buyer : buyers) {
    const double ratio = buyer.gdp_usd / gdp_usd;
    if (buyer.bought_usd > 0.0 && ratio <= kPeerFactor && ratio >= 1.0 / kPeerFactor) {
      uses.push_back(buyer.bought_usd / buyer.gdp_usd);
    }
  }
  if (uses.size() < kLeastPeers) {
    return std::nullopt;
  }
  ExpectedUse result;
  result.peers = uses.size();
  result.typical_usd = gdp_usd * *stats::quantile(uses, 0.5);
  result.high_usd = gdp_usd * *stats::quantile(uses, kHighUse);
  return result;
}

}  // namespace portolan::detect
