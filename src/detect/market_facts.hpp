#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "panel_frame.hpp"
#include "portolan/detect/home_market.hpp"

namespace portolan::detect {

/// Exports of all goods that a frame holds, by country and period: the exporter's report, else the
/// importer's. Sums as sources state them are left out. Immutable.
///
/// A country is *complete* if its exports here go to ten countries and come from twenty chapters: a
/// file of a few goods or partners says nothing about what a country is good at.
class ExportTotals {
 public:
  /// O(rows of the frame).
  explicit ExportTotals(const PanelFrame& frame);

  /// USD in the periods [begin, end).
  [[nodiscard]] double of(std::uint16_t place, std::size_t begin, std::size_t end) const;
  [[nodiscard]] bool is_complete(std::uint16_t place) const { return is_complete_[place]; }

 private:
  std::size_t num_periods_ = 0;
  std::vector<double> usd_;  ///< place x period
  std::vector<bool> is_complete_;
};

/// Who sold and who bought a family in the periods before the date.
struct FamilyMarket {
  std::vector<double> sold_usd;      ///< By place, in all these periods.
  std::vector<double> sold_all_usd;  ///< The same of all goods.
  /// Sums over complete exporters, and how many these are.
  double world_usd = 0.0;
  double world_all_usd = 0.0;
  std::size_t exporters = 0;
  std::vector<bool> is_complete;  ///< By place.
  /// By place, a year; those that bought nothing or are known in less than half of the periods have
  /// NaN.
  std::vector<double> bought_usd;
  std::int64_t values_read = 0;
};
[[nodiscard]] FamilyMarket market_of_family(
    const PanelFrame& frame,
    const ExportTotals& totals,
    const FamilyTrade& trade,
    const IndexWindow& window
);

/// Returns what is known of a hub's own market; `gdp_year` is the last whole year before the date.
/// An advantage needs a complete hub among twenty complete exporters.
[[nodiscard]] HomeMarket home_market(
    const PanelFrame& frame,
    const FamilyMarket& market,
    std::uint16_t hub,
    const Roles& roles,
    int gdp_year
);

inline constexpr std::size_t kLeastExporters = 20;

}  // namespace portolan::detect
