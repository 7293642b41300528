#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "portolan/base/progress.hpp"
#include "portolan/engine/leads.hpp"

namespace portolan::engine {

/// Asks for a workspace filled from a practice world, with the analysis run.
struct DemoRequest {
  /// Becomes the workspace; the practice world is put into its folder `practice`.
  std::filesystem::path folder = "demo";
  std::uint64_t seed = 1;
  unsigned threads = 0;
  /// The time in ISO form.
  std::string now;
};

struct DemoResult {
  std::filesystem::path root;
  std::int64_t num_files = 0;
  std::int64_t num_records = 0;
  std::int64_t num_panel_rows = 0;
  LeadRun run;
};

/// Makes the world, imports its files through the readers that a user's files go through, builds
/// the panel and detects. Throws `Error` as each of these steps does.
DemoResult demo(const DemoRequest& request, Progress& progress);

}  // namespace portolan::engine
