#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "world_question.hpp"

namespace portolan::bench {

/// Months in a row in USD; NaN is unknown. Empty: nobody reports the flow.
using Months = std::vector<double>;

/// Hub and family, which is what a lead names.
struct CellName {
  std::string hub;
  std::string family;

  auto operator<=>(const CellName&) const = default;
};

/// Positions of months: before is [begin, treated), after is [treated, end).
struct Split {
  std::size_t begin = 0;
  std::size_t treated = 0;
  std::size_t end = 0;
};

/// The series of one hub and family as the rivals read them.
struct CellMonths {
  CellName name;
  std::size_t hub = 0;     ///< Position in `WorldSeries::hubs`.
  std::size_t family = 0;  ///< Position in `WorldSeries::families`.
  bool is_listed = false;
  Split split;
  Months inflow;   ///< From everyone but the destination, by the report that knows more months.
  Months outflow;  ///< To the destination, by the hub's report, else by the destination's.
  Months sent;     ///< What origins that both sides cover say left for the hub, FOB, ...
  Months arrived;  ///< ... and what the hub says arrived from them, CIF.
  bool sees_inflow = false;   ///< At least 80 % of the months before and after are known, and
  bool sees_outflow = false;  ///< at least 100,000 USD a year moved after.
  bool sees_gap = false;      ///< The same for both reports of the inflow.
};

/// A world as the rivals see it: the cells of all hubs, listed and not, and what each family did
/// among the countries that control the goods. The same rows and dates as `detect` reads, by code
/// of its own.
struct WorldSeries {
  std::vector<std::string> hubs;
  std::vector<std::string> families;
  std::size_t num_months = 0;
  std::vector<CellMonths> cells;      ///< By family, hub; those with any inflow.
  std::vector<Months> elsewhere_usd;  ///< By family.
};

/// Returns the series of a panel. O(rows + pairs x months).
[[nodiscard]] WorldSeries
series_of_world(const WorldPanel& panel, const detect::DetectInput& input);

/// Sum and number of the known months of [begin, end).
struct KnownSum {
  double usd = 0.0;
  std::size_t months = 0;

  /// Per known month; 0 without any.
  [[nodiscard]] double mean() const {
    return months == 0 ? 0.0 : usd / static_cast<double>(months);
  }
};
[[nodiscard]] KnownSum known_sum(const Months& months, std::size_t begin, std::size_t end);

}  // namespace portolan::bench
