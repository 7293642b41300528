#include "ranking.hpp"

#include <algorithm>

namespace portolan::bench {
namespace {

/// Calls `use` with the number of cases and of matches at or above each distinct score.
template <typename Use>
void for_each_step(const std::vector<ScoredCase>& ranked, const Use& use) {
  std::size_t num_matches = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    num_matches += ranked[i].is_match ? 1U : 0U;
    if (i + 1 == ranked.size() || ranked[i + 1].score < ranked[i].score) {
      use(ranked[i].score, i + 1, num_matches);
    }
  }
}

double count_matches(const std::vector<ScoredCase>& cases) {
  return static_cast<double>(std::count_if(cases.begin(), cases.end(), [](const ScoredCase& one) {
    return one.is_match;
  }));
}

}  // namespace

void rank(std::vector<ScoredCase>& cases) {
  std::sort(cases.begin(), cases.end(), [](const ScoredCase& a, const ScoredCase& b) {
    return a.score != b.score ? a.score > b.score : a.index < b.index;
  });
}

Cut cut_at_recall(const std::vector<ScoredCase>& ranked, double recall) {
  const double total = count_matches(ranked);
  Cut cut;
  bool is_found = false;
  for_each_step(ranked, [&](double score, std::size_t num_cases, std::size_t num_matches) {
    const double reached = static_cast<double>(num_matches) / total;
    if (!is_found && reached >= recall) {
      is_found = true;
      cut = {
          .threshold = score,
          .precision = static_cast<double>(num_matches) / static_cast<double>(num_cases),
          .recall = reached};
    }
  });
  return cut;
}

double average_precision(const std::vector<ScoredCase>& ranked) {
  const double total = count_matches(ranked);
  double area = 0.0;
  double reached = 0.0;
  for_each_step(ranked, [&](double, std::size_t num_cases, std::size_t num_matches) {
    const double recall = static_cast<double>(num_matches) / total;
    area += (recall - reached) * static_cast<double>(num_matches) / static_cast<double>(num_cases);
    reached = recall;
  });
  return area;
}

}  // namespace portolan::bench
