// Symbols: a of an exporter, b of an importer, n the number of terms of either, share the
// discrepancy of a term.
#include "portolan/stats/reliability.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "portolan/base/error.hpp"

namespace portolan::stats {

namespace {

void check(std::span<const Discrepancy> discrepancies, std::size_t num_countries) {
  for (const Discrepancy& term : discrepancies) {
    if (term.exporter >= num_countries || term.importer >= num_countries) {
      throw invalid_argument(
          "discrepancies: expected countries below {}, got {}",
          num_countries,
          std::max(term.exporter, term.importer)
      );
    }
    if (!(term.share >= 0.0 && term.share <= 1.0)) {
      throw invalid_argument("discrepancies: expected shares from 0 to 1, got {}", term.share);
    }
  }
}

/// The system of equations: the terms with their floored shares, and how many each country has.
struct System {
  System(std::span<const Discrepancy> discrepancies, std::size_t countries, double smallest)
      : terms(discrepancies.begin(), discrepancies.end()),
        exporter_terms(countries, 0.0),
        importer_terms(countries, 0.0) {
    for (Discrepancy& term : terms) {
      term.share = std::max(term.share, smallest);
      exporter_terms[term.exporter] += 1.0;
      importer_terms[term.importer] += 1.0;
    }
  }

  [[nodiscard]] std::vector<double> weighted_by_importers(std::span<const double> b) const {
    std::vector<double> sums(exporter_terms.size(), 0.0);
    for (const Discrepancy& term : terms) {
      sums[term.exporter] += term.share * b[term.importer];
    }
    return sums;
  }
  [[nodiscard]] std::vector<double> weighted_by_exporters(std::span<const double> a) const {
    std::vector<double> sums(importer_terms.size(), 0.0);
    for (const Discrepancy& term : terms) {
      sums[term.importer] += term.share * a[term.exporter];
    }
    return sums;
  }

  std::vector<Discrepancy> terms;
  std::vector<double> exporter_terms;
  std::vector<double> importer_terms;
};

/// NaN where a country has no term.
std::vector<double> ratios(std::span<const double> counts, std::span<const double> sums) {
  std::vector<double> result(counts.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0.0) {
      result[i] = counts[i] / sums[i];
    }
  }
  return result;
}

/// Returns for each of `2 n` nodes (exporters, then importers) the smallest node it is connected
/// to.
std::vector<std::size_t> components(const System& system) {
  const std::size_t n = system.exporter_terms.size();
  std::vector<std::size_t> parent(2 * n);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t node) {
    while (parent[node] != node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  };
  for (const Discrepancy& term : system.terms) {
    const std::size_t one = root(term.exporter);
    const std::size_t other = root(n + term.importer);
    parent[std::max(one, other)] = std::min(one, other);
  }
  for (std::size_t node = 0; node < parent.size(); ++node) {
    parent[node] = root(node);
  }
  return parent;
}

void balance(const System& system, Reliabilities& result) {
  const std::size_t n = system.exporter_terms.size();
  const auto component = components(system);
  std::vector<double> log_ratio(2 * n, 0.0);
  std::vector<double> terms(2 * n, 0.0);
  for (const Discrepancy& term : system.terms) {
    const std::size_t group = component[term.exporter];
    log_ratio[group] +=
        std::log(result.importer[term.importer]) - std::log(result.exporter[term.exporter]);
    terms[group] += 1.0;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (system.exporter_terms[i] > 0.0) {
      const std::size_t group = component[i];
      result.exporter[i] *= std::exp(0.5 * log_ratio[group] / terms[group]);
    }
    if (system.importer_terms[i] > 0.0) {
      const std::size_t group = component[n + i];
      result.importer[i] *= std::exp(-0.5 * log_ratio[group] / terms[group]);
    }
  }
}

}  // namespace

Reliabilities report_reliabilities(
    std::span<const Discrepancy> discrepancies,
    std::size_t num_countries,
    const ReliabilityOptions& options
) {
  check(discrepancies, num_countries);
  const System system(discrepancies, num_countries, options.smallest_share);
  Reliabilities result;
  result.importer.assign(num_countries, 1.0);
  result.exporter = ratios(system.exporter_terms, system.weighted_by_importers(result.importer));
  do {
    if (result.iterations++ == options.max_iterations) {
      throw bad_data(
          "reliabilities: expected a fixed point within {} rounds, got a residual of {}",
          options.max_iterations,
          result.residual
      );
    }
    result.importer = ratios(system.importer_terms, system.weighted_by_exporters(result.exporter));
    // The importers' equations now hold exactly; how far off are the exporters'?
    const auto next = ratios(system.exporter_terms, system.weighted_by_importers(result.importer));
    result.residual = 0.0;
    for (std::size_t i = 0; i < num_countries; ++i) {
      if (system.exporter_terms[i] > 0.0) {
        result.residual = std::max(result.residual, std::abs(result.exporter[i] / next[i] - 1.0));
      }
    }
    if (result.residual > options.tolerance) {
      result.exporter = next;
    }
  } while (result.residual > options.tolerance);
  balance(system, result);
  return result;
}

}  // namespace portolan::stats
