#include "scoreboard.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "portolan/base/text.hpp"

namespace portolan::bench {
namespace {

std::vector<bool>
which_are_found(const std::vector<Plant>& plants, const std::set<CellName>& named) {
  std::vector<bool> found;
  found.reserve(plants.size());
  for (const Plant& plant : plants) {
    found.push_back(std::ranges::any_of(plant.families, [&](const std::string& family) {
      return named.contains(CellName{plant.hub, family});
    }));
  }
  return found;
}

LevelScore score_level(
    const Verdicts& verdicts,
    const CellTruth& truth,
    std::optional<double> fdr,
    double q_limit
) {
  LevelScore score;
  score.fdr = fdr;
  std::set<CellName> leads;
  std::set<CellName> surges;
  for (const Verdict& verdict : verdicts.leads) {
    if (verdict.q_value <= q_limit) {
      leads.insert(verdict.cell);
      score.false_leads += truth.diverted.contains(verdict.cell) ? 0 : 1;
    }
  }
  for (const Verdict& verdict : verdicts.surges) {
    if (verdict.q_value <= q_limit) {
      surges.insert(verdict.cell);
      score.false_surges += truth.brought_in.contains(verdict.cell) ? 0 : 1;
    }
  }
  score.leads = static_cast<int>(leads.size());
  score.surges = static_cast<int>(surges.size());
  score.found = which_are_found(truth.plants, leads);
  score.found_as_surge = which_are_found(truth.plants, surges);
  return score;
}

std::string level_text(const std::optional<double>& fdr) {
  return fdr ? fmt::format("{}", *fdr) : "";
}

/// Plants that `keep` keeps, and how many of them are found.
template <typename Keep>
std::pair<int, int>
count_plants(const std::vector<Plant>& plants, const std::vector<bool>& found, const Keep& keep) {
  std::pair<int, int> counts = {0, 0};
  for (std::size_t i = 0; i < plants.size(); ++i) {
    if (keep(plants[i])) {
      ++counts.first;
      counts.second += found[i] ? 1 : 0;
    }
  }
  return counts;
}

}  // namespace

double LevelScore::false_share() const {
  return leads == 0 ? 0.0 : static_cast<double>(false_leads) / static_cast<double>(leads);
}

DetectorScore score_verdicts(
    const Detector& detector,
    const Verdicts& verdicts,
    const CellTruth& truth,
    std::span<const double> levels
) {
  DetectorScore score;
  score.detector = detector.name;
  score.tested = static_cast<int>(verdicts.leads.size());
  score.tested_surges = static_cast<int>(verdicts.surges.size());
  score.notice = verdicts.notice;
  if (detector.has_nominal_level) {
    for (const double level : levels) {
      score.levels.push_back(score_level(verdicts, truth, level, level));
    }
  } else {
    score.levels.push_back(score_level(verdicts, truth, std::nullopt, 0.5));
  }
  for (const Verdict& verdict : verdicts.leads) {
    score.ranked.push_back(
        {.suspicion = verdict.suspicion, .is_true = truth.diverted.contains(verdict.cell)}
    );
  }
  return score;
}

std::string csv_of_worlds(const std::string& family, std::span<const WorldResult> results) {
  std::string csv =
      "family,seed,detector,fdr,tested,leads,false_leads,plants,plants_found,two_legs,"
      "two_legs_found,tested_surges,surges,false_surges,half_seen,half_seen_found_as_surge\n";
  for (const WorldResult& world : results) {
    for (const DetectorScore& detector : world.detectors) {
      for (const LevelScore& level : detector.levels) {
        const auto all = count_plants(world.plants, level.found, [](const Plant&) { return true; });
        const auto seen = count_plants(world.plants, level.found, [](const Plant& plant) {
          return plant.sight == Sight::kBothLegs;
        });
        const auto half = count_plants(world.plants, level.found_as_surge, [](const Plant& plant) {
          return plant.sight == Sight::kHalfSeen;
        });
        fmt::format_to(
            std::back_inserter(csv),
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
            family,
            world.seed,
            detector.detector,
            level_text(level.fdr),
            detector.tested,
            level.leads,
            level.false_leads,
            all.first,
            all.second,
            seen.first,
            seen.second,
            detector.tested_surges,
            level.surges,
            level.false_surges,
            half.first,
            half.second
        );
      }
    }
  }
  return csv;
}

std::string csv_of_plants(const std::string& family, std::span<const WorldResult> results) {
  std::string csv =
      "family,seed,detector,fdr,event,kind,size_class,sight,hub,goods,monthly_usd,size,"
      "weakest_size,found,found_as_surge\n";
  for (const WorldResult& world : results) {
    for (const DetectorScore& detector : world.detectors) {
      for (const LevelScore& level : detector.levels) {
        for (std::size_t i = 0; i < world.plants.size(); ++i) {
          const Plant& plant = world.plants[i];
          fmt::format_to(
              std::back_inserter(csv),
              "{},{},{},{},{},{},{},{},{},{},{:.0f},{:.2f},{:.2f},{},{}\n",
              family,
              world.seed,
              detector.detector,
              level_text(level.fdr),
              plant.event,
              to_string(plant.kind),
              to_string(plant.size_class),
              to_string(plant.sight),
              plant.hub,
              join(plant.families, " "),
              plant.monthly_usd,
              plant.size,
              plant.weakest_size,
              level.found[i] ? 1 : 0,
              level.found_as_surge[i] ? 1 : 0
          );
        }
      }
    }
  }
  return csv;
}

}  // namespace portolan::bench
