#include "margin_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "embedded/panel.hpp"
#include "portolan/stats/reliability.hpp"
#include "portolan/stats/robust_regression.hpp"
#include "small_table.hpp"

namespace portolan::panel {

namespace {

using store::ColumnType;
using store::Value;

constexpr std::size_t kFewestPairs = 30;  // below, a margin would be noise
constexpr double kMostDiscrepancy = 0.9;

/// Flows that both sides report, column by column.
struct Sample {
  std::vector<double> log_ratio;
  std::vector<std::int32_t> exporter;
  std::vector<std::int32_t> importer;
  std::vector<std::int32_t> family;
  std::vector<std::int32_t> year;
};

/// Names of a factor's levels, in order of first use.
template <typename T>
class Levels {
 public:
  std::uint32_t of(const T& name) {
    const auto [at, is_new] =
        numbers_.try_emplace(name, static_cast<std::uint32_t>(numbers_.size()));
    return at->second;
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(numbers_.size()); }
  [[nodiscard]] const std::map<T, std::uint32_t>& numbers() const { return numbers_; }

 private:
  std::map<T, std::uint32_t> numbers_;
};

using Pair = std::pair<std::int32_t, std::int32_t>;

struct PairTerms {
  double log_distance = 0.0;
  double contiguity = 0.0;
};

Sample read_sample(store::Database& database, const PanelInputs& inputs, Progress& progress) {
  Sample sample;
  database.for_each_chunk(
      embedded::margin_sample_sql,
      {Decimal3::from_double(inputs.min_value_usd)},
      [&](const store::Chunk& chunk) {
        const auto append = [](auto& to, const auto& from) {
          to.insert(to.end(), from.begin(), from.end());
        };
        append(sample.log_ratio, chunk.values<double>(0));
        append(sample.exporter, chunk.values<std::int32_t>(1));
        append(sample.importer, chunk.values<std::int32_t>(2));
        append(sample.family, chunk.values<std::int32_t>(3));
        append(sample.year, chunk.values<std::int32_t>(4));
      },
      &progress
  );
  return sample;
}

/// The chapter of a family, or TOTAL: what the margin may depend on.
std::string goods_class(const std::string& family) {
  return family == "TOTAL" ? family : family.substr(0, 2);
}

std::map<Pair, PairTerms>
pair_terms(const PanelInputs& inputs, const std::vector<std::string>& places) {
  std::map<Pair, PairTerms> terms;
  const auto code_of = [&](CountryCode country) -> std::optional<std::int32_t> {
    const auto at = std::lower_bound(places.begin(), places.end(), country.iso3());
    if (at == places.end() || *at != country.iso3()) {
      return std::nullopt;
    }
    return static_cast<std::int32_t>(at - places.begin());
  };
  for (const PairDistance& pair : inputs.distances) {
    const auto exporter = code_of(pair.exporter);
    const auto importer = code_of(pair.importer);
    if (exporter && importer && pair.distance_km > 0.0) {
      terms[{*exporter, *importer}] = {
          .log_distance = std::log(pair.distance_km), .contiguity = pair.is_contiguous ? 1.0 : 0.0};
    }
  }
  return terms;
}

/// Keeps the flows whose pair has a distance.
Sample with_terms(const Sample& sample, const std::map<Pair, PairTerms>& terms) {
  Sample kept;
  for (std::size_t i = 0; i < sample.log_ratio.size(); ++i) {
    if (terms.contains({sample.exporter[i], sample.importer[i]})) {
      kept.log_ratio.push_back(sample.log_ratio[i]);
      kept.exporter.push_back(sample.exporter[i]);
      kept.importer.push_back(sample.importer[i]);
      kept.family.push_back(sample.family[i]);
      kept.year.push_back(sample.year[i]);
    }
  }
  return kept;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The parts of ln(1 + margin), as the tables cif_* hold them.
struct MarginParts {
  double base = 0.0;
  double pair_default = 0.0;
  std::vector<std::vector<Value>> pairs;
  std::vector<std::vector<Value>> families;
  std::vector<std::vector<Value>> years;
};

/// Fits the margins on `sample`, with distances where `terms` holds them.
MarginParts fit_margins(
    const Sample& sample,
    const std::map<Pair, PairTerms>& terms,
    const std::vector<std::string>& families
) {
  Levels<std::string> classes;
  Levels<std::int32_t> years;
  std::vector<std::uint32_t> class_of;
  std::vector<std::uint32_t> year_of;
  std::vector<double> log_distance;
  std::vector<double> contiguity;
  for (std::size_t i = 0; i < sample.log_ratio.size(); ++i) {
    class_of.push_back(classes.of(goods_class(families[static_cast<std::size_t>(sample.family[i])]))
    );
    year_of.push_back(years.of(sample.year[i]));
    if (!terms.empty()) {
      const PairTerms& pair = terms.at({sample.exporter[i], sample.importer[i]});
      log_distance.push_back(pair.log_distance);
      contiguity.push_back(pair.contiguity);
    }
  }
  std::vector<std::span<const double>> covariates;
  if (!terms.empty()) {
    covariates = {log_distance, contiguity};
  }
  const std::array<stats::Factor, 2> factors = {
      stats::Factor{.levels = class_of, .num_levels = classes.size()},
      stats::Factor{.levels = year_of, .num_levels = years.size()}};
  const stats::RobustFit fit = stats::fit_robust(sample.log_ratio, covariates, factors);

  MarginParts parts;
  parts.base = fit.intercept;
  if (!terms.empty()) {
    std::vector<double> in_sample;
    for (std::size_t i = 0; i < log_distance.size(); ++i) {
      in_sample.push_back(fit.slopes[0] * log_distance[i] + fit.slopes[1] * contiguity[i]);
    }
    parts.pair_default = median(std::move(in_sample));
    for (const auto& [pair, term] : terms) {
      const double part = fit.slopes[0] * term.log_distance + fit.slopes[1] * term.contiguity;
      parts.pairs.push_back({pair.first, pair.second, part});
    }
  }
  for (std::size_t family = 0; family < families.size(); ++family) {
    const auto found = classes.numbers().find(goods_class(families[family]));
    if (found != classes.numbers().end()) {
      parts.families.push_back({family, fit.effects[0][found->second]});
    }
  }
  for (const auto& [year, level] : years.numbers()) {
    parts.years.push_back({year, fit.effects[1][level]});
  }
  return parts;
}

void create_margin_tables(store::Database& database, const MarginParts& parts) {
  const auto create = [&](std::string_view name, const std::string& key, const auto& rows) {
    create_small_table(
        database,
        name,
        {{.name = key, .type = ColumnType::kInteger},
         {.name = "part", .type = ColumnType::kDouble}},
        rows
    );
  };
  create_small_table(
      database,
      "cif_pair",
      {{.name = "exporter", .type = ColumnType::kInteger},
       {.name = "importer", .type = ColumnType::kInteger},
       {.name = "part", .type = ColumnType::kDouble}},
      parts.pairs
  );
  create("cif_family", "family", parts.families);
  create("cif_year", "year", parts.years);
}

void create_base(
    store::Database& database,
    const MarginParts& parts,
    double largest,
    std::optional<double> discrepancy
) {
  create_small_table(
      database,
      "cif_base",
      {{.name = "base", .type = ColumnType::kDouble},
       {.name = "pair_default", .type = ColumnType::kDouble},
       {.name = "largest", .type = ColumnType::kDouble},
       {.name = "discrepancy", .type = ColumnType::kDouble}},
      {{parts.base, parts.pair_default, largest, discrepancy}}
  );
}

std::vector<stats::Discrepancy>
read_discrepancies(store::Database& database, const PanelInputs& inputs, Progress& progress) {
  std::vector<stats::Discrepancy> terms;
  database.for_each_chunk(
      embedded::discrepancy_sql,
      {Decimal3::from_double(inputs.min_value_usd)},
      [&](const store::Chunk& chunk) {
        const auto exporters = chunk.values<std::int32_t>(0);
        const auto importers = chunk.values<std::int32_t>(1);
        const auto exported = chunk.thousandths(2);
        const auto imported = chunk.thousandths(3);
        for (std::size_t i = 0; i < chunk.num_rows(); ++i) {
          const auto x = static_cast<double>(exported[i]);
          const auto m = static_cast<double>(imported[i]);
          terms.push_back(
              {.exporter = static_cast<std::uint32_t>(exporters[i]),
               .importer = static_cast<std::uint32_t>(importers[i]),
               .share = std::abs(x - m) / (x + m)}
          );
        }
      },
      &progress
  );
  return terms;
}

/// The mean discrepancy of each country in the role that `role` picks; nothing for one without
/// terms.
std::vector<std::optional<double>> mean_discrepancies(
    std::span<const stats::Discrepancy> terms,
    std::size_t num_places,
    std::uint32_t stats::Discrepancy::*role
) {
  std::vector<double> sums(num_places, 0.0);
  std::vector<double> counts(num_places, 0.0);
  for (const auto& term : terms) {
    sums[term.*role] += term.share;
    counts[term.*role] += 1.0;
  }
  std::vector<std::optional<double>> means(num_places);
  for (std::size_t i = 0; i < num_places; ++i) {
    if (counts[i] > 0.0) {
      means[i] = std::min(sums[i] / counts[i], kMostDiscrepancy);
    }
  }
  return means;
}

std::optional<double> finite(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

/// Solves the reliabilities, makes their table and returns the mean discrepancy of all terms.
std::optional<double> create_reliabilities(
    store::Database& database,
    std::span<const stats::Discrepancy> terms,
    std::size_t num_places,
    ReconciliationFit& fit
) {
  std::vector<std::vector<Value>> rows;
  std::optional<double> overall;
  if (!terms.empty()) {
    const auto solved = stats::report_reliabilities(terms, num_places);
    fit.reliability_rounds = solved.iterations;
    fit.reliability_residual = solved.residual;
    const auto as_exporter = mean_discrepancies(terms, num_places, &stats::Discrepancy::exporter);
    const auto as_importer = mean_discrepancies(terms, num_places, &stats::Discrepancy::importer);
    for (std::size_t i = 0; i < num_places; ++i) {
      rows.push_back(
          {i,
           finite(solved.exporter[i]),
           finite(solved.importer[i]),
           as_exporter[i],
           as_importer[i]}
      );
    }
    double sum = 0.0;
    for (const auto& term : terms) {
      sum += term.share;
    }
    overall = std::min(sum / static_cast<double>(terms.size()), kMostDiscrepancy);
  }
  create_small_table(
      database,
      "reliability",
      {{.name = "place", .type = ColumnType::kInteger},
       {.name = "export_weight", .type = ColumnType::kDouble},
       {.name = "import_weight", .type = ColumnType::kDouble},
       {.name = "export_discrepancy", .type = ColumnType::kDouble},
       {.name = "import_discrepancy", .type = ColumnType::kDouble}},
      rows
  );
  return overall;
}

}  // namespace

ReconciliationFit fit_reconciliation(
    store::Database& database,
    const PanelInputs& inputs,
    const std::vector<std::string>& places,
    const std::vector<std::string>& families,
    Progress& progress
) {
  ReconciliationFit fit;
  const Sample sample = read_sample(database, inputs, progress);
  const auto terms = pair_terms(inputs, places);
  const Sample with_distance = with_terms(sample, terms);
  MarginParts parts;
  if (with_distance.log_ratio.size() >= kFewestPairs) {
    parts = fit_margins(with_distance, terms, families);
    fit.margin_pairs = static_cast<std::int64_t>(with_distance.log_ratio.size());
    fit.margin_basis = "robust regression on distance, contiguity, chapter and year";
  } else if (sample.log_ratio.size() >= kFewestPairs) {
    parts = fit_margins(sample, {}, families);
    fit.margin_pairs = static_cast<std::int64_t>(sample.log_ratio.size());
    fit.margin_basis = "robust means by chapter and year, since no distances are loaded";
  } else {
    parts.base = std::log1p(inputs.cif_margin);
    fit.margin_basis = fmt::format(
        "{} everywhere, since fewer than {} flows are reported by both sides",
        inputs.cif_margin,
        kFewestPairs
    );
  }
  create_margin_tables(database, parts);
  create_base(database, parts, inputs.max_cif_margin, std::nullopt);
  database.execute(embedded::margin_sql);
  const auto discrepancies = read_discrepancies(database, inputs, progress);
  fit.discrepancies = static_cast<std::int64_t>(discrepancies.size());
  const auto overall = create_reliabilities(database, discrepancies, places.size(), fit);
  create_base(database, parts, inputs.max_cif_margin, overall);
  return fit;
}

}  // namespace portolan::panel
