#include "random_panel.hpp"

#include <cmath>

#include "portolan/base/random.hpp"

namespace portolan::reference {

stats::PoissonData RandomPanel::data(Views& into) const {
  into = {};
  into.covariates.assign(covariates.begin(), covariates.end());
  for (std::size_t effect = 0; effect < levels.size(); ++effect) {
    into.effects.push_back({levels[effect], num_levels[effect]});
  }
  into.clusters = {{exporter, num_countries}, {importer, num_countries}};
  return {
      .y = y,
      .covariates = into.covariates,
      .effects = into.effects,
      .weights = weights,
      .offset = offset};
}

RandomPanel random_panel(std::uint64_t seed, const RandomPanelShape& shape) {
  Random random(seed);
  RandomPanel panel;
  panel.num_countries = shape.countries;
  panel.levels.resize(3);
  panel.num_levels = {
      shape.countries * shape.years,
      shape.countries * shape.years,
      shape.countries * shape.countries};
  panel.covariates.resize(2);
  std::vector<double> constants(shape.countries * (2 * shape.years + shape.countries));
  for (double& constant : constants) {
    constant = random.normal();
  }
  for (std::uint32_t year = 0; year < shape.years; ++year) {
    for (std::uint32_t exporter = 0; exporter < shape.countries; ++exporter) {
      for (std::uint32_t importer = 0; importer < shape.countries; ++importer) {
        if (exporter == importer || random.uniform() < 0.1) {
          continue;
        }
        panel.exporter.push_back(exporter);
        panel.importer.push_back(importer);
        panel.levels[0].push_back(exporter * shape.years + year);
        panel.levels[1].push_back(importer * shape.years + year);
        panel.levels[2].push_back(exporter * shape.countries + importer);
        panel.covariates[0].push_back(random.uniform() < 0.3 ? 1.0 : 0.0);
        panel.covariates[1].push_back(5.0 + random.normal());
        panel.weights.push_back(0.5 + random.uniform());
        panel.offset.push_back(0.3 * random.normal());
        const double eta = shape.level + panel.offset.back() + 0.5 * panel.covariates[0].back() -
                           0.2 * panel.covariates[1].back() + constants[panel.levels[0].back()] +
                           constants[panel.num_levels[0] + panel.levels[1].back()] +
                           0.7 * constants[2 * panel.num_levels[0] + panel.levels[2].back()];
        panel.y.push_back(static_cast<double>(random.poisson(std::exp(eta))));
      }
    }
  }
  return panel;
}

}  // namespace portolan::reference
