#pragma once

#include <string>
#include <vector>

#include "portolan/engine/leads.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// Keeps a run in `runs/`, whole or not at all, as the latest one. A run of the same id stays as it
/// was made first.
void keep_run(const store::Workspace& workspace, const LeadRun& run);

/// Returns the id of the run that begins with `id`, or of the latest if it is empty. Throws `Error`
/// (kNotFound) if there is none.
[[nodiscard]] std::string find_run(const store::Workspace& workspace, const std::string& id);

/// Returns the run whose id `find_run` gives.
[[nodiscard]] LeadRun read_run(const store::Workspace& workspace, const std::string& id);

/// Returns the lead of a run whose id begins with `given`. Throws `Error`: kNotFound with the
/// nearest ids, kInvalidArgument where it fits several.
[[nodiscard]] const formats::JsonValue& find_lead(const LeadRun& run, const std::string& given);

/// Returns all runs without their leads, the one that was asked for last at the end.
[[nodiscard]] std::vector<LeadRun> list_runs(const store::Workspace& workspace);

}  // namespace portolan::engine
