#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "portolan/detect/cell.hpp"
#include "portolan/detect/measures.hpp"

/// What a leg costs against what the same exporter's other buyers pay for the same goods in the
/// same period. docs/methods/measures.md says when it misleads.
namespace portolan::detect {

/// Other buyers with a weight without which a period is not compared.
inline constexpr std::size_t kLeastBuyers = 5;
/// Prices closer than this (log) count as equal: below it a spread tells nothing.
inline constexpr double kLeastPriceSpread = 0.1;
/// A unit value of at most this share of what the others pay is counted as under-invoiced.
inline constexpr double kUnderInvoicedShare = 0.2;

/// Returns ln(USD per kg) of the part of a report that has a weight; NaN where value or weight of
/// period `t` is missing or zero.
[[nodiscard]] double log_price_of(const Report& report, std::size_t t);

/// A flow by its exporter's report, and what the exporter's other buyers paid. Borrowed.
struct PricedFlow {
  const Report* by_exporter = nullptr;
  const OtherBuyers* others = nullptr;
};

/// The flows into the hub, and the one from it to the destination, as far as their exporters report
/// them. The result borrows from `cell`.
[[nodiscard]] std::vector<PricedFlow> priced_inflows(const CellSeries& cell);
[[nodiscard]] std::vector<PricedFlow> priced_outflow(const CellSeries& cell);

/// A leg's prices over those of other buyers. A *flow-period* is one exporter in one period.
struct PricePremium {
  /// Median over the flow-periods after, weighted by value, of
  ///     ln(USD per kg) - median over the exporter's other buyers of ln(USD per kg).
  double after = 0.0;
  double before = 0.0;  ///< The same before: what the buyer pays more by habit; NaN if unknown.
  /// The same median after of that difference over the other buyers' spread (at least
  /// `kLeastPriceSpread`).
  double z = 0.0;
  /// Of the compared value after, the part whose unit value is at most `kUnderInvoicedShare` of the
  /// others' median; and flow-periods counted, of those compared.
  double under_invoiced_share = 0.0;
  Counts under_invoiced;
  std::size_t compared_before = 0;  ///< Flow-periods.
  double compared_share = 0.0;      ///< Of the value after that the exporters report.
  std::size_t without_weight = 0;   ///< Flow-periods after whose weight is missing or zero …
  std::size_t without_others = 0;  ///< … or that have a weight and less than `kLeastBuyers` others.
  std::int64_t values_read = 0;    ///< Unit values, those of the others included.
};

/// Compares a leg with its exporters' other buyers; nothing where less than a block of flow-periods
/// after can be compared. O(flows x periods).
///
/// Source: prices filtered against those of other transactions in the same goods, Pak, Zanakis and
/// Zdanowicz (2003), Interfaces 33(2), 54-64, doi:10.1287/inte.33.2.54.14465; here within one
/// exporter and period, so that neither freight nor another customs office enters, and with median
/// and MAD in place of quartiles.
[[nodiscard]] std::optional<PricePremium>
price_premium(std::span<const PricedFlow> flows, const IndexWindow& window);

}  // namespace portolan::detect
