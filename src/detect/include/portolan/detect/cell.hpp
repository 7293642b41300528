#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/period.hpp"

namespace portolan::detect {

/// Values of consecutive periods. NaN is unknown; 0 is a reported or inferred zero. Empty: nobody
/// reports the flow in any period.
using Values = std::vector<double>;

/// What one side says about one flow.
struct Report {
  Values usd;
  Values kg;  ///< NaN where no row has a weight.
  Values
      usd_with_kg;  ///< Value of the rows that have one, so that unit values divide like by like.
};

/// What an exporter's other buyers paid for the same goods in the same period, all by the
/// exporter's own report. Empty where it does not report; a period is unknown where less than five
/// others have a weight, or the flow in question has none.
struct OtherBuyers {
  Values log_price;                   ///< Median of ln(USD per kg) over buyers.
  Values spread;                      ///< 1.4826 times their median absolute deviation.
  std::vector<std::uint16_t> buyers;  ///< How many.
};

/// What one origin sends to the hub, as both sides report it.
struct OriginFlow {
  std::string origin;  ///< ISO3; `WLD` or `EU27` for a sum as a source states it.
  bool is_stated_sum = false;
  Report by_origin;
  Report by_hub;
  OtherBuyers others;  ///< Of the origin; without hub and destination.
};

/// The trade of one exporter with one buyer in a family and in the uncontrolled families of its
/// heading, by the same side's report.
struct PairOfCodes {
  std::string exporter;
  Values family_usd;
  Values siblings_usd;
};

/// All series of one hub, destination and family of goods. A value: made from the panel by
/// `PanelCells`, or by hand in tests. All series begin with `first` and have one length.
struct CellSeries {
  std::string hub;
  std::string destination;
  std::string family;
  int level = 6;
  Period first = Period::of_year(1900);

  /// From everyone but the destination, sorted by origin. Stated sums stand beside their parts.
  std::vector<OriginFlow> inflow;
  Report outflow_by_hub;
  Report outflow_by_destination;
  OtherBuyers outflow_others;  ///< Of the hub; without the destination.

  /// The hub's exports of the family to everyone but the destination, by its own report.
  Values outflow_elsewhere_usd;
  /// `outflow_elsewhere_usd` is a sum as stated: no report tells to whom.
  bool is_elsewhere_to_unknown = false;
  /// Exports of the controlling countries straight to the destination.
  Values direct_usd;
  /// The family's trade among countries of which none is suspected nor the destination: what the
  /// product does elsewhere.
  Values product_elsewhere_usd;
  Values product_elsewhere_kg;
  Values product_elsewhere_usd_with_kg;
  /// The same two legs for the other families of the heading.
  Values siblings_inflow_usd;
  Values siblings_outflow_usd;
  /// The family beside its uncontrolled siblings only, exporter by exporter: into the hub, from it
  /// to the destination, and from the controlling countries straight to the destination. Sorted by
  /// exporter; pairs without a sibling's row are not there. The siblings' names come first.
  std::vector<std::string> uncontrolled_siblings;
  std::vector<PairOfCodes> inflow_codes;
  std::vector<PairOfCodes> outflow_codes;
  std::vector<PairOfCodes> direct_codes;

  /// Trade between hub and destination may go unrecorded: both are in one customs union.
  bool is_in_union_with_destination = false;

  [[nodiscard]] Frequency frequency() const noexcept { return first.frequency(); }
};

/// Where a comparison begins, splits and ends, in positions of a series: before is
/// [begin, treated), after is [treated, end).
struct IndexWindow {
  std::size_t begin = 0;
  std::size_t treated = 0;
  std::size_t end = 0;
  std::size_t season = 12;  ///< Periods in a year: 12 or 1.
  std::size_t block = 3;    ///< Periods in a block of the robust statistics: 3 or 1.
  double floor_usd = 0.0;   ///< What counts as little in one period; see `bounded_log_change`.
};

/// Which periods are compared. `since` is the first treated period.
struct Window {
  Period from = Period::of_year(1900);
  Period since = Period::of_year(1900);
  Period until = Period::of_year(1900);

  auto operator<=>(const Window&) const = default;
};

/// A date in the calendar.
struct Date {
  int year = 0;
  int month = 0;
  int day = 0;

  auto operator<=>(const Date&) const = default;
  /// Returns the date for "2022-02-24"; nothing for other text.
  [[nodiscard]] static std::optional<Date> parse(const std::string& text);
  [[nodiscard]] std::string to_string() const;
};

/// The date from which goods count as controlled where no list says more: 2022-02-24.
inline constexpr Date kRegimeDate{.year = 2022, .month = 2, .day = 24};

/// Returns the first treated period for goods controlled since `date`: the first whole month (a
/// date on the first of a month: that month), or the year of the date, which is then a mixed one.
[[nodiscard]] Period first_treated(Date date, Frequency frequency);

/// Returns the default window: before is up to 24 months, or 3 years, before `since`.
[[nodiscard]] Window default_window(Period since, Period last);

/// Returns `window` in positions of a series that begins with `first` and has `num_periods`; cut to
/// the series.
[[nodiscard]] IndexWindow index_window(const Window& window, Period first, std::size_t num_periods);

}  // namespace portolan::detect
