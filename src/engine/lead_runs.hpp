#pragma once

#include <string>
#include <vector>

#include "portolan/engine/leads.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// Keeps a run under `cache/runs`, whole or not at all, as the latest one. A run of the same id is
/// replaced.
void keep_run(const store::Workspace& workspace, const LeadRun& run);

/// Returns the run whose id begins with `id`, or the latest if it is empty. Throws `Error`
/// (kNotFound) if there is none.
[[nodiscard]] LeadRun read_run(const store::Workspace& workspace, const std::string& id);

/// Returns all runs without their leads, by time.
[[nodiscard]] std::vector<LeadRun> list_runs(const store::Workspace& workspace);

}  // namespace portolan::engine
