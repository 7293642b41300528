#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "portolan/engine/whatif.hpp"
#include "trace_sources.hpp"
#include "whatif_channels.hpp"

namespace portolan::engine {

/// A user's plan, read: what it checks, in the order given, each once.
struct PlanFile {
  std::filesystem::path file;
  /// A family here is the beginning of a code, empty for all: "ARM:8703" is every family of 8703.
  std::vector<CheckPlace> places;
};

/// Reads the request's plans. A place is written as the answer writes it: "ARM", for pairs also
/// "ARM:8703", for legs also "ARM>RUS". Throws `Error` as `read_plan_file`, for a place that the
/// trade does not know, for the destination, and for one that is named twice.
[[nodiscard]] std::vector<PlanFile>
plans_of(const WhatIfRequest& request, const TraceSource& source, const std::string& destination);

}  // namespace portolan::engine
