#include "world_run.hpp"

#include <algorithm>
#include <limits>

#include "portolan/base/parallel.hpp"
#include "world_family.hpp"

namespace portolan::bench {
namespace {

/// Detectors choose by their own levels what counts, so nothing may be left out here: no cell for
/// its score, nor, where detection has a level, for its q-value.
template <typename Options>
void list_every_cell(Options& options) {
  options.min_score = std::numeric_limits<detect::Decibans>::min();
  if constexpr (requires { options.fdr; }) {
    options.fdr = 1.0;
  }
}

WorldResult run_world(
    const RunRequest& request,
    const world::WorldSpec& spec,
    const WorldQuestion& question,
    std::uint64_t seed
) {
  const world::World world = world::make_world(spec, seed);
  const WorldPanel panel = panel_of_world(world, question.families());
  const detect::DetectInput input = question.input(panel);
  const WorldSeries series = series_of_world(panel, input);
  const CellTruth truth = truth_of_cells(world, question.families(), series);
  detect::DetectResult detected;
  if (std::ranges::any_of(request.detectors, &Detector::reads_detection)) {
    detect::DetectOptions options = WorldQuestion::options();
    list_every_cell(options);
    SilentProgress progress;
    detected = detect::detect(input, options, progress);
  }
  WorldResult result;
  result.seed = seed;
  result.plants = truth.plants;
  const TestedWorld tested{.series = &series, .detected = &detected};
  for (const Detector* detector : request.detectors) {
    result.detectors.push_back(
        score_verdicts(*detector, detector->run(tested), truth, request.levels)
    );
  }
  return result;
}

}  // namespace

std::vector<WorldResult> run_worlds(const RunRequest& request) {
  const world::WorldSpec spec = spec_of_family(request.family);
  const goods::FamilyTable families = families_of_worlds();
  const WorldQuestion question(families);
  std::vector<WorldResult> results(request.last_seed - request.first_seed + 1);
  parallel_for_chunks(
      results.size(),
      1,
      request.threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          results[i] = run_world(request, spec, question, request.first_seed + i);
        }
      }
  );
  return results;
}

}  // namespace portolan::bench
