#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "detector.hpp"
#include "scoreboard.hpp"

namespace portolan::bench {

/// Which worlds are made, and what is asked of them.
struct RunRequest {
  std::string family;  ///< As `spec_of_family` reads it.
  std::uint64_t first_seed = 1;
  std::uint64_t last_seed = 1;  ///< At least `first_seed`.
  std::span<const Detector* const> detectors;
  std::vector<double> levels = {0.05, 0.1, 0.2};
  unsigned threads = 1;
};

/// Makes the worlds, runs the detectors and scores them, a world a thread. The results come by seed
/// and do not depend on the number of threads. About a second a world and core.
///
/// Throws `Error` (kInvalidArgument) for a family that does not exist.
[[nodiscard]] std::vector<WorldResult> run_worlds(const RunRequest& request);

}  // namespace portolan::bench
