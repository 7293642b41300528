#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/linkage/patterns.hpp"

namespace portolan::linkage {

/// Shares of the outcomes of one comparison among pairs in which nothing is missing; they sum to 1.
using OutcomeShares = std::vector<double>;

struct EmOptions {
  /// Ends when no share moves by more.
  double tolerance = 1e-9;
  int max_iterations = 2'000;
  /// Added to each outcome's pairs, so that what was never seen is rare and not impossible.
  double pseudo_pairs = 0.5;
};

struct EmResult {
  std::vector<OutcomeShares> m;
  /// Share of matches among the pairs.
  double match_share = 0.0;
  int num_iterations = 0;
  bool has_converged = false;
};

/// Returns the shares of outcomes among matches and the share of matches that make the pairs
/// likeliest, given the shares among non-matches `u`: maximum likelihood of a mixture of matches
/// and non-matches whose comparisons are independent within each, by expectation and maximisation.
/// A missing outcome tells nothing. Comparisons with `is_left_out` take no part and keep `start`.
/// O(iterations x groups x comparisons).
///
/// Source: Fellegi and Sunter (1969), J. Am. Stat. Assoc. 64(328), 1183-1210,
/// doi:10.1080/01621459.1969.10501049; Dempster, Laird and Rubin (1977), J. R. Stat. Soc. B 39(1).
[[nodiscard]] EmResult fit_matches(
    const Patterns& patterns,
    std::span<const PairGroup> groups,
    const std::vector<OutcomeShares>& u,
    const std::vector<OutcomeShares>& start,
    const std::vector<bool>& is_left_out,
    const EmOptions& options = {}
);

/// How records of a set of tables are told apart.
struct Model {
  std::vector<OutcomeShares> m;
  std::vector<OutcomeShares> u;
  /// By comparison: whether any rule leaves it free, so that `m` could be estimated. Else `m` is an
  /// assumption: each outcome half as frequent among matches as the one before.
  std::vector<bool> is_estimated;
  /// Share of matches among all pairs, whether compared or not.
  double match_share = 0.0;
  int num_rounds = 0;
  bool has_converged = false;
};

/// What a blocking rule means for the model.
struct RuleColumns {
  /// By comparison: whether the rule fixes a column of it.
  std::vector<bool> is_fixed;
};

struct ModelOptions {
  EmOptions em = {};
  int max_rounds = 100;
  /// Ends when no weight log2(m / u) moves by more.
  double tolerance = 1e-4;
};

/// Returns the model for the pairs `candidates` that rules brought together, `random` pairs, and
/// `num_pairs` pairs at all. In rounds until nothing moves:
///
/// 1. m: `fit_matches` on the pairs of each rule, without the comparisons of columns that the rule
///    fixes (among its pairs these agree in any case); over rules the mean by matches.
/// 2. The number of matches: two rules that fix nothing in common find matches independently, so
///    that N = M_r M_s / M_rs (Lincoln and Petersen); the median over such pairs of rules. M sums
///    the probabilities of the pairs of a rule, and of both. Without such a pair: the matches among
///    all candidates, a lower bound.
/// 3. u: the outcomes of random pairs, each weighed with its probability of being no match. (Random
///    pairs hold few matches, but for values that nearly only matches share those are most.)
///
/// Throws `Error` (kInvalidArgument) without candidates.
[[nodiscard]] Model fit_model(
    const Patterns& patterns,
    std::span<const PairGroup> candidates,
    std::span<const RuleColumns> rules,
    std::span<const PairGroup> random,
    double num_pairs,
    const ModelOptions& options = {}
);

/// Returns what an outcome weighs: log2(m / u), 0 for a missing one.
[[nodiscard]] double outcome_weight(const Model& model, std::size_t comparison, int outcome);

/// Returns the weight that all pairs have before they are compared: log2 of the odds of a match.
[[nodiscard]] double prior_weight(const Model& model);

/// Returns the probability of a match for a total weight: 1 / (1 + 2^-weight).
[[nodiscard]] double probability_of(double weight);

/// Returns what agreement on this value weighs beyond agreement as such: log2 of how often two
/// records of the column agree at all over how often another record has this value,
///
///     log2( sum_v c_v (c_v - 1) / (n (n - 1))  /  ((c - 1) / (n - 1)) )
///
/// with c the records that have the value of n that have one. 0 unless the comparison uses
/// frequency and the outcome is exact agreement. `agreement_share` returns the first of the two.
///
/// Source: Winkler (2000), Frequency-based matching in Fellegi-Sunter model of record linkage,
/// US Bureau of the Census, RR2000/06.
[[nodiscard]] double frequency_weight(
    const Comparison& comparison,
    const Records& records,
    double agreement_share,
    RecordIndex record,
    int outcome
);
[[nodiscard]] double agreement_share(const Records& records, std::size_t column);

}  // namespace portolan::linkage
