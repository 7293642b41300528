#pragma once

#include <cstddef>
#include <vector>

namespace portolan::bench {

struct ScoredCase {
  double score = 0.0;
  bool is_match = false;
  /// Of the case in what was scored.
  std::size_t index = 0;
};

/// Where one cuts a ranking, and what lies above.
struct Cut {
  double threshold = 0.0;
  double precision = 0.0;
  double recall = 0.0;
};

/// Sorts by score, highest first; ties by index.
void rank(std::vector<ScoredCase>& cases);

/// Returns the highest threshold at which at least `recall` of the matches lie at or above it.
[[nodiscard]] Cut cut_at_recall(const std::vector<ScoredCase>& ranked, double recall);

/// Returns the mean over the matches of the precision at each one's score: the area under the curve
/// of precision over recall. Tied scores count as one step.
[[nodiscard]] double average_precision(const std::vector<ScoredCase>& ranked);

}  // namespace portolan::bench
