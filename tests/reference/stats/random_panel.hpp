#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/stats/poisson.hpp"

namespace portolan::reference {

/// A made-up gravity panel: exporter, importer, year; effects exporter-year, importer-year, pair.
struct RandomPanel {
  std::vector<double> y;
  std::vector<std::vector<double>> covariates;
  std::vector<double> weights;
  std::vector<double> offset;
  std::vector<std::vector<std::uint32_t>> levels;  ///< Of the three effects.
  std::vector<std::uint32_t> num_levels;
  std::vector<std::uint32_t> exporter;
  std::vector<std::uint32_t> importer;
  std::uint32_t num_countries = 0;

  /// The panel as a model, without clusters; `into` holds what the spans point to.
  struct Views {
    std::vector<std::span<const double>> covariates;
    std::vector<stats::Factor> effects;
    std::vector<stats::Factor> clusters;
  };
  [[nodiscard]] stats::PoissonData data(Views& into) const;
};

struct RandomPanelShape {
  std::uint32_t countries = 7;
  std::uint32_t years = 4;
  /// Added to every log mean: the lower, the more zeros.
  double level = 0.0;
};

[[nodiscard]] RandomPanel random_panel(std::uint64_t seed, const RandomPanelShape& shape = {});

}  // namespace portolan::reference
