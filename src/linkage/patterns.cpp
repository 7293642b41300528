#include "portolan/linkage/patterns.hpp"

#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/random.hpp"

namespace portolan::linkage {
namespace {

PatternIndex pattern_of(
    const Records& records,
    std::span<const Comparison> comparisons,
    RecordIndex left,
    RecordIndex right,
    Patterns& patterns
) {
  std::vector<int> outcomes;
  outcomes.reserve(comparisons.size());
  for (const Comparison& comparison : comparisons) {
    outcomes.push_back(outcome_of(comparison, records, left, right));
  }
  return patterns.add(outcomes);
}

using TakePair = std::function<void(RecordIndex left, RecordIndex right)>;

void for_all_pairs(RecordIndex size, RecordIndex second_table, const TakePair& take) {
  const RecordIndex end = second_table == 0 ? size : second_table;
  for (RecordIndex left = 0; left < end; ++left) {
    for (RecordIndex right = second_table == 0 ? left + 1 : second_table; right < size; ++right) {
      take(left, right);
    }
  }
}

void for_drawn_pairs(
    RecordIndex size,
    RecordIndex second_table,
    std::int64_t num_draws,
    std::uint64_t seed,
    const TakePair& take
) {
  const RecordIndex end = second_table == 0 ? size : second_table;
  Random random(seed);
  for (std::int64_t i = 0; i < num_draws;) {
    const auto left = static_cast<RecordIndex>(random.below(end));
    // Of one table both are drawn from all of it.
    const auto right = static_cast<RecordIndex>(second_table + random.below(size - second_table));
    if (left != right) {
      take(left, right);
      ++i;
    }
  }
}

}  // namespace

Patterns::Patterns(std::vector<std::size_t> num_outcomes) : num_outcomes_(std::move(num_outcomes)) {
  std::uint64_t num_patterns = 1;
  for (const std::size_t count : num_outcomes_) {
    if (count >= std::numeric_limits<std::int8_t>::max() ||
        num_patterns > std::numeric_limits<std::uint64_t>::max() / (count + 1)) {
      throw invalid_argument(
          "comparisons: expected fewer than 2^64 agreement patterns, got {} comparisons with {} "
          "outcomes in one of them",
          num_outcomes_.size(),
          count
      );
    }
    num_patterns *= count + 1;
  }
}

PatternIndex Patterns::add(std::span<const int> outcomes) {
  ensure(outcomes.size() == num_outcomes_.size(), "a pattern has one outcome a comparison");
  std::uint64_t code = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    code = code * (num_outcomes_[i] + 1) + static_cast<std::uint64_t>(outcomes[i] + 1);
  }
  const auto [found, is_new] = indices_.emplace(code, static_cast<PatternIndex>(size()));
  if (is_new) {
    for (const int outcome : outcomes) {
      outcomes_.push_back(static_cast<std::int8_t>(outcome));
    }
  }
  return found->second;
}

std::vector<PatternIndex> patterns_of(
    const Records& records,
    std::span<const Comparison> comparisons,
    std::span<const CandidatePair> pairs,
    Patterns& patterns
) {
  std::vector<PatternIndex> result;
  result.reserve(pairs.size());
  for (const CandidatePair& pair : pairs) {
    result.push_back(pattern_of(records, comparisons, pair.left, pair.right, patterns));
  }
  return result;
}

std::vector<PairGroup>
grouped(std::span<const CandidatePair> pairs, std::span<const PatternIndex> pattern_of_pair) {
  std::map<std::pair<PatternIndex, std::uint32_t>, double> counts;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    counts[{pattern_of_pair[i], pairs[i].rules}] += 1.0;
  }
  std::vector<PairGroup> result;
  result.reserve(counts.size());
  for (const auto& [key, count] : counts) {
    result.push_back({.pattern = key.first, .rules = key.second, .num_pairs = count});
  }
  return result;
}

std::vector<PairGroup> random_groups(
    const Records& records,
    std::span<const Comparison> comparisons,
    RecordIndex second_table,
    std::int64_t num_draws,
    std::uint64_t seed,
    Patterns& patterns
) {
  std::map<PatternIndex, double> counts;
  const auto count = [&](RecordIndex left, RecordIndex right) {
    counts[pattern_of(records, comparisons, left, right, patterns)] += 1.0;
  };
  const auto size = static_cast<RecordIndex>(records.size());
  if (num_pairs(records, second_table) <= static_cast<double>(num_draws)) {
    for_all_pairs(size, second_table, count);
  } else {
    for_drawn_pairs(size, second_table, num_draws, seed, count);
  }
  std::vector<PairGroup> result;
  result.reserve(counts.size());
  for (const auto& [pattern, num] : counts) {
    result.push_back({.pattern = pattern, .rules = 0, .num_pairs = num});
  }
  return result;
}

}  // namespace portolan::linkage
