#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/base/country_code.hpp"
#include "portolan/base/period.hpp"
#include "portolan/world/truth.hpp"

namespace portolan::world {

enum class LeadKind : std::uint8_t { kLead, kSurge };

/// What scoring reads of a lead or a surge; the fields are those of a lead's JSON.
struct FoundLead {
  std::string id;
  LeadKind kind = LeadKind::kLead;
  CountryCode hub;
  CountryCode destination;
  std::vector<std::string> hs;  ///< `goods.hs`; longer and shorter codes match by their digits.
  std::optional<Period> since;
  std::optional<Period> from;  ///< `window.from`, `window.until`: over which dollars are summed.
  std::optional<Period> until;
  std::optional<double> inflow_excess_usd;
  std::optional<double> outflow_excess_usd;
  std::optional<double> q_value;
};

/// How many events of one kind and size were found. An event is found if any of its cells is: same
/// destination, hub and a code in common.
struct RecallRow {
  EventKind kind = EventKind::kTransit;
  SizeClass size = SizeClass::kLarge;
  int events = 0;
  int found_as_lead = 0;
  int found_as_surge_only = 0;
};

/// A lead beside the event that it found. True dollars are summed over the lead's hub, its codes
/// and its window (from its begin, or the event's, to the end of the world where it gives none).
struct LeadMatch {
  std::string lead_id;
  LeadKind lead_kind = LeadKind::kLead;
  int event = 0;
  EventKind kind = EventKind::kTransit;
  SizeClass size = SizeClass::kLarge;
  std::int64_t true_inflow_usd = 0;
  std::int64_t true_outflow_usd = 0;
  std::optional<double>
      inflow_log_ratio;  ///< ln(estimated / true); none if either is not positive.
  std::optional<double> outflow_log_ratio;
  std::optional<int> start_error_months;  ///< Positive: the lead begins later than the event.
};

/// Median of errors and of their absolute values.
struct ErrorSummary {
  int count = 0;
  std::optional<double> median;
  std::optional<double> median_absolute;
};

/// Leads whose q-value lies in [`q_from`, `q_to`).
struct CalibrationRow {
  double q_from = 0.0;
  double q_to = 0.0;
  int leads = 0;
  int false_leads = 0;
};

/// How well leads match a truth.
///
/// A lead is true if it finds a diversion, false otherwise, be it that it flags a decoy or finds
/// nothing at all. A surge is a claim about what came in only: it is right if goods did come in
/// more than before, diverted or not.
struct WorldScore {
  int leads = 0;
  int false_leads = 0;
  int leads_on_decoys = 0;                 ///< Those of the false ones that flag a decoy.
  std::optional<double> false_lead_share;  ///< None without leads.
  int surges = 0;
  int surges_on_diversions = 0;
  int surges_on_decoys = 0;
  int surges_on_nothing = 0;
  int diversions = 0;
  int diversions_found = 0;               ///< As leads.
  std::vector<RecallRow> recall;          ///< Diversions, by kind and size; none without events.
  std::vector<RecallRow> flagged_decoys;  ///< Decoys, by kind and size, flagged or not.
  std::vector<LeadMatch> matches;         ///< By lead as given, then event.
  ErrorSummary inflow_log_ratio;          ///< Over the leads that found diversions.
  ErrorSummary outflow_log_ratio;
  ErrorSummary start_months;
  std::vector<CalibrationRow> calibration;  ///< Leads with q-values; empty if none has one.
};

/// Returns how well `found` matches `truth`. O(leads x cells).
[[nodiscard]] WorldScore score_world(const Truth& truth, std::span<const FoundLead> found);

/// Reads `folder`/truth.json as `write_truth` writes it. Throws `Error`: kNotFound if it is not
/// there, kBadData if it is something else.
[[nodiscard]] Truth read_truth(const std::filesystem::path& folder);

/// Reads leads from the JSON of `portolan detect` or `leads list`: an object with the array `data`,
/// or the array itself. Throws `Error`: kNotFound, or kBadData naming the lead and the field.
[[nodiscard]] std::vector<FoundLead> read_found_leads(const std::filesystem::path& file);

/// What `portolan world score` asks for.
struct ScoreWorldRequest {
  std::filesystem::path folder;
  std::filesystem::path leads;
};

/// Throws what `read_truth` and `read_found_leads` throw.
[[nodiscard]] WorldScore score_world_files(const ScoreWorldRequest& request);

}  // namespace portolan::world
