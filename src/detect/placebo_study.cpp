#include "placebo_study.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "hub_scores.hpp"
#include "portolan/base/parallel.hpp"
#include "portolan/base/text.hpp"

namespace portolan::detect {
namespace {

/// How the trade of a hub is reported. Cells are compared with placebos of hubs reported alike:
/// headings, and exports to everyone, swing less than families and exports to one country.
struct HubKind {
  enum class Onward { kUnseen, kToAll, kToDestination };
  int level = 0;  ///< Of the controls.
  Onward onward = Onward::kUnseen;

  friend auto operator<=>(const HubKind&, const HubKind&) = default;
};

/// Large enough in a year after the date to be tested: the rule of `assess_cell`.
bool is_large(const std::optional<LegScore>& score, const CellLegs& cell, double min_value_usd) {
  if (!score) {
    return false;
  }
  const auto season = static_cast<double>(cell.window.season);
  const auto periods = static_cast<double>(cell.window.end - cell.window.treated);
  return score->observed_usd * season / periods >= min_value_usd;
}

/// Of the cells of one hub.
HubKind kind_of(std::span<const CellScores> cells) {
  HubKind kind;
  for (const CellScores& one : cells) {
    if (one.cell->is_control) {
      using enum HubKind::Onward;
      const bool is_seen = !one.cell->outflow.empty();
      const auto onward =
          !is_seen ? kUnseen : (one.cell->is_outflow_to_all ? kToAll : kToDestination);
      kind.level = std::max(kind.level, one.cell->level);
      kind.onward = std::max(kind.onward, onward);
    }
  }
  return kind;
}

/// The nulls of all legs, from the controls among cells that are large enough to be tested. What
/// a cell came to after the date is an outcome: it may select only because it selects placebos by
/// the same rule.
struct Nulls {
  PlaceboNull inflow;
  PlaceboNull outflow;
  PlaceboNull beyond_others;
  PlaceboNull sent;
  PlaceboNull gap;
};

/// The scores of placebos, by leg.
using Pools = std::array<std::vector<LegScore>, 5>;

void add_to(Pools& pools, std::span<const CellScores> scores, double min_value_usd) {
  auto& [inflow, outflow, beyond, sent, gap] = pools;
  for (const CellScores& one : scores) {
    if (!one.cell->is_control || !is_large(one.inflow, *one.cell, min_value_usd)) {
      continue;
    }
    inflow.push_back(*one.inflow);
    if (is_large(one.outflow, *one.cell, min_value_usd)) {
      outflow.push_back(*one.outflow);
      if (one.beyond_others) {
        beyond.push_back(*one.beyond_others);
      }
    }
    if (one.sent && one.gap) {
      sent.push_back(*one.sent);
      gap.push_back(*one.gap);
    }
  }
}

Nulls nulls_of(Pools pools, unsigned threads) {
  std::array<std::optional<PlaceboNull>, 5> nulls;
  parallel_for_chunks(nulls.size(), 1, threads, [&](std::size_t i, std::size_t, std::size_t) {
    nulls[i].emplace(std::move(pools[i]));
  });
  return {
      std::move(*nulls[0]),
      std::move(*nulls[1]),
      std::move(*nulls[2]),
      std::move(*nulls[3]),
      std::move(*nulls[4])};
}

std::optional<PlaceboVerdict> ask(const PlaceboNull& null, const std::optional<LegScore>& score) {
  return score ? null.ask(*score) : std::nullopt;
}

std::optional<CellVerdict::Expectation> expectation(
    const PlaceboNull& null,
    const std::optional<LegScore>& score,
    const Series& path,
    const CellLegs& cell
) {
  const auto range = score ? null.expected_range(*score) : std::nullopt;
  if (!range) {
    return std::nullopt;
  }
  return CellVerdict::Expectation{
      .usd = score->expected_usd,
      .low = range->low,
      .high = range->high,
      .by_period = path,
      .treated = cell.window.treated};
}

std::map<std::uint32_t, ControlPlace> places_of_controls(
    std::span<const CellScores> scores,
    std::span<const std::string> family_names,
    std::uint64_t seed
) {
  std::map<std::uint32_t, ControlPlace> places;
  for (const CellScores& one : scores) {
    if (one.cell->is_control) {
      places.emplace(one.cell->family, ControlPlace{});
    }
  }
  std::vector<std::string> names;
  for (const auto& entry : places) {
    names.push_back(family_names[entry.first]);
  }
  const std::vector<std::size_t> dealt = placebo_groups(names, seed);
  for (std::size_t i = 0; auto& entry : places) {
    const auto chapter = parse_integer(std::string_view(names[i]).substr(0, 2));
    entry.second = {.group = dealt[i], .chapter = static_cast<std::size_t>(chapter.value_or(0))};
    ++i;
  }
  return places;
}

/// In what the controls of a hub differ from its goods.
struct Caveats {
  std::optional<QualityIssue> headings;
  std::optional<QualityIssue> to_everyone;  ///< Of the onward leg.
};

/// `cells` are those of one hub.
Caveats caveats_of(std::span<const CellScores> cells) {
  std::size_t headings = 0;
  std::size_t to_all = 0;
  bool has_families = false;
  for (const CellScores& one : cells) {
    has_families = has_families || (!one.cell->is_control && one.cell->level == 6);
    headings += one.cell->is_control && one.cell->level == 4 ? 1U : 0U;
    to_all += one.cell->is_outflow_to_all ? 1U : 0U;
  }
  Caveats caveats;
  if (has_families && headings > 0) {
    caveats.headings = QualityIssue{
        "placebos_are_headings",
        fmt::format("{} uncontrolled headings of the hub, wider than the goods", headings)};
  }
  if (to_all > 0) {
    caveats.to_everyone = QualityIssue{
        "placebos_to_everyone",
        fmt::format(
            "the data do not tell the destination apart in {} of them: their exports to everyone, "
            "which may hold diverted goods, stand in for the onward leg",
            to_all
        )};
  }
  return caveats;
}

/// The cells to score: of each hub its goods, then its controls.
std::vector<CellScores> cells_by_hub(const LegTable& goods, const LegTable& controls) {
  std::vector<const CellLegs*> cells;
  for (const CellLegs& cell : goods.cells) {
    if (cell.goods != nullptr) {
      cells.push_back(&cell);
    }
  }
  for (const CellLegs& cell : controls.cells) {
    if (cell.is_control) {
      cells.push_back(&cell);
    }
  }
  std::stable_sort(cells.begin(), cells.end(), [](const CellLegs* a, const CellLegs* b) {
    return a->hub < b->hub;
  });
  std::vector<CellScores> scores(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    scores[i].cell = cells[i];
  }
  return scores;
}

CellVerdict verdict_on(const CellScores& scores, const Nulls& nulls, const Caveats& caveats) {
  CellVerdict verdict;
  verdict.inflow = ask(nulls.inflow, scores.inflow);
  verdict.outflow = ask(nulls.outflow, scores.outflow);
  verdict.outflow_beyond_others = ask(nulls.beyond_others, scores.beyond_others);
  verdict.sent = ask(nulls.sent, scores.sent);
  verdict.gap = ask(nulls.gap, scores.gap);
  verdict.expected_inflow =
      expectation(nulls.inflow, scores.inflow, scores.expected_inflow, *scores.cell);
  verdict.expected_outflow =
      expectation(nulls.outflow, scores.outflow, scores.expected_outflow, *scores.cell);
  verdict.missing = scores.missing;
  if (verdict.missing.empty() && !verdict.inflow) {
    verdict.missing = fmt::format(
        "{} placebo cells of hubs reported alike, at least {} are needed",
        nulls.inflow.size(),
        PlaceboNull::kLeast
    );
  }
  if (caveats.headings) {
    verdict.caveats.push_back(*caveats.headings);
  }
  if (caveats.to_everyone && verdict.outflow) {
    verdict.caveats.push_back(*caveats.to_everyone);
  }
  return verdict;
}

/// A hub's cells, as positions in the list of all.
struct HubCells {
  std::size_t first = 0;
  std::size_t last = 0;
  HubKind kind;
};

std::vector<HubCells> hubs_of(std::span<const CellScores> scores) {
  std::vector<HubCells> hubs;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (i == 0 || scores[i].cell->hub != scores[i - 1].cell->hub) {
      hubs.push_back({.first = i, .last = i, .kind = {}});
    }
    hubs.back().last = i + 1;
  }
  for (HubCells& hub : hubs) {
    hub.kind = kind_of(scores.subspan(hub.first, hub.last - hub.first));
  }
  return hubs;
}

}  // namespace

PlaceboStudy::PlaceboStudy(
    const LegTable& goods,
    const LegTable& controls,
    std::span<const std::string> family_names,
    const Options& options,
    Progress& progress
) {
  std::vector<CellScores> scores = cells_by_hub(goods, controls);
  const std::map<std::uint32_t, ControlPlace> places =
      places_of_controls(scores, family_names, options.seed);
  const std::vector<HubCells> hubs = hubs_of(scores);
  const auto cells_of = [&](const HubCells& hub) {
    return std::span(scores).subspan(hub.first, hub.last - hub.first);
  };
  parallel_for_chunks(
      hubs.size(),
      1,
      options.threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t h = begin; h < end; ++h) {
          progress.check();
          std::vector<Series> exposures;
          std::vector<ControlPlace> places_here;
          for (const CellScores& one : cells_of(hubs[h])) {
            const CellLegs& cell = *one.cell;
            const LegTable& table = cell.is_control ? controls : goods;
            exposures.push_back(exposure_of(table.product_elsewhere.at(cell.family), cell.window));
            places_here.push_back(cell.is_control ? places.at(cell.family) : ControlPlace{});
          }
          score_hub(cells_of(hubs[h]), exposures, places_here);
        }
      }
  );
  std::map<HubKind, Pools> pools;
  for (const HubCells& hub : hubs) {
    add_to(pools[hub.kind], cells_of(hub), options.min_value_usd);
  }
  std::map<HubKind, Nulls> nulls;
  for (auto& [kind, pool] : pools) {
    nulls.emplace(kind, nulls_of(std::move(pool), options.threads));
  }
  for (const HubCells& hub : hubs) {
    const Caveats caveats = caveats_of(cells_of(hub));
    for (const CellScores& one : cells_of(hub)) {
      if (!one.cell->is_control) {
        verdicts_.emplace(
            std::pair(one.cell->hub, one.cell->family), verdict_on(one, nulls.at(hub.kind), caveats)
        );
      }
    }
  }
}

const CellVerdict* PlaceboStudy::find(std::uint16_t hub, std::uint32_t family) const {
  const auto found = verdicts_.find({hub, family});
  return found == verdicts_.end() ? nullptr : &found->second;
}

}  // namespace portolan::detect
