// The tables of a benchmark run.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "p_values.hpp"
#include "scoreboard.hpp"

namespace portolan::bench {
namespace {

using Results = std::span<const WorldResult>;

/// Position of a detector and of one of its levels in every result.
struct Column {
  std::size_t detector = 0;
  std::size_t level = 0;
};

const LevelScore& at(const WorldResult& world, const Column& column) {
  return world.detectors[column.detector].levels[column.level];
}

std::vector<Column> columns_of(const WorldResult& first) {
  std::vector<Column> columns;
  for (std::size_t d = 0; d < first.detectors.size(); ++d) {
    for (std::size_t l = 0; l < first.detectors[d].levels.size(); ++l) {
      columns.push_back({.detector = d, .level = l});
    }
  }
  return columns;
}

std::string name_of(const WorldResult& first, const Column& column) {
  const auto& fdr = at(first, column).fdr;
  const std::string& name = first.detectors[column.detector].detector;
  return fdr ? fmt::format("{} {}", name, *fdr) : name;
}

/// Found and all, over worlds, of the plants that `keep` keeps.
struct Recall {
  int found = 0;
  int all = 0;
};

Recall recall_of(
    Results results,
    const Column& column,
    const std::function<bool(const Plant&)>& keep,
    bool as_surge = false
) {
  Recall recall;
  for (const WorldResult& world : results) {
    const LevelScore& level = at(world, column);
    for (std::size_t i = 0; i < world.plants.size(); ++i) {
      if (keep(world.plants[i])) {
        ++recall.all;
        recall.found += (as_surge ? level.found_as_surge : level.found)[i] ? 1 : 0;
      }
    }
  }
  return recall;
}

std::string text_of(const Recall& recall) {
  return recall.all == 0 ? "–" : fmt::format("{}/{}", recall.found, recall.all);
}

bool has_two_legs(const Plant& plant) {
  return plant.sight == Sight::kBothLegs;
}

void add_error_rates(std::string& text, Results results) {
  text +=
      "| detector | tested | leads | false share | s.e. | worlds with a false lead | two legs "
      "found "
      "| of size 5+ | of weakest size 5+ | surges | false surge share | half-seen found |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const Column& column : columns_of(results.front())) {
    std::vector<double> shares;
    std::vector<double> surge_shares;
    double tested = 0.0;
    double leads = 0.0;
    double surges = 0.0;
    double with_false = 0.0;
    const double worlds = static_cast<double>(results.size());
    for (const WorldResult& world : results) {
      const LevelScore& level = at(world, column);
      shares.push_back(level.false_share());
      surge_shares.push_back(
          level.surges == 0 ? 0.0 : static_cast<double>(level.false_surges) / level.surges
      );
      tested += world.detectors[column.detector].tested / worlds;
      leads += level.leads / worlds;
      surges += level.surges / worlds;
      with_false += (level.false_leads > 0 ? 1.0 : 0.0) / worlds;
    }
    const Moments share = moments_of(shares);
    fmt::format_to(
        std::back_inserter(text),
        "| {} | {:.0f} | {:.1f} | {:.3f} | {:.3f} | {:.2f} | {} | {} | {} | {:.1f} | {:.3f} | {} "
        "|\n",
        name_of(results.front(), column),
        tested,
        leads,
        share.mean,
        std::sqrt(share.variance / share.count),
        with_false,
        text_of(recall_of(results, column, has_two_legs)),
        text_of(recall_of(
            results,
            column,
            [](const Plant& plant) { return has_two_legs(plant) && plant.size >= 5.0; }
        )),
        text_of(recall_of(
            results,
            column,
            [](const Plant& plant) { return has_two_legs(plant) && plant.weakest_size >= 5.0; }
        )),
        surges,
        moments_of(surge_shares).mean,
        text_of(recall_of(
            results,
            column,
            [](const Plant& plant) { return plant.sight == Sight::kHalfSeen; },
            true
        ))
    );
  }
}

/// One row a detector and level, one column a class of plants.
void add_recall_table(
    std::string& text,
    Results results,
    const std::vector<std::string>& names,
    const std::function<bool(const Plant&, std::size_t)>& is_in_class
) {
  text += "| detector |";
  std::string line = "|---|";
  for (const std::string& name : names) {
    text += fmt::format(" {} |", name);
    line += "---|";
  }
  text += "\n" + line + "\n";
  for (const Column& column : columns_of(results.front())) {
    text += fmt::format("| {} |", name_of(results.front(), column));
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Recall recall =
          recall_of(results, column, [&](const Plant& plant) { return is_in_class(plant, i); });
      text += fmt::format(" {} |", text_of(recall));
    }
    text += "\n";
  }
}

void add_recall(std::string& text, Results results) {
  std::vector<std::string> kinds;
  for (int kind = 0; kind < world::kNumEventKinds; ++kind) {
    if (!world::is_decoy(static_cast<world::EventKind>(kind))) {
      kinds.emplace_back(to_string(static_cast<world::EventKind>(kind)));
    }
  }
  std::vector<std::string> sizes;
  sizes.reserve(kNumSizes);
  for (std::size_t i = 0; i < kNumSizes; ++i) {
    sizes.emplace_back(name_of_size_class(i));
  }
  std::vector<std::string> sights;
  sights.reserve(kNumSights);
  for (int i = 0; i < kNumSights; ++i) {
    sights.emplace_back(to_string(static_cast<Sight>(i)));
  }
  text += "\nFound as leads, cells by what the reports show of them:\n\n";
  add_recall_table(text, results, sights, [](const Plant& plant, std::size_t i) {
    return static_cast<std::size_t>(plant.sight) == i;
  });
  text += "\nOf those with both legs reported, by kind:\n\n";
  add_recall_table(text, results, kinds, [](const Plant& plant, std::size_t i) {
    return has_two_legs(plant) && static_cast<std::size_t>(plant.kind) == i;
  });
  text +=
      "\nBy size (mean monthly dollars over the robust deviation of the smaller leg before):\n\n";
  add_recall_table(text, results, sizes, [](const Plant& plant, std::size_t i) {
    return has_two_legs(plant) && size_class_of(plant.size) == i;
  });
  text += "\nBy the leg on which they stand out least:\n\n";
  add_recall_table(text, results, sizes, [](const Plant& plant, std::size_t i) {
    return has_two_legs(plant) && size_class_of(plant.weakest_size) == i;
  });
}

/// A cell of some world in the ranking of one detector.
struct RankedOfWorld {
  double suspicion = 0.0;
  std::size_t world = 0;
  bool is_true = false;
};

/// True cells among those above the threshold that a reader of the truth would set: the most leads
/// for which the mean share of false ones stays at `share`.
struct Hindsight {
  int leads = 0;
  int true_leads = 0;
};

Hindsight best_at(Results results, std::size_t detector, double share) {
  std::vector<RankedOfWorld> all;
  for (std::size_t w = 0; w < results.size(); ++w) {
    for (const Ranked& ranked : results[w].detectors[detector].ranked) {
      all.push_back({.suspicion = ranked.suspicion, .world = w, .is_true = ranked.is_true});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const RankedOfWorld& a, const RankedOfWorld& b) {
    return a.suspicion > b.suspicion;
  });
  std::vector<double> leads(results.size(), 0.0);
  std::vector<double> wrong(results.size(), 0.0);
  double sum = 0.0;
  Hindsight best;
  Hindsight now;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t w = all[i].world;
    sum -= leads[w] > 0.0 ? wrong[w] / leads[w] : 0.0;
    leads[w] += 1.0;
    wrong[w] += all[i].is_true ? 0.0 : 1.0;
    sum += wrong[w] / leads[w];
    ++now.leads;
    now.true_leads += all[i].is_true ? 1 : 0;
    const bool is_tie = i + 1 < all.size() && all[i + 1].suspicion == all[i].suspicion;
    if (!is_tie && sum <= share * static_cast<double>(results.size())) {
      best = now;
    }
  }
  return best;
}

void add_hindsight(std::string& text, Results results) {
  constexpr std::array kShares = {0.05, 0.1, 0.2};
  text +=
      "\nDiverted cells found at equal realised share of false leads, by the threshold that who "
      "knows the truth would set:\n\n| detector |";
  for (const double share : kShares) {
    fmt::format_to(std::back_inserter(text), " {} |", share);
  }
  text += "\n|---|---|---|---|\n";
  for (std::size_t d = 0; d < results.front().detectors.size(); ++d) {
    fmt::format_to(std::back_inserter(text), "| {} |", results.front().detectors[d].detector);
    for (const double share : kShares) {
      fmt::format_to(std::back_inserter(text), " {} |", best_at(results, d, share).true_leads);
    }
    text += "\n";
  }
}

}  // namespace

std::string summary_of(const std::string& family, Results results) {
  if (results.empty()) {
    return {};
  }
  std::size_t plants = 0;
  for (const WorldResult& world : results) {
    plants += world.plants.size();
  }
  std::string text = fmt::format(
      "### {}\n\n{} worlds, seeds {} to {}; {:.1f} diverted cells a world.\n\n",
      family,
      results.size(),
      results.front().seed,
      results.back().seed,
      static_cast<double>(plants) / static_cast<double>(results.size())
  );
  add_error_rates(text, results);
  if (plants > 0) {
    add_recall(text, results);
    add_hindsight(text, results);
  }
  for (std::size_t d = 0; d < results.front().detectors.size(); ++d) {
    const auto noted = std::ranges::find_if(results, [&](const WorldResult& world) {
      return !world.detectors[d].notice.empty();
    });
    if (noted != results.end()) {
      text += fmt::format("\n{}: {}\n", noted->detectors[d].detector, noted->detectors[d].notice);
    }
  }
  return text;
}

}  // namespace portolan::bench
