#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/table.hpp"

namespace portolan::engine {

/// Asks where goods reach a destination through third countries.
struct DetectRequest {
  std::filesystem::path workspace = {};
  /// A shipped regime or a file of one; empty: that of the destination (docs/data/regimes.md).
  std::string regime = {};
  /// The destination: a country as users type it; empty: the first of the regime.
  std::string to = {};
  /// Lists, tiers or codes as for `goods show`; empty: the latest version of every list that counts
  /// in the regime.
  std::string goods;
  /// Lists, tiers or codes among which the user picked `goods` for what they did; empty: a list
  /// chose them before anything was seen. The test of a hub's concentration repeats the picking.
  std::string picked_from;
  /// Months or years: what is compared, and since when goods count as controlled; empty: from the
  /// data and the lists.
  std::string from;
  std::string until;
  std::string since;
  /// Hubs to look at; empty: every country but the controlling ones and the destination.
  std::vector<std::string> via;
  /// The share of false ones that is accepted among leads, and among surges: 0 to 1.
  double fdr = 0.1;
  /// "adafilter", "bh" or "by": docs/methods/detection.md.
  std::string fdr_method = "adafilter";
  /// Of the placebo groups and of random baskets.
  std::uint64_t seed = 1;
  unsigned threads = 0;
  /// The time in ISO form, kept with the run.
  std::string now;
};

/// A run of the detection as it is kept in the workspace.
struct LeadRun {
  std::string id;
  std::string made_at;
  /// When the same question was asked last; set in lists of runs.
  std::string asked_at;
  formats::JsonValue params;
  std::vector<std::string> notices;
  /// Leads by score, then surges by score: each the JSON object of docs/methods/leads.md.
  std::vector<formats::JsonValue> leads;
};

/// Tests every hub with every family of goods and keeps the run. The same question about the same
/// data is the same run.
///
/// Throws `Error`: kNotFound where no panel was built, kInvalidArgument with the nearest names for
/// countries, goods and periods that are none, kInterrupted.
LeadRun detect(const DetectRequest& request, Progress& progress);

struct LeadsRequest {
  std::filesystem::path workspace = {};
  /// The run's id or a beginning of it; empty: the latest run.
  std::string run;
};

/// Returns a kept run with the users' statuses (`status` of each lead). Throws `Error` (kNotFound)
/// if there is none.
[[nodiscard]] LeadRun leads(const LeadsRequest& request);

/// Returns all kept runs without their leads, the one that was asked for last at the end.
[[nodiscard]] std::vector<LeadRun> lead_runs(const std::filesystem::path& workspace);

struct ForgetRunRequest {
  std::filesystem::path workspace = {};
  std::string run;
  std::string reason;
  std::string at;
};

/// Removes a run; the journal keeps that it was there, and why it went. Decisions stay. Returns the
/// run's id. Throws `Error`: kNotFound, kInvalidArgument without a reason.
std::string forget_run(const ForgetRunRequest& request);

struct LeadRequest {
  std::filesystem::path workspace = {};
  std::string run;
  /// The lead's id or a beginning of it that fits only one.
  std::string id;
};

/// Returns one lead with its status, its notes, and under `traced` whose goods went on by the panel
/// as it is now: null where there is no panel, or nobody reports the leg; and under
/// `found_in_weapons` which of its goods were, null where no records are imported. Throws `Error`:
/// kNotFound with the nearest ids.
[[nodiscard]] formats::JsonValue lead(const LeadRequest& request);

/// Returns the rows of the lake behind a lead: the measure they serve, then import_id, line and
/// what the row says, ordered by measure and row.
[[nodiscard]] formats::Table lead_rows(const LeadRequest& request, Progress& progress);

struct DecideRequest {
  std::filesystem::path workspace = {};
  std::string id;
  /// "open", "checking", "confirmed" or "dismissed"; empty for a note.
  std::string status;
  /// The reason of a status, or the note.
  std::string text;
  /// Who decides; may be empty.
  std::string by;
  std::string at;
  /// The run in which the lead stands, by its id or a beginning of it; empty: the latest.
  std::string run;
};

/// Writes a decision about a lead into the journal: what, who, when, and the evidence on which it
/// rests. Returns the lead's id.
std::string decide(const DecideRequest& request);

/// How a lead differs between two runs.
struct LeadDifference {
  std::string id;
  std::string change;  ///< "new", "gone" or "changed".
  std::string kind;    ///< "lead" or "surge", in the later run that has it.
  std::string hub;
  std::string goods;
  std::string status;
  std::optional<double> score_before_db;
  std::optional<double> score_after_db;
  std::optional<double> q_value_before;
  std::optional<double> q_value_after;
  std::string what;  ///< What changed, in words.
};

/// How two runs differ.
struct LeadsDifference {
  std::string before = {};  ///< Ids of the runs.
  std::string after;
  /// What the later run asked differently: "until null -> \"2022-09\"". What is new or gone may be
  /// for that reason only.
  std::vector<std::string> asked_differently = {};
  /// New, then changed, then gone; each by id.
  std::vector<LeadDifference> leads = {};
};

struct LeadsDiffRequest {
  std::filesystem::path workspace = {};
  std::string before;
  std::string after;
};

/// Returns the leads that are new, gone or changed: of another kind, with a score that moved by
/// more than the setting `leads.moved_db`, or against another innocent explanation.
[[nodiscard]] LeadsDifference diff_leads(const LeadsDiffRequest& request);

}  // namespace portolan::engine
