#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lead_runs.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/store/workspace.hpp"
#include "scratch_folder.hpp"

namespace portolan::engine {

/// A lead as far as runs are compared by it. The window is 2020-03 to `until`, split at 2022-03.
inline formats::JsonValue made_lead(
    const std::string& id,
    const std::string& score_db,
    const std::string& until = "2022-09",
    const std::string& kind = "lead"
) {
  using formats::JsonValue;
  return JsonValue::object(
      {{"id", id},
       {"kind", kind},
       {"hub", "ARM"},
       {"goods", JsonValue::object({{"family", "870323"}})},
       {"score_db", JsonValue::number(score_db)},
       {"against", "nothing_happened"},
       {"q_value", 0.05},
       {"window", JsonValue::object({{"from", "2020-03"}, {"since", "2022-03"}, {"until", until}})}}
  );
}

/// A run of the question "leads to Russia until `until`" (empty: all data).
inline LeadRun made_run(
    const std::string& id,
    std::vector<formats::JsonValue> leads,
    const std::string& until = "",
    const std::string& goods = "vehicles"
) {
  using formats::JsonValue;
  LeadRun run;
  run.id = id;
  run.made_at = "2024-01-01T00:00:00Z";
  run.params = JsonValue::object(
      {{"to", "RUS"},
       {"goods", goods},
       {"until", until.empty() ? JsonValue() : JsonValue(until)},
       {"panel", "panel-" + id}}
  );
  run.leads = std::move(leads);
  return run;
}

/// A workspace of its own for one test.
struct MadeWorkspace {
  store::ScratchFolder folder;
  store::Workspace workspace = store::Workspace::init(folder.path() / "work");
};

}  // namespace portolan::engine
