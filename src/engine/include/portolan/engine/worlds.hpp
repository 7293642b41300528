#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// Asks for a practice world: made-up trade with planted diversions whose truth is written beside.
struct MakeWorldRequest {
  /// Must not exist or be empty.
  std::filesystem::path folder;
  std::uint64_t seed = 1;
  /// "small", "medium" or "large".
  std::string size = "small";
  /// "all", "none", or kinds with optional counts: "transit=3,ghost_transit".
  std::string plants = "all";
  std::string decoys = "all";
};

/// A file of a practice world, below its folder.
struct WorldFileWritten {
  std::string path;
  std::string layout;
  std::int64_t rows = 0;
};

struct MakeWorldResult {
  std::int64_t num_countries = 0;
  std::int64_t num_goods = 0;
  std::int64_t num_months = 0;
  std::int64_t num_flows = 0;
  /// Planted diversions and innocent look-alikes together.
  std::int64_t num_events = 0;
  std::vector<WorldFileWritten> files;
};

/// Makes the world and writes its files. The same request gives the same bytes.
///
/// Throws `Error`: kInvalidArgument for an unknown size or kind or a folder that is not empty,
/// kUnavailable where files cannot be written.
MakeWorldResult make_world(const MakeWorldRequest& request, Progress& progress);

}  // namespace portolan::engine
