#include "placebo_study.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "hub_forecast.hpp"
#include "portolan/base/parallel.hpp"

namespace portolan::detect {
namespace {

/// A family's trade elsewhere says little about its growth below this many floors a month.
constexpr double kFloorsOfExposure = 60.0;

/// The scores of one cell.
struct CellScores {
  const CellLegs* cell = nullptr;
  std::optional<LegScore> inflow;
  std::optional<LegScore> outflow;
  std::optional<LegScore> elsewhere;
  std::optional<LegScore> beyond_others;
  std::optional<LegScore> sent;
  std::optional<LegScore> gap;
  Series expected_inflow;  ///< Of goods only, as the next.
  Series expected_outflow;
  std::string missing;
};

/// The family's trade elsewhere over its mean before, drawn towards 1 where it is small. Empty
/// where too little of it is known.
Series exposure_of(const Series& elsewhere, const IndexWindow& window) {
  double sum = 0.0;
  double known = 0.0;
  for (std::size_t t = window.begin; t < window.treated && t < elsewhere.size(); ++t) {
    if (!std::isnan(elsewhere[t])) {
      sum += static_cast<double>(elsewhere[t]);
      known += 1.0;
    }
  }
  if (known < static_cast<double>(window.season)) {
    return {};
  }
  const double added = kFloorsOfExposure * window.floor_usd;
  const double usual = sum / known + added;
  Series exposure(elsewhere.size(), std::numeric_limits<float>::quiet_NaN());
  for (std::size_t t = 0; t < elsewhere.size(); ++t) {
    exposure[t] = static_cast<float>((static_cast<double>(elsewhere[t]) + added) / usual);
  }
  return exposure;
}

/// One leg of a hub's cells, scored.
class LegScoring {
 public:
  LegScoring(
      std::span<CellScores> cells,
      std::span<const Series> exposures,
      std::span<const std::size_t> groups
  )
      : cells_(cells), exposures_(exposures), groups_(groups) {}

  /// Returns what is missing, in words; empty if the leg could be forecast.
  std::string run(
      Series CellLegs::*leg,
      std::optional<LegScore> CellScores::*score,
      Series CellScores::*path = nullptr
  ) const {
    const Rows rows = rows_of(leg);
    const HubForecast forecast = forecast_hub(rows.hub);
    if (!forecast.is_identified) {
      return fmt::format(
          "{} uncontrolled families of this hub, at least {} of several chapters are needed",
          forecast.controls,
          kLeastControlFamilies
      );
    }
    take(rows, forecast.expected, score);
    for (std::size_t r = 0; path != nullptr && r < rows.cells.size(); ++r) {
      if (!rows.hub.rows[r].is_control) {
        cells_[rows.cells[r]].*path = forecast.expected[r];
      }
    }
    return {};
  }

  /// The same against each family's own past.
  void run_by_own_past(Series CellLegs::*leg, std::optional<LegScore> CellScores::*score) const {
    const Rows rows = rows_of(leg);
    take(rows, forecast_by_own_past(rows.hub), score);
  }

 private:
  struct Rows {
    HubLeg hub;
    std::vector<std::size_t> cells;
  };

  [[nodiscard]] Rows rows_of(Series CellLegs::*leg) const {
    Rows rows;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const CellLegs& cell = *cells_[i].cell;
      if (!(cell.*leg).empty()) {
        rows.hub.rows.push_back(
            {.values = &(cell.*leg),
             .exposure = exposures_[i].empty() ? nullptr : &exposures_[i],
             .window = cell.window,
             .is_control = cell.is_control,
             .group = groups_[i]}
        );
        rows.cells.push_back(i);
      }
    }
    return rows;
  }

  void take(
      const Rows& rows,
      std::span<const Series> expected,
      std::optional<LegScore> CellScores::*score
  ) const {
    for (std::size_t r = 0; r < rows.cells.size(); ++r) {
      if (!expected[r].empty()) {
        cells_[rows.cells[r]].*score =
            score_leg(*rows.hub.rows[r].values, expected[r], rows.hub.rows[r].window);
      }
    }
  }

  std::span<CellScores> cells_;
  std::span<const Series> exposures_;
  std::span<const std::size_t> groups_;
};

std::optional<LegScore> beyond_others(const CellScores& scores) {
  if (!scores.outflow || !scores.elsewhere) {
    return std::nullopt;
  }
  LegScore result = *scores.outflow;
  result.rise -= std::max(0.0, scores.elsewhere->rise);
  return result;
}

void score_hub(
    std::span<CellScores> cells,
    std::span<const Series> exposures,
    std::span<const std::size_t> groups
) {
  const LegScoring scoring(cells, exposures, groups);
  const std::string missing =
      scoring.run(&CellLegs::inflow, &CellScores::inflow, &CellScores::expected_inflow);
  scoring.run(&CellLegs::outflow, &CellScores::outflow, &CellScores::expected_outflow);
  // Many hubs sell too few goods to others for a trend of their own.
  scoring.run_by_own_past(&CellLegs::elsewhere, &CellScores::elsewhere);
  scoring.run(&CellLegs::sent, &CellScores::sent);
  std::vector<double> gaps;
  for (CellScores& one : cells) {
    one.missing = missing;
    one.beyond_others = beyond_others(one);
    if (!one.cell->sent.empty()) {
      one.gap = score_gap(one.cell->sent, one.cell->arrived, one.cell->window);
    }
    if (one.gap && one.cell->is_control) {
      gaps.push_back(one.gap->rise);
    }
  }
  // A hub that records more or less of everything than before moves all its gaps.
  const double usual =
      gaps.size() >= kLeastControlFamilies ? median(std::move(gaps)).value_or(0.0) : 0.0;
  for (CellScores& one : cells) {
    if (one.gap) {
      one.gap->rise -= usual;
    }
  }
}

/// Large enough in a year after the date to be tested: the rule of `assess_cell`.
bool is_large(const std::optional<LegScore>& score, const CellLegs& cell, double min_value_usd) {
  if (!score) {
    return false;
  }
  const auto season = static_cast<double>(cell.window.season);
  const auto periods = static_cast<double>(cell.window.end - cell.window.treated);
  return score->observed_usd * season / periods >= min_value_usd;
}

/// The nulls of all legs, from the controls among `scores` that are large enough to be tested. What
/// a cell came to after the date is an outcome: it may select only because it selects placebos by
/// the same rule.
struct Nulls {
  PlaceboNull inflow;
  PlaceboNull outflow;
  PlaceboNull beyond_others;
  PlaceboNull sent;
  PlaceboNull gap;
};

Nulls nulls_of(std::span<const CellScores> scores, double min_value_usd, unsigned threads) {
  std::array<std::vector<LegScore>, 5> pools;
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
  const auto range = score ? null.ratio_range(*score) : std::nullopt;
  if (!range) {
    return std::nullopt;
  }
  return CellVerdict::Expectation{
      .usd = score->expected_usd,
      .low = score->expected_usd * range->low,
      .high = score->expected_usd * range->high,
      .by_period = path,
      .treated = cell.window.treated};
}

std::map<std::uint32_t, std::size_t> groups_of_controls(
    std::span<const CellScores> scores,
    std::span<const std::string> family_names,
    std::uint64_t seed
) {
  std::map<std::uint32_t, std::size_t> groups;
  for (const CellScores& one : scores) {
    if (one.cell->is_control) {
      groups.emplace(one.cell->family, 0);
    }
  }
  std::vector<std::string> names;
  for (const auto& entry : groups) {
    names.push_back(family_names[entry.first]);
  }
  const std::vector<std::size_t> dealt = placebo_groups(names, seed);
  std::size_t next = 0;
  for (auto& entry : groups) {
    entry.second = dealt[next++];
  }
  return groups;
}

/// In what the controls of a hub differ from its goods; `cells` are those of one hub.
std::vector<QualityIssue> caveats_of(std::span<const CellScores> cells) {
  std::size_t headings = 0;
  std::size_t to_all = 0;
  bool has_families = false;
  for (const CellScores& one : cells) {
    has_families = has_families || (!one.cell->is_control && one.cell->level == 6);
    headings += one.cell->is_control && one.cell->level == 4 ? 1U : 0U;
    to_all += one.cell->is_outflow_to_all ? 1U : 0U;
  }
  std::vector<QualityIssue> caveats;
  if (has_families && headings > 0) {
    caveats.push_back(
        {"placebos_are_headings",
         fmt::format("{} uncontrolled headings of the hub, wider than the goods", headings)}
    );
  }
  if (to_all > 0) {
    caveats.push_back(
        {"placebos_to_everyone",
         fmt::format(
             "the data do not tell the destination apart in {} of them: their exports to everyone, "
             "which may hold diverted goods, stand in for the onward leg",
             to_all
         )}
    );
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

CellVerdict verdict_on(const CellScores& scores, const Nulls& nulls) {
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
        "{} placebo cells, at least {} are needed", nulls.inflow.size(), PlaceboNull::kLeast
    );
  }
  return verdict;
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
  const std::map<std::uint32_t, std::size_t> groups =
      groups_of_controls(scores, family_names, options.seed);
  std::vector<std::pair<std::size_t, std::size_t>> hubs;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (i == 0 || scores[i].cell->hub != scores[i - 1].cell->hub) {
      hubs.emplace_back(i, i);
    }
    hubs.back().second = i + 1;
  }
  parallel_for_chunks(
      hubs.size(),
      1,
      options.threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t h = begin; h < end; ++h) {
          progress.check();
          const auto [first, last] = hubs[h];
          std::vector<Series> exposures;
          std::vector<std::size_t> groups_here;
          for (std::size_t i = first; i < last; ++i) {
            const CellLegs& cell = *scores[i].cell;
            const LegTable& table = cell.is_control ? controls : goods;
            exposures.push_back(exposure_of(table.product_elsewhere.at(cell.family), cell.window));
            groups_here.push_back(cell.is_control ? groups.at(cell.family) : kPlaceboGroups);
          }
          score_hub(std::span(scores).subspan(first, last - first), exposures, groups_here);
        }
      }
  );
  const Nulls nulls = nulls_of(scores, options.min_value_usd, options.threads);
  for (const auto& [first, last] : hubs) {
    const auto cells = std::span<const CellScores>(scores).subspan(first, last - first);
    const std::vector<QualityIssue> caveats = caveats_of(cells);
    for (const CellScores& one : cells) {
      if (!one.cell->is_control) {
        CellVerdict verdict = verdict_on(one, nulls);
        verdict.caveats = caveats;
        verdicts_.emplace(std::pair(one.cell->hub, one.cell->family), std::move(verdict));
      }
    }
  }
}

const CellVerdict* PlaceboStudy::find(std::uint16_t hub, std::uint32_t family) const {
  const auto found = verdicts_.find({hub, family});
  return found == verdicts_.end() ? nullptr : &found->second;
}

}  // namespace portolan::detect
