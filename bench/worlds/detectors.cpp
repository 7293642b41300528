#include <algorithm>
#include <array>

#include "detector.hpp"
#include "p_values.hpp"

namespace portolan::bench {
namespace {

CellName cell_of(const detect::Lead& lead) {
  return {.hub = lead.hub, .family = lead.goods.family};
}

/// Scores without an error rate: at least 0 decibans is a lead.
Verdicts score(const TestedWorld& world) {
  const auto verdicts_of = [](const std::vector<detect::Lead>& leads) {
    std::vector<Verdict> verdicts;
    verdicts.reserve(leads.size());
    for (const detect::Lead& lead : leads) {
      verdicts.push_back(
          {.cell = cell_of(lead),
           .suspicion = static_cast<double>(lead.score),
           .q_value = lead.score >= 0 ? 0.0 : 1.0}
      );
    }
    return verdicts;
  };
  return {
      .leads = verdicts_of(world.detected->leads),
      .surges = verdicts_of(world.detected->surges),
      .notice = {}};
}

/// The q-values of `detect`, ranked by p-value, then by score.
Verdicts calibrated(const TestedWorld& world) {
  bool has_q = false;
  const auto verdicts_of = [&](const std::vector<detect::Lead>& leads) {
    std::vector<Verdict> verdicts;
    for (const detect::Lead& lead : leads) {
      if (!lead.q_value) {
        continue;  // too few placebos: not tested
      }
      has_q = true;
      verdicts.push_back(
          {.cell = cell_of(lead),
           .suspicion = -lead.p_value.value_or(1.0) + 1e-9 * static_cast<double>(lead.score),
           .q_value = *lead.q_value}
      );
    }
    return verdicts;
  };
  Verdicts verdicts;
  verdicts.leads = verdicts_of(world.detected->leads);
  verdicts.surges = verdicts_of(world.detected->surges);
  if (!has_q) {
    verdicts.notice = "detect gives no q-values: no leads";
  }
  return verdicts;
}

}  // namespace

std::span<const Detector> all_detectors() {
  static const std::array kDetectors = {
      Detector{
          .name = "calibrated",
          .what = "detect, q-value at most the level",
          .has_nominal_level = true,
          .reads_detection = true,
          .run = calibrated},
      Detector{
          .name = "score",
          .what = "detect, at least 0 decibans",
          .has_nominal_level = false,
          .reads_detection = true,
          .run = score},
      Detector{
          .name = "prototype",
          .what = "legs by block placebos, ratios of totals, largest p",
          .run = prototype},
      Detector{
          .name = "year_on_year",
          .what = "both legs grow by 64 % in a year",
          .has_nominal_level = false,
          .run = year_on_year},
      Detector{.name = "growth_z", .what = "z-score of growth, both legs", .run = growth_z_score},
      Detector{
          .name = "mirror_gap",
          .what = "the mirror gap jumps by 3 robust deviations",
          .has_nominal_level = false,
          .run = mirror_gap_alone},
      Detector{
          .name = "did_logs",
          .what = "difference in differences on logarithms, t-test",
          .run = difference_of_logs},
      Detector{
          .name = "poisson",
          .what = "Poisson difference in differences, robust errors, no placebo",
          .run = poisson_without_placebo},
  };
  return kDetectors;
}

std::vector<Verdict>
verdicts_of_p_values(std::span<const CellName> cells, std::span<const double> p_values) {
  const std::vector<double> q_values = benjamini_hochberg(p_values);
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    verdicts.push_back({.cell = cells[i], .suspicion = -p_values[i], .q_value = q_values[i]});
  }
  return verdicts;
}

}  // namespace portolan::bench
