#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/engine/leads.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// What the journal says of one lead.
struct Decisions {
  std::string status = "open";
  /// When a decision fell because the evidence had moved; empty if none did since the last one.
  std::string reopened_at;
  /// When `status` was set, and on what evidence; null where it is open.
  std::string decided_at;
  formats::JsonValue evidence;
  /// Every decision, note and re-opening, oldest first.
  formats::JsonValue history = formats::JsonValue::array();
};

/// Returns the decisions of all leads that have any, by id.
[[nodiscard]] std::map<std::string, Decisions> read_decisions(const store::Workspace& workspace);

/// Opens every decided lead again whose evidence in `run` moved by more than the setting
/// `leads.moved_db` since the decision, and writes into the journal that and why. Returns what
/// was opened, a sentence each, by id. docs/methods/leads.md gives the rule.
std::vector<std::string>
reopen_moved(const store::Workspace& workspace, const LeadRun& run, std::string_view at);

}  // namespace portolan::engine
