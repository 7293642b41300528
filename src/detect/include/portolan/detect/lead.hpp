#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/detect/code_migration.hpp"
#include "portolan/detect/concentration.hpp"
#include "portolan/detect/evidence.hpp"
#include "portolan/detect/seams.hpp"

namespace portolan::detect {

/// A list that names the goods.
struct ListedOn {
  std::string list;
  std::string tier;                      ///< Empty where the list has none.
  std::optional<Date> listed_on;         ///< When the list named it: selects the version, no more.
  std::optional<Date> controlled_since;  ///< When the goods came under control.
};

/// Goods to test: one family of the panel.
struct Goods {
  std::string family;
  int level = 6;
  std::vector<std::string> hs;  ///< Its codes.
  std::string label;
  std::vector<ListedOn> lists;
  bool is_partly_controlled = false;
};

enum class LeadKind : std::uint8_t { kLead, kSurge };
enum class Band : std::uint8_t { kStrong, kModerate, kWeak, kNotEnoughData };

/// Return "lead", "surge"; "strong", "moderate", "weak", "not_enough_data".
[[nodiscard]] std::string_view to_string(LeadKind kind);
[[nodiscard]] std::string_view to_string(Band band);

struct OriginShare {
  std::string iso3;
  double share = 0.0;  ///< Of the inflow after, by the report that was counted.
  double low = 0.0;    ///< Least and most by either side's report.
  double high = 0.0;
};

/// One leg in USD over the periods after. `before` is what the same months were in the years
/// before.
struct LegUsd {
  double before = 0.0;
  double after = 0.0;
  double expected = 0.0;
  double excess = 0.0;
  double low = 0.0;  ///< Range of the excess.
  double high = 0.0;
};

/// What the trade straight to the destination lost over the periods after, and what of it goes over
/// hubs.
struct DisplacedTrade {
  double lost_usd = 0.0;        ///< Before less after; negative where it grew.
  double hub_share = 0.0;       ///< The hub's excess over the loss; NaN where nothing was lost.
  double all_hubs_share = 0.0;  ///< The same summed over `hubs`; NaN where that is 0.
  std::size_t hubs = 0;         ///< Tested hubs whose onward leg of the goods is seen.
};

/// From what the share that went on was told.
enum class ShareBasis : std::uint8_t {
  kTotals,            ///< Excess of the onward leg over that of the inflow.
  kCouplingInUsd,     ///< The onward leg explained by the inflow of up to six months before …
  kCouplingInWeight,  ///< … in kilograms.
};

/// Returns "totals", "coupling_usd" or "coupling_kg".
[[nodiscard]] std::string_view to_string(ShareBasis basis);

struct QualityIssue {
  std::string issue;
  std::string detail;
};

/// A lead or a surge; docs/methods/leads.md tells how to read it.
struct Lead {
  std::string id;
  LeadKind kind = LeadKind::kLead;
  std::string hub;
  std::string destination;
  std::vector<OriginShare> origins;
  Goods goods;
  std::optional<Period> since;      ///< First period of the new level; of the onward leg if seen.
  std::optional<Period> since_low;  ///< Its 95 % interval.
  std::optional<Period> since_high;
  Window window;
  std::optional<LegUsd> inflow;
  std::optional<LegUsd> outflow;
  std::optional<WentOnShare> went_on;
  double went_on_low = 0.0;  ///< Range of the share; NaN where there is none.
  double went_on_high = 0.0;
  ShareBasis went_on_basis = ShareBasis::kTotals;
  std::vector<double> went_on_lags;  ///< Share that went on after 0, 1, … months, if that is told.
  std::optional<DisplacedTrade> displacement;

  Decibans score = 0;
  Decibans prior = 0;
  Explanation against = Explanation::kNothingHappened;
  std::optional<double> p_value;
  std::optional<double> q_value;
  std::optional<double> smallest_q;
  Band band = Band::kNotEnoughData;

  std::vector<EvidenceItem> evidence;
  std::vector<InnocentExplanation> innocent;
  std::vector<QualityIssue> data_quality;
  std::size_t placebo_cells = 0;
  std::string calibration_method = "none";
};

/// Returns the id of a lead: 12 hex digits that depend on hub, destination and family only, so that
/// status and notes stay with it from run to run, whatever the question and whichever lists are
/// known.
[[nodiscard]] std::string
lead_id(std::string_view hub, std::string_view destination, std::string_view family);

/// How a list of p-values becomes error rates; docs/methods/detection.md compares them.
enum class FdrMethod : std::uint8_t { kBenjaminiHochberg, kBenjaminiYekutieli, kAdaFilter };

/// Returns "bh", "by" or "adafilter".
[[nodiscard]] std::string_view to_string(FdrMethod method);
[[nodiscard]] std::optional<FdrMethod> parse_fdr_method(std::string_view text);

/// Settings of one run. Defaults are argued in docs/methods/evidence.md and detection.md.
struct DetectOptions {
  std::string destination = "RUS";
  std::vector<std::string>
      hubs;  ///< Empty: every country but the controlling ones and the destination.
  std::optional<Period> since;  ///< A month. Empty: from the goods' `controlled_since`.
  std::optional<Period> from;
  std::optional<Period> until;
  /// A leg that is smaller than this in a year after the date is not tested.
  double min_value_usd = 100'000.0;
  /// Cells without a q-value and with a lower score are counted, not listed.
  Decibans min_score = 0;
  Models models;
  /// Compare with placebos, where the data hold uncontrolled goods.
  bool is_calibrated = true;
  /// Cells with a larger q-value are counted, not listed.
  double fdr = 0.1;
  FdrMethod fdr_method = FdrMethod::kAdaFilter;
  std::uint64_t seed = 1;  ///< Of the placebo groups and of random baskets.
  /// Families among which the goods were picked for what they did, by name; empty: a list chose
  /// them. Only the concentration of a hub's surge asks for it.
  std::vector<std::string> picked_from;
  unsigned threads = 0;
};

/// A cell that could not be tested, or was too small.
struct Untested {
  std::string hub;
  std::string family;
  std::string missing;  ///< What is missing, in words.
};

/// Whether the surge of a hub sits in the goods; see `concentration`.
struct HubConcentration {
  std::string hub;
  Concentration inflow;
};

/// The answer of a run. Leads and surges are never mixed; each list is sorted by score (highest
/// first), hub and family.
/// A cell within the rate that is not listed, since the evidence in sum speaks two to one or more
/// for an innocent explanation.
struct Explained {
  std::string hub;
  std::string family;
  Explanation explanation = Explanation::kNothingHappened;  ///< The one it speaks for most.
};

struct DetectResult {
  std::vector<Lead> leads;
  std::vector<Lead> surges;
  std::size_t tested_leads = 0;   ///< Cells with both legs, or inflow and ghost gap.
  std::size_t tested_surges = 0;  ///< Half-seen cells.
  std::size_t rated_leads = 0;    ///< Of these, those with a q-value.
  std::size_t rated_surges = 0;
  std::size_t rated_in_time = 0;  ///< Surges with a q-value among cells at earlier dates …
  std::optional<double> smallest_q_in_time;  ///< … and the smallest of these.
  std::size_t without_rate = 0;
  std::size_t too_small = 0;
  std::vector<Untested> not_enough_data;
  std::vector<Explained> explained;  ///< By hub and family.
  /// Each hub, family and sibling once, monthly where months say so, else annual: those whose way
  /// on to the destination is reported first, then by what moved. No error rate stands behind it.
  std::vector<MigratedCodes> migrated_codes;
  /// By hub, those that could be tested, over the window of most of the goods.
  std::vector<HubConcentration> concentrations;
  std::vector<std::string> notices;
};

}  // namespace portolan::detect
