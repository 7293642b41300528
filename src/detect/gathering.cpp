#include "gathering.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "portolan/stats/multiple_testing.hpp"

namespace portolan::detect {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr Decibans kTwoToOne = 30;

void sort_leads(std::vector<Lead>& leads) {
  std::sort(leads.begin(), leads.end(), [](const Lead& a, const Lead& b) {
    return std::tuple(-a.score, a.hub, a.goods.family, a.goods.level) <
           std::tuple(-b.score, b.hub, b.goods.family, b.goods.level);
  });
}

std::vector<double> rates(const std::vector<stats::PartialConjunction>& tests, FdrMethod method) {
  if (method == FdrMethod::kAdaFilter) {
    return stats::adafilter(tests);
  }
  std::vector<double> p_values;
  for (const stats::PartialConjunction& test : tests) {
    p_values.push_back(test.selection);
  }
  return method == FdrMethod::kBenjaminiHochberg ? stats::benjamini_hochberg(p_values)
                                                 : stats::benjamini_yekutieli(p_values);
}

/// The evidence in sum speaks for an innocent explanation, by two to one or more: such a cell is no
/// lead whatever its p-value, which tests some of the explanations only. This only ever shortens
/// the list.
std::optional<Explanation> explained_by(const Lead& lead) {
  std::optional<Explanation> found;
  Decibans least = -kTwoToOne;
  for (const InnocentExplanation& innocent : lead.innocent) {
    if (innocent.score && *innocent.score - innocent.prior <= least) {
      least = *innocent.score - innocent.prior;
      found = innocent.explanation;
    }
  }
  return found;
}

/// What the same test would have given at the smallest p-value that the placebos allow.
double smallest_rate(
    std::vector<stats::PartialConjunction> tests,
    std::size_t which,
    std::size_t placebos,
    FdrMethod method
) {
  const double least = 1.0 / (1.0 + static_cast<double>(placebos));
  tests[which] = {.selection = least, .filter = least};
  return rates(tests, method)[which];
}

}  // namespace

void Gathering::take(std::vector<Answer> answers) {
  std::set<std::pair<std::uint16_t, std::string>> headings_now;
  for (Answer& answer : answers) {
    const std::string& family = answer.goods->family;
    const auto heading = std::pair(answer.hub, family.substr(0, 4));
    const bool is_known = tested_.count({answer.hub, family}) != 0 ||
                          (family.size() == 4 && headings_.count(heading) != 0);
    if (is_known) {
      continue;
    }
    if (!answer.assessment.missing.empty()) {
      missing_.try_emplace({answer.hub, family}, answer.assessment.missing);
      continue;
    }
    tested_.insert({answer.hub, family});
    headings_now.insert(heading);
    missing_.erase({answer.hub, family});
    count(std::move(answer));
  }
  headings_.insert(headings_now.begin(), headings_now.end());
}

void Gathering::count(Answer answer) {
  if (answer.assessment.is_too_small) {
    ++result_.too_small;
    return;
  }
  cells_.push_back({std::move(*answer.assessment.lead), answer.tests});
  ++(cells_.back().lead.kind == LeadKind::kLead ? result_.tested_leads : result_.tested_surges);
}

void Gathering::rate_leads() {
  const stats::PartialConjunction no_test{.selection = kNone, .filter = kNone};
  std::vector<stats::PartialConjunction> tests;
  for (const Tested& cell : cells_) {
    tests.push_back(cell.tests.as_lead.value_or(no_test));
  }
  const std::vector<double> q_values = rates(tests, options_.fdr_method);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    Lead& lead = cells_[i].lead;
    if (cells_[i].tests.as_lead && lead.kind == LeadKind::kLead) {
      lead.p_value = tests[i].selection;
      lead.q_value = q_values[i];
      if (q_values[i] > options_.fdr && tests[i].selection < 0.05) {
        lead.smallest_q = smallest_rate(tests, i, lead.placebo_cells, options_.fdr_method);
      }
    }
  }
}

void Gathering::rate_surges(std::optional<double> CellTests::*test) {
  std::vector<double> p_values;
  for (const Tested& cell : cells_) {
    p_values.push_back((cell.tests.*test).value_or(kNone));
  }
  const std::vector<double> q_values = options_.fdr_method == FdrMethod::kBenjaminiYekutieli
                                           ? stats::benjamini_yekutieli(p_values)
                                           : stats::benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].tests.*test) {
      cells_[i].lead.p_value = p_values[i];
      cells_[i].lead.q_value = q_values[i];
    }
  }
}

DetectResult Gathering::finish() {
  rate_leads();
  rate_surges(&CellTests::as_surge);
  rate_surges(&CellTests::as_surge_in_time);
  for (Tested& cell : cells_) {
    const bool is_lead = cell.lead.kind == LeadKind::kLead;
    ++(cell.tests.as_surge_in_time ? result_.rated_in_time
       : !cell.lead.q_value        ? result_.without_rate
       : is_lead                   ? result_.rated_leads
                                   : result_.rated_surges);
    if (cell.tests.as_surge_in_time) {
      result_.smallest_q_in_time =
          std::min(*cell.lead.q_value, result_.smallest_q_in_time.value_or(1.0));
    }
    const bool is_within = cell.lead.q_value ? *cell.lead.q_value <= options_.fdr
                                             : cell.lead.score >= options_.min_score;
    const auto explanation = cell.lead.q_value ? explained_by(cell.lead) : std::nullopt;
    if (is_within && explanation) {
      result_.explained.push_back(
          {.hub = cell.lead.hub, .family = cell.lead.goods.family, .explanation = *explanation}
      );
    } else if (is_within) {
      (is_lead ? result_.leads : result_.surges).push_back(std::move(cell.lead));
    }
  }
  sort_leads(result_.leads);
  sort_leads(result_.surges);
  std::ranges::sort(result_.explained, {}, [](const Explained& one) {
    return std::tie(one.hub, one.family);
  });
  for (const auto& entry : missing_) {
    result_.not_enough_data.push_back(
        {.hub = panel_.places()[entry.first.first],
         .family = entry.first.second,
         .missing = entry.second}
    );
  }
  return std::move(result_);
}

}  // namespace portolan::detect
