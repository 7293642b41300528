#include "portolan/match/name_score.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "embedded/match.hpp"
#include "part_counter.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::match {
namespace {

constexpr std::array<std::string_view, kNumScoreParts> kPartNames{
    "base",
    "firm",
    "agreement",
    "coverage",
    "identical",
    "spelling",
    "meaning",
    "joined",
    "vowels",
    "consonants",
    "one_letter_short",
    "one_letter",
    "two_letters_short",
    "two_letters",
    "three_letters",
    "initials",
    "replaced",
    "replaced_more",
    "trade_replaced",
    "place_replaced",
    "number_replaced",
    "extra_name",
    "extra_names",
    "extra_word",
    "extra_trade",
    "extra_place",
    "extra_number",
    "legal_form_differs",
    "legal_form_missing",
    "kin_turned",
    "one_word",
    "common_only"};

std::size_t index_of(ScorePart part) {
  return static_cast<std::size_t>(part);
}

class AmountSink final : public PartSink {
 public:
  void add(ScorePart part, double amount, const WordMatch& /*about*/) override {
    amounts[index_of(part)] += amount;
  }

  PartAmounts amounts{};
};

class ExplainingSink final : public PartSink {
 public:
  ExplainingSink(const Name& a, const Name& b) : a_(a), b_(b) {}

  void add(ScorePart part, double amount, const WordMatch& about) override {
    auto& found = by_part_[index_of(part)];
    found.part = part;
    found.amount += amount;
    std::string words = words_of_match(about);
    found.words += found.words.empty() || words.empty() ? words : ", " + words;
  }

  NameScore score() const {
    NameScore result;
    const PartWeights& weights = part_weights();
    for (const auto& [index, contribution] : by_part_) {
      if (contribution.amount == 0.0) {
        continue;
      }
      result.contributions.push_back(contribution);
      result.contributions.back().score_db = contribution.amount * weights[index];
      result.score_db += contribution.amount * weights[index];
    }
    result.probability = probability_of(result.score_db);
    return result;
  }

 private:
  static std::string words_in(const Name& name, std::size_t begin, std::size_t count) {
    std::vector<std::string> words;
    for (std::size_t i = begin; i < begin + count; ++i) {
      words.push_back(name.tokens[i].latin);
    }
    return join(words, " ");
  }

  std::string words_of_match(const WordMatch& about) const {
    const std::string first = words_in(a_, about.begin_a, about.count_a);
    const std::string second = words_in(b_, about.begin_b, about.count_b);
    if (first.empty() || second.empty()) {
      return first + second;
    }
    const bool is_different = about.relation == Relation::kDifferent;
    return first + (is_different ? " / " : " ~ ") + second;
  }

  const Name& a_;
  const Name& b_;
  std::map<std::size_t, Contribution> by_part_;
};

PartWeights read_weights() {
  PartWeights weights{};
  std::array<bool, kNumScoreParts> is_given{};
  for (const auto& row : read_embedded_table(embedded::weights_csv, {"part", "weight_db"})) {
    for (std::size_t i = 0; i < kNumScoreParts; ++i) {
      if (kPartNames[i] == row[0]) {
        weights[i] = parse_double(row[1]).value();
        is_given[i] = true;
      }
    }
  }
  for (std::size_t i = 0; i < kNumScoreParts; ++i) {
    ensure(is_given[i], fmt::format("weights.csv: expected a weight of {}", kPartNames[i]));
    // The bounds of the index hold only so.
    const auto part = static_cast<ScorePart>(i);
    const bool is_for = part == ScorePart::kAgreement || part == ScorePart::kCoverage ||
                        part == ScorePart::kIdentical;
    const bool is_either = part == ScorePart::kBase || part == ScorePart::kFirm;
    ensure(
        is_either || (is_for ? weights[i] >= 0.0 : weights[i] <= 0.0),
        fmt::format("weights.csv: expected the other sign of {}", kPartNames[i])
    );
  }
  return weights;
}

}  // namespace

std::string_view to_string(ScorePart part) {
  return kPartNames[index_of(part)];
}

PartAmounts part_amounts(const Name& a, const Name& b) {
  AmountSink sink;
  count_parts(a, b, sink);
  return sink.amounts;
}

const PartWeights& part_weights() {
  static const PartWeights weights = read_weights();
  return weights;
}

double name_score_db(const Name& a, const Name& b) {
  if (a.tokens.empty() || b.tokens.empty()) {
    return kNoScoreDb;
  }
  const PartAmounts amounts = part_amounts(a, b);
  const PartWeights& weights = part_weights();
  double score_db = 0.0;
  for (std::size_t i = 0; i < kNumScoreParts; ++i) {
    score_db += amounts[i] * weights[i];
  }
  return score_db;
}

NameScore score_names(const Name& a, const Name& b) {
  if (a.tokens.empty() || b.tokens.empty()) {
    return {.score_db = kNoScoreDb, .probability = probability_of(kNoScoreDb), .contributions = {}};
  }
  ExplainingSink sink(a, b);
  count_parts(a, b, sink);
  return sink.score();
}

double probability_of(double score_db) {
  return 1.0 / (1.0 + std::pow(10.0, -score_db / 10.0));
}

}  // namespace portolan::match
