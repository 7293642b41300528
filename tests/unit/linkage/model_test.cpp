#include "portolan/linkage/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "portolan/base/error.hpp"

namespace portolan::linkage {
namespace {

using testing::ThrowsMessage;

constexpr double kExact = 1e-12;

TEST(ProbabilityOf, IsHalfWithoutWeightAndTwoThirdsForOneBit) {
  EXPECT_NEAR(probability_of(0.0), 0.5, kExact);
  EXPECT_NEAR(probability_of(1.0), 2.0 / 3.0, kExact);
  EXPECT_EQ(probability_of(-2'000.0), 0.0);
}

TEST(OutcomeWeight, IsTheRatioInBitsAndNothingForMissing) {
  Model model;
  model.m = {{0.8, 0.2}};
  model.u = {{0.1, 0.9}};
  model.match_share = 0.2;
  EXPECT_NEAR(outcome_weight(model, 0, 0), 3.0, kExact);
  EXPECT_NEAR(outcome_weight(model, 0, 1), std::log2(0.2 / 0.9), kExact);
  EXPECT_EQ(outcome_weight(model, 0, kMissing), 0.0);
  EXPECT_NEAR(prior_weight(model), -2.0, kExact);
}

/// Smith four times, Zorn twice, Quinn once, and one without a name: of 7 * 6 ordered pairs of
/// names 4 * 3 + 2 agree.
Records surnames() {
  Records records(1);
  for (const char* name : {"Smith", "Smith", "Smith", "Smith", "Zorn", "Zorn", "Quinn", ""}) {
    records.add(std::array<std::string, 1>{name});
  }
  return records;
}

TEST(AgreementShare, CountsPairsThatHaveTheSameValue) {
  EXPECT_NEAR(agreement_share(surnames(), 0), 14.0 / 42.0, kExact);
}

// Another record is Smith in 3 of 6 cases, Zorn in 1 of 6.
TEST(FrequencyWeight, IsLessForCommonValuesAndMoreForRareOnes) {
  const Records records = surnames();
  const Comparison comparison{
      .name = "surname", .column = 0, .levels = {Level{}}, .uses_frequency = true};
  const double share = agreement_share(records, 0);
  EXPECT_NEAR(frequency_weight(comparison, records, share, 0, 0), std::log2(2.0 / 3.0), kExact);
  EXPECT_NEAR(frequency_weight(comparison, records, share, 4, 0), 1.0, kExact);
  EXPECT_EQ(frequency_weight(comparison, records, share, 0, 1), 0.0) << "no agreement";
  EXPECT_EQ(frequency_weight(comparison, records, share, 0, kMissing), 0.0);
}

TEST(FitModel, RefusesToLearnFromNothing) {
  EXPECT_THAT(
      [] { (void)fit_model(Patterns({2}), {}, {}, {}, 10.0); },
      ThrowsMessage<Error>(
          "blocking: expected rules that bring at least one pair together, got none"
      )
  );
}

TEST(Patterns, AreTheSameForTheSameOutcomes) {
  Patterns patterns({2, 3});
  const PatternIndex first = patterns.add(std::array{0, kMissing});
  const PatternIndex second = patterns.add(std::array{1, 2});
  EXPECT_EQ(patterns.add(std::array{0, kMissing}), first);
  EXPECT_NE(first, second);
  EXPECT_EQ(patterns.size(), 2U);
  EXPECT_EQ(patterns.outcome(first, 1), kMissing);
  EXPECT_EQ(patterns.outcome(second, 1), 2);
}

TEST(Patterns, RefuseMoreThanCanBeCounted) {
  EXPECT_THAT(
      [] { (void)Patterns(std::vector<std::size_t>(20, 9)); },
      ThrowsMessage<Error>(
          "comparisons: expected fewer than 2^64 agreement patterns, got 20 comparisons with 9 "
          "outcomes in one of them"
      )
  );
}

}  // namespace
}  // namespace portolan::linkage
