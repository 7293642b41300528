#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "portolan/detect/assess.hpp"
#include "timing.hpp"

namespace portolan::detect {

/// Everything that was measured of one cell, before anything is weighed.
struct Seen {
  IndexWindow window;
  Window periods;
  LegTotal inflow;
  LegChange in;
  NullScale in_null;
  std::optional<LegTotal> outflow;
  std::optional<LegChange> out;
  NullScale out_null;
  std::optional<LegChange> elsewhere;  ///< Of the hub's exports to everyone else.
  std::optional<GapChange> gap;
  NullScale gap_null;
  /// Where the legs lie among placebos, if there are any: these replace the nulls above.
  std::optional<NullVerdict> in_placebos;
  std::optional<NullVerdict> out_placebos;
  std::optional<NullVerdict> others_placebos;
  std::optional<NullVerdict> gap_placebos;
  std::optional<stats::BreakDate> in_break;  ///< Set by `measure_timing`, as the next two.
  std::optional<stats::BreakDate> out_break;
  std::optional<LegCoupling> coupling;
  bool has_open_gap = false;   ///< More was sent and less arrived than before.
  bool is_by_gap = false;      ///< A lead by inflow and gap; the onward leg is not looked at.
  Decibans prior_of_ways = 0;  ///< -3 dB where both ways to be a lead are tried.
  LeadKind kind = LeadKind::kLead;
};

/// How one explanation stands: which items speak against it and how much.
struct ExplanationCase {
  bool is_tested = false;
  std::vector<std::pair<std::size_t, Decibans>> weights;  ///< Item and weight.
  std::string test;
  std::string detail;
};

/// The measures of a cell and what each says against each explanation.
struct CaseFile {
  std::vector<EvidenceItem> items;
  std::array<ExplanationCase, kNumExplanations> cases;

  [[nodiscard]] ExplanationCase& of(Explanation explanation) {
    return cases[static_cast<std::size_t>(explanation)];
  }
};

/// Returns the window cut to the periods in which any report of the inflow is known: a comparison
/// does not reach into periods that nobody has published.
[[nodiscard]] IndexWindow published_window(const CellSeries& cell, const IndexWindow& window);

/// Measures both legs. Returns what is missing, in words, where the cell cannot be tested.
[[nodiscard]] std::variant<Seen, std::string> look_at(
    const CellSeries& cell,
    const References& references,
    const Window& window,
    double min_value_usd
);

/// Weighs what was seen against every innocent explanation.
[[nodiscard]] CaseFile
weigh(const CellSeries& cell, const References& references, const Seen& seen);

/// Rows of one leg of the cell.
[[nodiscard]] RowQuery inflow_rows(const CellSeries& cell, const Seen& seen);
[[nodiscard]] RowQuery outflow_rows(const CellSeries& cell, const Seen& seen);

/// The break that dates a lead: of the onward leg where it is seen, else of the inflow.
[[nodiscard]] inline const std::optional<stats::BreakDate>& dating_break(const Seen& seen) {
  return seen.outflow ? seen.out_break : seen.in_break;
}

/// 97.5 % quantile of Student's t with 2 degrees of freedom.
inline constexpr double kT2Quantile = 4.302652729911275;

}  // namespace portolan::detect
