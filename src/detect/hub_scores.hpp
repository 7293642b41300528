#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "cell_legs.hpp"
#include "hub_forecast.hpp"
#include "leg_score.hpp"

namespace portolan::detect {

/// Where a control stands among the placebos: masked with its group, of its chapter.
struct ControlPlace {
  std::size_t group = kPlaceboGroups;
  std::size_t chapter = 0;
};

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

/// Returns the family's trade elsewhere over its mean before, drawn towards 1 where it is small.
/// Empty where too little of it is known.
[[nodiscard]] Series exposure_of(const Series& elsewhere, const IndexWindow& window);

/// Forecasts and scores every leg of the cells of one hub, goods and controls in the same way.
/// `exposures` (empty: none) and `places` are theirs, in their order. Where the inflow cannot be
/// forecast each cell says in `missing` what is missing.
void score_hub(
    std::span<CellScores> cells,
    std::span<const Series> exposures,
    std::span<const ControlPlace> places
);

}  // namespace portolan::detect
