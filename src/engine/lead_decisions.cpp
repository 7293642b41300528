#include "lead_decisions.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lead_changes.hpp"
#include "lead_runs.hpp"
#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/period.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/journal.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

constexpr std::string_view kStatusAction = "leads.status";
constexpr std::string_view kNoteAction = "leads.note";
constexpr std::string_view kReopenAction = "leads.reopen";

JsonValue member(const JsonValue& object, std::string_view key) {
  const auto* value = object.find(key);
  return value == nullptr ? JsonValue() : *value;
}

// What a decision rests on: enough to tell later whether it still holds, without the run.
JsonValue evidence_of(const JsonValue& lead, const LeadRun& run) {
  JsonValue question = JsonValue::object();
  for (const auto& param : run.params.members()) {
    if (param.key != "panel") {
      question.set(param.key, param.value);
    }
  }
  JsonValue evidence = JsonValue::object({{"run", run.id}});
  for (const char* key : {"kind", "score_db", "against", "q_value", "window"}) {
    evidence.set(key, member(lead, key));
  }
  evidence.set("question", std::move(question));
  return evidence;
}

// Whether `now` reaches at least as far as `then`; nothing stands for all data.
bool reaches(const std::string& now, const std::string& then) {
  if (now.empty() || then.empty()) {
    return now.empty();
  }
  const auto is = Period::parse(now);
  const auto was = Period::parse(then);
  return is && was && (is->frequency() != was->frequency() || !(*is < *was));
}

// Whether the comparison that `lead` rests on holds the one of the decision: what is seen in less
// data is no news.
bool covers(const JsonValue& lead, const JsonValue& evidence) {
  const JsonValue now = member(lead, "window");
  const JsonValue then = member(evidence, "window");
  return text_at(now, "since") == text_at(then, "since") &&
         reaches(text_at(now, "until"), text_at(then, "until")) &&
         reaches(text_at(then, "from"), text_at(now, "from"));
}

// Whether a run asks what was asked when the decision was made, of data that reach as far.
bool is_same_question(const JsonValue& params, const JsonValue& question) {
  for (const auto& asked : question.members()) {
    if (asked.key != "until" && member(params, asked.key).dump() != asked.value.dump()) {
      return false;
    }
  }
  return reaches(text_at(params, "until"), text_at(question, "until"));
}

// Why a decision does not hold any more, in words; empty if it does.
std::string
why_reopened(const Decisions& decided, const JsonValue* lead, const LeadRun& run, double moved_db) {
  if (lead != nullptr) {
    return covers(*lead, decided.evidence) ? evidence_change(decided.evidence, *lead, moved_db)
                                           : "";
  }
  const bool is_gone = is_same_question(run.params, member(decided.evidence, "question"));
  return is_gone && decided.status != "dismissed" ? "no longer listed" : "";
}

JsonValue history_item(const store::JournalEntry& entry) {
  JsonValue item = JsonValue::object({{"at", entry.at}, {"action", entry.action}});
  for (const char* key : {"status", "by", "text"}) {
    if (const auto* value = entry.body.find(key)) {
      item.set(key, *value);
    }
  }
  return item;
}

}  // namespace

std::map<std::string, Decisions> read_decisions(const store::Workspace& workspace) {
  std::map<std::string, Decisions> decisions;
  for (const auto& entry : store::Journal(workspace.journal_file()).entries()) {
    const bool is_status = entry.action == kStatusAction;
    const bool is_reopened = entry.action == kReopenAction;
    if (!is_status && !is_reopened && entry.action != kNoteAction) {
      continue;
    }
    Decisions& of_lead = decisions[entry.body.string_at("lead")];
    of_lead.history.push_back(history_item(entry));
    if (is_status || is_reopened) {
      of_lead.status = is_status ? entry.body.string_at("status") : Decisions().status;
      of_lead.reopened_at = is_reopened ? entry.at : "";
      of_lead.decided_at = entry.at;
      of_lead.evidence = is_status ? member(entry.body, "evidence") : JsonValue();
    }
  }
  return decisions;
}

std::vector<std::string>
reopen_moved(const store::Workspace& workspace, const LeadRun& run, std::string_view at) {
  const double moved_db = workspace.settings().leads.moved_db;
  std::map<std::string, const JsonValue*> leads;
  for (const auto& lead : run.leads) {
    leads.emplace(text_at(lead, "id"), &lead);
  }
  std::vector<std::string> reopened;
  for (const auto& [id, decided] : read_decisions(workspace)) {
    if (decided.status == Decisions().status || decided.evidence.is_null()) {
      continue;
    }
    const auto found = leads.find(id);
    const JsonValue* const lead = found == leads.end() ? nullptr : found->second;
    const std::string why = why_reopened(decided, lead, run, moved_db);
    if (why.empty()) {
      continue;
    }
    const std::string text =
        fmt::format("{} since it was {} at {}", why, decided.status, decided.decided_at);
    JsonValue body = JsonValue::object({{"lead", id}, {"run", run.id}, {"text", text}});
    if (lead != nullptr) {
      body.set("evidence", evidence_of(*lead, run));
    }
    store::Journal(workspace.journal_file()).append(kReopenAction, std::move(body), at);
    reopened.push_back(fmt::format("lead {} is open again: {}", id, text));
  }
  return reopened;
}

std::string decide(const DecideRequest& request) {
  const std::vector<std::string> known = {"open", "checking", "confirmed", "dismissed"};
  if (!request.status.empty() && std::ranges::find(known, request.status) == known.end()) {
    throw invalid_argument("status: expected {}, got \"{}\"", join(known, ", "), request.status)
        .with_hint(nearest_hint(request.status, known));
  }
  if (trim(request.text).empty()) {
    throw invalid_argument(
        "{}: expected a sentence for the journal, got none",
        request.status.empty() ? "note" : "--reason"
    );
  }
  const store::Workspace workspace = open_workspace(request.workspace);
  const LeadRun run = read_run(workspace, request.run);
  const JsonValue& lead = find_lead(run, request.id);
  const std::string id = text_at(lead, "id");
  JsonValue body = JsonValue::object({{"lead", id}});
  if (!request.status.empty()) {
    body.set("status", request.status);
  }
  if (!request.by.empty()) {
    body.set("by", request.by);
  }
  body.set("text", request.text);
  if (!request.status.empty()) {
    body.set("evidence", evidence_of(lead, run));
  }
  store::Journal(workspace.journal_file())
      .append(request.status.empty() ? kNoteAction : kStatusAction, std::move(body), request.at);
  return id;
}

}  // namespace portolan::engine
