#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/detect/cell.hpp"

/// The measures that need no model. docs/methods/measures.md argues each and says when it misleads.
/// Every function returns nothing where the data do not suffice; none guesses.
namespace portolan::detect {

/// Keeps log changes finite where one side is zero, as a share of the larger side: a flow that was
/// zero has grown by ln(101), not by infinity.
inline constexpr double kFloorShare = 0.01;

/// Returns ln((after + c L + floor) / (before + c L + floor)) with L the larger of the two and c
/// `kFloorShare`; 0 where both are 0. Between -ln 101 and ln 101. `floor` is what counts as little:
/// from nothing to `floor` is a change of at most ln 2, however large that is as a ratio.
[[nodiscard]] double bounded_log_change(double after, double before, double floor = 0.0);

/// How one leg changed.
struct LegChange {
  /// Median over the blocks of the after-period of the bounded log change against the same months
  /// of the years before (their median).
  double change = 0.0;
  /// Sum over the known periods after, and what the same periods were before (median of the years).
  double after_usd = 0.0;
  double before_usd = 0.0;
  std::size_t blocks = 0;
  /// Zero in every known period before, and at least a year of them is known.
  bool is_new = false;
};

/// Compares after with before. A block with an unknown period is dropped. Needs two blocks after
/// (one year in annual data) and a year before.
[[nodiscard]] std::optional<LegChange>
leg_change(std::span<const double> values, const IndexWindow& window);

/// Returns the same statistic one year (in annual data: one period) earlier, when nothing had been
/// controlled: what the cell does by itself.
[[nodiscard]] std::optional<LegChange>
past_change(std::span<const double> values, const IndexWindow& window);

/// One leg as one series, and which reports it was made from.
struct LegTotal {
  Values usd;
  Values kg;
  Values usd_with_kg;
  std::vector<std::size_t> origins;   ///< Positions in `CellSeries::inflow`; empty for an outflow.
  std::vector<bool> is_by_hub;        ///< For each of these: the hub's report was taken.
  std::vector<std::string> left_out;  ///< Origins whose reports cover too little of the window.
  bool is_outflow_by_hub = true;
};

/// Adds up what came in. For each origin the report that knows more periods counts, the origin's
/// own if equal; origins known in less than 80 % of the periods before or after are left out. A
/// period in which origins of more than 5 % of the inflow are unknown is unknown. Stated sums count
/// only where no country does.
[[nodiscard]] std::optional<LegTotal>
inflow_total(const CellSeries& cell, const IndexWindow& window);

/// Returns the onward leg by the hub's report, else by the destination's; nothing if neither covers
/// 80 % of the periods before and after.
[[nodiscard]] std::optional<LegTotal>
outflow_total(const CellSeries& cell, const IndexWindow& window);

/// Both reports of one origin's flow into a hub, where both are well enough known; 0 in both where
/// one side leaves a period open. Origins that say nothing of what arrives from them (before the
/// date the hub counts more than three times as much, and a year's floor) are left out: they keep
/// the goods secret, or others send them in their name.
struct MirrorPair {
  Values sent;     ///< By the origin, FOB.
  Values arrived;  ///< By the hub, less a usual margin of 6 %.
};
[[nodiscard]] std::vector<MirrorPair>
mirror_pairs(const CellSeries& cell, const IndexWindow& window);

/// Both reports of the flows into a hub that both sides report, added up over origins. A period
/// that one side leaves open for an origin drops out of both sums.
struct MirrorFlows {
  Values sent;     ///< By the origins, FOB.
  Values arrived;  ///< By the hub, less a usual margin of 6 %.
  std::size_t origins = 0;
};
[[nodiscard]] MirrorFlows mirror_flows(const CellSeries& cell, const IndexWindow& window);

/// The ghost gap: what left for the hub against what the hub says arrived, over origins for which
/// both reports are known.
struct GapChange {
  double before = 0.0;  ///< Median over blocks of ln(sent) - ln(arrived / 1.06).
  double after = 0.0;
  double past_spread = 0.0;  ///< 1.4826 median absolute deviation of the blocks before.
  std::size_t blocks_before = 0;
  std::size_t blocks_after = 0;
  std::size_t origins = 0;
};
[[nodiscard]] std::optional<GapChange>
gap_change(const CellSeries& cell, const IndexWindow& window);

/// What gaps usually are, before the date: those of the hub's families, moved to one product.
struct GapPrior {
  double center = 0.0;   ///< Usual gap of the pair (hub and all who send to it) and product.
  double between = 0.0;  ///< 1.4826 median absolute deviation of cells' own centres around it.
  double within = 0.0;   ///< Median of the cells' spreads over time.
  std::size_t cells = 0;
};

/// Returns the prior of a hub's gaps: the median of their centres, the spread of those around it
/// and the median of their own spreads. `product_offset` is by how much the product's gaps usually
/// exceed those of their hubs. Nothing for fewer than 20 gaps.
[[nodiscard]] std::optional<GapPrior>
gap_prior(std::span<const GapChange> gaps, double product_offset = 0.0);

/// Draws a gap's past towards what is usual, the more the fewer blocks there are before: the centre
/// with the weight b^2 / (b^2 + (pi / 2) w^2 / n) on its own median (b between, w within cells, n
/// blocks; pi / 2 is what a median costs), the spread with that of eight blocks on the usual one. A
/// cell more than 3 b away from what is usual counts its distance / 3 for b: it is of its own kind.
[[nodiscard]] GapChange shrunk(const GapChange& own, const GapPrior& prior);

/// What of the goods that came in went on, with what the totals alone allow.
struct WentOnShare {
  double value = 0.0;  ///< Rise of the outflow over rise of the inflow; NaN if the inflow fell.
  double logical_low = 0.0;
  double logical_high = 1.0;
};

/// Logical bounds of the share of `inflow` that is part of `outflow`. At most everything that left
/// was of this inflow: min(1, outflow / inflow). At least: what other supply (stocks, production,
/// other origins) cannot have covered, max(0, outflow - other_supply) / inflow; 0 where the other
/// supply is unknown. CIF against FOB is not corrected. Nothing if `inflow` is not positive.
[[nodiscard]] std::optional<WentOnShare>
logical_share(double inflow, double outflow, std::optional<double> other_supply = std::nullopt);

/// Returns the rise of the outflow over the rise of the inflow, with the logical bounds of the
/// whole after-period.
[[nodiscard]] std::optional<WentOnShare>
went_on_share(const LegChange& inflow, const LegChange& outflow);

/// What the direct trade lost.
struct DirectLoss {
  double change = 0.0;    ///< Bounded log change of the direct trade.
  double lost_usd = 0.0;  ///< Before less after; negative if the direct trade grew.
};
[[nodiscard]] std::optional<DirectLoss>
direct_loss(std::span<const double> direct_usd, const IndexWindow& window);

/// Log unit values after against before, and against what others paid.
struct UnitValueChange {
  double before = 0.0;  ///< USD per kg, median over known periods.
  double after = 0.0;
  double elsewhere_change = 0.0;  ///< ln(after / before) of other buyers; NaN where unknown.
  std::size_t periods_without_weight = 0;
};
[[nodiscard]] std::optional<UnitValueChange>
unit_value_change(const LegTotal& leg, const CellSeries& cell, const IndexWindow& window);

/// Returns the kilograms of the rows that have a weight, zero where nothing was traded; nothing if
/// the weighed part is below 80 % of the value before or after.
[[nodiscard]] std::optional<Values>
complete_kilograms(const LegTotal& leg, const IndexWindow& window);

/// Counts of successes among trials.
struct Counts {
  std::size_t hits = 0;
  std::size_t trials = 0;
};

/// How many known periods after lie above the upper quartile of those before.
[[nodiscard]] std::optional<Counts>
periods_above_past(std::span<const double> values, const IndexWindow& window);

/// How many of the origins that sent at least 1 % of the inflow before or after sent more after.
[[nodiscard]] std::optional<Counts>
origins_that_rose(const CellSeries& cell, const LegTotal& inflow, const IndexWindow& window);

/// Returns the largest period's share of the value after; nothing if nothing came.
[[nodiscard]] std::optional<double>
largest_period_share(std::span<const double> values, const IndexWindow& window);

/// Median of the finite values; nothing if there are none.
[[nodiscard]] std::optional<double> median(std::vector<double> values);

/// 1.4826 times the median absolute deviation of the finite values from `center`.
[[nodiscard]] double robust_spread(const std::vector<double>& values, double center);

}  // namespace portolan::detect
