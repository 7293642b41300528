#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "portolan/linkage/blocking.hpp"
#include "portolan/linkage/comparison.hpp"

namespace portolan::linkage {

using PatternIndex = std::uint32_t;

/// The distinct agreement patterns that pairs show: one outcome a comparison each. There are few of
/// them however many pairs there are, so whatever depends on a pair's pattern alone is computed
/// once a pattern.
class Patterns {
 public:
  /// `num_outcomes` by comparison. Throws `Error` (kInvalidArgument) if there could be more
  /// patterns than 64 bits count.
  explicit Patterns(std::vector<std::size_t> num_outcomes);

  /// Returns the index of a pattern, which is new or known. One outcome a comparison, `kMissing`
  /// among them.
  PatternIndex add(std::span<const int> outcomes);

  [[nodiscard]] std::size_t size() const { return outcomes_.size() / num_outcomes_.size(); }
  [[nodiscard]] std::size_t num_comparisons() const { return num_outcomes_.size(); }
  [[nodiscard]] std::size_t num_outcomes(std::size_t comparison) const {
    return num_outcomes_[comparison];
  }
  [[nodiscard]] int outcome(PatternIndex pattern, std::size_t comparison) const {
    return outcomes_[pattern * num_outcomes_.size() + comparison];
  }

 private:
  std::vector<std::size_t> num_outcomes_;
  std::vector<std::int8_t> outcomes_;
  std::unordered_map<std::uint64_t, PatternIndex> indices_;
};

/// Pairs of one pattern that the same rules brought together.
struct PairGroup {
  PatternIndex pattern = 0;
  std::uint32_t rules = 0;
  double num_pairs = 0.0;
};

/// Returns the pattern of each pair, adding new ones to `patterns`. O(pairs x comparisons).
[[nodiscard]] std::vector<PatternIndex> patterns_of(
    const Records& records,
    std::span<const Comparison> comparisons,
    std::span<const CandidatePair> pairs,
    Patterns& patterns
);

/// Returns the pairs by pattern and rules, in that order. `pattern_of_pair` is parallel to `pairs`.
[[nodiscard]] std::vector<PairGroup>
grouped(std::span<const CandidatePair> pairs, std::span<const PatternIndex> pattern_of_pair);

/// Returns the patterns of pairs drawn at random, each as likely as another, as groups without
/// rules: all pairs where there are at most `num_draws`, else that many draws with replacement.
[[nodiscard]] std::vector<PairGroup> random_groups(
    const Records& records,
    std::span<const Comparison> comparisons,
    RecordIndex second_table,
    std::int64_t num_draws,
    std::uint64_t seed,
    Patterns& patterns
);

}  // namespace portolan::linkage
