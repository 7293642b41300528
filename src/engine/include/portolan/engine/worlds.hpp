#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
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

struct ScoreWorldRequest {
  /// The folder of the world.
  std::filesystem::path folder;
  /// What `portolan detect --format json` printed.
  std::filesystem::path leads;
};

/// How many events of one kind and size were found.
struct WorldRecall {
  std::string kind;
  std::string size;
  bool is_decoy = false;
  std::int64_t events = 0;
  std::int64_t found_as_lead = 0;
  std::int64_t found_as_surge_only = 0;
};

/// Medians of an error and of its size over the leads that found diversions.
struct WorldErrors {
  std::string quantity;
  std::int64_t count = 0;
  std::optional<double> median;
  std::optional<double> median_absolute;
};

/// How well leads match the truth; docs/methods/practice_worlds.md says what counts as true.
struct ScoreWorldResult {
  std::int64_t leads = 0;
  std::int64_t false_leads = 0;
  std::int64_t leads_on_decoys = 0;
  std::optional<double> false_lead_share;
  std::int64_t surges = 0;
  std::int64_t surges_on_diversions = 0;
  std::int64_t surges_on_decoys = 0;
  std::int64_t surges_on_nothing = 0;
  std::int64_t diversions = 0;
  std::int64_t diversions_found = 0;
  std::vector<WorldRecall> recall;
  std::vector<WorldErrors> errors;
};

/// Throws `Error`: kNotFound where the truth or the leads are not there, kBadData where they are
/// something else.
[[nodiscard]] ScoreWorldResult score_world(const ScoreWorldRequest& request);

}  // namespace portolan::engine
