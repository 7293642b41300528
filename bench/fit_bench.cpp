// Fits a Poisson model to a made-up gravity panel, as fit_peer.py does with pyfixest. Usage:
//
//     fit_bench COUNTRIES YEARS THREADS FILE.csv
//
// Writes the panel (exporter, importer, year, y, two covariates) to FILE.csv, fits y on the two
// covariates with exporter-year, importer-year and pair effects three times, and prints the rows in
// use, the coefficients with errors clustered by pair, and the least elapsed seconds.

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/random.hpp"
#include "portolan/stats/poisson.hpp"

namespace {

using portolan::stats::Factor;

struct Panel {
  std::uint32_t countries = 0;
  std::uint32_t years = 0;
  std::vector<double> y;
  std::vector<double> agreement;
  std::vector<double> cost;
  std::vector<std::uint32_t> exporter_year;
  std::vector<std::uint32_t> importer_year;
  std::vector<std::uint32_t> pair;
};

// About three rows of four are zero, as in trade by product.
Panel make_panel(std::uint32_t countries, std::uint32_t years) {
  portolan::Random random(7);
  const auto draw = [&random](std::size_t count) {
    std::vector<double> values(count);
    for (double& value : values) {
      value = 1.5 * random.normal();
    }
    return values;
  };
  const auto exporter_constants = draw(countries * years);
  const auto importer_constants = draw(countries * years);
  const auto pair_constants = draw(countries * countries);
  Panel panel;
  panel.countries = countries;
  panel.years = years;
  for (std::uint32_t exporter = 0; exporter < countries; ++exporter) {
    for (std::uint32_t importer = 0; importer < countries; ++importer) {
      for (std::uint32_t year = 0; exporter != importer && year < years; ++year) {
        panel.exporter_year.push_back(exporter * years + year);
        panel.importer_year.push_back(importer * years + year);
        panel.pair.push_back(exporter * countries + importer);
        const double constant = exporter_constants[panel.exporter_year.back()];
        panel.agreement.push_back(random.uniform() < 0.2 ? 1.0 : 0.0);
        panel.cost.push_back(std::round(1e6 * (random.normal() + 0.2 * constant)) / 1e6);
        const double eta = -2.0 + constant + importer_constants[panel.importer_year.back()] +
                           pair_constants[panel.pair.back()] + 0.3 * panel.agreement.back() -
                           0.2 * panel.cost.back();
        const double scatter = -std::log(1.0 - random.uniform());  // more than Poisson's own
        panel.y.push_back(static_cast<double>(random.poisson(std::exp(eta) * scatter)));
      }
    }
  }
  return panel;
}

void write(const Panel& panel, const char* path) {
  std::ofstream file(path);
  file << "exporter,importer,year,y,agreement,cost\n";
  for (std::size_t i = 0; i < panel.y.size(); ++i) {
    file << fmt::format(
        "{},{},{},{},{},{:.6f}\n",
        panel.pair[i] / panel.countries,
        panel.pair[i] % panel.countries,
        panel.exporter_year[i] % panel.years,
        panel.y[i],
        panel.agreement[i],
        panel.cost[i]
    );
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: fit_bench COUNTRIES YEARS THREADS FILE.csv\n";
    return 2;
  }
  const auto countries = static_cast<std::uint32_t>(std::atoi(argv[1]));
  const auto years = static_cast<std::uint32_t>(std::atoi(argv[2]));
  const auto threads = static_cast<unsigned>(std::atoi(argv[3]));
  const Panel panel = make_panel(countries, years);
  write(panel, argv[4]);
  const std::vector<std::span<const double>> covariates = {panel.agreement, panel.cost};
  const std::vector<Factor> effects = {
      {panel.exporter_year, countries * years},
      {panel.importer_year, countries * years},
      {panel.pair, countries * countries}};
  const std::vector<Factor> clusters = {effects[2]};
  portolan::stats::PoissonFit fit;
  double least = std::numeric_limits<double>::infinity();
  for (int repeat = 0; repeat < 3; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    fit = portolan::stats::fit_poisson(
        {.y = panel.y, .covariates = covariates, .effects = effects, .clusters = clusters},
        {.errors = portolan::stats::PoissonErrors::kClustered, .threads = threads}
    );
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    least = std::min(least, elapsed.count());
  }
  fmt::print(
      "{} {} {:.12g} {:.12g} {:.10g} {:.10g} {:.12g} {:.4f}\n",
      panel.y.size(),
      fit.count(portolan::stats::RowUse::kUsed),
      fit.coefficients[0].estimate,
      fit.coefficients[1].estimate,
      fit.coefficients[0].standard_error,
      fit.coefficients[1].standard_error,
      fit.deviance,
      least
  );
  return 0;
}
