#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "portolan/linkage/records.hpp"

namespace portolan::linkage {

/// A column whose folded value, or its first letters, two records must share.
struct KeyPart {
  std::size_t column = 0;
  /// 0: the whole value.
  std::size_t num_letters = 0;
};

/// Pairs that share all parts are compared; a missing part is shared with nobody.
struct BlockingRule {
  /// As it was written, for messages.
  std::string text;
  std::vector<KeyPart> parts;
};

/// At most so many rules: one bit each.
inline constexpr std::size_t kMaxRules = 32;

struct CandidatePair {
  RecordIndex left = 0;
  RecordIndex right = 0;
  /// Bit r is set where the pair shares the key of rule r.
  std::uint32_t rules = 0;
};

struct BlockingOptions {
  /// Where the second table begins; 0: one table, compared with itself.
  RecordIndex second_table = 0;
  /// More pairs than these, over all rules, are refused.
  std::int64_t max_pairs = 20'000'000;
};

/// Returns the pairs that at least one rule brings together, each once, by left and right; left
/// comes first in one table, and from the first of two. Takes O(records log records + pairs).
///
/// Throws `Error` (kInvalidArgument) without rules, for more than `kMaxRules`, and where a rule
/// brings more than `max_pairs` together; the message names it.
[[nodiscard]] std::vector<CandidatePair> candidate_pairs(
    const Records& records,
    std::span<const BlockingRule> rules,
    const BlockingOptions& options = {}
);

/// Returns how many pairs there are at all.
[[nodiscard]] double num_pairs(const Records& records, RecordIndex second_table);

}  // namespace portolan::linkage
