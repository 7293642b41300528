#include "hub_scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "portolan/detect/measures.hpp"

namespace portolan::detect {
namespace {

/// A family's trade elsewhere says little about its growth below this many floors a month.
constexpr double kFloorsOfExposure = 60.0;

std::size_t cluster_of(const CellLegs& cell, const ControlPlace& place) {
  constexpr std::size_t kChapters = 100;
  return cell.hub * kChapters + place.chapter;
}

/// One leg of a hub's cells, scored.
class LegScoring {
 public:
  LegScoring(
      std::span<CellScores> cells,
      std::span<const Series> exposures,
      std::span<const ControlPlace> places
  )
      : cells_(cells), exposures_(exposures), places_(places) {}

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
          "{} uncontrolled families of this hub, at least {} of {} chapters are needed",
          forecast.controls,
          kLeastControlFamilies,
          kLeastControlChapters
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
             .group = places_[i].group,
             .chapter = places_[i].chapter}
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
        auto& taken = cells_[rows.cells[r]].*score;
        taken = score_leg(*rows.hub.rows[r].values, expected[r], rows.hub.rows[r].window);
        if (taken) {
          taken->cluster = cluster_of(*cells_[rows.cells[r]].cell, places_[rows.cells[r]]);
        }
      }
    }
  }

  std::span<CellScores> cells_;
  std::span<const Series> exposures_;
  std::span<const ControlPlace> places_;
};

std::optional<LegScore> beyond_others(const CellScores& scores) {
  if (!scores.outflow || !scores.elsewhere) {
    return std::nullopt;
  }
  LegScore result = *scores.outflow;
  result.rise -= std::max(0.0, scores.elsewhere->rise);
  return result;
}

}  // namespace

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

void score_hub(
    std::span<CellScores> cells,
    std::span<const Series> exposures,
    std::span<const ControlPlace> places
) {
  const LegScoring scoring(cells, exposures, places);
  const std::string missing =
      scoring.run(&CellLegs::inflow, &CellScores::inflow, &CellScores::expected_inflow);
  scoring.run(&CellLegs::outflow, &CellScores::outflow, &CellScores::expected_outflow);
  // Many hubs sell too few goods to others for a trend of their own.
  scoring.run_by_own_past(&CellLegs::elsewhere, &CellScores::elsewhere);
  scoring.run(&CellLegs::sent, &CellScores::sent);
  std::vector<double> gaps;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    CellScores& one = cells[i];
    one.missing = missing;
    one.beyond_others = beyond_others(one);
    if (!one.cell->sent.empty()) {
      one.gap = score_gap(one.cell->sent, one.cell->arrived, one.cell->window);
    }
    if (one.gap) {
      one.gap->cluster = cluster_of(*one.cell, places[i]);
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

}  // namespace portolan::detect
