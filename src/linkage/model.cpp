#include "portolan/linkage/model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "portolan/base/error.hpp"

namespace portolan::linkage {
namespace {

constexpr double kFirstMatchShare = 0.2;
constexpr double kMostMatchShare = 0.5;

/// What outcomes of a comparison were counted, then their shares.
OutcomeShares shares_of(const std::vector<double>& counts, double pseudo_pairs) {
  double total = 0.0;
  for (const double count : counts) {
    total += count + pseudo_pairs;
  }
  OutcomeShares shares;
  for (const double count : counts) {
    shares.push_back((count + pseudo_pairs) / total);
  }
  return shares;
}

std::vector<std::vector<double>> no_counts(const Patterns& patterns) {
  std::vector<std::vector<double>> counts;
  for (std::size_t i = 0; i < patterns.num_comparisons(); ++i) {
    counts.emplace_back(patterns.num_outcomes(i), 0.0);
  }
  return counts;
}

/// log(m / u) of a pattern over the comparisons that take part.
double log_ratio(
    const Patterns& patterns,
    PatternIndex pattern,
    const std::vector<OutcomeShares>& m,
    const std::vector<OutcomeShares>& u,
    const std::vector<bool>& is_left_out
) {
  double result = 0.0;
  for (std::size_t i = 0; i < patterns.num_comparisons(); ++i) {
    const int outcome = patterns.outcome(pattern, i);
    if (outcome != kMissing && !is_left_out[i]) {
      const auto at = static_cast<std::size_t>(outcome);
      result += std::log(m[i][at] / u[i][at]);
    }
  }
  return result;
}

double match_probability(double match_share, double log_m_over_u) {
  return 1.0 / (1.0 + (1.0 - match_share) / match_share * std::exp(-log_m_over_u));
}

void count_outcomes(
    const Patterns& patterns,
    PatternIndex pattern,
    double num_pairs,
    std::vector<std::vector<double>>& counts
) {
  for (std::size_t i = 0; i < patterns.num_comparisons(); ++i) {
    const int outcome = patterns.outcome(pattern, i);
    if (outcome != kMissing) {
      counts[i][static_cast<std::size_t>(outcome)] += num_pairs;
    }
  }
}

double largest_change(const std::vector<OutcomeShares>& a, const std::vector<OutcomeShares>& b) {
  double result = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t k = 0; k < a[i].size(); ++k) {
      result = std::max(result, std::abs(a[i][k] - b[i][k]));
    }
  }
  return result;
}

/// Rounds of fitting; what they share.
class ModelFit {
 public:
  ModelFit(
      const Patterns& patterns,
      std::span<const PairGroup> candidates,
      std::span<const RuleColumns> rules,
      std::span<const PairGroup> random,
      double num_pairs,
      const ModelOptions& options
  )
      : patterns_(patterns),
        candidates_(candidates),
        rules_(rules),
        random_(random),
        num_pairs_(num_pairs),
        options_(options),
        everything_(patterns.num_comparisons(), false),
        by_rule_(rules.size()) {
    for (const PairGroup& group : candidates) {
      for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        if ((group.rules >> rule & 1U) != 0) {
          by_rule_[rule].push_back(group);
        }
      }
    }
    start();
  }

  Model run() {
    while (!model_.has_converged && model_.num_rounds < options_.max_rounds) {
      const Model before = model_;
      fit_m();
      fit_match_share();
      fit_u();
      ++model_.num_rounds;
      model_.has_converged = has_settled(before);
    }
    return model_;
  }

 private:
  void start() {
    model_.is_estimated.assign(patterns_.num_comparisons(), false);
    for (std::size_t i = 0; i < patterns_.num_comparisons(); ++i) {
      OutcomeShares halves;
      double total = 0.0;
      for (std::size_t k = 0; k < patterns_.num_outcomes(i); ++k) {
        halves.push_back(std::exp2(-static_cast<double>(k)));
        total += halves.back();
      }
      for (double& share : halves) {
        share /= total;
      }
      assumed_.push_back(std::move(halves));
    }
    model_.m = assumed_;
    auto counts = no_counts(patterns_);
    for (const PairGroup& group : random_) {
      count_outcomes(patterns_, group.pattern, group.num_pairs, counts);
    }
    for (const auto& one : counts) {
      model_.u.push_back(shares_of(one, options_.em.pseudo_pairs));
    }
  }

  /// Adds what the pairs of a rule say of the comparisons that it leaves free, weighed by its
  /// matches, which are returned; 0 where it leaves none.
  double add_rule(
      std::size_t rule,
      std::vector<std::vector<double>>& sums,
      std::vector<double>& weights
  ) const {
    const auto& fixed = rules_[rule].is_fixed;
    if (by_rule_[rule].empty() || std::ranges::count(fixed, false) == 0) {
      return 0.0;
    }
    const EmResult fit =
        fit_matches(patterns_, by_rule_[rule], model_.u, model_.m, fixed, options_.em);
    double matches = 0.0;
    for (const PairGroup& group : by_rule_[rule]) {
      matches += group.num_pairs * fit.match_share;
    }
    for (std::size_t i = 0; i < fixed.size(); ++i) {
      weights[i] += fixed[i] ? 0.0 : matches;
      for (std::size_t k = 0; k < sums[i].size(); ++k) {
        sums[i][k] += fixed[i] ? 0.0 : matches * fit.m[i][k];
      }
    }
    return matches;
  }

  void fit_m() {
    auto sums = no_counts(patterns_);
    std::vector<double> weights(patterns_.num_comparisons(), 0.0);
    double most_matches = 0.0;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      most_matches = std::max(most_matches, add_rule(rule, sums, weights));
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
      model_.is_estimated[i] = weights[i] > 0.0;
      for (std::size_t k = 0; k < sums[i].size(); ++k) {
        model_.m[i][k] = model_.is_estimated[i] ? sums[i][k] / weights[i] : assumed_[i][k];
      }
    }
    if (model_.num_rounds == 0) {
      model_.match_share = bounded(most_matches);
    }
  }

  [[nodiscard]] double bounded(double num_matches) const {
    return std::clamp(num_matches / num_pairs_, 0.5 / num_pairs_, kMostMatchShare);
  }

  [[nodiscard]] double probability(PatternIndex pattern) const {
    return match_probability(
        model_.match_share, log_ratio(patterns_, pattern, model_.m, model_.u, everything_)
    );
  }

  void fit_match_share() {
    const std::size_t n = rules_.size();
    std::vector<double> found(n * n, 0.0);
    double all = 0.0;
    for (const PairGroup& group : candidates_) {
      const double matches = group.num_pairs * probability(group.pattern);
      all += matches;
      for (std::size_t r = 0; r < n; ++r) {
        for (std::size_t s = r; s < n; ++s) {
          if ((group.rules >> r & 1U) != 0 && (group.rules >> s & 1U) != 0) {
            found[r * n + s] += matches;
          }
        }
      }
    }
    std::vector<double> estimates;
    for (std::size_t r = 0; r < n; ++r) {
      for (std::size_t s = r + 1; s < n; ++s) {
        if (are_independent(r, s) && found[r * n + s] >= 1.0) {
          estimates.push_back(found[r * n + r] * found[s * n + s] / found[r * n + s]);
        }
      }
    }
    double num_matches = all;
    if (!estimates.empty()) {
      std::ranges::sort(estimates);
      num_matches = std::max(all, estimates[(estimates.size() - 1) / 2]);
    }
    model_.match_share = bounded(num_matches);
  }

  [[nodiscard]] bool are_independent(std::size_t r, std::size_t s) const {
    for (std::size_t i = 0; i < patterns_.num_comparisons(); ++i) {
      if (rules_[r].is_fixed[i] && rules_[s].is_fixed[i]) {
        return false;
      }
    }
    return true;
  }

  void fit_u() {
    auto counts = no_counts(patterns_);
    for (const PairGroup& group : random_) {
      count_outcomes(
          patterns_, group.pattern, group.num_pairs * (1.0 - probability(group.pattern)), counts
      );
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      model_.u[i] = shares_of(counts[i], options_.em.pseudo_pairs);
    }
  }

  [[nodiscard]] bool has_settled(const Model& before) const {
    for (std::size_t i = 0; i < model_.m.size(); ++i) {
      for (std::size_t k = 0; k < model_.m[i].size(); ++k) {
        const int outcome = static_cast<int>(k);
        if (std::abs(outcome_weight(model_, i, outcome) - outcome_weight(before, i, outcome)) >
            options_.tolerance) {
          return false;
        }
      }
    }
    return before.match_share > 0.0 &&
           std::abs(prior_weight(model_) - prior_weight(before)) <= options_.tolerance;
  }

  const Patterns& patterns_;
  std::span<const PairGroup> candidates_;
  std::span<const RuleColumns> rules_;
  std::span<const PairGroup> random_;
  double num_pairs_;
  ModelOptions options_;
  std::vector<bool> everything_;
  std::vector<std::vector<PairGroup>> by_rule_;
  std::vector<OutcomeShares> assumed_;
  Model model_;
};

}  // namespace

EmResult fit_matches(
    const Patterns& patterns,
    std::span<const PairGroup> groups,
    const std::vector<OutcomeShares>& u,
    const std::vector<OutcomeShares>& start,
    const std::vector<bool>& is_left_out,
    const EmOptions& options
) {
  EmResult result{.m = start, .match_share = kFirstMatchShare};
  double num_pairs = 0.0;
  for (const PairGroup& group : groups) {
    num_pairs += group.num_pairs;
  }
  while (!result.has_converged && result.num_iterations < options.max_iterations) {
    auto counts = no_counts(patterns);
    double matches = 0.0;
    for (const PairGroup& group : groups) {
      const double probability = match_probability(
          result.match_share, log_ratio(patterns, group.pattern, result.m, u, is_left_out)
      );
      matches += group.num_pairs * probability;
      count_outcomes(patterns, group.pattern, group.num_pairs * probability, counts);
    }
    const std::vector<OutcomeShares> before = result.m;
    const double share_before = result.match_share;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (!is_left_out[i]) {
        result.m[i] = shares_of(counts[i], options.pseudo_pairs);
      }
    }
    result.match_share = std::clamp(matches / num_pairs, 1e-12, 1.0 - 1e-12);
    ++result.num_iterations;
    result.has_converged = largest_change(before, result.m) <= options.tolerance &&
                           std::abs(result.match_share - share_before) <= options.tolerance;
  }
  return result;
}

Model fit_model(
    const Patterns& patterns,
    std::span<const PairGroup> candidates,
    std::span<const RuleColumns> rules,
    std::span<const PairGroup> random,
    double num_pairs,
    const ModelOptions& options
) {
  if (candidates.empty()) {
    throw invalid_argument(
        "blocking: expected rules that bring at least one pair together, got none"
    );
  }
  return ModelFit(patterns, candidates, rules, random, num_pairs, options).run();
}

double outcome_weight(const Model& model, std::size_t comparison, int outcome) {
  if (outcome == kMissing) {
    return 0.0;
  }
  const auto at = static_cast<std::size_t>(outcome);
  return std::log2(model.m[comparison][at] / model.u[comparison][at]);
}

double prior_weight(const Model& model) {
  return std::log2(model.match_share / (1.0 - model.match_share));
}

double probability_of(double weight) {
  return 1.0 / (1.0 + std::exp2(-weight));
}

double agreement_share(const Records& records, std::size_t column) {
  std::vector<bool> is_counted;
  double pairs = 0.0;
  for (RecordIndex record = 0; record < records.size(); ++record) {
    const ValueId value = records.value(record, column);
    if (value >= is_counted.size()) {
      is_counted.resize(value + std::size_t{1}, false);
    }
    if (value != kNoValue && !is_counted[value]) {
      is_counted[value] = true;
      const auto count = static_cast<double>(records.count(column, value));
      pairs += count * (count - 1.0);
    }
  }
  const auto present = static_cast<double>(records.num_present(column));
  return present < 2.0 ? 0.0 : pairs / (present * (present - 1.0));
}

double frequency_weight(
    const Comparison& comparison,
    const Records& records,
    double agreement_share,
    RecordIndex record,
    int outcome
) {
  if (!comparison.uses_frequency || outcome == kMissing ||
      static_cast<std::size_t>(outcome) >= comparison.levels.size() ||
      comparison.levels[static_cast<std::size_t>(outcome)].measure != Measure::kExact) {
    return 0.0;
  }
  const ValueId value = records.value(record, comparison.column);
  const auto others = static_cast<double>(records.count(comparison.column, value) - 1);
  const auto present = static_cast<double>(records.num_present(comparison.column) - 1);
  return others <= 0.0 ? 0.0 : std::log2(agreement_share / (others / present));
}

}  // namespace portolan::linkage
