#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "panel_frame.hpp"

namespace portolan::detect {

/// What every buyer of every exporter of one family paid, by the exporter's report: USD per kg of
/// the rows that have a weight. Sums as sources state them and the destination are no buyers.
/// Immutable; const methods may run concurrently.
class BuyerPrices {
 public:
  BuyerPrices() = default;
  /// O(pairs x periods).
  BuyerPrices(const PanelFrame& frame, const FamilyTrade& trade, const Roles& roles);

  /// Returns what the buyers of `exporter` but `buyer` paid in the periods in which `own`, the
  /// exporter's report of what it sent to `buyer`, has a price. O(own prices x buyers).
  [[nodiscard]] OtherBuyers others(std::uint16_t exporter, std::uint16_t buyer, const Report& own)
      const;

 private:
  struct Price {
    std::uint16_t buyer = 0;
    double log_price = 0.0;
  };
  std::map<std::uint16_t, std::vector<std::vector<Price>>> prices_;  ///< By exporter, period.
};

}  // namespace portolan::detect
