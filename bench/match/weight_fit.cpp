#include "weight_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace portolan::bench {
namespace {

using match::kNumScoreParts;
using match::PartWeights;
using match::ScorePart;

constexpr double kDecibansPerNat = 4.3429448190325175;  // 10 / ln 10
// A part met with the amount 1 in n pairs is drawn to its prior as by about 4 times this many
// pairs.
constexpr double kPriorStrength = 0.6;

/// In the order of `ScorePart`.
constexpr PartWeights kPriorDb{-20,  0,  6,  22, 6,  0,   -1,   0,  -2,  -2, -3,
                               -1,   -6, -3, -5, -3, -12, -6,   -8, -12, -1, -1,
                               -1.5, -5, -4, -8, -6, -3,  -0.5, -8, -2,  -4};

struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

Bounds bounds_of(std::size_t part) {
  switch (static_cast<ScorePart>(part)) {
    case ScorePart::kBase:
    case ScorePart::kFirm:
      return {};
    case ScorePart::kAgreement:
    case ScorePart::kCoverage:
    case ScorePart::kIdentical:
      return {.low = 0.0};
    default:
      return {.high = 0.0};
  }
}

}  // namespace

const PartWeights& prior_weights() {
  return kPriorDb;
}

PartWeights fit_weights(std::span<const Example> examples) {
  PartWeights weights = kPriorDb;
  for (double& weight : weights) {
    weight /= kDecibansPerNat;
  }
  const PartWeights prior = weights;
  std::vector<double> sums(examples.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    for (std::size_t j = 0; j < kNumScoreParts; ++j) {
      sums[i] += weights[j] * examples[i].amounts[j];
    }
  }
  constexpr int kMostSweeps = 2000;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    double largest_step = 0.0;
    for (std::size_t j = 0; j < kNumScoreParts; ++j) {
      double gradient = kPriorStrength * (weights[j] - prior[j]);
      double curvature = kPriorStrength;
      for (std::size_t i = 0; i < examples.size(); ++i) {
        const double amount = examples[i].amounts[j];
        if (amount != 0.0) {
          const double p = 1.0 / (1.0 + std::exp(-sums[i]));
          gradient += examples[i].weight * (p - (examples[i].is_match ? 1.0 : 0.0)) * amount;
          curvature += examples[i].weight * std::max(p * (1.0 - p), 0.05) * amount * amount;
        }
      }
      const Bounds bounds = bounds_of(j);
      const double next = std::clamp(weights[j] - gradient / curvature, bounds.low, bounds.high);
      const double step = next - weights[j];
      weights[j] = next;
      for (std::size_t i = 0; i < examples.size(); ++i) {
        sums[i] += step * examples[i].amounts[j];
      }
      largest_step = std::max(largest_step, std::abs(step));
    }
    if (largest_step < 1e-9) {
      break;
    }
  }
  for (double& weight : weights) {
    weight *= kDecibansPerNat;
  }
  return weights;
}

}  // namespace portolan::bench
