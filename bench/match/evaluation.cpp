#include "evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "labelled_pairs.hpp"
#include "portolan/match/name_score.hpp"
#include "ranking.hpp"
#include "screening_examples.hpp"
#include "weight_fit.hpp"

namespace portolan::bench {
namespace {

using match::kNumScoreParts;
using match::PartAmounts;
using match::PartWeights;
using match::ScorePart;

match::NameKind kind_of(const LabelledPair& pair) {
  return match::parse_name_kind(pair.schema).value();
}

PartAmounts amounts_of(match::NameKind kind, const std::string& name1, const std::string& name2) {
  return match::part_amounts(match::prepare_name(name1, kind), match::prepare_name(name2, kind));
}

struct Data {
  std::vector<LabelledPair> pairs;
  std::vector<PartAmounts> amounts;

  std::vector<Example> screening;

  explicit Data(const std::filesystem::path& folder)
      : pairs(read_labelled_pairs(folder / "names/name_pairs.csv")),
        screening(screening_examples(folder)) {
    for (const auto& pair : pairs) {
      amounts.push_back(amounts_of(kind_of(pair), pair.name1, pair.name2));
    }
  }

  /// The screening examples, the pairs that `is_in` takes, and for each the second names of four
  /// other ones of them: pairs of two bearers as screening meets them, counting a quarter.
  [[nodiscard]] std::vector<Example> examples(const std::function<bool(const LabelledPair&)>& is_in
  ) const {
    std::vector<Example> result = screening;
    std::vector<std::size_t> taken;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (is_in(pairs[i])) {
        taken.push_back(i);
        result.push_back({.amounts = amounts[i], .is_match = pairs[i].is_match});
      }
    }
    constexpr std::size_t kOthers = 4;
    for (std::size_t k = 0; k < taken.size(); ++k) {
      const LabelledPair& one = pairs[taken[k]];
      for (std::size_t step = 1; step <= kOthers; ++step) {
        const LabelledPair& other = pairs[taken[(k + step * 37) % taken.size()]];
        if (other.group != one.group && kind_of(other) == kind_of(one)) {
          result.push_back(
              {.amounts = amounts_of(kind_of(one), one.name1, other.name2),
               .is_match = false,
               .weight = 0.25}
          );
        }
      }
    }
    return result;
  }
};

double score_of(const PartAmounts& amounts, const PartWeights& weights) {
  double score = 0.0;
  for (std::size_t i = 0; i < kNumScoreParts; ++i) {
    score += amounts[i] * weights[i];
  }
  return score;
}

std::vector<ScoredCase> score_all(const Data& data, PairPart part) {
  std::vector<ScoredCase> cases;
  const auto add = [&](const PartWeights& weights, const auto& is_in) {
    for (std::size_t i = 0; i < data.pairs.size(); ++i) {
      if (is_in(data.pairs[i])) {
        const double score = score_of(data.amounts[i], weights);
        cases.push_back({.score = score, .is_match = data.pairs[i].is_match, .index = i});
      }
    }
  };
  if (part == PairPart::kKeptBack) {
    const auto weights =
        fit_weights(data.examples([](const auto& pair) { return !is_kept_back(pair); }));
    add(weights, is_kept_back);
    return cases;
  }
  for (std::size_t fold = 0; fold < kNumFolds; ++fold) {
    const auto is_scored = [&](const LabelledPair& pair) {
      return fold_of(pair) == fold && (part == PairPart::kAll || !is_kept_back(pair));
    };
    const auto is_fitted = [&](const LabelledPair& pair) {
      return fold_of(pair) != fold && (part == PairPart::kAll || !is_kept_back(pair));
    };
    add(fit_weights(data.examples(is_fitted)), is_scored);
  }
  return cases;
}

std::string kind_of_case(const LabelledPair& pair) {
  if (pair.category.empty() || pair.category == "LLM-proposed deviation") {
    return pair.source;
  }
  return pair.source + ": " + pair.category;
}

void print_kinds(const Data& data, const std::vector<ScoredCase>& ranked, double threshold) {
  struct Count {
    int right = 0;
    int missed = 0;
    int wrong = 0;
    int rejected = 0;
  };
  std::map<std::string, Count> kinds;
  for (const ScoredCase& one : ranked) {
    const LabelledPair& pair = data.pairs[one.index];
    const bool is_hit = one.score >= threshold;
    for (const std::string& kind : {kind_of_case(pair), "schema " + pair.schema}) {
      Count& count = kinds[kind];
      ++(one.is_match ? (is_hit ? count.right : count.missed)
                      : (is_hit ? count.wrong : count.rejected));
    }
  }
  fmt::print(
      "{:<44}{:>6}{:>8}{:>7}{:>10}\n", "kind of case", "found", "missed", "wrong", "rejected"
  );
  for (const auto& [kind, count] : kinds) {
    fmt::print(
        "{:<44}{:>6}{:>8}{:>7}{:>10}\n",
        kind,
        count.right,
        count.missed,
        count.wrong,
        count.rejected
    );
  }
}

void print_wrong(const Data& data, const std::vector<ScoredCase>& ranked, double threshold) {
  for (const ScoredCase& one : ranked) {
    if (one.is_match == (one.score >= threshold)) {
      continue;
    }
    const LabelledPair& pair = data.pairs[one.index];
    fmt::print(
        "{} {:6.1f} {} | {} | {} | {}\n   ",
        one.is_match ? "missed" : "wrong ",
        one.score,
        pair.schema,
        pair.name1,
        pair.name2,
        pair.notes
    );
    for (std::size_t i = 0; i < kNumScoreParts; ++i) {
      if (data.amounts[one.index][i] != 0.0) {
        fmt::print(" {}={:.2f}", to_string(static_cast<ScorePart>(i)), data.amounts[one.index][i]);
      }
    }
    fmt::print("\n");
  }
}

}  // namespace

void print_evaluation(const std::filesystem::path& folder, PairPart part, bool shows_wrong) {
  const Data data(folder);
  std::vector<ScoredCase> ranked = score_all(data, part);
  rank(ranked);
  fmt::print("pairs: {}, average precision {:.3f}\n", ranked.size(), average_precision(ranked));
  for (const double recall : {0.5, 0.7, 0.8, 0.82, 0.85, 0.9, 0.95, 1.0}) {
    const Cut cut = cut_at_recall(ranked, recall);
    fmt::print(
        "recall {:.3f}: precision {:.3f} at {:.2f} dB\n", cut.recall, cut.precision, cut.threshold
    );
  }
  double loss = 0.0;
  for (const ScoredCase& one : ranked) {
    const double p = match::probability_of(one.score);
    loss -= std::log(one.is_match ? p : 1.0 - p);
  }
  fmt::print("log loss {:.3f} a pair\n", loss / static_cast<double>(ranked.size()));
  const double threshold = cut_at_recall(ranked, 0.82).threshold;
  print_kinds(data, ranked, threshold);
  if (shows_wrong) {
    print_wrong(data, ranked, threshold);
  }
}

void print_fit(const std::filesystem::path& folder) {
  const Data data(folder);
  const auto weights =
      fit_weights(data.examples([](const LabelledPair& pair) { return !is_kept_back(pair); }));
  fmt::print("part,weight_db\n");
  for (std::size_t i = 0; i < kNumScoreParts; ++i) {
    fmt::print("{},{:.2f}\n", to_string(static_cast<ScorePart>(i)), weights[i]);
  }
}

}  // namespace portolan::bench
